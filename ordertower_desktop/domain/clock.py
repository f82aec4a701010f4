"""What runs out when: every due time is a formula over a log of moments and pauses, never a number that code adds to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ordertower_desktop.domain.calendar import ALWAYS, NOTHING
from ordertower_desktop.domain.hours import Hours, add, elapsed, is_guessed


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
    """One limit at work. `limit` is working time of `hours`; a fixed deadline has none and `due_at` comes from `basis`.

    `by` names the field or the entry of the limits that gave the deadline. While it is paused `left` is what remains; otherwise that
    is a matter of `now`. `guessed` says that the way to the end touches a year whose holidays are not published.
    """

    kind: ClockKind
    label: str
    state: ClockState
    start: datetime | None = None
    due_at: datetime | None = None
    limit: timedelta | None = None
    hours: Hours = ALWAYS
    basis: str = ""
    pauses: tuple[Pause, ...] = ()
    left: timedelta | None = None
    ended_at: datetime | None = None
    by: str = ""
    guessed: bool = False

    @property
    def calendar(self) -> str:
        """The id of the calendar that counts now."""
        return self.hours.id


Stretch = tuple[datetime, datetime]


def standstills(pauses: Iterable[Pause], start: datetime, end: datetime) -> list[Stretch]:
    """The stretches between two instants in which a clock stood, in order; where pauses overlap they are one."""
    found: list[Stretch] = []
    reached = start
    for opened, closed in sorted(pause.stretch(end) for pause in pauses):
        begin = max(opened, reached)
        if closed > begin:
            found.append((begin, closed))
            reached = closed
    return found


def held(pauses: Iterable[Pause], calendar: Hours, start: datetime, end: datetime) -> timedelta:
    """Working time between two instants that pauses took; where they overlap it counts once."""
    return sum((elapsed(calendar, opened, closed) for opened, closed in standstills(pauses, start, end)), NOTHING)


def falls_due(calendar: Hours, start: datetime, limit: timedelta, *, stood: Iterable[Stretch]) -> datetime:
    """The first instant at which `limit` has been worked since `start` outside the standstills; a later pause moves nothing."""
    reached, left = start, limit
    for opened, closed in stood:
        worked = elapsed(calendar, reached, opened)
        if worked >= left:
            break
        reached, left = closed, left - worked
    return add(calendar, reached, left)


def make(
    kind: ClockKind,
    label: str,
    *,
    start: datetime,
    limit: timedelta,
    now: datetime,
    calendar: Hours = ALWAYS,
    pauses: tuple[Pause, ...] = (),
    basis: str = "",
    by: str = "",
    ended_at: datetime | None = None,
) -> Clock:
    """A clock over working time; after `ended_at` it is done and stands where it stood. What has run out cannot be paused."""
    seen = now if ended_at is None else min(now, ended_at)
    due_at = falls_due(calendar, start, limit, stood=standstills(pauses, start, seen) if pauses else ())
    state = _state(start, due_at, pauses, ended_at=ended_at, now=now)
    left = None
    if state is ClockState.PAUSED:
        left = limit - elapsed(calendar, start, now) + held(pauses, calendar, start, now)
    guessed = is_guessed(calendar, due_at)
    return Clock(kind, label, state, start, due_at, limit, calendar, basis, pauses, left, ended_at, by, guessed)


def _state(start: datetime, due_at: datetime, pauses: Iterable[Pause], *, ended_at: datetime | None, now: datetime) -> ClockState:
    if ended_at is not None and ended_at <= now:
        return ClockState.DONE
    if now < start:
        return ClockState.NOT_STARTED
    if any(pause.holds(now) and max(pause.start, start) < due_at for pause in pauses):
        return ClockState.PAUSED
    return ClockState.RUNNING


def fixed(
    kind: ClockKind,
    label: str,
    *,
    start: datetime | None,
    due_at: datetime,
    basis: str,
    by: str = "",
    ended_at: datetime | None = None,
) -> Clock:
    """A clock that somebody else has set: a platform's promise, the end of a day. Our pauses do not move it."""
    state = ClockState.DONE if ended_at is not None else ClockState.RUNNING
    return Clock(kind, label, state, start, due_at, basis=basis, by=by, ended_at=ended_at)


def governing(clocks: Iterable[Clock], now: datetime) -> Clock | None:
    """The running clock that ends first; where none runs, the paused one with the least left; None when nothing is open."""
    del now  # the earliest end is the earliest end at any time: overdue clocks come first by themselves
    clocks = tuple(clocks)
    running = [(clock.due_at, i) for i, clock in enumerate(clocks) if clock.state is ClockState.RUNNING and clock.due_at is not None]
    if running:
        return clocks[min(running)[1]]
    paused = [(clock.left, i) for i, clock in enumerate(clocks) if clock.state is ClockState.PAUSED and clock.left is not None]
    return clocks[min(paused)[1]] if paused else None


def next_turn(clocks: Iterable[Clock], now: datetime) -> datetime | None:
    """When the first of the clocks starts, ends or goes on by itself; None when time alone changes nothing."""
    moments: list[datetime | None] = []
    for clock in clocks:
        match clock.state:
            case ClockState.NOT_STARTED:
                moments.append(clock.start)
            case ClockState.RUNNING:
                moments.append(clock.due_at)
            case ClockState.PAUSED:
                moments += [pause.until for pause in clock.pauses if pause.holds(now)]
            case ClockState.DONE:
                pass
    return min((at for at in moments if at is not None and at > now), default=None)


def breached(clock: Clock, now: datetime) -> bool:
    """True when the clock ran past its end; a finished one only if it had before; a paused one has not."""
    if clock.due_at is None or clock.state in (ClockState.PAUSED, ClockState.NOT_STARTED):
        return False
    return clock.due_at <= _reached(clock, now)


def remaining(clock: Clock, now: datetime) -> timedelta | None:
    """Time to the end as a person counts it, negative when overdue; None where no end is known."""
    if clock.state is ClockState.PAUSED:
        return clock.left
    return None if clock.due_at is None else clock.due_at - _reached(clock, now)


def used_share(clock: Clock, now: datetime) -> float:
    """How much of the limit is used, 0..1, for the bar; it stands still while the clock does."""
    if clock.start is None or clock.due_at is None or clock.state is ClockState.NOT_STARTED:
        return 1.0 if breached(clock, now) else 0.0
    if clock.left is not None and clock.limit:
        return min(1.0, max(0.0, 1 - clock.left / clock.limit))
    moment = min(_reached(clock, now), clock.due_at)
    stood = sum((closed - opened for opened, closed in standstills(clock.pauses, clock.start, moment)), NOTHING)
    whole = clock.due_at - clock.start - stood
    return min(1.0, max(0.0, (moment - clock.start - stood) / whole)) if whole > NOTHING else 1.0


def _reached(clock: Clock, now: datetime) -> datetime:
    return now if clock.ended_at is None else min(now, clock.ended_at)
