"""What a step decided becomes rows: order, case, feed and everything owed, in the transaction it was decided in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.crowd import Shared
from ordertower_desktop.domain.effect import Ask, Assigned, Effect, Quiet, StepDue
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.step import State
from ordertower_desktop.domain.writeback import untold
from ordertower_desktop.hub.store.feed import write
from ordertower_desktop.hub.store.judging import crowding, rating
from ordertower_desktop.hub.store.judging.narrow import narrow
from ordertower_desktop.hub.store.judging.row import Surroundings, pool_row
from ordertower_desktop.hub.store.judging.telling import call_off, nobody_here, owed
from ordertower_desktop.hub.store.tables import cases, deliveries, holdings, measures, orders, people, rates, stock, writebacks
from ordertower_desktop.hub.store.tables.writebacks import WriteBack

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One order before and after a step, and what the step asked of the world."""

    before: State
    after: State
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """What steps come to, as rows of the tables: nothing here has to be thought about again, so it can be made anywhere."""

    orders: list[Row] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    """Orders of which there is more to count than before."""
    cases: list[Row] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    owed: list[Row] = field(default_factory=list)
    untold: list[Row] = field(default_factory=list)
    rated: list[Row] = field(default_factory=list)
    shared: list[Shared] = field(default_factory=list)
    quiet: list[str] = field(default_factory=list)
    unowned: list[Case] = field(default_factory=list)
    turned: Mapping[str, int] = field(default_factory=dict)
    """Person -> number of the last turn taken."""

    def __add__(self, other: "Drawn") -> "Drawn":
        return Drawn(
            self.orders + other.orders, self.moved + other.moved, self.cases + other.cases, self.documents + other.documents,
            self.owed + other.owed, self.untold + other.untold, self.rated + other.rated, self.shared + other.shared,
            self.quiet + other.quiet, self.unowned + other.unowned, newest(self.turned, other.turned),
        )  # fmt: skip


def newest(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """Each person's last turn by either account."""
    return {person: max(one.get(person, 0), other.get(person, 0)) for person in one.keys() | other.keys()}


def settle(conn: Connection, judged: Sequence[Judged], *, now: datetime, floor: Floor, around: Surroundings) -> None:
    """Store all of it; an order without a change costs its narrow row only."""
    store(conn, draw(judged, now=now, floor=floor, around=around), now=now, floor=floor)


def draw(judged: Sequence[Judged], *, now: datetime, floor: Floor, around: Surroundings) -> Drawn:
    """The rows of these steps. Open cases always show theirs (their order may have moved), closed ones when the step closed them."""
    changed = [one.after for one in judged if one.after.case != one.before.case]
    moved = {*(order.id for _, order in _moved(judged)), *(state.order.id for state in changed)}
    quiet, unowned, owes, turned = _asked(judged, now=now, floor=floor)
    return Drawn(
        orders=[orders.row(narrow(one.after)) for one in judged],
        moved=sorted(moved),
        cases=[cases.row(state.case, state.order.tags) for state in changed if state.case is not None],
        documents=[_document(state, now, floor=floor, around=around) for state in _shown(judged)],
        owed=owes,
        untold=[write_back for one in judged for write_back in _untold(one.after, now, around=around)],
        rated=list(rating.rows(_moved(judged), now=now, floor=floor)),
        shared=crowding.shares((order for _, order in _moved(judged)), now=now, floor=floor),
        quiet=quiet,
        unowned=unowned,
        turned=turned,
    )


def _shown(judged: Iterable[Judged]) -> list[State]:
    return [one.after for one in judged if one.after.case is not None and (one.after.case.open or one.after.case != one.before.case)]


def _moved(judged: Iterable[Judged]) -> Iterator[tuple[Order, Order]]:
    """Each order of which something was said, as it was and as it is; where only time has passed it counts as before."""
    return ((one.before.order, one.after.order) for one in judged if one.before.order is not one.after.order)


def _document(state: State, now: datetime, *, floor: Floor, around: Surroundings) -> Row:
    shown = pool_row(state, now, floor=floor, around=around)
    return write.row(write.Document("case", shown.case, shown))


def _untold(state: State, now: datetime, *, around: Surroundings) -> Iterator[Row]:
    """A shop that has to be told of a shipment; the same again is no further one."""
    order = state.order
    for source in around.told:
        if untold(order, source) and (waybill := order.text("waybill")) and (out := order.at("outbound")):
            yield writebacks.row(WriteBack(source, order.id, waybill, order.text("carrier"), out, now, now))


def _asked(judged: Sequence[Judged], *, now: datetime, floor: Floor) -> tuple[list[str], list[Case], list[Row], dict[str, int]]:
    """What the effects ask for: cases to be quiet about, cases that nobody took, tellings owed, and turns taken."""
    quiet: list[str] = []
    unowned: list[Case] = []
    owes: list[Row] = []
    turned: dict[str, int] = {}
    for one in judged:
        for effect in one.effects:
            match effect:
                case Quiet(case=case):
                    quiet.append(case)
                case StepDue():
                    owes.append(deliveries.row(owed(effect, one.after, now)))
                case Assigned(person="") if one.after.case is not None:
                    unowned.append(one.after.case)
                case Assigned(person=person):
                    turned[person] = floor.turns.get(person, 0)
                case Ask() | _:
                    pass
    return quiet, unowned, owes, turned


def store(conn: Connection, drawn: Drawn, *, now: datetime, floor: Floor) -> None:
    """Write the rows, call off what must not go out any more, and say which cases nobody took."""
    orders.put(conn, drawn.orders)
    measures.touch(conn, drawn.moved)
    if drawn.moved and stock.any_told(conn):
        holdings.note(conn, drawn.moved)
    cases.put(conn, drawn.cases)
    write.leave(conn, drawn.documents)
    for case in drawn.unowned:
        write.put(conn, nobody_here(conn, case, floor=floor, now=now))
    if drawn.quiet:
        write.put(conn, call_off(conn, drawn.quiet, now=now))
    deliveries.queue(conn, drawn.owed)
    writebacks.queue(conn, drawn.untold)
    rates.put(conn, drawn.rated)
    crowding.note(conn, drawn.shared, now=now, floor=floor)
    people.took_turns(conn, drawn.turned)
