"""What arrives from any source: merged into the orders, judged, and stored, all in one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.domain.step import State
from ordertower_desktop.hub.store.judging.passing import Turns, judge_all
from ordertower_desktop.hub.store.judging.row import surroundings
from ordertower_desktop.hub.store.judging.settle import Judged, settle
from ordertower_desktop.hub.store.tables import cases, imports, orders

Arrival = Event | Snapshot


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of arrivals, counted in orders."""

    new: int = 0
    changed: int = 0
    same: int = 0
    late: int = 0
    keys: frozenset[str] = frozenset()
    """Keys of what was not known before."""

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(
            self.new + other.new, self.changed + other.changed, self.same + other.same, self.late + other.late, self.keys | other.keys
        )


@dataclass(frozen=True, slots=True)
class _Merged:
    before: State
    after: Order
    fresh: tuple[Arrival, ...]

    @property
    def states(self) -> tuple[State, State]:
        return self.before, State(self.after, self.before.case)


def take_in(conn: Connection, arrivals: Iterable[Arrival], *, now: datetime, floor: Floor, batch: str = "") -> Taken:
    """Merge, judge and store; content that is known already changes nothing but the time it was last seen."""
    said: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in arrivals:
        said[arrival.order_id].append(arrival if arrival.arrived else _arrived(arrival, now))
    merged, respanned = _merge(conn, said)
    _store(conn, merged, respanned, batch=batch)
    turns = Turns(floor)
    judged = judge_all((one.states for one in merged), now, turns=turns)
    settle(conn, judged, now=now, floor=turns.floor, around=surroundings(conn, turns.floor, now))
    return _taken(merged, judged, len(said))


def _arrived(arrival: Arrival, now: datetime) -> Arrival:
    """Copied once: a reading's span is set here too, or `union` would copy it again."""
    if isinstance(arrival, Event):
        return replace(arrival, arrived=now)
    return replace(arrival, arrived=now, last_at=arrival.latest)


def _taken(merged: Sequence[_Merged], judged: Sequence[Judged], orders_said: int) -> Taken:
    new = sum(1 for one in merged if not one.before.order.events and not one.before.order.snapshots)
    late = sum(1 for one in judged if one.after.case is not None and one.after.case.open)
    return Taken(new, len(merged) - new, orders_said - len(merged), late)


def try_out(conn: Connection, arrivals: Iterable[Arrival], *, now: datetime, floor: Floor) -> Taken:
    """What `take_in` would make of these arrivals; nothing is stored."""
    said: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in arrivals:
        said[arrival.order_id].append(arrival)
    merged, _ = _merge(conn, said)
    judged = judge_all((one.states for one in merged), now, turns=Turns(floor))
    return _taken(merged, judged, len(said))


def _merge(conn: Connection, said: dict[str, list[Arrival]]) -> tuple[list[_Merged], list[Snapshot]]:
    known = orders.load(conn, said)
    had = cases.latest(conn, said)
    merged: list[_Merged] = []
    respanned: list[Snapshot] = []
    for key, arrivals in said.items():
        before = known.get(key) or Order(key)
        told = {event.key for event in before.events} | {snapshot.key for snapshot in before.snapshots}
        fresh = {arrival.key: arrival for arrival in arrivals if arrival.key not in told}
        after = absorb(before, arrivals)
        if fresh:
            merged.append(_Merged(State(before, had.get(key)), after, tuple(fresh.values())))
        spans = {snapshot.key: snapshot.latest for snapshot in before.snapshots}
        respanned += [s for s in after.snapshots if s.key in spans and s.latest != spans[s.key]]
    return merged, respanned


def _store(conn: Connection, merged: Sequence[_Merged], respanned: Sequence[Snapshot], *, batch: str) -> None:
    told = [arrival for one in merged for arrival in one.fresh if isinstance(arrival, Event)]
    fresh = {arrival.key for one in merged for arrival in one.fresh}
    read = [snapshot for one in merged for snapshot in one.after.snapshots if snapshot.key in fresh]
    orders.add_events(conn, told)
    orders.put_snapshots(conn, [*read, *respanned])
    if batch:
        imports.touch(conn, batch, "event", [(event.order_id, event.key) for event in told])
        imports.touch(conn, batch, "reading", [(snapshot.order_id, snapshot.key) for snapshot in read])
