"""The life of one order's clocks under everything that people do to limits and calendars, beside a plain count of half hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from ordertower_desktop.domain.calendar import ALWAYS, NOTHING, Calendar, Interval, weekly
from ordertower_desktop.domain.clock import CaseMarks, Clock, ClockKind, ClockState, Pause, breached, held
from ordertower_desktop.domain.clocks import clocks
from ordertower_desktop.domain.hours import elapsed
from ordertower_desktop.domain.ledger import LineKind, ledger
from ordertower_desktop.domain.limits import Limited, Limits
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.domain.terms import Change, Running, Rush, Terms
from tests.domain.clock_kit import HOUR, local, told

T0 = local("11-11 10:00")
TICK = timedelta(minutes=30)
AHEAD = 48 * 60
"""So many half hours the plain count looks beyond now."""
PATTERNS = (
    ALWAYS,
    weekly("", "客服", *["09:00-21:00"] * 7),
    weekly("", "仓库", *["08:30-12:00 13:00-20:00"] * 6, "09:00-12:00"),
    weekly("", "财务", *["09:00-18:00"] * 5, "", ""),
    weekly("", "截件", *["08:00-11:00 13:00-17:30"] * 7),
)
IDS = ("desk", "warehouse")
WHAT = {ClockKind.STAGE: Stage.TO_ACCEPT, ClockKind.HANDLING: Limited.FIRST_RESPONSE}


def named(pattern: Calendar, key: str, *, off: frozenset[date] = frozenset(), extra: frozenset[date] = frozenset()) -> Calendar:
    """A pattern as the calendar of that name, with holidays and make-up workdays."""
    return replace(pattern, id=key, holidays=off, workdays=extra - off)


FIRST_LIMITS = Limits(stages={Stage.TO_ACCEPT: 4 * HOUR}, first_response=2 * HOUR, calendars={Stage.TO_ACCEPT: "desk"})
FIRST_CALENDARS: Mapping[str, Calendar] = {
    "always": ALWAYS,
    "desk": named(PATTERNS[1], "desk"),
    "warehouse": named(PATTERNS[2], "warehouse"),
}


@dataclass(frozen=True)
class Reckoning:
    """What the plain count says of a clock: half hours that ran, half hours that a pause took, and the end."""

    ran: timedelta
    paused: timedelta
    due_at: datetime
    limit: timedelta


class Life:
    """Time and people work on it by `do`; `check` holds every law at this moment. A planted bug overrides one of the parts."""

    def __init__(self) -> None:
        self.now = T0
        self.limits: list[Change[Limits]] = [Change(FIRST_LIMITS, T0 - 24 * HOUR)]
        self.calendars: list[Change[Mapping[str, Calendar]]] = [Change(FIRST_CALENDARS, T0 - 24 * HOUR)]
        self.rushes: list[Change[tuple[Rush, ...]]] = []
        self.events = [told("11-11 10:00", "payment_approved")]
        self.pauses: list[Pause] = []
        self.known: dict[ClockKind, list[tuple[datetime, datetime, timedelta]]] = {kind: [] for kind in WHAT}

    # what can be planted with a bug

    def terms(self) -> Terms:
        return Terms(tuple(self.limits), tuple(self.calendars), tuple(self.rushes))

    def order(self) -> Order:
        return absorb(Order("3901"), self.events)

    def kept_pauses(self) -> tuple[Pause, ...]:
        return tuple(self.pauses)

    def running(self) -> dict[ClockKind, Clock]:
        case = CaseMarks(T0, "URGENT", pauses=self.kept_pauses())
        return {clock.kind: clock for clock in clocks(self.order(), case_marks=case, terms=self.terms(), now=self.now)}

    def used(self, clock: Clock, at: datetime) -> timedelta:
        """What of the limit was gone at a moment, as the product reckons it now."""
        assert clock.start is not None
        return elapsed(clock.hours, clock.start, at) - held(clock.pauses, clock.hours, clock.start, at)

    # what people do

    def do(self, what: str, *with_: object) -> None:
        before = self._used()
        getattr(self, what)(*with_)
        if what in ("edit_limit", "edit_calendar", "plan", "restart"):
            assert self._used() == before, f"{what} changed what had been used"
        self.check()

    def wait(self, ticks: int) -> None:
        paused = {kind: clock for kind, clock in self.running().items() if clock.state is ClockState.PAUSED}
        stands, then = self._stands_for(ticks * TICK), self.now
        self.now += ticks * TICK
        for kind, clock in self.running().items():
            if stands and kind in paused:
                assert self.used(clock, self.now) == self.used(paused[kind], then), "it ran while it was paused"
                assert clock.limit != paused[kind].limit or clock.left in (paused[kind].left, None), "what is left became another"

    def _stands_for(self, span: timedelta) -> bool:
        """Nothing but the passing of time happens, and the pause outlasts it."""
        return any(p.end is None and (p.until is None or p.until > self.now + span) for p in self.pauses)

    def pause(self, most: int | None) -> None:
        if not any(one.end is None for one in self.pauses):
            until = None if most is None else self.now + most * TICK
            self.pauses.append(Pause(self.now, None, "等客户", "客户", until))

    def resume(self) -> None:
        self.pauses = [replace(one, end=self.now) if one.end is None else one for one in self.pauses]

    def edit_limit(self, stage: int, response: int, calendar: str, running: Running) -> None:
        made = replace(
            FIRST_LIMITS, stages={Stage.TO_ACCEPT: stage * TICK}, first_response=response * TICK,
            calendars={Stage.TO_ACCEPT: calendar, Limited.FIRST_RESPONSE: calendar},
        )  # fmt: skip
        self.limits.append(Change(made, self.now, running))

    def edit_calendar(self, key: str, pattern: int, off: tuple[int, ...], extra: tuple[int, ...], running: Running) -> None:
        days = [frozenset(T0.date() + timedelta(days=n) for n in found) for found in (off, extra)]
        made = {**self.calendars[-1].value, key: named(PATTERNS[pattern], key, off=days[0], extra=days[1])}
        self.calendars.append(Change(made, self.now, running))

    def plan(self, begin: int, length: int, limit: int, hours: str) -> None:
        start = self.now + begin * TICK
        rush = Rush("双11", start, start + length * TICK, {Stage.TO_ACCEPT: limit * TICK}, {"desk": hours})
        self.rushes.append(Change((rush,), self.now))

    def promise(self, days: int) -> None:
        """The platform moves the day to ship; the clock of the stage begins a day before it."""
        day = (T0 + timedelta(days=days)).astimezone(SHANGHAI).date()
        at = self.now.astimezone(SHANGHAI)
        self.events.append(told(f"{at:%m-%d %H:%M}", "order_modified", ship_on=str(day)))
        self.known[ClockKind.STAGE].clear()

    def restart(self) -> None:
        """Everything is read again, in any order."""
        self.events.reverse()

    # the laws

    def _used(self) -> dict[ClockKind, timedelta]:
        return {kind: self.used(clock, self.now) for kind, clock in self.running().items() if kind in WHAT}

    def check(self) -> None:
        for kind, clock in self.running().items():
            self._adds_up(clock)
            if kind in WHAT:
                self._remembers(kind, clock)
                self._is_what_the_plain_count_says(kind, clock)

    def _adds_up(self, clock: Clock) -> None:
        lines = ledger(clock, order=self.order(), now=self.now)
        added = sum((line.added for line in lines if line.added is not None), NOTHING)
        assert lines[0].at is not None
        assert lines[0].at + added == lines[-1].at == clock.due_at, "the lines do not make the due time"
        assert all(line.added is None or line.added >= NOTHING for line in lines)

    def _remembers(self, kind: ClockKind, clock: Clock) -> None:
        assert clock.start is not None
        for start, at, used in self.known[kind]:
            assert start != clock.start or self.used(clock, at) == used, "what had been used by then is another sum now"
        self.known[kind].append((clock.start, self.now, self.used(clock, self.now)))

    def _is_what_the_plain_count_says(self, kind: ClockKind, clock: Clock) -> None:
        assert clock.start is not None
        told = self.reckon(kind, clock.start)
        assert clock.limit == told.limit
        assert self.used(clock, self.now) == told.ran, "other half hours ran"
        assert clock.due_at == told.due_at
        if clock.due_at > self.now:
            lines = ledger(clock, order=self.order(), now=self.now)
            lost = sum((line.added for line in lines if line.icon is LineKind.PAUSE and line.added), NOTHING)
            assert lost == told.paused, "a pause was lost"
        paused = any(one.holds(self.now) for one in self.pauses)
        assert breached(clock, self.now) == (told.due_at <= self.now and clock.state is ClockState.RUNNING)
        assert (clock.state is ClockState.PAUSED) == (paused and clock.start <= self.now and self._could_stand(told))

    def _could_stand(self, told: Reckoning) -> bool:
        """What has run out before the pause began does not stand."""
        return any(one.holds(self.now) and one.start < told.due_at for one in self.pauses)

    # the plain count

    def reckon(self, kind: ClockKind, start: datetime) -> Reckoning:
        """Half hour by half hour: which calendar is worked by, is it open, does a pause stand."""
        limit = self._limit(kind, start)
        ran = paused = total = NOTHING
        due: datetime | None = start if limit <= NOTHING else None
        at = start
        while at < self.now or (due is None and at < self.now + AHEAD * TICK):
            if is_open(self._calendar(kind, start, at), at):
                stands = at < self.now and any(p.stretch(self.now)[0] <= at < p.stretch(self.now)[1] for p in self.pauses)
                total += NOTHING if stands else TICK
                ran += TICK if at < self.now and not stands else NOTHING
                paused += TICK if stands else NOTHING
                if due is None and total >= limit:
                    due = at + TICK
            at += TICK
        assert due is not None, "the plain count looks too short a way ahead"
        return Reckoning(ran, paused, due, limit)

    def _in_force(self, changes: Sequence[Change[object]], start: datetime, at: datetime) -> object:
        found = changes[0].value
        for change in changes:
            if change.at <= min(at, max(self.now, start)) and (change.at <= start or change.running is Running.MOVE):
                found = change.value
        return found

    def _rush(self, at: datetime) -> Rush | None:
        plans = [change.value for change in self.rushes if change.at <= at]
        return next((rush for rush in plans[-1] if rush.begin <= at < rush.end), None) if plans else None

    def _calendar(self, kind: ClockKind, start: datetime, at: datetime) -> Calendar:
        limits = self._in_force(self.limits, start, at)  # type: ignore[arg-type]
        calendars = self._in_force(self.calendars, start, at)  # type: ignore[arg-type]
        assert isinstance(limits, Limits)
        assert isinstance(calendars, Mapping)
        key = limits.calendars.get(WHAT[kind], "always")
        rush = self._rush(at)
        found = calendars[rush.hours.get(key, key) if rush else key]
        assert isinstance(found, Calendar)
        return found

    def _limit(self, kind: ClockKind, start: datetime) -> timedelta:
        """From half hour to half hour: a rush gives its own, an edit for all gives the new one, and nothing else changes it."""
        at, found, known = start, None, None
        while True:
            limits = self._in_force(self.limits, start, at)  # type: ignore[arg-type]
            assert isinstance(limits, Limits)
            rush = self._rush(at) if at <= max(self.now, start) else None
            if rush is not None and WHAT[kind] in rush.limits:
                found = rush.limits[WHAT[kind]]
            elif found is None or limits is not known:
                found = limits.stages[Stage.TO_ACCEPT] if kind is ClockKind.STAGE else limits.first_response
            known = limits
            if at >= self.now:
                return found
            at += TICK


@lru_cache(maxsize=200_000)
def _open(intervals: tuple[Interval, ...], since: timedelta) -> bool:
    return any(opened <= since < closed for opened, closed in intervals)


def is_open(calendar: Calendar, at: datetime) -> bool:
    """The hours of the day, read off."""
    wall = at.astimezone(SHANGHAI)
    if wall.date() in calendar.workdays:
        day = calendar.week[calendar.workday_pattern]
    else:
        day = () if wall.date() in calendar.holidays else calendar.week[wall.weekday()]
    return _open(day, timedelta(hours=wall.hour, minutes=wall.minute))
