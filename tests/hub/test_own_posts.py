"""S105: a post of the floor's own stands wherever a post is named: in chains, packs, the crisis page and the roster."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ordertower_desktop.wire.rows import PersonRow
from tests.hub.crisis_kit import CREW, LATE_RULES, PACKS, act, shown
from tests.hub.floor import Floor, open_floor
from tests.hub.place import Place

NIGHT = {"id": "night", "name": "夜班组长", "role": "agent", "kinds": [], "may": ["handle", "note"]}
OWN = PACKS.replace('post = "客服主管"', 'post = "夜班组长"').replace('post = "IT"', 'post = "night"')


@pytest.fixture
def floor(tmp_path: Path, place: Place) -> Iterator[Floor]:
    with open_floor(tmp_path, db=place.url, rules=LATE_RULES, crew=CREW) as made:
        yield made


def own(floor: Floor) -> None:
    answer = floor.call("PUT", "/v1/posts/night", who="li", json={"post": NIGHT, "why": "夜班"})
    assert answer.status_code == 200, answer.text
    floor.call("PUT", "/v1/people", who="li", json={"id": "du", "name": "杜鹃", "post": "night"}).raise_for_status()
    floor.advance(seconds=20)


def packs(floor: Floor) -> Any:
    return floor.call("PUT", "/v1/packs", who="li", json={"text": OWN, "why": "夜班"})


def test_a_pack_names_it_by_its_name_or_key_and_its_people_are_told(floor: Floor) -> None:
    refused = packs(floor)
    assert refused.status_code == 422
    assert "夜班组长" in refused.text, "not before the floor has it"
    own(floor)
    assert packs(floor).status_code == 200
    act(floor, "keep", level=2, text="演习")
    assert [one.body for one in floor.notices("du") if one.kind == "level"] == ["演习。夜班组长要在 12:05 前知情"]
    act(floor, "declare", text="启动")
    row = shown(floor)
    assert row.response is not None
    assert {task.post for task in row.response.tasks} == {"夜班组长"}
    assert [(rung.post, rung.names) for rung in row.pack.path] == [("夜班组长", ["杜鹃"])]
    act(floor, "told", about="night")
    assert "已上报夜班组长" in [line.text for line in shown(floor).log]


def chain(floor: Floor, name: str = "提醒夜班") -> Any:
    step = {"after": "0s", "channel": "in_app", "to": "post", "whom": "night", "name": name}
    put = {"policy": {"id": "own", "name": "夜班链", "steps": [step]}, "base": 0, "why": "", "running": "keep"}
    return floor.call("PUT", "/v1/policies/own", who="li", json=put)


def book(floor: Floor, post: str) -> Any:
    """Its first step is done by this post."""
    shelf = floor.call("GET", "/v1/playbooks/shelf", who="li").json()
    table = shelf["templates"][0]["table"]
    table["step"][0]["post"] = post
    put = {"template": table, "base": shelf["version"], "why": "夜班"}
    return floor.call("PUT", f"/v1/playbooks/{table['id']}", who="li", json=put)


def rota(floor: Floor, post: str) -> Any:
    shift = {"post": post, "person": "lin", "days": [1, 2, 3, 4, 5, 6, 7], "start": "09:00", "end": "18:00"}
    return floor.call("PUT", "/v1/roster", who="li", json={"text": json.dumps({"shifts": [shift]}), "why": "夜班"})


def gone(floor: Floor) -> str:
    """What is said when it is taken away, alone and by a text without it; both say the same."""
    number, known = (floor.call("GET", "/v1/posts", who="li").json()[key] for key in ("version", "content"))
    without = known | {"posts": [post for post in known["posts"] if post["id"] != "night"]}
    whole = floor.call("PUT", "/v1/posts", who="li", json={"text": json.dumps(without), "why": "不要了"})
    alone = floor.call("PUT", "/v1/posts/night", who="li", json={"post": NIGHT, "base": number, "gone": True})
    assert (alone.status_code, whole.status_code) == (422, 422), (alone.text, whole.text)
    assert alone.json()["title"] == whole.json()["title"]
    return str(alone.json()["title"])


def test_as_long_as_anybody_or_anything_needs_it_it_is_not_taken_away_and_they_are_named(floor: Floor) -> None:
    own(floor)
    assert gone(floor) == "杜鹃还在这个岗位上，请先换岗再去掉"
    floor.call("PUT", "/v1/people", who="li", json={"id": "du", "name": "杜鹃", "post": "agent"}).raise_for_status()
    for answer in (chain(floor), packs(floor), rota(floor, "night"), book(floor, "night")):
        assert answer.status_code == 200, answer.text
    assert gone(floor) == "岗位“夜班组长”还用在告警链“夜班链”、二级动作包、排班等，请先换成别的岗位再去掉"
    floor.call("POST", "/v1/policies/restore", who="li", json={"version": 1}).raise_for_status()
    floor.call("POST", "/v1/packs/restore", who="li", json={"version": 1}).raise_for_status()
    rota(floor, "agent").raise_for_status()
    assert gone(floor).startswith("岗位“夜班组长”还用在处置步骤“")
    floor.call("POST", "/v1/playbooks/restore", who="li", json={"version": 1}).raise_for_status()
    number = floor.call("GET", "/v1/posts", who="li").json()["version"]
    assert floor.call("PUT", "/v1/posts/night", who="li", json={"post": NIGHT, "base": number, "gone": True}).status_code == 200
    assert packs(floor).status_code == 422, "and from then on nothing can name it"


def test_its_new_name_stands_everywhere_at_once_and_in_the_texts_that_call_it_by_name(floor: Floor) -> None:
    own(floor)
    for answer in (chain(floor, "站内提醒夜班组长"), packs(floor), rota(floor, "night"), book(floor, "夜班组长")):
        assert answer.status_code == 200, answer.text
    act(floor, "keep", level=2, text="演习")
    act(floor, "declare", text="启动")
    number = floor.call("GET", "/v1/posts", who="li").json()["version"]
    put = {"post": NIGHT | {"name": "夜班长"}, "base": number, "why": "改名"}
    assert floor.call("PUT", "/v1/posts/night", who="li", json=put).status_code == 200
    texts = {kind: floor.call("GET", f"/v1/{kind}", who="li").json()["text"] for kind in ("packs", "playbooks", "policies")}
    assert not [kind for kind, text in texts.items() if "夜班组长" in text]
    assert all("夜班长" in text for text in texts.values())
    assert "站内提醒夜班长" in texts["policies"], "a step that is called by what it does follows, too"
    floor.advance(seconds=20)
    row = shown(floor)
    assert row.response is not None
    assert {task.post for task in row.response.tasks} == {"夜班长"}
    assert [rung.post for rung in row.pack.path] == ["夜班长"]
    assert "夜班长 林晓" in floor.call("GET", "/v1/roster/changes", who="li").text
    assert floor.call("GET", "/v1/policies/changes", who="li", params={"policy": "own"}).status_code == 200
    key = floor.call("GET", "/v1/playbooks/shelf", who="li").json()["templates"][0]["table"]["id"]
    past = floor.call("GET", "/v1/playbooks/changes", who="li", params={"playbook": key}).json()["changes"]
    assert any("岗位：夜班组长 → 夜班长" in line for line in past[0]["says"])


@pytest.mark.parametrize("escaped", [False, True])
def test_a_text_in_json_follows_its_new_name_however_it_is_written(floor: Floor, *, escaped: bool) -> None:
    own(floor)
    text = json.dumps(tomllib.loads(OWN), ensure_ascii=escaped)
    floor.call("PUT", "/v1/packs", who="li", json={"text": text, "why": "夜班"}).raise_for_status()
    base = floor.call("GET", "/v1/posts", who="li").json()["version"]
    called = {"post": NIGHT | {"name": "值夜"}, "base": base, "why": "改名"}
    floor.call("PUT", "/v1/posts/night", who="li", json=called).raise_for_status()
    told = json.loads(floor.call("GET", "/v1/packs", who="li").json()["text"])
    assert "值夜" in json.dumps(told, ensure_ascii=False)
    assert "夜班组长" not in json.dumps(told, ensure_ascii=False)


def test_its_steps_in_an_open_case_and_its_people_s_score_go_by_its_name(floor: Floor) -> None:
    own(floor)
    text = floor.call("GET", "/v1/playbooks", who="li").json()["text"].replace('post = "责任人"', 'post = "夜班组长"')
    floor.call("PUT", "/v1/playbooks", who="li", json={"text": text, "why": "夜班"}).raise_for_status()
    floor.paid("77", hours_ago=25)
    floor.work()
    row = floor.pool()["77"]
    answers = floor.sync({"do": "acknowledge", "id": "take-77", "case": row.case}, who="du").results
    assert [one.ok for one in answers.values()] == [True]
    floor.work()
    assert "夜班组长" in {step.post for step in floor.pool()["77"].steps}
    number = floor.call("GET", "/v1/posts", who="li").json()["version"]
    put = {"post": NIGHT | {"name": "夜班长", "may": ["handle", "note", "close"]}, "base": number, "why": "改名"}
    floor.call("PUT", "/v1/posts/night", who="li", json=put).raise_for_status()
    floor.advance(seconds=5)
    named = {step.post for step in floor.pool()["77"].steps}
    assert ("夜班长" in named, "夜班组长" in named) == (True, False), "the case keeps its steps, and calls the post as it is called now"
    checks = ["state_done", "customer_told", "archived"]
    done = floor.sync({"do": "resolve", "id": "end-77", "case": row.case, "checks": checks}, who="du").results
    assert [one.ok for one in done.values()] == [True], done
    lines = floor.call("GET", "/v1/performance", who="li").json()["lines"]
    assert {one["name"]: one["post_name"] for one in lines}["杜鹃"] == "夜班长"


def test_a_post_whose_name_another_takes_keeps_its_texts(floor: Floor) -> None:
    """Two posts change names in one text: what was written for the one is not given to the other."""
    own(floor)
    assert packs(floor).status_code == 200
    posts = floor.call("GET", "/v1/posts", who="li").json()["content"]["posts"]
    swap = {"night": "一线客服", "agent": "夜班组长"}
    made = [post | {"name": swap.get(post["id"], post["name"])} for post in posts]
    floor.call("PUT", "/v1/posts", who="li", json={"text": json.dumps({"posts": made}), "why": "对调"}).raise_for_status()
    act(floor, "keep", level=2, text="演习")
    act(floor, "declare", text="启动")
    floor.advance(seconds=20)
    assert [(rung.key, rung.post) for rung in shown(floor).pack.path] == [("night", "一线客服")]


def test_a_chain_speaks_to_it_and_can_be_walked_and_rehearsed_for_it(floor: Floor) -> None:
    unknown = chain(floor)
    assert (unknown.status_code, unknown.json()["title"]) == (422, "告警链“夜班链”第 1 步：没有“night”这个岗位")
    own(floor)
    assert chain(floor).status_code == 200
    made = floor.call("GET", "/v1/policies", who="li").json()["content"]["policies"][-1]
    walked = floor.call("POST", "/v1/policies/preview", who="li", json={"policy": made, "post": "night", "owner": ""}).json()
    assert (walked["owner_name"], [told["names"] for told in walked["told"]]) == ("杜鹃", [["杜鹃"]])
    assert floor.call("POST", "/v1/policies/rehearse", who="li", json={"policy": made, "post": "night"}).json()["desks"] == 1
    missing = floor.call("POST", "/v1/policies/preview", who="li", json={"policy": made, "post": "day", "owner": ""})
    assert missing.status_code == 422
    assert "夜班组长" in missing.json()["title"], "what there is, by its name"


def test_the_roster_puts_people_on_it(floor: Floor) -> None:
    unknown = rota(floor, "night")
    assert unknown.is_client_error
    assert "没有 night 这个岗位" in unknown.text
    own(floor)
    answer = rota(floor, "night")
    assert answer.status_code == 200, answer.text
    floor.advance(minutes=1)
    audit = floor.call("GET", "/v1/audit", who="it", params={"limit": 100}).text
    assert "排班上岗：夜班组长" in audit
    assert {row.id for row in floor.desk("li").catch_up().bodies("person", PersonRow)} >= {"lin", "du"}
