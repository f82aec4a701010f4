"""A breach is found within a second of its time: by real workers, after a restart, after a sleep, and over steps of the clock."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.hub.app import Hub
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.hub.store.tables import cases
from ordertower_desktop.settings import HubSettings
from tests.hub.floor import Clock, Floor, open_floor
from tests.hub.place import OnFile

SOON = """
[[rule]]
id = "D01"
name = "未接单"
state = "on"
kind = "accept_overdue"
severity = "warning"
when = { all = [ { stage = "待接单" }, { since = "payment_approved", over = "1min", without = "accepted" } ] }
"""


def breaches(floor: Floor, order: str = "6632") -> list[datetime]:
    """When the breach of an order was written down: once, or not at all."""
    with floor.tower.db.read() as conn:
        case = cases.latest(conn, [order]).get(order)
    return [entry.at for entry in case.log if entry.what == "breached"] if case else []


def breached_at(floor: Floor, order: str = "6632") -> datetime | None:
    with floor.tower.db.read() as conn:
        return cases.latest(conn, [order])[order].breached_at


@pytest.fixture
def soon(tmp_path: Path) -> Iterator[Floor]:
    with open_floor(tmp_path, rules=SOON) as floor:
        floor.paid("6632", hours_ago=3.9)  # accepted within four hours: six minutes are left
        yield floor


def test_not_a_moment_before_and_at_once_when_it_is_due(soon: Floor) -> None:
    due = soon.now + timedelta(minutes=6)
    soon.advance(minutes=6, microseconds=-1)
    assert breaches(soon) == []
    soon.advance(microseconds=1)
    assert breaches(soon) == [due]


@pytest.mark.parametrize("asleep", [timedelta(seconds=1), timedelta(minutes=10), timedelta(hours=10)])
def test_what_ran_out_while_the_machine_slept_is_found_at_once_and_dated_as_it_was(soon: Floor, asleep: timedelta) -> None:
    due = soon.now + timedelta(minutes=6)
    soon.clock.at = due + asleep
    soon.work()
    assert breaches(soon) == [due + asleep], "written down once, as soon as somebody could"
    assert breached_at(soon) == due, "and it says when it was"


def test_what_ran_out_while_the_hub_was_down_is_found_right_after_the_restart(tmp_path: Path) -> None:
    clock, url = Clock(), OnFile(tmp_path).url
    with open_floor(tmp_path, rules=SOON, clock=clock, db=url) as floor:
        floor.paid("6632", hours_ago=3.9)
        due = floor.now + timedelta(minutes=6)
    clock.at += timedelta(minutes=30)
    with open_floor(tmp_path, rules=SOON, clock=clock, db=url) as floor:
        floor.work()
        assert breaches(floor) == [clock.at]
        assert breached_at(floor) == due
        floor.advance(hours=1)
        assert len(breaches(floor)) == 1


def test_a_clock_that_steps_forward_and_back_breaches_nothing_twice_and_loses_nothing(soon: Floor) -> None:
    due = soon.now + timedelta(minutes=6)
    soon.clock.at += timedelta(minutes=10)
    soon.work()
    assert breached_at(soon) == due
    soon.clock.at -= timedelta(minutes=10)
    for _ in range(20):
        soon.advance(minutes=1)
    assert len(breaches(soon)) == 1
    assert breached_at(soon) == due


def test_a_clock_that_steps_back_before_the_time_only_waits_for_it(soon: Floor) -> None:
    due = soon.now + timedelta(minutes=6)
    soon.advance(minutes=5)
    soon.clock.at -= timedelta(minutes=10)
    soon.work()
    assert breaches(soon) == []
    soon.clock.at = due
    soon.work()
    assert breaches(soon) == [due]


@pytest.mark.timed
def test_real_workers_find_it_within_a_second(tmp_path: Path, timed: bool) -> None:
    """Nobody calls the workers: they go round by themselves, on the machine's own clock."""
    hub = Hub(HubSettings(), tmp_path)
    hub.open()
    hub.start()
    try:
        due = hub.tower.now() + timedelta(seconds=3)
        event = Event(due - timedelta(hours=4), "taobao", "payment_approved", "6632", {"platform": "taobao"})
        with hub.tower.db.write() as conn:
            take_in(conn, [event], now=hub.tower.now(), floor=hub.tower.floors.current(conn))
        found: list[datetime] = []

        def seen() -> bool:
            with hub.tower.db.read() as conn:
                case = cases.latest(conn, ["6632"]).get("6632")
            found[:] = [entry.at for entry in case.log if entry.what == "breached"] if case else []
            return bool(found)

        _until(seen, 30)
        assert timedelta() <= found[0] - due <= timedelta(seconds=1 if timed else 30)
    finally:
        hub.close()


def _until(true: Callable[[], bool], seconds: float) -> None:
    end, waiting = time.monotonic() + seconds, threading.Event()
    while not true():
        assert time.monotonic() < end, "nobody found it"
        waiting.wait(0.05)
