"""A crisis rehearsed (B13): real people, a real pack, marked as a drill everywhere; nothing goes out, and nothing is counted."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ordertower_desktop.wire.crisis import DrillRow
from tests.hub.channels.fakes import AliyunGateway, WecomGroup
from tests.hub.channels.story import CONTACTS, group_robot, text_messages
from tests.hub.crisis_kit import CREW, LATE_RULES, PACKS, act, late, level, shown
from tests.hub.floor import Clock, Floor, open_floor
from tests.hub.place import OnFile

CALLS: list[tuple[Any, ...]] = []
LISTENING: list[str] = []


def _heard(event: str, args: tuple[Any, ...]) -> None:
    if LISTENING and event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"):
        CALLS.append((event, *args[1:]))


sys.addaudithook(_heard)


@pytest.fixture
def group(running: Callable[..., WecomGroup]) -> WecomGroup:
    return running(WecomGroup)


@pytest.fixture
def floor(tmp_path: Path, clock: Clock, group: WecomGroup, running: Callable[..., AliyunGateway]) -> Iterator[Floor]:
    channels = {"group": group_robot(group), "sms": text_messages(running(AliyunGateway))}
    with open_floor(tmp_path, db=OnFile(tmp_path).url, rules=LATE_RULES, crew=CREW, channels=channels, clock=clock) as made:
        assert made.call("PUT", "/v1/packs", who="li", json={"text": PACKS, "why": "test"}).status_code == 200
        for who, known in (CONTACTS | {"li": {"wecom": "Li", "sms": "13600136000"}}).items():
            made.call("PUT", f"/v1/people/{who}/contacts", who="li", json=known).raise_for_status()
        made.advance(minutes=1)
        yield made


def drill(floor: Floor, **more: Any) -> DrillRow:
    row = act(floor, "rehearse", level=2, text="双十一前演练", **more)
    assert row.drill is not None
    return row.drill


def counted(floor: Floor) -> dict[str, Any]:
    """Everything that a real crisis would have changed."""
    board = floor.call("GET", "/v1/board", who="li").json()
    crisis = floor.call("GET", "/v1/crisis", who="li").json()
    return {
        "board": {key: value for key, value in board.items() if key not in ("at", "trend", "sources")},
        "level": level(floor),
        "deliveries": floor.call("GET", "/v1/deliveries", who="li", params={"limit": 1000}).json()["items"],
        "crisis": {key: value for key, value in crisis.items() if key != "drill"},
    }


def test_who_has_a_part_reads_that_it_is_a_drill_and_what_theirs_would_be(floor: Floor) -> None:
    drill(floor)
    (li,) = floor.notices("li")
    assert (li.title, li.kind) == ("【演练】二级响应", "drill")
    assert "客服主管要在 12:06 前知情，客服主管要做：站会。这是演练，不发站外、不计数\n李婷 发起" in li.body
    assert "IT/运维要做：补推" in floor.notices("it")[0].body
    assert floor.notices("zhao") == [], "who has no part in it is left in peace"


def test_nothing_leaves_the_house_while_a_level_is_rehearsed(floor: Floor, group: WecomGroup) -> None:
    LISTENING.append("yes")
    try:
        made = drill(floor)
        act(floor, "finish", drill=made.id, about="meeting", text="四部门")
        act(floor, "told", drill=made.id, about="supervisor")
        for _ in range(20):
            floor.advance(minutes=10)
        assert CALLS == []
        act(floor, "keep", level=2, text="真的")
        floor.advance(minutes=1)
        assert CALLS, "the ear works: the real thing is heard"
    finally:
        LISTENING.clear()
        CALLS.clear()
    assert group.taken


def test_the_pack_is_worked_through_and_nothing_of_it_is_counted(floor: Floor) -> None:
    before = counted(floor)
    made = drill(floor)
    act(floor, "finish", drill=made.id, about="meeting", text="四部门")
    floor.advance(minutes=95)
    late_now = shown(floor).drill
    assert late_now is not None
    assert [(one.id, one.state, one.late) for one in late_now.response.tasks] == [("meeting", "done", False), ("push", "todo", True)]
    assert all(line.text.startswith("【演练】") for line in late_now.log)
    after = counted(floor)
    assert (after["level"], after["deliveries"], after["crisis"]) == (before["level"], [], before["crisis"])
    assert after["board"] == before["board"]
    audit = [line["what"] for line in floor.call("GET", "/v1/audit", who="it", params={"limit": 100}).json()["items"]]
    assert audit.count("crisis_rehearse") == 1
    assert not [word for word in audit if word.startswith("crisis_") and word != "crisis_rehearse"]


def test_it_ends_by_hand_or_after_four_hours_and_leaves_every_desk(floor: Floor) -> None:
    made = drill(floor)
    act(floor, "stop", drill=made.id)
    assert (shown(floor).drill, floor.notices("li")) == (None, [])
    assert act(floor, "note", drill=made.id, text="再记一条", status=422) == "这次演练已经结束"
    drill(floor)
    floor.advance(hours=4)
    floor.advance(seconds=20)
    assert shown(floor).drill is None


def test_the_real_thing_ends_it(floor: Floor) -> None:
    drill(floor)
    late(floor, 51)
    assert (shown(floor).drill, level(floor).level) == (None, 2)
    act(floor, "declare", text="真的")
    assert act(floor, "rehearse", level=2, status=422) == "真的响应正在进行，不能同时演练"


def test_no_customer_is_called_and_no_money_offered_in_it(floor: Floor) -> None:
    made = drill(floor)
    assert act(floor, "offer", drill=made.id, about="coupon", orders=["1"], status=422) == "演练里不联系客户，也不发补偿"
    assert act(floor, "rehearse", level=3, status=422) == "已有一次演练在进行，请先结束它"
    assert act(floor, "rehearse", who="zhao", level=2, status=403) == "这一步要由主管来做"


def test_the_same_act_twice_is_one(floor: Floor) -> None:
    first = drill(floor, key="d1")
    assert drill(floor, key="d1").id == first.id
    act(floor, "note", drill="d1", key="n1", text="一条")
    act(floor, "note", drill="d1", key="n1", text="一条")
    held = shown(floor).drill
    assert held is not None
    assert [line.text for line in held.log].count("【演练】一条") == 1
