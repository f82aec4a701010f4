"""A large file read and weighed by a second process: the rows are the same whoever made them, and its death costs nothing."""

import csv
import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest

from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.domain.step import State
from ordertower_desktop.hub.store.judging.intake import Ground, Heard, Weighed, by_order, weigh
from ordertower_desktop.hub.store.judging.row import surroundings
from ordertower_desktop.hub.workers.apart import File
from ordertower_desktop.hub.workers.reading import LARGE, Apart, Beside, Here, beside, reading
from ordertower_desktop.hub.workers.upload import Said
from ordertower_desktop.wire.pages import ImportPlan
from tests.hub.floor import Floor

ROWS = 4500
"""Four parts and a half."""
HEADINGS = ("订单编号", "订单状态", "订单创建时间", "订单付款时间", "买家实际支付金额", "店铺名称")


@pytest.fixture
def ground(floor: Floor) -> Ground:
    with floor.tower.db.read() as conn:
        here = floor.tower.floors.current(conn)
        return Ground(floor.now, here, surroundings(conn, here, floor.now))


@pytest.fixture
def file(tmp_path: Path, ground: Ground) -> File:
    """Orders of ten hours, half of them late, one row in fifty without a time."""
    path = tmp_path / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEADINGS, *(_row(number, ground) for number in range(ROWS))])
    return File(path, path.name, ImportPlan(), None, ground.now)


def _row(number: int, ground: Ground) -> list[str]:
    paid = (ground.now - timedelta(hours=20 + number % 10)).astimezone(SHANGHAI)
    told = "" if number % 50 == 0 else f"{paid:%Y-%m-%d %H:%M:%S}"
    return [f"4418{10**14 + number}", "买家已付款，等待卖家发货", told, told, "99.00", "示例旗舰店"]


def heard(said: Sequence[Said], known: int = 0) -> list[Heard]:
    """Orders as the hub would find them, one of every `known` known before."""
    made = []
    for place, (order, told) in enumerate(by_order(one for one in said if isinstance(one, Snapshot)).items()):
        before = absorb(Order(order), told) if known and place % known == 0 else Order(order)
        made.append(Heard(State(before), told))
    return made


def content(found: Weighed) -> list[object]:
    """Everything that would be stored, in whatever order it was made; whose turn it was is no part of it."""
    lists = [sorted(repr(row) for row in value) for part in (found, found.drawn) for value in _lists(part)]
    return [found.taken, *lists]


def _lists(part: object) -> list[list[object]]:
    values = [getattr(part, one.name) for one in fields(part)]  # type: ignore[arg-type]
    return [value for value in values if isinstance(value, list)]


@pytest.fixture
def apart(file: File, ground: Ground) -> Iterator[Apart]:
    with reading_apart(file, alone(ground)) as reader:
        yield reader
    assert not multiprocessing.active_children()


def alone(ground: Ground) -> Ground:
    """The same with one person, so that whose turn it is cannot differ."""
    return replace(ground, floor=replace(ground.floor, people=ground.floor.people[:1]))


def ahead(apart: Apart) -> int:
    """Orders of this part that the other process has weighed."""
    return sum(len(portion.orders) for portion in apart._portions)


def test_two_processes_make_the_rows_that_one_makes(apart: Apart, ground: Ground) -> None:
    ground, helped, told = alone(ground), 0, 0
    for said in apart.parts():
        orders = heard(said)
        assert content(apart.weigh(orders, ground)) == content(weigh(orders, ground))
        helped, told = helped + ahead(apart), told + len(said)
    assert told == ROWS
    assert helped


def test_two_processes_count_dry_what_they_would_store(file: File, ground: Ground) -> None:
    ground, helped = alone(ground), 0
    dry = replace(ground, dry=True)
    with reading_apart(file, dry) as apart:
        for said in apart.parts():
            orders = heard(said, known=9)
            assert apart.weigh(orders, dry) == Weighed(weigh(orders, ground).taken)
            helped += ahead(apart)
    assert helped


def test_what_was_weighed_of_an_order_that_is_known_meanwhile_is_not_used(apart: Apart, ground: Ground) -> None:
    ground, helped = alone(ground), 0
    for said in apart.parts():
        orders = heard(said, known=7)
        found = apart.weigh(orders, ground)
        assert content(found) == content(weigh(orders, ground))
        assert found.taken.same
        helped += ahead(apart)
    assert helped


def test_what_was_weighed_on_other_ground_is_not_used(apart: Apart, ground: Ground) -> None:
    """The one person who is here is another one from part to part."""
    people, helped = ground.floor.people, 0
    for place, said in enumerate(apart.parts()):
        moved = replace(ground, floor=replace(ground.floor, people=people[place % 2 : place % 2 + 1]))
        orders = heard(said)
        assert content(apart.weigh(orders, moved)) == content(weigh(orders, moved))
        helped += ahead(apart)
    assert helped


def test_turns_stay_fair_between_two_processes(file: File, ground: Ground) -> None:
    owners: list[str] = []
    with reading_apart(file, ground) as apart:
        for said in apart.parts():
            found = apart.weigh(heard(said), ground)
            ground = ground.in_turn(found.drawn.turned)
            owners += [row[4] for row in found.drawn.cases]
    assert len(owners) > ROWS / 3
    shares = [owners.count(person) for person in set(owners)]
    assert len(shares) > 1
    assert max(shares) - min(shares) <= len(owners) / 10


def test_nothing_is_lost_when_the_second_process_dies(file: File, ground: Ground) -> None:
    with reading_apart(file, ground) as apart:
        orders: list[str] = []
        for said in apart.parts():
            found = apart.weigh(heard(said), ground)
            orders += [row[0] for row in found.drawn.orders]
            for child in multiprocessing.active_children():
                child.kill()
                child.join()
    assert len(orders) == len(set(orders)) == ROWS - ROWS // 50


def test_a_file_that_nobody_wants_any_more_leaves_no_process(file: File, ground: Ground) -> None:
    with reading_apart(file, ground) as apart:
        next(apart.parts())
    assert not multiprocessing.active_children()


def test_a_process_that_nobody_gives_a_task_ends(file: File) -> None:
    with closing(Beside()):
        assert len(multiprocessing.active_children()) == 1
    assert not multiprocessing.active_children()


def test_nothing_is_lost_when_the_second_process_is_dead_before_it_begins(file: File, ground: Ground) -> None:
    with closing(Beside()) as other:
        for child in multiprocessing.active_children():
            child.kill()
            child.join()
        assert sum(len(said) for said in Apart(file, file.open(), other, ground).parts()) == ROWS


def test_a_small_file_is_read_where_it_is_wanted(file: File, ground: Ground) -> None:
    file.path.write_text("".join(file.path.read_text("utf-8").splitlines(keepends=True)[: ROWS // 2]), "utf-8")
    with beside(file.path) as nobody:
        assert not multiprocessing.active_children()
        small = reading(file, file.open(), nobody, ground=ground)
        assert isinstance(small, Here)
        assert sum(len(said) for said in small.parts()) == ROWS // 2 - 1


def test_a_large_file_is_read_by_another_process(file: File, ground: Ground) -> None:
    with file.path.open("a", encoding="utf-8") as out:
        out.write("\n" * LARGE)
    with beside(file.path) as other:
        assert isinstance(reading(file, file.open(), other, ground=ground), Apart)


@contextmanager
def reading_apart(file: File, ground: Ground) -> Iterator[Apart]:
    with closing(Beside()) as other:
        yield Apart(file, file.open(), other, ground)
