"""Early warning through a real hub: what was stored teaches, desks hear of the danger, and it goes when the order does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from rich.console import Console

from ordertower_desktop.domain.event import Event
from ordertower_desktop.hub.store.tables import forecasts, passages
from ordertower_desktop.insight.foresight.band import Band
from ordertower_desktop.insight.foresight.passage import Aim
from ordertower_desktop.sync.commands.foresight import show
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.risk import RiskPage, RiskRow
from tests.hub.floor import Floor

STEPS = (("accepted", 0.5), ("printed", 1), ("packed", 2), ("outbound", 4))
PROMISE = timedelta(hours=24)


def ordered(floor: Floor, order: str, *, hours_ago: float, done: float | None = None, **payload: str) -> Iterator[Event]:
    """Paid so long ago under a promise of a day; through the warehouse after `done` hours, or still to be accepted."""
    paid = floor.now - timedelta(hours=hours_ago)
    told = {"platform": "taobao", "shop": "旗舰店", "warehouse": "杭州仓", "ship_by": (paid + PROMISE).isoformat(), **payload}
    yield Event(paid, "taobao", "payment_approved", order, told)
    for name, share in STEPS if done is not None else ():
        yield Event(paid + timedelta(hours=(done or 0) * share / 4), "wms", name, order, {})


def history(floor: Floor) -> Iterator[Event]:
    """Three hundred orders: most are out within five hours, one in four waits for goods until the second day and is late."""
    for place in range(300):
        stuck = place % 4 == 0
        yield from ordered(floor, f"past{place}", hours_ago=60 + place / 2, done=40.0 if stuck else 3.0 + place % 3)


def risks(floor: Floor, who: str = "zhao") -> dict[str, RiskRow]:
    return {row.order: row for row in floor.desk(who).catch_up().bodies("risk", RiskRow)}


def test_an_order_that_stands_too_long_is_told_before_it_is_late(floor: Floor) -> None:
    floor.told(*history(floor))
    floor.told(*ordered(floor, "stuck", hours_ago=13), *ordered(floor, "fresh", hours_ago=0.2))
    floor.advance(minutes=5)
    found = risks(floor)
    assert found["stuck"].band == "high"
    assert found["stuck"].learnt
    assert found["stuck"].percent >= 90
    assert found["stuck"].due_at > floor.now + timedelta(hours=10)
    assert "单里此时仍未出库的" in found["stuck"].reasons[0]
    assert found["stuck"].half_at is not None
    assert found["stuck"].half_at > found["stuck"].due_at
    assert found.get("fresh") is None or found["fresh"].band == "middle"
    assert "stuck" not in floor.pool()  # no rule stands on it yet: the forecast is all there is
    page = floor.read(OrderPage, "/v1/orders/stuck")
    assert page.risk == found["stuck"]


def test_a_rise_is_told_once_to_one_desk_and_taken_back_when_the_order_leaves(floor: Floor) -> None:
    floor.told(*history(floor))
    floor.told(*ordered(floor, "stuck", hours_ago=13))
    floor.advance(minutes=5)
    told = [one for who in ("zhao", "lin", "li", "it") for one in floor.notices(who) if one.kind == "risk"]
    assert [(one.order, one.severity, one.title) for one in told] == [("stuck", "notice", "可能来不及发出")]
    assert told[0].person in ("zhao", "lin")
    floor.advance(minutes=30)
    assert [one.id for one in floor.notices(told[0].person) if one.kind == "risk"] == [told[0].id]
    floor.told(Event(floor.now, "wms", "outbound", "stuck", {}))
    assert "stuck" not in risks(floor)
    assert [one for one in floor.notices(told[0].person) if one.kind == "risk"] == []
    assert floor.read(OrderPage, "/v1/orders/stuck").risk is None
    with floor.tower.db.read() as conn:
        assert [one.late for one in forecasts.of_orders(conn, ["stuck"])] == [False]


def test_a_desk_gets_no_more_than_its_budget_of_an_hour(floor: Floor) -> None:
    floor.told(*history(floor))
    floor.told(*(event for place in range(40) for event in ordered(floor, f"stuck{place:02}", hours_ago=12 + place / 20)))
    floor.advance(minutes=5)
    assert sum(row.band == "high" for row in risks(floor).values()) == 40
    each = [len([one for one in floor.notices(who) if one.kind == "risk"]) for who in ("zhao", "lin")]
    assert each == [5, 5]
    floor.advance(minutes=10)
    assert sum(len([one for one in floor.notices(who) if one.kind == "risk"]) for who in ("zhao", "lin")) == 10


def test_nothing_is_told_again_while_nothing_changes(floor: Floor) -> None:
    floor.told(*history(floor))
    floor.told(*ordered(floor, "stuck", hours_ago=13))
    floor.advance(minutes=5)
    desk = floor.desk("zhao").catch_up()
    floor.advance(minutes=5)
    assert "risk" not in {change.topic for change in desk.page().changes}


def test_a_new_floor_has_the_rule_and_says_how_little_it_knows(floor: Floor) -> None:
    floor.told(*ordered(floor, "o1", hours_ago=22), *ordered(floor, "o2", hours_ago=1))
    floor.advance(minutes=5)
    found = risks(floor)
    assert set(found) == {"o1"}
    assert (found["o1"].band, found["o1"].learnt) == ("high", False)
    assert found["o1"].reasons[0] == "样本 0/200，暂用规则"


def test_what_has_become_late_is_no_forecast_any_more_and_counts_as_truth(floor: Floor) -> None:
    floor.told(*history(floor))
    floor.told(*ordered(floor, "stuck", hours_ago=13), *ordered(floor, "saved", hours_ago=13))
    floor.advance(minutes=5)
    floor.told(Event(floor.now, "wms", "outbound", "saved", {}))
    floor.advance(hours=11)
    assert risks(floor) == {}
    page = floor.read(RiskPage, "/v1/foresight", who="li")
    ship = next(one for one in page.grades if one.aim == "ship")
    assert (ship.count, ship.late, ship.alarmed, ship.hit) == (2, 1, 2, 1)
    assert (ship.precision, ship.recall) == (0.5, 1.0)
    assert ship.lead_h == pytest.approx(11, abs=0.2)
    assert ship.brier is not None
    assert page.learnt["TO_ACCEPT"] == 301
    assert page.needed == 200
    late = Event(floor.now - timedelta(minutes=20), "wms", "outbound", "stuck", {})
    floor.told(late)  # the news was late, not the order
    ship = next(one for one in floor.read(RiskPage, "/v1/foresight", who="li").grades if one.aim == "ship")
    assert (ship.late, ship.hit) == (0, 0)


def test_the_pool_shows_the_band_of_orders_that_have_a_case(floor: Floor) -> None:
    floor.told(*history(floor))
    floor.told(*ordered(floor, "stuck", hours_ago=13), Event(floor.now, "taobao", "urged", "stuck", {}))
    floor.told(*ordered(floor, "calm", hours_ago=0.2), Event(floor.now, "taobao", "urged", "calm", {}))
    floor.advance(minutes=5)
    answer = floor.call("GET", "/v1/pool", params={"view": "将要超期"}).json()
    assert [(row["order"], row["risk"]) for row in answer["items"]] == [("stuck", "high")]
    assert {"stuck", "calm"} <= set(floor.pool())
    told = [one for who in ("zhao", "lin", "li") for one in floor.notices(who) if one.kind == "risk"]
    assert [one.case for one in told] == [floor.pool()["stuck"].case]


def test_a_cancelled_order_leaves_the_list_and_an_undone_one_the_store(floor: Floor) -> None:
    floor.told(*history(floor))
    floor.told(*ordered(floor, "stuck", hours_ago=13))
    floor.advance(minutes=5)
    assert "stuck" in risks(floor)
    floor.told(Event(floor.now, "taobao", "cancelled", "stuck", {}))
    assert "stuck" not in risks(floor)
    with floor.tower.db.read() as conn:
        assert [one.late for one in forecasts.of_orders(conn, ["stuck"])] == [None]
        assert "stuck" not in {row[0] for row in passages.waiting(conn)}


def test_grades_are_for_those_who_work_there(floor: Floor) -> None:
    assert floor.call("GET", "/v1/foresight", who="").status_code == 401
    assert floor.read(RiskPage, "/v1/foresight", who="zhao").days == 30


def judged(order: str, due_at: datetime, p: float, *, rose_h: float | None = None, late: bool = False) -> forecasts.Forecast:
    """A promise that has ended, with what had been said of it an hour before."""
    row = RiskRow(order, "ship", "high", due_at)
    made = forecasts.Forecast(order, Aim.SHIP, due_at, p, Band.HIGH, True, row, early_p=p)
    rose = None if rose_h is None else due_at - timedelta(hours=rose_h)
    return replace(made, rose_at=rose).ended(late=late)


def test_the_grades_are_told_by_the_floors_weeks_and_by_fifths_of_what_was_said(floor: Floor) -> None:
    monday = (floor.now - timedelta(days=floor.now.weekday() + 7)).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    first = monday - timedelta(hours=8)  # where the floor stands the day begins eight hours before
    minute = timedelta(minutes=1)
    told = [
        judged("sunday", first - minute, 0.85, rose_h=4, late=True),
        judged("monday", first, 0.9, rose_h=6, late=True),
        judged("cried", first + minute, 0.5, rose_h=2),
        judged("missed", first + timedelta(days=2), 0.15, late=True),
    ]
    with floor.tower.db.write() as conn:
        forecasts.put(conn, told)
    page = floor.read(RiskPage, "/v1/foresight", who="li")
    ship, arrive = page.grades
    assert [(one.monday, one.count, one.late, one.alarmed, one.hit, one.precision, one.recall) for one in ship.weeks] == [
        ((monday - timedelta(days=7)).date(), 1, 1, 1, 1, 1.0, 1.0),
        (monday.date(), 3, 2, 2, 1, 0.5, 0.5),
    ]
    assert [(one.count, one.was) for one in ship.fifths] == [(1, 1.0), (1, 0.0), (2, 1.0)]
    assert arrive.weeks == []
    paper = StringIO()
    show(page, Console(file=paper, width=100))
    printed = [" ".join(line.split()) for line in paper.getvalue().splitlines()]
    assert "发出：4 单，超期 3；预警 3，报对 2；准确率 66.7%，找到率 66.7%；提前 5.0 小时（中位）" in printed
    assert f"{monday.month}月{monday.day}日 起 3 2 2 1 50.0% 50.0%" in printed
    assert printed.index("0–20% 1 15.0% 100.0%") < printed.index("40–60% 1 50.0% 0.0%") < printed.index("80–100% 2 87.5% 100.0%")
    assert "送达：还没有一单到期并知道结果，过几天再看" in printed
