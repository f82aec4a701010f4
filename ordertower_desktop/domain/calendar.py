"""Working time: several intervals a day, holidays, make-up workdays; pure arithmetic between instants."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
MIDNIGHT = timedelta(days=1)
HORIZON = timedelta(days=366 * 30)
Interval = tuple[timedelta, timedelta]
"""Start and end as distances from local midnight; the end may be 24:00."""


@dataclass(frozen=True)
class Calendar:
    """When a team, a warehouse or a carrier works.

    `week` holds the intervals of Monday to Sunday; a holiday has none; a make-up workday follows `workday_pattern` (0 is Monday).
    `published_through` is the last year whose holidays are known; after it nothing is promised (`is_guessed`).
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
        for intervals in self.week:
            ends = [edge for interval in intervals for edge in interval]
            if ends != sorted(ends) or any(not timedelta() <= edge <= MIDNIGHT for edge in ends) or len(set(ends)) < len(ends):
                raise ValueError(f"日历 {self.name}：一天里的时段要在 00:00 与 24:00 之间，先后排列，互不相接")

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """The working intervals of one local day."""
        if day in self.workdays:
            return self.week[self.workday_pattern]
        return () if day in self.holidays else self.week[day.weekday()]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of working time, aware UTC."""

    start: datetime
    end: datetime


ALWAYS = Calendar("always", "全天", (((timedelta(), MIDNIGHT),),) * 7)


def clock_time(text: str) -> timedelta:
    """`09:30` or `24:00` as a distance from midnight."""
    hour, _, minute = text.partition(":")
    return timedelta(hours=int(hour), minutes=int(minute or 0))


def weekly(key: str, name: str, *days: str) -> Calendar:
    """A calendar from seven texts such as `09:00-12:00 13:00-18:00` or an empty one."""
    week = tuple(tuple((clock_time(a), clock_time(b)) for a, _, b in (part.partition("-") for part in day.split())) for day in days)
    return Calendar(key, name, week)


def pieces(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Piece]:
    """The working stretches between two instants, in order; they do not overlap."""
    if calendar is ALWAYS:
        if start < end:
            yield Piece(start.astimezone(UTC), end.astimezone(UTC))
        return
    day, last = start.astimezone(calendar.zone).date(), end.astimezone(calendar.zone).date()
    while day <= last:
        for opened, closed in _instants(calendar, day):
            piece = Piece(max(opened, start), min(closed, end))
            if piece.start < piece.end:
                yield piece
        day += timedelta(days=1)


def elapsed(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Working time from `start` to `end`; nothing when `end` is not later."""
    if calendar is ALWAYS:
        return max(end - start, timedelta())
    return sum((piece.end - piece.start for piece in pieces(calendar, start, end)), timedelta())


def add(calendar: Calendar, start: datetime, worked: timedelta) -> datetime:
    """The first instant at which `worked` has elapsed since `start`. Raises ValueError beyond 30 years."""
    if calendar is ALWAYS or worked <= timedelta():
        return start.astimezone(UTC) + max(worked, timedelta())
    left, day, first = worked, start.astimezone(calendar.zone).date(), start
    while day - first.astimezone(calendar.zone).date() <= HORIZON:
        for opened, closed in _instants(calendar, day):
            begin = max(opened, start)
            if closed - begin >= left > timedelta():
                return (begin + left).astimezone(UTC)
            left -= max(closed - begin, timedelta())
        day += timedelta(days=1)
    raise ValueError(f"日历 {calendar.name}：30 年内攒不够 {worked}，请检查假日与时段")


@lru_cache(maxsize=4096)
def _instants(calendar: Calendar, day: date) -> tuple[tuple[datetime, datetime], ...]:
    midnight = datetime.combine(day, time(), calendar.zone)
    return tuple(((midnight + a).astimezone(UTC), (midnight + b).astimezone(UTC)) for a, b in calendar.intervals(day))


def end_of_day(at: datetime, calendar: Calendar = ALWAYS) -> datetime:
    """Midnight after the local day of `at`: the end of a date without a time."""
    return datetime.combine(at.astimezone(calendar.zone).date() + timedelta(days=1), time(), calendar.zone).astimezone(UTC)


def is_guessed(calendar: Calendar, at: datetime) -> bool:
    """True when the holidays of that year are not published, so a due time in it is only a guess."""
    return calendar.published_through is not None and at.astimezone(calendar.zone).year > calendar.published_through
