"""数据冲突: two systems contradict each other about one order, from when until when, as a record that ripens and clears with patience."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.reading import disagreements
from ordertower_desktop.domain.snapshot import Snapshot

LASTS = timedelta(minutes=2)
"""What does not last so long is two systems read one after the other, no conflict."""
QUIET = timedelta(minutes=2)
"""So long the systems have to agree before a conflict is over."""
AGAIN = timedelta(minutes=10)
"""What comes back within this time is still the same conflict."""


@dataclass(frozen=True, slots=True)
class Said:
    """What `source` says (None: it has no such order, or nothing of the kind), since when it says so, and when it was last read."""

    source: str
    value: Value
    since: datetime
    seen: datetime


@dataclass(frozen=True, slots=True)
class Contradiction:
    """`said` is the last that was said against each other; `times` counts how often it came, `cleared_at` is None while it is open."""

    field: str
    said: tuple[Said, ...]
    since: datetime
    cleared_at: datetime | None = None
    times: int = 1

    @property
    def counts_at(self) -> datetime:
        """From when it is a conflict, where it lasts so long."""
        return self.since + LASTS

    @property
    def over_at(self) -> datetime | None:
        """When the agreement is to be trusted."""
        return self.cleared_at + QUIET if self.cleared_at else None

    def lasted(self, now: datetime) -> timedelta:
        return (self.cleared_at or now) - self.since


def contradictions(order: Order, now: datetime) -> tuple[Contradiction, ...]:
    """Every conflict that the readings of an order prove up to `now`, oldest first.

    A source that went back to what it had said before counts as contradicting until it was last seen to do so.
    """
    lasting = [_settled(one, now) for one in _joined(order, now) if one.lasted(now) >= LASTS]
    return tuple(sorted(lasting, key=lambda one: (one.since, one.field)))


def unsettled(order: Order, now: datetime) -> tuple[Contradiction, ...]:
    """What counts, or will unless more is said: it does from `counts_at` until `over_at`."""
    return tuple(
        one
        for one in _joined(order, now)
        if one.cleared_at is None or (one.lasted(now) >= LASTS and one.over_at is not None and one.over_at > now)
    )


def contradicted_since(order: Order, field: str, now: datetime) -> datetime | None:
    """Since when the systems have contradicted each other about `field` (`any`: about some field); None where they do not."""
    return min((one.since for one in _stretches(order, now) if one.cleared_at is None and field in ("any", one.field)), default=None)


def _joined(order: Order, now: datetime) -> list[Contradiction]:
    """Every stretch, those that come back soon as one."""
    found: list[Contradiction] = []
    for one in sorted(_stretches(order, now), key=lambda one: (one.field, one.since)):
        last = found[-1] if found and found[-1].field == one.field else None
        if last is not None and last.cleared_at is not None and one.since - last.cleared_at <= AGAIN:
            found[-1] = replace(one, since=last.since, times=last.times + 1)
        else:
            found.append(one)
    return found


def _settled(one: Contradiction, now: datetime) -> Contradiction:
    """Open again for as long as agreement is too fresh to be trusted."""
    return replace(one, cleared_at=None) if one.cleared_at is not None and now - one.cleared_at < QUIET else one


def _stretches(order: Order, now: datetime) -> list[Contradiction]:
    """Every stretch of disagreement, however short."""
    known = [snapshot for snapshot in order.snapshots if snapshot.at <= now]
    if len({snapshot.source for snapshot in known}) < 2:
        return []
    standing: dict[str, Contradiction] = {}
    found: list[Contradiction] = []
    for at in _instants(known, now):
        current = _current(known, at)
        told = {one.field: tuple(_said(current[said.source], said.value) for said in one.said) for one in disagreements(current.values())}
        found += [replace(standing.pop(field), cleared_at=at) for field in standing.keys() - told.keys()]
        for field, said in told.items():
            old = standing.get(field)
            standing[field] = Contradiction(field, said, old.since if old else at)
    return found + list(standing.values())


def _said(snapshot: Snapshot, value: Value) -> Said:
    return Said(snapshot.source, value, snapshot.at, snapshot.latest)


def _instants(known: Sequence[Snapshot], now: datetime) -> list[datetime]:
    """When what is said may have changed: news, and the end of what was said only in between."""
    ends = {one.latest for one in known if one.latest < now and any(_around(other, one) for other in known)}
    return sorted({snapshot.at for snapshot in known} | ends)


def _around(outer: Snapshot, inner: Snapshot) -> bool:
    return outer.source == inner.source and outer.at < inner.at and inner.latest < outer.latest


def _current(known: Iterable[Snapshot], at: datetime) -> dict[str, Snapshot]:
    """What each source said at a moment: what it was then seen to say, else what it was last seen to say."""
    found: dict[str, Snapshot] = {}
    for one in known:
        if one.at <= at and (one.source not in found or _weight(one, at) > _weight(found[one.source], at)):
            found[one.source] = one
    return found


def _weight(one: Snapshot, at: datetime) -> tuple[bool, datetime, str]:
    spans = at < one.latest
    return spans, one.at if spans else one.latest, one.key
