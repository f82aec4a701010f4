"""Working time: several intervals a day, holidays, make-up workdays; pure arithmetic between instants."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from ordertower_desktop.domain.lazy import lazy
from ordertower_desktop.domain.moment import SHANGHAI

NOTHING = timedelta()
MIDNIGHT = timedelta(days=1)
HORIZON_DAYS = 366 * 30
EARLIEST, LATEST = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)
Interval = tuple[timedelta, timedelta]
"""Start and end as distances from local midnight; the end may be 24:00."""


@dataclass(frozen=True)
class Calendar:
    """When a team, a warehouse or a carrier works.

    `week` holds the intervals of Monday to Sunday; a holiday has none; a make-up workday (调休) follows `workday_pattern` (0 is Monday).
    `published_through` is the last year whose holidays are known; after it a due time is only a guess (`is_guessed`).
    """

    id: str
    name: str
    week: tuple[tuple[Interval, ...], ...]
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    workday_pattern: int = 0
    published_through: int | None = None
    zone: ZoneInfo = field(default=SHANGHAI)

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError(f"日历 {self.name}：一周要有 7 天，现在是 {len(self.week)} 天")
        if not any(self.week):
            raise ValueError(f"日历 {self.name}：一周里没有任何工作时间，时限永远到不了，请至少填一段")
        if self.workday_pattern not in range(7):
            raise ValueError(f"日历 {self.name}：调休日按周几上班要写 0（周一）到 6（周日）")
        for intervals in self.week:
            edges = [edge for interval in intervals for edge in interval]
            if edges != sorted(edges) or len(set(edges)) < len(edges) or any(not NOTHING <= edge <= MIDNIGHT for edge in edges):
                raise ValueError(f"日历 {self.name}：一天里的时段要在 00:00 与 24:00 之间，先后排列，互不相接")

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """The working intervals of one local day."""
        if day in self.workdays:
            return self.week[self.workday_pattern]
        return () if day in self.holidays else self.week[day.weekday()]

    @lazy
    def _week_total(self) -> tuple[timedelta, ...]:
        """Working time of a plain week before its i-th day; the last one is the whole week."""
        return tuple(accumulate((_length(day) for day in self.week), initial=NOTHING))

    @lazy
    def _special(self) -> tuple[list[int], list[timedelta]]:
        """The days that are not like their weekday, and what they add up to against plain ones."""
        days = sorted(self.holidays | self.workdays)
        against = (_length(self.intervals(day)) - _length(self.week[day.weekday()]) for day in days)
        return [day.toordinal() for day in days], list(accumulate(against, initial=NOTHING))

    def worked_before(self, ordinal: int) -> timedelta:
        """Working time from the first day of all (a Monday) to the start of a day: what makes long spans cheap."""
        weeks, weekday = divmod(ordinal - 1, 7)
        days, against = self._special
        return weeks * self._week_total[7] + self._week_total[weekday] + against[bisect_left(days, ordinal)]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of working time, aware UTC."""

    start: datetime
    end: datetime


ALWAYS = Calendar("always", "全天", (((NOTHING, MIDNIGHT),),) * 7)


def clock_time(text: str) -> timedelta:
    """`09:30` or `24:00` as a distance from midnight."""
    hour, _, minute = text.partition(":")
    return timedelta(hours=int(hour), minutes=int(minute or 0))


def weekly(key: str, name: str, *days: str) -> Calendar:
    """A calendar from seven texts such as `09:00-12:00 13:00-18:00` or an empty one."""
    return Calendar(key, name, tuple(day_intervals(day) for day in days))


def day_intervals(text: str) -> tuple[Interval, ...]:
    """The intervals of a text such as `09:00-12:00 13:00-18:00`. Raises ValueError."""
    return tuple((clock_time(a), clock_time(b)) for a, _, b in (part.partition("-") for part in text.split()))


def day_text(intervals: tuple[Interval, ...]) -> str:
    """The text that `day_intervals` reads."""
    return " ".join(f"{_spelled(a)}-{_spelled(b)}" for a, b in intervals)


def elapsed(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Working time from `start` to `end`; nothing when `end` is not later."""
    if end <= start:
        return NOTHING
    if calendar is ALWAYS:
        return end - start
    return _meter(calendar, _wall(calendar, end)) - _meter(calendar, _wall(calendar, start))


def add(calendar: Calendar, start: datetime, worked: timedelta) -> datetime:
    """The first instant at which `worked` has elapsed since `start`. Raises ValueError beyond 30 years."""
    if calendar is ALWAYS or worked <= NOTHING:
        return start.astimezone(UTC) + max(worked, NOTHING)
    wall = _wall(calendar, start)
    target, first = _meter(calendar, wall) + worked, wall.toordinal()
    days = range(first, min(first + HORIZON_DAYS, LATEST.toordinal()))
    found = bisect_left(days, target, key=lambda ordinal: calendar.worked_before(ordinal + 1))
    if found == len(days):
        raise ValueError(f"日历 {calendar.name}：30 年内攒不够 {worked}，请检查假日与时段")
    day, left = date.fromordinal(days[found]), target - calendar.worked_before(days[found])
    for opened, closed in calendar.intervals(day):
        if left <= closed - opened:
            return _instant(calendar, day, opened + left)
        left -= closed - opened
    raise AssertionError("a day holds less than its own total")


def pieces(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Piece]:
    """The working stretches between two instants, in order; they do not overlap and add up to `elapsed`."""
    if calendar is ALWAYS:
        if start < end:
            yield Piece(start.astimezone(UTC), end.astimezone(UTC))
        return
    day, last = _wall(calendar, start).date(), _wall(calendar, end).date()
    while day <= last:
        for opened, closed in calendar.intervals(day):
            piece = Piece(max(_instant(calendar, day, opened), start), min(_instant(calendar, day, closed), end))
            if piece.start < piece.end:
                yield piece
        day += MIDNIGHT


def closing(calendar: Calendar, at: datetime) -> datetime:
    """The end of the interval that is open at `at` or opens next: a carrier's cut-off for what is ready now."""
    opened = add(calendar, at, timedelta(microseconds=1))
    day, since = _split(_wall(calendar, opened))
    return _instant(calendar, day, next(closed for _, closed in calendar.intervals(day) if closed >= since))


def end_of_day(at: datetime, calendar: Calendar = ALWAYS) -> datetime:
    """Midnight after the local day of `at`: the end of a date without a time."""
    return _instant(calendar, _wall(calendar, at).date(), MIDNIGHT)


def is_guessed(calendar: Calendar, at: datetime) -> bool:
    """True when the holidays of that year are not published, so a due time in it is only a guess."""
    return calendar.published_through is not None and _wall(calendar, at).year > calendar.published_through


def hours_text(calendar: Calendar, at: datetime) -> str:
    """The working hours of the local day of `at`: `09:00–12:00、13:00–18:00`, `全天` or `休息`."""
    intervals = calendar.intervals(_wall(calendar, at).date())
    if intervals == ((NOTHING, MIDNIGHT),):
        return "全天"
    return "、".join(f"{_spelled(a)}–{_spelled(b)}" for a, b in intervals) or "休息"


def _length(intervals: tuple[Interval, ...]) -> timedelta:
    return sum((closed - opened for opened, closed in intervals), NOTHING)


def _spelled(edge: timedelta) -> str:
    hours, minutes = divmod(int(edge.total_seconds()) // 60, 60)
    return f"{hours:02d}:{minutes:02d}"


def _wall(calendar: Calendar, at: datetime) -> datetime:
    """What the clock on the wall shows. All sums are made on the wall, so that an hour is an hour on every day."""
    return min(max(at, EARLIEST), LATEST).astimezone(calendar.zone).replace(tzinfo=None)


def _split(wall: datetime) -> tuple[date, timedelta]:
    return wall.date(), wall - datetime.combine(wall.date(), time())


def _instant(calendar: Calendar, day: date, edge: timedelta) -> datetime:
    return (datetime.combine(day, time()) + edge).replace(tzinfo=calendar.zone).astimezone(UTC)


def _meter(calendar: Calendar, wall: datetime) -> timedelta:
    """Working time since the first day of all; differences of it are what `elapsed` tells."""
    day, since = _split(wall)
    within = (min(closed, since) - opened for opened, closed in calendar.intervals(day) if opened < since)
    return calendar.worked_before(day.toordinal()) + sum(within, NOTHING)
