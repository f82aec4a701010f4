"""What a step decided becomes rows: order, case, feed and everything owed, in the transaction it was decided in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.effect import Ask, Assigned, Effect, Quiet, StepDue
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.step import State
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging.narrow import narrow
from ordertower_desktop.hub.store.judging.row import Surroundings, pool_row
from ordertower_desktop.hub.store.judging.telling import call_off, nobody_here, owed
from ordertower_desktop.hub.store.tables import cases, deliveries, orders, people


@dataclass(frozen=True, slots=True)
class Judged:
    """One order before and after a step, and what the step asked of the world."""

    before: State
    after: State
    effects: tuple[Effect, ...] = ()


def settle(conn: Connection, judged: Sequence[Judged], *, now: datetime, floor: Floor, around: Surroundings) -> None:
    """Store all of it; an order without a change costs its narrow row only."""
    orders.put(conn, [narrow(one.after) for one in judged])
    changed = [one.after for one in judged if one.after.case is not None and one.after.case != one.before.case]
    cases.put(conn, [(state.case, "vip" in state.order.tags) for state in changed if state.case is not None])
    shown = [Document("case", state.case.id, pool_row(state, now, floor=floor, around=around)) for state in _shown(judged) if state.case]
    put(conn, shown)
    _carry_out(conn, judged, now=now, floor=floor)


def _shown(judged: Iterable[Judged]) -> list[State]:
    """Open cases always (their order may have moved), closed ones when the step closed them."""
    return [one.after for one in judged if one.after.case is not None and (one.after.case.open or one.after.case != one.before.case)]


def _carry_out(conn: Connection, judged: Sequence[Judged], *, now: datetime, floor: Floor) -> None:
    quiet: list[str] = []
    steps: list[deliveries.Delivery] = []
    turned: dict[str, int] = {}
    for one in judged:
        for effect in one.effects:
            match effect:
                case Quiet(case=case):
                    quiet.append(case)
                case StepDue():
                    steps.append(owed(effect, one.after, now))
                case Assigned(person="") if one.after.case is not None:
                    put(conn, nobody_here(conn, one.after.case, floor=floor, now=now))
                case Assigned(person=person):
                    turned[person] = floor.turns.get(person, 0)
                case Ask() | _:
                    pass
    if quiet:
        put(conn, call_off(conn, quiet, now=now))
    deliveries.queue(conn, steps)
    people.took_turns(conn, turned)
