"""One rule tried on the open orders, put in force, and followed through its versions: what is foretold is what comes."""

import httpx
import pytest

from ordertower_desktop.sync import fetch
from ordertower_desktop.sync.http import Client
from ordertower_desktop.sync.trouble import Refused
from tests.hub.floor import Floor
from tests.hub.rulekit import LATE, START, hit, over, r05, saved, tried, version


def test_saving_one_rule_counts_at_once_on_every_open_order(floor: Floor) -> None:
    for order, hours in (("a", 20.0), ("b", 25.0), ("c", 37.0)):
        floor.paid(order, hours_ago=hours)
    assert hit(floor) == {"b", "c"}
    saved(floor, over(36))
    assert hit(floor) == {"c"}
    saved(floor, over(18))
    assert hit(floor) == {"a", "b", "c"}


def test_a_rule_that_cannot_be_is_refused_with_its_place_in_chinese(floor: Floor) -> None:
    for path, verb in (("/v1/rules/preview", "POST"), ("/v1/rules/R05", "PUT")):
        answer = floor.call(verb, path, who="li", json={"rule": r05({"field": "presale"})})
        assert answer.status_code == 422
        assert answer.json()["title"].startswith("rules：规则 R05：when.all[1].field：缺少比较方式，可用：is、is_not、in")
    assert version(floor) == START


def test_a_rule_without_an_id_or_with_another_one_is_refused(floor: Floor) -> None:
    assert floor.call("POST", "/v1/rules/preview", json={"rule": {"when": LATE}}).status_code == 422
    assert floor.call("PUT", "/v1/rules/R06", who="li", json={"rule": r05()}).status_code == 422


@pytest.mark.parametrize(("who", "status"), [("zhao", 403), ("li", 200), ("it", 200)])
def test_only_supervisors_save_and_everybody_at_work_may_look(floor: Floor, who: str, status: int) -> None:
    assert floor.call("PUT", "/v1/rules/R05", who=who, json={"rule": over(20)}).status_code == status
    assert floor.call("POST", "/v1/rules/preview", who=who, json={"rule": over(20)}).status_code == 200


def test_anothers_change_of_the_same_rule_is_a_conflict_with_their_name(floor: Floor) -> None:
    saved(floor, over(30), base=START)
    answer = floor.call("PUT", "/v1/rules/R05", who="it", json={"rule": over(36), "base": START})
    assert (answer.status_code, answer.json()["title"]) == (409, "李婷 刚把这条规则改成第 3 版，请先看过再改")
    assert version(floor) == START + 1
    saved(floor, over(36), base=START + 1, who="it")
    assert version(floor) == START + 2


def test_anothers_change_of_another_rule_is_none(floor: Floor) -> None:
    other = {"id": "R12", "name": "客户催单", "state": "shadow", "when": {"event": "urged", "count_at_least": 2, "within": "24h"}}
    saved(floor, other, base=START)
    saved(floor, over(36), base=START, who="it")
    content = floor.call("GET", "/v1/rules").json()["content"]
    assert [(one["id"], one["state"]) for one in content["rule"]] == [("R05", "on"), ("R12", "shadow")]


def test_a_new_rule_stands_behind_the_others_which_stay_as_they_were(floor: Floor) -> None:
    before = floor.call("GET", "/v1/rules").json()["content"]["rule"]
    saved(floor, over(40) | {"id": "U01", "state": "draft"})
    after = floor.call("GET", "/v1/rules").json()["content"]["rule"]
    assert after[:2] == before
    assert after[2]["id"] == "U01"


def test_saving_what_is_there_already_makes_no_version(floor: Floor) -> None:
    first = floor.call("GET", "/v1/rules").json()["content"]["rule"][0]
    saved(floor, first)
    assert version(floor) == START


def test_a_draft_and_a_shadow_open_no_case_and_still_tell_what_they_would_hit(floor: Floor) -> None:
    floor.paid("a", hours_ago=30)
    for state in ("draft", "shadow"):
        saved(floor, over(24) | {"state": state})
        assert hit(floor) == set()
        assert tried(floor, over(24) | {"state": state})["hits"] == 1


def test_the_history_of_one_rule_is_told_in_words_newest_first(floor: Floor) -> None:
    saved(floor, over(36), why="大促放宽")
    saved(floor, {"id": "U01", "name": "别的", "when": LATE}, who="it")
    saved(floor, over(36) | {"state": "shadow"}, who="it")
    told = floor.call("GET", "/v1/rules/changes", params={"rule": "R05"}).json()
    assert [(one["version"], one["by_name"], one["says"]) for one in told] == [
        (5, "吴桐", ["状态：启用 → 影子"]),
        (3, "李婷", ["条件：付款后 24 小时未出库 → 付款后 36 小时未出库"]),
        (2, "系统", told[2]["says"]),
        (1, "系统", ["新建规则"]),
    ]
    assert "去掉条件：非预售" in told[2]["says"]
    assert (told[0]["why"], told[1]["why"]) == ("R05 状态：启用 → 影子", "大促放宽")
    assert told[1]["rule"]["when"]["over"] == "36h"


def test_a_rule_from_the_history_put_in_force_again_is_the_rule_it_was(floor: Floor) -> None:
    floor.paid("a", hours_ago=30)
    saved(floor, over(36))
    assert hit(floor) == set()
    first = floor.call("GET", "/v1/rules/changes", params={"rule": "R05"}).json()[1]["rule"]
    saved(floor, first)
    assert hit(floor) == {"a"}
    assert tried(floor, first)["added"] == 0


def client(floor: Floor, who: str) -> Client:
    """The desk's way to this hub, without a socket."""

    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode()
        headers = {key: value for key, value in request.headers.items() if key in ("authorization", "content-type")}
        told = floor.call(request.method, path, who="", content=request.read(), headers=headers)
        return httpx.Response(told.status_code, content=told.content)

    return Client("http://127.0.0.1", floor.token(who), transport=httpx.MockTransport(answer))


def test_the_desk_asks_as_the_hub_understands(floor: Floor) -> None:
    floor.paid("a", hours_ago=30)
    desk, other = client(floor, "li"), client(floor, "it")
    book = fetch.rules()(desk)
    assert [one["id"] for one in book.content["rule"]] == ["R05", "R12"]
    assert fetch.rehearse(over(36))(desk).removed == 1
    made = fetch.save_rule(over(36), book.version, "大促")(desk)
    assert (made.version, made.content["rule"][0]["when"]["over"]) == (book.version + 1, "36h")
    assert fetch.rule_changes("R05")(desk)[0].by_name == "李婷"
    with pytest.raises(Refused) as refused:
        fetch.save_rule(over(40), book.version, "")(other)
    assert (refused.value.status, str(refused.value)) == (409, "李婷 刚把这条规则改成第 3 版，请先看过再改")
    with pytest.raises(Refused) as bad:
        fetch.save_rule(r05({"stage": "待发火"}), made.version, "")(desk)
    assert str(bad.value).startswith("rules：规则 R05：when.all[1].stage：没有“待发火”")
    for one in (desk, other):
        one.close()
