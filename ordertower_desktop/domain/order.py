"""The master order view: a fold over everything that any system has said about one order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from ordertower_desktop.domain.event import RECURRING, Event, Value, in_order
from ordertower_desktop.domain.lazy import lazy
from ordertower_desktop.domain.milestone import implied
from ordertower_desktop.domain.reading import Disagreement, Reading, disagreements, readings
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind, spoken_kind, union
from ordertower_desktop.domain.stage import ENDED, ENTERED_BY, RANK, Fact, Segment, Stage, segment


@dataclass(frozen=True)
class Order:
    """What we know of one order. `events` and `snapshots` are the truth; everything else is derived from them.

    Law: `absorb` in any order, with any repetition, gives an equal order.
    """

    id: str
    events: tuple[Event, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    kinds: Mapping[str, SourceKind] = field(default_factory=dict, compare=False)  # what each source is; others are known by name
    crowd: Mapping[tuple[str, str], tuple[datetime, ...]] = field(default_factory=dict, compare=False)
    """(event, field) -> when it happened to any order with the same value, where somebody has counted that."""

    @lazy
    def log(self) -> tuple[Event, ...]:
        """The told events and those that snapshots imply (a `paid_at` is a payment), oldest first."""
        told = {(event.name, event.at) for event in self.events}
        proved = (event for snapshot in self.snapshots for event in implied(snapshot) if (event.name, event.at) not in told)
        return in_order((*self.events, *{(event.name, event.at, event.source): event for event in proved}.values()))

    @lazy
    def moments(self) -> Mapping[str, Event]:
        """Event name -> the occurrence that counts (first, or latest of a recurring one)."""
        found: dict[str, Event] = {}
        for event in self.log:
            if event.name in RECURRING or event.name not in found:
                found[event.name] = event
        return found

    def at(self, name: str) -> datetime | None:
        """When `name` happened, or None while it is not known."""
        event = self.moments.get(name)
        return event.at if event else None

    @lazy
    def current(self) -> Mapping[str, Snapshot]:
        """Source -> its latest reading."""
        return {snapshot.source: snapshot for snapshot in self.snapshots}

    @lazy
    def fields(self) -> Mapping[str, Reading]:
        """Field name -> the value that counts and where it comes from."""
        return readings(self.log, self.snapshots, self.kinds)

    def value(self, name: str) -> Value:
        """The value of a field, or None."""
        reading = self.fields.get(name)
        return reading.value if reading else None

    def text(self, name: str) -> str:
        """The value of a field as text, empty while unknown."""
        reading = self.fields.get(name)
        return "" if reading is None or reading.value is None else str(reading.value)

    @lazy
    def stage(self) -> Stage:
        return self._standing[0]

    @lazy
    def entered(self) -> datetime | None:
        """When the current stage was reached, as early as any source proves it."""
        return self._standing[1]

    @lazy
    def _standing(self) -> tuple[Stage, datetime | None]:
        proofs = [(stage, event.at) for event in self.log if (stage := self._opened_by(event)) is not None]
        proofs += [(snapshot.stage, snapshot.at) for snapshot in self.current.values() if snapshot.stage is not None]
        if not proofs:
            return Stage.UNPAID, None
        stage = max((stage for stage, _ in proofs), key=RANK.__getitem__)
        return stage, min(at for proved, at in proofs if proved is stage)

    def _opened_by(self, event: Event) -> Stage | None:
        if event.name == "accepted" and self.value("audit_due") is True:
            return Stage.TO_AUDIT
        return ENTERED_BY.get(event.name)

    @lazy
    def facts(self) -> frozenset[Fact]:
        found = {fact for snapshot in self.current.values() for fact in snapshot.facts}
        if "cancelled" in self.moments:
            found.add(Fact.CANCELLED)
        if "refund_done" in self.moments:
            found.add(Fact.REFUNDED)
        elif "refund_requested" in self.moments:
            found.add(Fact.REFUNDING)
        if self._write_back_due():
            found.add(Fact.WRITE_BACK_DUE)
        if Fact.REFUNDED in found:
            found.discard(Fact.REFUNDING)
        return frozenset(found)

    def _write_back_due(self) -> bool:
        """Outbound is known from another system, and the platform, which is one of our sources, has not been told."""
        shipped = self.moments.get("outbound")
        if shipped is None or self.stage is not Stage.TO_COLLECT or "written_back" in self.moments:
            return False
        if self._kind(shipped.source) is SourceKind.PLATFORM:
            return False
        told = [s for s in self.current.values() if s.kind is SourceKind.PLATFORM and s.stage is not None]
        if told:
            return all(RANK[s.stage] < RANK[Stage.TO_COLLECT] for s in told if s.stage is not None)
        return any(self._kind(event.source) is SourceKind.PLATFORM for event in self.events)

    def _kind(self, source: str) -> SourceKind:
        found = self.current.get(source)
        return found.kind if found else self.kinds.get(source) or spoken_kind(source)

    @lazy
    def ended(self) -> bool:
        """True when no lateness can be: cancelled, refunded or signed."""
        return self.stage is Stage.SIGNED or bool(self.facts & ENDED)

    @lazy
    def segment(self) -> Segment | None:
        return None if self.facts & ENDED else segment(self.stage, self.facts)

    @lazy
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Where the systems' latest readings contradict each other."""
        return disagreements(self.current.values())

    @lazy
    def tags(self) -> frozenset[str]:
        """Field names that are true, the customer's `vip`, and everything listed in the field `tags`."""
        listed = self.value("tags")
        found = {str(tag) for tag in listed} if isinstance(listed, list) else set()
        found |= {name for name, reading in self.fields.items() if reading.value is True}
        if "vip" in self.text("customer_level").lower():
            found.add("vip")
        return frozenset(found)

    def knows(self, arrival: Event | Snapshot) -> bool:
        """True when the arrival would change nothing but the time of the last look."""
        known = self.events if isinstance(arrival, Event) else self.snapshots
        return any(arrival.key == old.key for old in known)


def absorb(order: Order, arrivals: Iterable[Event | Snapshot]) -> Order:
    """The order after everything in `arrivals` is known too."""
    arrivals = tuple(arrivals)
    events = {event.key: event for event in order.events}
    for arrival in arrivals:
        if isinstance(arrival, Event):
            events.setdefault(arrival.key, arrival)
    snapshots = union(order.snapshots, (arrival for arrival in arrivals if isinstance(arrival, Snapshot)))
    return Order(order.id, in_order(events.values()), snapshots, order.kinds, order.crowd)


def as_known(order: Order, at: datetime) -> Order:
    """The order as it stood when only what happened up to `at` was known."""
    return replace(
        order,
        events=tuple(event for event in order.events if event.at <= at),
        snapshots=tuple(replace(s, last_at=min(s.latest, at)) for s in order.snapshots if s.at <= at),
    )
