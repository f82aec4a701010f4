"""A hundred chains while the hub is shot down again and again: every step once, none early, none late."""

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

from ordertower_desktop.domain.escalation import DEFAULT
from ordertower_desktop.hub.store.tables import deliveries
from ordertower_desktop.hub.store.tables.deliveries import Delivery
from tests.hub.floor import Clock, Floor, open_floor
from tests.hub.place import Place

ORDERS, LATEST, TICK = 100, timedelta(seconds=30), timedelta(seconds=5)
BREACH = timedelta(hours=24)


def shot(floor: Floor) -> None:
    """A worker dies with what it has claimed: the claim is in the database, nobody has told anybody."""
    with floor.tower.db.write() as conn:
        deliveries.claim(conn, floor.now, limit=500)


def everything(floor: Floor) -> list[Delivery]:
    with floor.tower.db.read() as conn:
        return deliveries.page(conn, after="", limit=10_000)


def test_a_hundred_chains_take_every_step_once_and_in_time_over_restarts(tmp_path: Path, place: Place) -> None:
    """The steps of the first quarter of an hour; at each restart a worker dies holding whatever was due."""
    chance, clock = random.Random(1), Clock()
    began = clock.at
    with open_floor(tmp_path, db=place.url, clock=clock) as floor:
        for number in range(ORDERS):
            ago = BREACH - timedelta(seconds=chance.randint(1, 300))
            floor.paid(f"9{number:04}", hours_ago=ago / timedelta(hours=1))
    while clock.at < began + timedelta(minutes=22):
        with open_floor(tmp_path, db=place.url, clock=clock) as floor:
            for _ in range(chance.randint(5, 30)):
                clock.at += TICK
                floor.work()
            clock.at += timedelta(seconds=chance.randint(1, 4))
            shot(floor)
    with open_floor(tmp_path, db=place.url, clock=clock) as floor:
        clock.at += LATEST
        floor.work()
        told = everything(floor)
    steps = Counter((one.case, one.cycle, one.number) for one in told)
    assert len({one.case for one in told}) == ORDERS
    assert len(steps) == ORDERS * (len(DEFAULT.steps) - 1)
    assert set(steps.values()) == {1}, "every step once"
    settled = [one for one in told if one.state in ("delivered", "due")]
    assert len(settled) == len(told), Counter(one.state for one in told)
    assert all(one.at >= one.due_at for one in told), "none early"
    assert max(one.at - one.due_at for one in told) <= LATEST, "none late"
