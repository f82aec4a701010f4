"""Somebody watches the watch: orders without a timer, steps that wait, workers that are killed or frozen."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from sqlalchemy import update

from ordertower_desktop.domain.light import Hue, Light
from ordertower_desktop.hub.app import Hub
from ordertower_desktop.hub.store.feed.tables import documents
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.tables.orders import orders
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.hub.workers import sequence
from ordertower_desktop.hub.workers.audit import Audit
from ordertower_desktop.hub.workers.loop import Duty
from ordertower_desktop.settings import HubSettings
from ordertower_desktop.wire.light import LightRow, seen
from tests.hub.floor import Floor


def shown(floor: Floor) -> LightRow:
    return floor.read(LightRow, "/v1/light")


def looked(floor: Floor, audit: Audit) -> LightRow:
    """A whole walk over the open orders, then the light that came of the last look."""
    for duty in ("judge", "escalate", "sequence", "watch"):
        floor.tower.lag[duty] = floor.now
    audit.tick(floor.tower, floor.now)
    sequence.tick(floor.tower, floor.now)
    return shown(floor)


def timer(floor: Floor, order: str, at: datetime | None) -> None:
    with floor.tower.db.write() as conn:
        conn.execute(update(orders).where(orders.c.id == order).values(next_at=micros(at) if at else None))


def test_an_open_clock_without_a_timer_is_found_told_of_and_set_again(floor: Floor) -> None:
    for key in ("a", "b", "c"):
        floor.paid(key, hours_ago=25)
    floor.work()
    audit = Audit()
    assert looked(floor, audit).hue is Hue.GREEN
    timer(floor, "b", None)
    found = looked(floor, audit)
    assert (found.hue, found.says) == (Hue.RED, ["1 单的钟没有定时，已重新排上"])
    floor.advance(seconds=1)
    assert looked(floor, audit).hue is Hue.GREEN


def test_a_timer_that_is_set_too_late_is_no_timer(floor: Floor) -> None:
    floor.paid("a", hours_ago=25)
    floor.work()
    timer(floor, "a", floor.now + timedelta(days=30))
    assert looked(floor, Audit()).says == ["1 单的钟没有定时，已重新排上"]


def test_every_open_order_comes_under_the_eye_in_turn(floor: Floor) -> None:
    for number in range(130):
        floor.paid(f"o{number:03}", hours_ago=25)
    floor.work()
    audit = Audit()
    looked(floor, audit)
    timer(floor, "o129", None)
    says = [looked(floor, audit).says for _ in range(3)]
    assert ["1 单的钟没有定时，已重新排上"] in says


def test_orders_whose_time_came_and_that_nobody_saw_to_are_counted(floor: Floor) -> None:
    floor.paid("a", hours_ago=25)
    floor.work()
    timer(floor, "a", floor.now)
    floor.clock.at += timedelta(seconds=14)
    found = looked(floor, Audit())
    assert (found.hue, found.says) == (Hue.RED, ["1 单到时还没判，最久 14 秒"])


def test_the_light_comes_to_the_desk_and_is_not_believed_when_it_is_old(floor: Floor) -> None:
    looked(floor, Audit())
    (row,) = floor.desk().catch_up().bodies("light", LightRow)
    assert seen(row, floor.now) == Light(Hue.GREEN)
    assert seen(row, floor.now + timedelta(seconds=14)).hue is Hue.AMBER
    floor.clock.at += timedelta(seconds=14)
    assert shown(floor).hue is Hue.AMBER, "nobody renewed it"


def test_a_rehearsal_at_ten_times_the_pace_is_not_late_by_that(floor: Floor) -> None:
    floor.paid("a", hours_ago=25)
    floor.work()
    audit, paced = Audit(), replace(floor.tower, pace=10.0)
    for duty in ("judge", "escalate", "sequence", "watch"):
        floor.tower.lag[duty] = floor.now
    for seconds, hue in ((0, Hue.GREEN), (40, Hue.GREEN)):
        floor.clock.at += timedelta(seconds=seconds)
        audit.tick(paced, floor.now)
        sequence.tick(floor.tower, floor.now)
        assert shown(floor).hue is hue, "four seconds of everybody's are not late"
    floor.clock.at += timedelta(seconds=130)
    assert shown(floor).hue is Hue.AMBER, "thirteen are"


class Froze(Hub):
    """A hub one of whose workers stops in the middle of a round when it is told to."""

    def __init__(self, folder: Path, worker: str) -> None:
        super().__init__(HubSettings(), folder)
        self.worker, self.freeze, self.thaw = worker, threading.Event(), threading.Event()

    def duties(self) -> list[Duty]:
        return [replace(duty, tick=self._held(duty.tick)) if duty.name == self.worker else duty for duty in super().duties()]

    def _held(self, tick: Callable[[Tower, datetime], int]) -> Callable[[Tower, datetime], int]:
        def held(tower: Tower, now: datetime) -> int:
            if self.freeze.is_set():
                self.thaw.wait(60)
            return tick(tower, now)

        return held


def until(true: Callable[[], bool], seconds: float) -> float:
    """How long it took; fails when it takes longer."""
    begun = time.monotonic()
    waiting = threading.Event()
    while not true():
        assert time.monotonic() - begun < seconds, "it took too long"
        waiting.wait(0.1)
    return time.monotonic() - begun


def light_now(hub: Hub) -> Light | None:
    """As a desk sees it that holds the last light told."""
    with hub.tower.db.read() as conn:
        body = conn.execute(documents.select().where(documents.c.topic == "light")).one_or_none()
    return seen(msgspec.json.decode(body.body, type=LightRow), hub.tower.now()) if body else None


def _frozen(tmp_path: Path, worker: str) -> Light:
    hub = Froze(tmp_path, worker)
    hub.open()
    hub.start()
    try:
        until(lambda: (found := light_now(hub)) is not None and found.hue is Hue.GREEN, 30)
        hub.freeze.set()
        took = until(lambda: (found := light_now(hub)) is not None and found.hue is not Hue.GREEN, 25)
        assert took < 15
        found = light_now(hub)
        hub.freeze.clear()
        hub.thaw.set()
        until(lambda: (found := light_now(hub)) is not None and found.hue is Hue.GREEN, 30)
    finally:
        hub.thaw.set()
        hub.close()
    assert found is not None
    return found


def test_a_frozen_judge_turns_the_light_within_fifteen_seconds_and_it_comes_back(tmp_path: Path) -> None:
    assert _frozen(tmp_path, "judge").says[0].startswith("判定停了")


def test_a_frozen_audit_turns_the_light_off_by_its_age(tmp_path: Path) -> None:
    assert _frozen(tmp_path, "audit").says[0].startswith("看守")
