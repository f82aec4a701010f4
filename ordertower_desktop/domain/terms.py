"""What a clock is under: the limits and calendars of its start, and later ones only as far as they were put in force for running clocks."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from ordertower_desktop.domain.calendar import ALWAYS, Calendar
from ordertower_desktop.domain.hours import Hours, Part, spliced
from ordertower_desktop.domain.lazy import lazy
from ordertower_desktop.domain.limits import Limited, Limits, Target
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.stage import Stage

T = TypeVar("T")
Calendars = Mapping[str, Calendar]
BEGINNING = datetime.min.replace(tzinfo=UTC)


class Running(StrEnum):
    """What becomes of clocks at work when something is put in force: they keep what they began with, or move to it."""

    KEEP = "keep"
    MOVE = "move"


RUNNING_NAMES = {Running.KEEP: "只对新单", Running.MOVE: "对全部未结"}


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """`value` is in force from `at` on. `told` says which version it is and whose: `第 7 版，11月8日 李婷启用`."""

    value: T
    at: datetime = BEGINNING
    running: Running = Running.MOVE
    told: str = ""


@dataclass(frozen=True, slots=True)
class Rush:
    """What a promotion makes of clocks from `begin` up to, not including, `end`: other limits, and other hours for a calendar.

    Its hours end with it. A clock that was at work when it ended keeps the limit that it was given: nobody is late by a closing bell.
    """

    name: str
    begin: datetime
    end: datetime
    limits: Mapping[Stage | Limited, timedelta] = field(default_factory=dict)
    hours: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Under:
    """The limit of one clock, and the hours in which it is counted."""

    target: Target
    hours: Hours


@dataclass(frozen=True)
class Terms:
    """Limits, calendars and rushes as they came into force, oldest first; at least one of limits and of calendars.

    Law: what is put in force at a moment changes nothing that was counted before it.
    """

    limits: tuple[Change[Limits], ...]
    calendars: tuple[Change[Calendars], ...]
    rushes: tuple[Change[tuple[Rush, ...]], ...] = ()

    @lazy
    def _turns(self) -> list[datetime]:
        """Every moment at which something comes into force or ends; what came first holds for all that was before it, too."""
        found = {change.at for change in self.limits[1:]} | {change.at for change in self.calendars[1:]}
        found |= {change.at for i, change in enumerate(self.rushes) if i or change.value}
        found |= {at for change in self.rushes for rush in change.value for at in (rush.begin, rush.end)}
        return sorted(found)

    def turn_after(self, now: datetime) -> datetime | None:
        """The next moment at which a rush begins or ends, so that what it makes of clocks comes true then."""
        turns = self._turns
        place = bisect_right(turns, now)
        return turns[place] if place < len(turns) else None

    def turns_within(self, since: datetime, until: datetime) -> bool:
        """True when a rush begins or ends in `[since, until]`."""
        return bisect_left(self._turns, since) < bisect_right(self._turns, until)

    def calendars_at(self, at: datetime) -> Calendars:
        """The calendars in force at a moment."""
        return newest(self.calendars, at).value

    def under(self, what: Stage | Limited, order: Order, start: datetime, *, seen: datetime) -> Under | None:
        """What the clock of `order` that began at `start` is under, as known at `seen`; None where it has no limit."""
        turns = self._turns
        later = turns[bisect_right(turns, start) :]
        if later:
            return _walk(self, what, order, [start, *later], seen)
        limits = self.limits[-1]
        target = limits.value.target(what, order)
        return Under(_told(target, limits), self.calendars[-1].value.get(target.calendar, ALWAYS)) if target else None


def constant(limits: Limits, calendars: Calendars) -> Terms:
    """Terms that never changed."""
    return Terms((Change(limits),), (Change(calendars),))


def newest(changes: Sequence[Change[T]], at: datetime) -> Change[T]:
    """What came into force last up to `at`; before the first one, the first one."""
    return changes[max(0, bisect_right(changes, at, key=lambda change: change.at) - 1)]


def _walk(terms: Terms, what: Stage | Limited, order: Order, turns: Sequence[datetime], seen: datetime) -> Under | None:
    """From turn to turn; after `seen` nothing is known but the rushes that were planned by then."""
    start = turns[0]
    limits, calendars = newest(terms.limits, start), newest(terms.calendars, start)
    usual = target = limits.value.target(what, order)
    parts: list[Part] = []
    for turn in turns:
        moved = False
        if start < turn <= seen:
            calendars = _moved(terms.calendars, calendars, turn)
            limits, before = _moved(terms.limits, limits, turn), limits
            moved = limits is not before
            usual = limits.value.target(what, order) if moved else usual
        if usual is None:
            continue
        here = _on(terms.rushes, turn, seen)
        target = _limit(what, target, usual, here, moved=moved or turn == start, limits=limits) if turn <= seen or turn == start else target
        parts.append((turn, _calendar(usual, here, calendars.value)))
    return Under(target, spliced(parts)) if target and parts else None


def _limit(
    what: Stage | Limited, held: Target | None, usual: Target, here: Sequence[Rush], *, moved: bool, limits: Change[Limits]
) -> Target | None:
    rush = next((one for one in here if what in one.limits), None)
    if rush is not None:
        return replace(usual, limit=rush.limits[what], by=f"大促“{rush.name}”")
    return _told(usual, limits) if moved else held


def _calendar(usual: Target, here: Sequence[Rush], calendars: Calendars) -> Calendar:
    other = next((one.hours[usual.calendar] for one in here if usual.calendar in one.hours), usual.calendar)
    return calendars.get(other) or calendars.get(usual.calendar, ALWAYS)


def _moved(changes: Sequence[Change[T]], held: Change[T], turn: datetime) -> Change[T]:
    """What a running clock has from `turn` on."""
    first = bisect_left(changes, turn, key=lambda change: change.at)
    for change in changes[first:]:
        if change.at > turn:
            break
        if change.running is Running.MOVE:
            held = change
    return held


def _on(rushes: Sequence[Change[tuple[Rush, ...]]], turn: datetime, seen: datetime) -> list[Rush]:
    """The rushes that are on at `turn`, by the plan that was in force then, or at `seen` where that is earlier."""
    known = [change for change in rushes if change.at <= min(turn, seen)]
    return [rush for rush in known[-1].value if rush.begin <= turn < rush.end] if known else []


def _told(target: Target, limits: Change[Limits]) -> Target:
    return replace(target, by=f"{target.by}，{limits.told}") if limits.told else target
