"""What runs out when: every due time is a formula over a log of moments and pauses, never a number that code adds to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ordertower_desktop.domain.calendar import ALWAYS, Calendar, add, elapsed, pieces


class ClockKind(StrEnum):
    STAGE = "stage"
    HANDLING = "handling"
    PLATFORM = "platform"
    STEP = "step"
    CARRIER = "carrier"


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    NOT_STARTED = "not_started"


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands from `start` to `end` (None: still), at the latest until `until`; `who` is waited for."""

    start: datetime
    end: datetime | None
    reason: str
    who: str
    until: datetime | None = None

    def stretch(self, now: datetime) -> tuple[datetime, datetime]:
        """What of the pause lies before `now`; an open one ends by itself at `until`."""
        ends = [at for at in (self.end, self.until, now) if at is not None]
        return self.start, max(self.start, min(ends))

    def holds(self, now: datetime) -> bool:
        return self.start <= now and (self.end is None or now < self.end) and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True)
class CaseMarks:
    """What the handling clock needs of a case."""

    opened_at: datetime
    triage: str
    first_response_at: datetime | None = None
    cause_recorded_at: datetime | None = None
    resolved_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit at work. `limit` is working time of `calendar`; a fixed deadline has none and `due_at` comes from `basis`.

    While it is paused `left` is what remains; otherwise that is a matter of `now`.
    """

    kind: ClockKind
    label: str
    state: ClockState
    start: datetime | None = None
    due_at: datetime | None = None
    limit: timedelta | None = None
    calendar: str = "always"
    basis: str = ""
    pauses: tuple[Pause, ...] = ()
    left: timedelta | None = None
    ended_at: datetime | None = None


def held(pauses: Iterable[Pause], calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Working time between two instants that pauses took; where they overlap it counts once."""
    total, reached = timedelta(), start
    for opened, closed in sorted(pause.stretch(end) for pause in pauses):
        begin = max(opened, reached)
        if closed > begin:
            total += elapsed(calendar, begin, closed)
            reached = closed
    return total


def make(
    kind: ClockKind,
    label: str,
    *,
    start: datetime,
    limit: timedelta,
    now: datetime,
    calendar: Calendar = ALWAYS,
    pauses: tuple[Pause, ...] = (),
    basis: str = "",
    ended_at: datetime | None = None,
) -> Clock:
    """A clock over working time; after `ended_at` it is done and stands where it stood."""
    seen = now if ended_at is None else min(now, ended_at)
    lost = held(pauses, calendar, start, seen)
    due_at = add(calendar, start, limit + lost)
    if ended_at is not None and ended_at <= now:
        state = ClockState.DONE
    else:
        state = ClockState.PAUSED if any(pause.holds(now) for pause in pauses) else ClockState.RUNNING
    left = limit - (elapsed(calendar, start, seen) - lost) if state is ClockState.PAUSED else None
    return Clock(kind, label, state, start, due_at, limit, calendar.id, basis, pauses, left, ended_at)


def fixed(kind: ClockKind, label: str, *, start: datetime | None, due_at: datetime, basis: str, ended_at: datetime | None = None) -> Clock:
    """A clock that somebody else has set: a platform's promise."""
    state = ClockState.DONE if ended_at is not None else ClockState.RUNNING
    return Clock(kind, label, state, start, due_at, basis=basis, ended_at=ended_at)


def governing(clocks: Iterable[Clock], now: datetime) -> Clock | None:
    """The running clock that ends first; where none runs, the paused one with the least left; None when nothing is open."""
    clocks = tuple(clocks)
    running = [(clock.due_at, i) for i, clock in enumerate(clocks) if clock.state is ClockState.RUNNING and clock.due_at is not None]
    if running:
        return clocks[min(running)[1]]
    paused = [(clock.left, i) for i, clock in enumerate(clocks) if clock.state is ClockState.PAUSED and clock.left is not None]
    return clocks[min(paused)[1]] if paused else None


def breached(clock: Clock, now: datetime) -> bool:
    """True when the clock ran past its end; a paused or finished one only if it had before."""
    if clock.state is ClockState.PAUSED:
        return clock.left is not None and clock.left <= timedelta()
    moment = now if clock.ended_at is None else min(now, clock.ended_at)
    return clock.due_at is not None and clock.due_at <= moment


def remaining(clock: Clock, now: datetime) -> timedelta | None:
    """Time to the end as a person counts it, negative when overdue; None where no end is known."""
    if clock.state is ClockState.PAUSED:
        return clock.left
    return None if clock.due_at is None else clock.due_at - now


def used_share(clock: Clock, now: datetime) -> float:
    """How much of the limit is used, 0..1."""
    if clock.start is None or clock.due_at is None or clock.due_at <= clock.start:
        return 1.0 if breached(clock, now) else 0.0
    return min(1.0, max(0.0, (now - clock.start) / (clock.due_at - clock.start)))


def off_hours(clock: Clock, calendars: Mapping[str, Calendar]) -> timedelta:
    """How much of the way to the end is no working time."""
    if clock.start is None or clock.due_at is None or clock.limit is None:
        return timedelta()
    calendar = calendars.get(clock.calendar, ALWAYS)
    worked = sum((piece.end - piece.start for piece in pieces(calendar, clock.start, clock.due_at)), timedelta())
    return clock.due_at - clock.start - worked
