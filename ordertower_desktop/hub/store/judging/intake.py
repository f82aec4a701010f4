"""What arrives from any source: merged into the orders, judged, and stored, all in one transaction."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.domain.step import State, is_late
from ordertower_desktop.hub.store.judging.passing import Turns, judge_all
from ordertower_desktop.hub.store.judging.row import Surroundings, surroundings
from ordertower_desktop.hub.store.judging.settle import Drawn, Row, draw, newest, store
from ordertower_desktop.hub.store.tables import cases, imports, orders

Arrival = Event | Snapshot


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of arrivals, counted in orders."""

    new: int = 0
    changed: int = 0
    same: int = 0
    late: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(self.new + other.new, self.changed + other.changed, self.same + other.same, self.late + other.late)


@dataclass(frozen=True, slots=True)
class Heard:
    """One order as it was known, and what has been said of it now."""

    before: State
    said: Sequence[Arrival]

    @property
    def new(self) -> bool:
        return not self.before.order.events and not self.before.order.snapshots


@dataclass(frozen=True, slots=True)
class Ground:
    """What a judgement of arrivals stands on besides them. On `dry` ground they are counted, and nothing is to be stored."""

    now: datetime
    floor: Floor
    around: Surroundings
    dry: bool = False

    def in_turn(self, turns: Mapping[str, int]) -> "Ground":
        """The same, after these turns too have been taken."""
        return replace(self, floor=replace(self.floor, turns=newest(self.floor.turns, turns)))

    def like(self, other: "Ground") -> bool:
        """True where both weigh alike, but for the time and for whose turn it is."""
        return self.around == other.around and replace(self.floor, turns={}) == replace(other.floor, turns={})


@dataclass(frozen=True, slots=True)
class Weighed:
    """What arrivals come to: rows to be stored, and how they are counted."""

    taken: Taken = field(default_factory=Taken)
    drawn: Drawn = field(default_factory=Drawn)
    events: list[Row] = field(default_factory=list)
    readings: list[Row] = field(default_factory=list)
    brought: list[tuple[str, str, str]] = field(default_factory=list)
    """Kind, order and key of everything that was not there before."""

    def __add__(self, other: "Weighed") -> "Weighed":
        return Weighed(
            self.taken + other.taken, self.drawn + other.drawn, self.events + other.events, self.readings + other.readings,
            self.brought + other.brought,
        )  # fmt: skip


Weigh = Callable[[Sequence[Heard], Ground], Weighed]


@dataclass(frozen=True, slots=True)
class _Merged:
    before: State
    after: Order
    fresh: tuple[Arrival, ...]

    @property
    def states(self) -> tuple[State, State]:
        return self.before, State(self.after, self.before.case)


def weigh(heard: Sequence[Heard], ground: Ground) -> Weighed:
    """Merge and judge; touches nothing but its arguments, so any process can do it."""
    merged, respanned = _merge(heard)
    if ground.dry:
        late = sum(is_late(State(one.after, one.before.case), ground.now, floor=ground.floor) for one in merged)
        return Weighed(_taken(merged, late, len(heard)))
    turns = Turns(ground.floor)
    judged = judge_all((one.states for one in merged), ground.now, turns=turns)
    told = [arrival for one in merged for arrival in one.fresh if isinstance(arrival, Event)]
    fresh = {arrival.key for one in merged for arrival in one.fresh}
    read = [snapshot for one in merged for snapshot in one.after.snapshots if snapshot.key in fresh]
    return Weighed(
        _taken(merged, sum(one.after.case is not None and one.after.case.open for one in judged), len(heard)),
        draw(judged, now=ground.now, floor=turns.floor, around=ground.around),
        [orders.event_row(event) for event in told],
        [orders.snapshot_row(snapshot) for snapshot in (*read, *respanned)],
        [("event", event.order_id, event.key) for event in told] + [("reading", one.order_id, one.key) for one in read],
    )


def ground_of(conn: Connection, floor: Floor, now: datetime, *, dry: bool = False) -> Ground:
    """What arrivals of this moment stand on."""
    return Ground(now, floor, surroundings(conn, floor, now), dry)


def take_in(conn: Connection, arrivals: Iterable[Arrival], *, now: datetime, floor: Floor, batch: str = "", by: Weigh = weigh) -> Taken:
    """Merge, judge and store; content that is known already changes nothing but the time it was last seen."""
    heard = _heard(conn, (arrival if arrival.arrived else _arrived(arrival, now) for arrival in arrivals))
    found = by(heard, ground_of(conn, floor, now))
    orders.add_events(conn, found.events)
    orders.put_snapshots(conn, found.readings)
    if batch:
        imports.touch(conn, batch, found.brought)
    store(conn, found.drawn, now=now, floor=floor)
    return found.taken


def _arrived(arrival: Arrival, now: datetime) -> Arrival:
    """Copied once: a reading's span is set here too, or `union` would copy it again."""
    if isinstance(arrival, Event):
        return replace(arrival, arrived=now)
    return replace(arrival, arrived=now, last_at=arrival.latest)


def by_order(arrivals: Iterable[Arrival]) -> dict[str, list[Arrival]]:
    """Order -> what is said of it, in the order of arrival."""
    said: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in arrivals:
        said[arrival.order_id].append(arrival)
    return said


def _heard(conn: Connection, arrivals: Iterable[Arrival]) -> list[Heard]:
    """What is said, order by order, beside what is known of each."""
    said = by_order(arrivals)
    known, had = orders.load(conn, said), cases.latest(conn, said)
    return [Heard(State(known.get(key) or Order(key), had.get(key)), told) for key, told in said.items()]


def _taken(merged: Sequence[_Merged], late: int, orders_said: int) -> Taken:
    new = sum(1 for one in merged if not one.before.order.events and not one.before.order.snapshots)
    return Taken(new, len(merged) - new, orders_said - len(merged), late)


def try_out(conn: Connection, arrivals: Iterable[Arrival], *, now: datetime, floor: Floor, by: Weigh = weigh) -> Taken:
    """What `take_in` would make of these arrivals; nothing is stored."""
    return by(_heard(conn, arrivals), ground_of(conn, floor, now, dry=True)).taken


def _merge(heard: Sequence[Heard]) -> tuple[list[_Merged], list[Snapshot]]:
    merged: list[_Merged] = []
    respanned: list[Snapshot] = []
    for one in heard:
        before = one.before.order
        spans = {snapshot.key: snapshot.latest for snapshot in before.snapshots}
        told = {event.key for event in before.events} | spans.keys()
        fresh = {arrival.key: arrival for arrival in one.said if arrival.key not in told}
        after = absorb(before, one.said)
        if fresh:
            merged.append(_Merged(one.before, after, tuple(fresh.values())))
        respanned += [s for s in after.snapshots if s.key in spans and s.latest != spans[s.key]]
    return merged, respanned
