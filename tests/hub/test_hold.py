"""A dead feed raises one alarm and not a thousand; when it speaks again, every order that waited is judged."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.hub.connectors.connector import Page, SourceRefused, Unreachable
from ordertower_desktop.hub.store.tables import cases, orders
from ordertower_desktop.hub.workers import judge, pull
from ordertower_desktop.wire.rows import NoticeRow
from tests.hub.floor import Floor, open_floor
from tests.hub.place import Place
from tests.hub.test_sources import Erp

ORDERS = 30
RULES = """
[[rule]]
id = "R03"
name = "超时未接单"
state = "on"
kind = "accept_overdue"
severity = "warning"
when = { all = [ { since = "payment_approved", over = "24h", without = "accepted", calendar = "always" } ] }
[[rule]]
id = "R01"
name = "大单超时未接单"
state = "on"
kind = "unprocessed"
severity = "critical"
when = { all = [
  { since = "payment_approved", over = "24h", without = "accepted", calendar = "always" },
  { field = "amount_fen", at_least = 500000 },
] }
"""


@pytest.fixture
def erp() -> Erp:
    return Erp()


@pytest.fixture
def floor(tmp_path: Path, place: Place, erp: Erp) -> Iterator[Floor]:
    with open_floor(tmp_path, db=place.url, connectors={"erp": erp}, rules=RULES) as made:
        made.advance(seconds=31)
        yield made


def silence(floor: Floor, erp: Erp) -> None:
    """The source is out of reach, and has been for long enough."""
    erp.trouble = Unreachable("连不上")
    floor.advance(seconds=31)
    floor.advance(minutes=2)


def overdue(floor: Floor, count: int = ORDERS, **payload: object) -> None:
    paid = floor.now - timedelta(hours=25)
    floor.told(*(Event(paid, "taobao", "payment_approved", f"9{number:03}", {"platform": "taobao", **payload}) for number in range(count)))


def told(floor: Floor) -> list[NoticeRow]:
    return [notice for person in ("li", "zhao", "lin", "it") for notice in floor.notices(person)]


def test_a_dead_source_raises_one_alarm_with_it_and_none_for_the_orders_that_wait_for_it(floor: Floor, erp: Erp) -> None:
    silence(floor, erp)
    overdue(floor)
    floor.advance(minutes=10)
    (alarm,) = told(floor)
    assert (alarm.person, alarm.case, alarm.severity) == ("it", "", "critical")
    assert alarm.title == "ERP 来源停更"
    assert "连不上" in alarm.body
    rows = floor.pool()
    assert len(rows) == ORDERS, "they stand in the pool all the same"
    assert {row.held for row in rows.values()} == {"ERP"}
    log = [line["text"] for line in floor.call("GET", "/v1/orders/9001").json()["log"]]
    assert "ERP 停更，先不催，恢复后自动补判" in log


def test_after_a_quarter_of_an_hour_the_supervisors_hear_of_it_once(floor: Floor, erp: Erp) -> None:
    silence(floor, erp)
    floor.advance(minutes=10)
    assert [one.person for one in told(floor)] == ["it"]
    floor.advance(minutes=6)
    floor.advance(minutes=30)
    assert sorted(one.person for one in told(floor)) == ["it", "li"]


def test_when_it_speaks_again_every_order_that_waited_is_judged_by_what_it_said(floor: Floor, erp: Erp) -> None:
    """Those that it has taken in the meantime are nobody's trouble; all others are told at once, none is forgotten."""
    silence(floor, erp)
    overdue(floor)
    began = floor.now - timedelta(hours=1)
    first = tuple(Event(began, "erp", "accepted", f"9{number:03}", {}) for number in range(10))
    rest = tuple(Event(began, "erp", "accepted", f"9{number:03}", {}) for number in range(10, 20))
    erp.trouble, erp.pages = None, [Page(b"1", events=first, more=True), Page(b"2", events=rest)]
    floor.advance(seconds=31)
    floor.advance(seconds=1)
    rows = floor.pool()
    assert rows.keys() == {f"9{number:03}" for number in range(20, ORDERS)}
    assert {row.held for row in rows.values()} == {""}
    assert sorted(one.order for one in told(floor)) == sorted(rows)


def test_who_waited_is_looked_at_with_the_very_page_that_ends_the_silence(floor: Floor, erp: Erp) -> None:
    """And nobody else: what was not held up by it is not judged again because of it."""
    floor.paid("8000", hours_ago=1)
    silence(floor, erp)
    overdue(floor, 5)
    erp.trouble = None
    floor.clock.at += timedelta(seconds=31)
    pull.tick(floor.tower, floor.now, {"erp": erp})
    with floor.tower.db.read() as conn:
        assert sorted(orders.due(conn, floor.now, limit=100)) == [f"9{number:03}" for number in range(5)]
    judge.tick(floor.tower, floor.now)
    with floor.tower.db.read() as conn:
        assert {case.held for case in cases.latest(conn, cases.open_orders(conn)).values()} == {()}


def test_it_is_not_back_before_all_that_it_had_to_tell_has_been_read(floor: Floor, erp: Erp) -> None:
    silence(floor, erp)
    overdue(floor, 1)
    late = Event(floor.now, "erp", "accepted", "9000", {})
    erp.trouble, erp.pages = None, [Page(str(number).encode(), more=True) for number in range(60)] + [Page(b"end", events=(late,))]
    floor.advance(seconds=31)
    floor.advance(seconds=31)
    floor.advance(seconds=1)
    assert floor.pool() == {}
    assert told(floor) == [], "nobody was chased for an order that had been taken long ago"


def test_what_is_critical_goes_through(floor: Floor, erp: Erp) -> None:
    silence(floor, erp)
    overdue(floor, 1, amount_fen=900_000)
    assert [one.order for one in told(floor) if one.case] == ["9000"]
    assert floor.pool()["9000"].held == ""


def test_the_alarm_is_taken_back_and_the_next_silence_is_told_again(floor: Floor, erp: Erp) -> None:
    silence(floor, erp)
    erp.trouble = None
    floor.advance(seconds=31)
    floor.advance(seconds=1)
    assert told(floor) == []
    silence(floor, erp)
    assert [one.person for one in told(floor)] == ["it"]


def test_a_restart_tells_nothing_twice_and_still_lets_go(floor: Floor, erp: Erp) -> None:
    silence(floor, erp)
    overdue(floor, 3)
    again = Floor(floor.hub, floor.clock)  # its watch begins anew
    again.advance(minutes=3)
    assert len(told(again)) == 1
    erp.trouble = None
    again.advance(seconds=31)
    again.advance(seconds=1)
    assert len(told(again)) == 3


def test_a_source_that_refuses_is_a_known_cause_and_its_orders_are_chased_under_it(floor: Floor, erp: Erp) -> None:
    erp.trouble = SourceRefused("401", "白名单失效")
    floor.advance(seconds=31)
    floor.advance(minutes=2)
    overdue(floor, 1)
    assert floor.pool()["9000"].held == ""
    assert sorted(one.order for one in told(floor)) == ["", "9000"]
