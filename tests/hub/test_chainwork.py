"""A chain is changed under a floor at work: what runs keeps its copy, what fails moves on, and two supervisors lose nothing."""

import json
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from ordertower_desktop.domain.people import Presence
from ordertower_desktop.hub.store.tables import deliveries, people
from ordertower_desktop.wire.policies import ChainPast, ChainTrial, PolicyRow
from tests.hub.floor import Floor

INBOX = {"channel": "in_app", "to": "owner", "name": "站内提醒责任人"}
DEFAULT = [
    {"after": "0s", **INBOX},
    {"after": "15min", "channel": "in_app", "to": "backup", "name": "转备岗接手", "hands_over": True},
]


def chain(floor: Floor) -> PolicyRow:
    floor.work()
    return next(row for row in floor.desk("li").catch_up().bodies("policy", PolicyRow) if row.id == "default")


def save(
    floor: Floor, steps: list[dict[str, Any]], *, base: int = 1, who: str = "li", expect: tuple[int, ...] = (200,), **more: Any
) -> dict[str, Any]:
    body = {"policy": {"id": "default", "name": "默认告警链", "steps": steps}, "base": base, **more}
    answer = floor.call("PUT", "/v1/policies/default", who=who, json=body)
    assert answer.status_code in expect, answer.text
    found: dict[str, Any] = answer.json()
    return found


def steps_of(floor: Floor, order: str) -> list[tuple[str, str, str]]:
    """(step, state, person) of everything that an order's chain did."""
    with floor.tower.db.read() as conn:
        return [(one.step, one.state.value, one.person) for one in deliveries.of_case(conn, f"{order}#1") if one.cycle]


def presence(floor: Floor, person: str, here: Presence) -> None:
    with floor.tower.db.write() as conn:
        known = people.one(conn, person)
        assert known is not None
        people.put(conn, [replace(known, presence=here)])


def test_a_running_case_keeps_the_chain_it_began_with(floor: Floor) -> None:
    floor.paid("6632", hours_ago=25)
    save(floor, [{"after": "0s", **INBOX}, {"after": "1min", "channel": "in_app", "to": "supervisor", "name": "站内提醒主管"}])
    floor.advance(minutes=3)
    assert "站内提醒主管" not in [step for step, _, _ in steps_of(floor, "6632")]
    floor.paid("7719", hours_ago=25)
    floor.advance(minutes=1)
    assert ("站内提醒主管", "delivered", "li") in steps_of(floor, "7719")
    floor.advance(minutes=12)
    assert "15 分钟无响应，转备岗" in [step for step, _, _ in steps_of(floor, "6632")]


def test_a_running_case_moves_over_where_the_change_says_so(floor: Floor) -> None:
    """What lies behind is not told again; what is to come comes at its new time, once."""
    floor.paid("6632", hours_ago=25)
    floor.advance(minutes=2)
    new = [
        {"after": "0s", **INBOX},
        {"after": "1min", "channel": "in_app", "to": "post", "name": "一分钟"},
        {"after": "3min", "channel": "in_app", "to": "supervisor", "name": "三分钟"},
    ]
    save(floor, new, running="move")
    floor.work()
    assert [step for step, _, _ in steps_of(floor, "6632")] == ["站内提醒责任人"]
    floor.advance(minutes=1)
    floor.advance(minutes=60)
    assert [step for step, _, _ in steps_of(floor, "6632")] == ["站内提醒责任人", "三分钟"]
    page = floor.call("GET", "/v1/orders/6632").json()
    assert "告警链“默认告警链”已改，此单按新的走" in [line["text"] for line in page["log"]]


@pytest.mark.parametrize("here", [Presence.OFF, Presence.BREAK])
def test_nobody_is_chased_who_is_away_the_backup_has_the_order_at_once(floor: Floor, here: Presence) -> None:
    steps = [{"after": "1min", **INBOX}, DEFAULT[1]]
    save(floor, steps)
    floor.paid("6632", hours_ago=25)
    assert floor.pool()["6632"].owner == "lin"
    presence(floor, "lin", here)
    floor.advance(minutes=1)
    assert steps_of(floor, "6632") == [("站内提醒责任人", "failed", ""), ("转备岗接手", "delivered", "zhao")]
    assert floor.pool()["6632"].owner == "zhao"
    words = {Presence.OFF: "不在岗", Presence.BREAK: "在休息"}[here]
    log = [line["text"] for line in floor.call("GET", "/v1/orders/6632").json()["log"]]
    assert f"没送到：站内提醒责任人（林晓 {words}），立即下一步" in log


def test_the_first_who_comes_owns_what_waited_without_time_passing(floor: Floor) -> None:
    """S39: nobody was there, the queue of the post held it and the supervisor was told; who comes need not wait for the next turn."""
    for key in ("zhao", "lin"):
        presence(floor, key, Presence.OFF)
    floor.paid("6632", hours_ago=25)
    assert floor.pool()["6632"].owner == ""
    assert any(told.kind == "unowned" for told in floor.notices("li"))
    assert floor.call("PUT", "/v1/people/lin/presence", who="lin", json={"presence": "on"}).status_code == 200
    floor.work()
    assert floor.pool()["6632"].owner == "lin"


def test_two_supervisors_at_once_the_second_is_told_who_was_first(floor: Floor) -> None:
    save(floor, DEFAULT, who="li")
    answer = save(floor, [{"after": "1min", **INBOX}], who="it", expect=(409,))
    assert answer["title"] == "李婷 刚把这条告警链改成第 2 版，请先看过再改"
    assert [step.after for step in chain(floor).steps] == ["0s", "15min"]
    other = {"policy": {"id": "night", "name": "夜班链", "steps": DEFAULT}}
    assert floor.call("PUT", "/v1/policies/night", who="it", json=other).status_code == 200
    assert chain(floor).version == 2
    assert save(floor, [{"after": "1min", **INBOX}], who="it", base=2)["version"] == 4


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([], "至少要有一步"),
        ([{"after": "0s", **INBOX}, {"after": "0s", **INBOX}], "第 2 步：和第 1 步同时、同渠道、同一人，重复了"),
        ([{"after": "8d", **INBOX}], "第 1 步：7 天没人接手的单已归档，这一步不会到来"),
        ([{"after": "0s", "channel": "in_app", "to": "person", "name": "x"}], "第 1 步：请选是哪一位"),
        ([{"after": "0s", "channel": "in_app", "to": "post", "whom": "gone", "name": "x"}], "没有“gone”这个岗位"),
        ([{"after": "0s", "channel": "in_app", "to": "owner", "name": "x", "hands_over": True}], "转交只能转给备岗"),
        ([{"after": "5min", **INBOX}, {"after": "0s", **INBOX}], "步骤要按时间先后排列"),
        ([{"after": "soon", **INBOX}], "时长要写成数字加单位"),
    ],
)
def test_a_chain_that_cannot_work_is_refused_in_words_and_changes_nothing(floor: Floor, steps: list[dict[str, Any]], words: str) -> None:
    assert words in save(floor, steps, expect=(400, 422))["title"]
    assert chain(floor).version == 1


def test_the_history_says_each_change_in_words_and_an_agent_may_not_make_one(floor: Floor) -> None:
    save(floor, DEFAULT, why="短信太吵")
    past = floor.read(ChainPast, "/v1/policies/changes", policy="default")
    assert past.changes[0].says == [
        "去掉第 2 步：5 分钟 企业微信提醒责任人",
        "去掉第 3 步：10 分钟 短信提醒责任人",
        "去掉第 5 步：4 小时 邮件提醒区域经理",
    ]
    assert (past.changes[0].by_name, past.changes[0].why) == ("李婷", "短信太吵")
    assert past.changes[1].says == ["新建告警链"]
    floor.call("PUT", "/v1/policies/default", who="zhao", json={"policy": past.changes[1].rule, "base": 2})
    assert chain(floor).version == 2
    floor.paid("6632", hours_ago=25)
    assert floor.read(ChainPast, "/v1/policies/changes", policy="default").running == 1


def test_a_dry_walk_foretells_what_then_happens(floor: Floor) -> None:
    """By the people who are here: the owner is away, so the backup hears of it at once."""
    presence(floor, "lin", Presence.OFF)
    steps = [{"after": "1min", **INBOX}, {"after": "2min", "channel": "sms", "to": "owner", "name": "短信提醒责任人"}, DEFAULT[1]]
    asked = {"policy": {"id": "default", "name": "默认告警链", "steps": steps}, "post": "agent", "owner": "lin"}
    trial = msgspec.convert(floor.call("POST", "/v1/policies/preview", json=asked).json(), ChainTrial)
    assert [(one.step, one.fate, one.names, one.why) for one in trial.told] == [
        (0, "nobody", [], "林晓 不在岗"),
        (1, "nobody", [], "林晓 不在岗"),
        (2, "told", ["赵一鸣"], ""),
    ]
    assert {one.at for one in trial.told} == {trial.told[0].at}
    assert trial.warnings == {"1": "短信未接通，只记录"}
    presence(floor, "lin", Presence.ON)
    save(floor, steps)
    floor.paid("6632", hours_ago=25)
    assert floor.pool()["6632"].owner == "lin"
    presence(floor, "lin", Presence.OFF)
    floor.advance(minutes=1)
    assert [person for _, state, person in steps_of(floor, "6632") if state == "delivered"] == ["zhao"]


def test_a_text_of_chains_that_names_a_post_nobody_has_is_refused_with_chain_and_step(floor: Floor) -> None:
    known = floor.call("GET", "/v1/policies", who="li").json()["content"]
    known["policies"][0]["steps"][1] |= {"to": "post", "whom": "夜班组长"}
    name = known["policies"][0]["name"]
    answer = floor.call("PUT", "/v1/policies", who="it", json={"text": json.dumps(known), "why": "夜班"})
    assert (answer.status_code, answer.json()["title"]) == (422, f"告警链“{name}”第 2 步：没有“夜班组长”这个岗位，请改好再生效")
    assert floor.call("GET", "/v1/policies", who="li").json()["version"] == 1
