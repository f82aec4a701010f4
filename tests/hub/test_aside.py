"""Orders weighed by a second process: the rows are the same whoever made them, and its death costs nothing."""

import multiprocessing
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.step import State
from ordertower_desktop.hub.store.judging.intake import Ground, Heard, Weigh, Weighed, weigh
from ordertower_desktop.hub.store.judging.row import surroundings
from ordertower_desktop.hub.workers.apart import LARGE
from ordertower_desktop.hub.workers.aside import weighing
from tests.hub.floor import Floor

MOST_ROUNDS = 200


@pytest.fixture
def ground(floor: Floor) -> Ground:
    with floor.tower.db.read() as conn:
        here = floor.tower.floors.current(conn)
        return Ground(floor.now, here, surroundings(conn, here, floor.now))


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_bytes(b"\n" * LARGE)
    return path


def heard(ground: Ground) -> list[Heard]:
    """Two hundred orders, half of them late, every tenth known before."""
    made = []
    for number in range(200):
        paid = Event(ground.now - timedelta(hours=20 + number % 10), "taobao", "payment_approved", str(number), {"platform": "taobao"})
        before = Order(paid.order_id, (paid,)) if number % 10 == 0 else Order(paid.order_id)
        made.append(Heard(State(before), [paid]))
    return made


def content(found: Weighed) -> list[object]:
    """Everything that would be stored, in whatever order it was made; whose turn it was is no part of it."""
    lists = [sorted(repr(row) for row in value) for part in (found, found.drawn) for value in _lists(part)]
    return [found.taken, *lists]


def _lists(part: object) -> list[list[object]]:
    values = [getattr(part, one.name) for one in fields(part)]  # type: ignore[arg-type]
    return [value for value in values if isinstance(value, list)]


def until_the_other_helps(by: Weigh, ground: Ground) -> None:
    """Until the second process has come up and been given its rules."""
    for _ in range(MOST_ROUNDS):
        by(heard(ground), ground)
        if by.__self__._bench is not None:  # type: ignore[attr-defined]
            return
    raise AssertionError("the second process never came up")


def alone(ground: Ground) -> Ground:
    """The same with one person, so that whose turn it is cannot differ."""
    return replace(ground, floor=replace(ground.floor, people=ground.floor.people[:1]))


def test_two_processes_make_the_rows_that_one_makes(ground: Ground, large: Path) -> None:
    ground = alone(ground)
    wanted = content(weigh(heard(ground), ground))
    with weighing(large) as by:
        until_the_other_helps(by, ground)
        assert content(by(heard(ground), ground)) == wanted
    assert not multiprocessing.active_children()


def test_turns_stay_fair_between_two_processes(ground: Ground, large: Path) -> None:
    with weighing(large) as by:
        until_the_other_helps(by, ground)
        found = by(heard(ground), ground)
    owners = [row[4] for row in found.drawn.cases]
    assert len(owners) == found.taken.late
    assert set(found.drawn.turned) == set(owners)
    shares = [owners.count(person) for person in found.drawn.turned]
    assert max(shares) - min(shares) <= len(owners) / 10


def test_nothing_is_lost_when_the_second_process_dies(ground: Ground, large: Path) -> None:
    ground = alone(ground)
    wanted = content(weigh(heard(ground), ground))
    with weighing(large) as by:
        until_the_other_helps(by, ground)
        for child in multiprocessing.active_children():
            child.kill()
        for _ in range(3):
            assert content(by(heard(ground), ground)) == wanted


def test_a_small_file_is_weighed_where_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(b"\n")
    with weighing(path) as by:
        assert by is weigh
