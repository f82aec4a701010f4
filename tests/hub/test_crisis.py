"""A crisis on the hub: the level under people's words, the response by the clock, and money in its bounds."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.people import Role
from ordertower_desktop.hub.store.tables import crises
from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.crisis import PlanRow
from ordertower_desktop.wire.replay import DayPage
from tests.hub.crisis_kit import CREW, LATE_RULES, PACKS, act, late, level, shown
from tests.hub.floor import Clock, Floor, open_floor
from tests.hub.place import Place


@pytest.fixture
def floor(tmp_path: Path, place: Place) -> Iterator[Floor]:
    """Orders are late three hours after they were paid."""
    with open_floor(tmp_path, db=place.url, rules=LATE_RULES, crew=CREW) as made:
        made.call("PUT", "/v1/packs", who="li", json={"text": PACKS, "why": "测试"})
        yield made


def test_the_hub_proposes_a_level_and_a_supervisor_confirms_holds_and_gives_it_back(floor: Floor) -> None:
    late(floor, 51)
    assert (level(floor).name, shown(floor).unconfirmed) == ("二级", True)
    assert "确认级别" in {one.verb for one in floor.read(Board, "/v1/board").decisions}
    assert act(floor, "confirm", "zhao", status=403) == "这一步要由主管来做"
    assert act(floor, "confirm", text="属实").confirmed_by_name == "李婷"
    assert act(floor, "keep", level=1, status=422) == "保持或改变级别要写明原因"
    until = (floor.now + timedelta(hours=1)).isoformat()
    assert act(floor, "keep", level=1, text="盘点误报", until=until).level == 1
    floor.advance(seconds=20)
    assert (level(floor).level, level(floor).why) == (1, "盘点误报（人工保持）")
    assert floor.read(Board, "/v1/board").level == 1
    floor.advance(minutes=61)
    assert (level(floor).level, shown(floor).hold) == (2, None)
    log = [(line.did, line.by_name, line.text) for line in reversed(shown(floor).log)]
    assert [did for did, _, _ in log] == ["rose", "confirmed", "held", "ran_out"]
    assert log[2] == ("held", "李婷", "定为一级：盘点误报")


def test_a_level_falls_only_after_a_calm_half_hour_and_the_log_outlives_the_hub(tmp_path: Path, place: Place) -> None:
    clock = Clock()
    with open_floor(tmp_path, db=place.url, rules=LATE_RULES, crew=CREW, clock=clock) as floor:
        late(floor, 51)
        act(floor, "confirm", text="属实")
        clock.at += timedelta(hours=12, minutes=1)  # midnight: the day's count begins anew
        floor.work()
        assert level(floor).level == 2
    with open_floor(tmp_path, db=place.url, rules=LATE_RULES, crew=CREW, clock=clock) as floor:
        floor.advance(minutes=31)
        assert level(floor).level == 1
        assert [line.did for line in shown(floor).log] == ["fell", "confirmed", "rose"]


def test_a_response_runs_by_its_declaration_and_every_breach_is_written_down_at_its_own_time(floor: Floor) -> None:
    """S62: also when nobody looked, and once only."""
    late(floor, 51)
    began = floor.now
    row = act(floor, "declare", text="ERP 断层")
    assert row.response is not None
    assert [(one.due_at - began) / timedelta(minutes=1) for one in row.response.phases] == [30, 90, 150, 180]
    assert act(floor, "finish", "zhao", about="meeting", status=422) == "这一项要写下到会部门"
    act(floor, "take", about="push", text="it")
    floor.advance(minutes=40)
    act(floor, "finish", "zhao", about="meeting", text="四部门")
    act(floor, "phase", about="qualify")
    floor.advance(minutes=1)
    response = shown(floor).response
    assert response is not None
    assert [(one.title, one.state, one.late, one.owner_name, one.ended_by) for one in response.tasks] == [
        ("站会", "done", True, "", "赵一鸣"), ("补推", "current", False, "吴桐", ""),
    ]  # fmt: skip
    told = {line.text: line.at for line in shown(floor).log if line.did == "late"}
    assert told == {
        "超时：站会 没有按时完成": began + timedelta(minutes=15),
        "超时：快速定性 没有按时完成": began + timedelta(minutes=30),
    }


def test_who_was_told_of_the_level_is_kept_with_name_and_time(floor: Floor) -> None:
    """S73."""
    late(floor, 51)
    act(floor, "declare")
    assert act(floor, "told", about="finance", status=422) == "上报路径里没有这个岗位"
    floor.advance(minutes=3)
    (rung,) = act(floor, "told", "zhao", about="supervisor").pack.path
    assert (rung.told_by, rung.told_at) == ("赵一鸣", floor.now)
    assert act(floor, "told", about="supervisor", status=422) == "已经有人告知过了"
    assert shown(floor).log[0].text == "已上报客服主管"


def test_an_act_that_comes_twice_is_done_once(floor: Floor) -> None:
    late(floor, 51)
    for _ in range(2):
        act(floor, "declare", key="d1")
        act(floor, "note", key="n1", text="安全组已收到")
        act(floor, "offer", "zhao", key="o1", about="coupon", orders=["40001"], fen=3000)
        act(floor, "confirm", key="c1")
    row = shown(floor)
    assert row.response is not None
    assert len(row.response.offers) == 1
    assert [line.did for line in row.log].count("confirmed") == 1
    assert sum(line.text == "安全组已收到" for line in row.log) == 1


def test_a_rising_level_takes_the_response_with_it(floor: Floor) -> None:
    late(floor, 51)
    act(floor, "declare")
    row = act(floor, "keep", level=3, text="平台来电")
    assert row.response is not None
    assert (row.response.level, [one.title for one in row.response.tasks]) == (3, ["公开致歉"])
    floor.advance(seconds=20)
    assert level(floor).level == 3


def test_a_response_ends_with_its_three_checks_only_and_another_may_begin(floor: Floor) -> None:
    late(floor, 51)
    act(floor, "declare", key="one")
    assert "还差" in act(floor, "end", status=422)
    for check in ("state_done", "customer_told", "archived"):
        act(floor, "check", about=check, text="抽查 20 单")
    assert act(floor, "declare", status=422) == "已有一次响应在进行，请先结束它"
    assert act(floor, "end").response is None
    assert act(floor, "note", text="再记", status=422) == "现在没有进行中的响应，请先启动"
    assert act(floor, "declare", key="two").response.id == "two"
    told = [one.text for one in floor.read(DayPage, "/v1/days/2025-11-12", who="li").landmarks]
    assert {"启动三小时响应：启动三小时响应", "结束响应：三查通过"} <= set(told)


def test_money_stays_in_its_budget_no_order_gets_it_twice_and_a_second_person_decides(floor: Floor) -> None:
    late(floor, 51)
    act(floor, "declare")
    row = act(floor, "offer", key="a", about="coupon", orders=["40001", "40002"], fen=3000)
    assert row.response.offers[0].state == "approved"
    row = act(floor, "offer", key="b", about="coupon", orders=["40002", "40003", "40004"], fen=3000)
    assert [(one.orders, one.twice, one.state) for one in row.response.offers][1] == (2, 1, "waiting")
    assert (row.response.used_fen, row.response.waiting_fen, row.response.stopped) == (6000, 6000, 1)
    assert act(floor, "offer", "chen", about="coupon", orders=["40003"], fen=3000, status=422) == "这 1 单都已补偿过，没有要补的"
    assert act(floor, "approve", about="b", status=422) == "自己提的补偿要由另一位主管批准"
    assert act(floor, "approve", "zhao", about="b", status=403) == "这一步要由主管来做"
    row = act(floor, "approve", "chen", about="b")
    assert (row.response.used_fen, row.response.offers[1].decided_by_name) == (12000, "陈立")
    many = [f"4{n:04}" for n in range(5, 45)]
    assert "超出本次上限 ¥320" in act(floor, "offer", about="coupon", orders=many, fen=3000, status=422)
    again = {"about": "coupon", "orders": ["40001"], "again": ["40001"], "fen": 1000}
    assert act(floor, "offer", status=422, **again) == "再次补偿同一订单要写明原因"
    assert act(floor, "offer", key="c", text="券过期", **again).response.offers[-1].state == "waiting"
    assert act(floor, "refuse", "chen", about="c", text="再等等").response.offers[-1].state == "refused"


def test_an_order_compensated_in_one_response_is_known_in_the_next(floor: Floor) -> None:
    late(floor, 51)
    act(floor, "declare", key="one")
    act(floor, "offer", about="coupon", orders=["40001"], fen=3000)
    for check in ("state_done", "customer_told", "archived"):
        act(floor, "check", about=check)
    act(floor, "end")
    act(floor, "declare", key="two")
    assert act(floor, "offer", about="coupon", orders=["40001"], fen=3000, status=422) == "这 1 单都已补偿过，没有要补的"


def test_the_clearing_plan_counts_what_left_the_pool_since_the_declaration(floor: Floor) -> None:
    """S66: open and cleared of every group add up to the pool and what left it; the plan ends after 72 hours."""
    late(floor, 60)
    began = floor.now
    act(floor, "declare")
    floor.advance(minutes=5)
    floor.told(*(Event(floor.now, "wms", "outbound", f"4{n:04}") for n in range(20)))
    floor.advance(minutes=10)
    plan = floor.desk().catch_up().bodies("clearing", PlanRow)[0]
    assert plan.due_at == began + timedelta(hours=72)
    assert [(one.name, one.open, one.cleared, one.per_hour) for one in plan.groups] == [("A 组", 40, 20, 20)]
    assert plan.groups[0].needed_per_hour == 1
    assert plan.curve[-1][1] == 60


def test_what_is_wrong_is_refused_in_words(floor: Floor) -> None:
    assert "没有“exploda”这种操作" in act(floor, "exploda", status=422)
    assert act(floor, "note", text="x", status=422) == "现在没有进行中的响应，请先启动"
    assert "动作包是空的" in act(floor, "declare", status=422)
    assert "最多写 300 字" in act(floor, "note", text="长" * 301, status=422)
    bad = floor.call("PUT", "/v1/packs", who="li", json={"text": PACKS.replace("站会", "站" * 41)})
    assert (bad.status_code, "最多 40 字" in bad.json()["title"]) == (422, True)
    assert floor.call("PUT", "/v1/packs", who="zhao", json={"text": PACKS}).status_code == 403


def test_a_wall_gets_nothing_of_all_this(floor: Floor) -> None:
    late(floor, 51)
    act(floor, "declare")
    wall = floor.call("POST", "/v1/sync", who="wall", role=Role.DISPLAY, json={})
    assert not {change["topic"] for change in wall.json()["changes"]} & {"crisis", "clearing"}
    assert floor.call("GET", "/v1/crisis", who="wall", role=Role.DISPLAY).status_code == 403
    with floor.tower.db.read() as conn:
        assert crises.open_one(conn) is not None
