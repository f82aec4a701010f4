"""While a file comes in the other workers step back; what they owe is done as soon as it is in, or a desk listens."""

import threading
from datetime import datetime

import pytest

from ordertower_desktop.hub.store.feed.changes import dirty
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.hub.workers import sequence
from ordertower_desktop.hub.workers.loop import Duty, Worker
from tests.hub.floor import NOON, Floor

PATIENCE = 20.0
MANY = 12
DUTY = Duty("count", lambda tower, now: 0, every=0.0, gap=0.01, calm=1.0, unheard=30.0)


@pytest.mark.parametrize(
    ("bulk", "listeners", "seconds"), [(False, 0, 0.01), (False, 3, 0.01), (True, 3, 1.0), (True, 1, 1.0), (True, 0, 30.0)]
)
def test_the_distance_between_two_rounds(bulk: bool, listeners: int, seconds: float) -> None:
    assert DUTY.distance(bulk=bulk, listeners=listeners) == seconds


def test_a_duty_without_a_distance_for_files_keeps_its_own() -> None:
    assert Duty("count", DUTY.tick, every=1.0, gap=0.3).distance(bulk=True, listeners=0) == 0.3


@pytest.mark.parametrize("relief", ["the file is in", "a desk listens"])
def test_nobody_waits_longer_than_there_is_reason(floor: Floor, relief: str) -> None:
    tower = floor.hub.tower
    rounds = threading.Semaphore(0)

    def tick(_tower: Tower, _now: datetime) -> int:
        rounds.release()
        return 0

    worker = Worker(tower, Duty("count", tick, every=0.0, gap=0.01, unheard=PATIENCE * 10))
    tower.bulk.__enter__()
    worker.start()
    try:
        assert rounds.acquire(timeout=PATIENCE)
        assert not rounds.acquire(timeout=0.6), "it did not step back"
        if relief == "the file is in":
            tower.bulk.__exit__()
        else:
            tower.bell.listen(lambda: None)
        assert rounds.acquire(timeout=PATIENCE)
    finally:
        worker.stop()
        worker.join(PATIENCE)


def test_who_stands_aside_begins_no_round_before_the_file_is_in(floor: Floor) -> None:
    tower = floor.hub.tower
    rounds = threading.Semaphore(0)

    def tick(_tower: Tower, _now: datetime) -> int:
        rounds.release()
        return 0

    worker = Worker(tower, Duty("count", tick, every=0.01, aside=True))
    with tower.bulk:
        worker.start()
        assert not rounds.acquire(timeout=0.6), "it did not stand aside"
    try:
        assert rounds.acquire(timeout=PATIENCE)
    finally:
        worker.stop()
        worker.join(PATIENCE)


def test_a_round_of_numbers_ends_before_its_writers_do(floor: Floor) -> None:
    """Each number that rings finds another thing written behind it: a round that chased them would not end while they write."""
    tower = floor.hub.tower
    left = iter(range(MANY))

    def write() -> None:
        if (key := next(left, None)) is not None:
            with tower.db.write() as conn:
                put(conn, [Document("note", str(key))])

    while sequence.tick(tower, NOON):
        pass
    write()
    tower.bell.listen(write)
    assert sequence.tick(tower, NOON) == 1
    with tower.db.read() as conn:
        assert dirty(conn) == 1
    assert sum(sequence.tick(tower, NOON) for _ in range(MANY)) == MANY - 1, "something that was written is without a number"
