"""A stretch of time as a person means it: two edges, each fixed or moving with the day or the clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Without summer time since 1991; a fixed offset spares the desk's start the reading of a zone file."""

DAY = timedelta(days=1)
TODAY_NAMES = {-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"}
_TICK = timedelta(microseconds=1)
_UNITS = (("天", DAY), ("小时", timedelta(hours=1)), ("分钟", timedelta(minutes=1)))


class OrderTime(StrEnum):
    """Which time of an order is meant."""

    PAID = "paid"
    CREATED = "created"
    DUE = "due"


TIME_NAMES = {OrderTime.PAID: "付款时间", OrderTime.CREATED: "下单时间", OrderTime.DUE: "到期时间"}


@dataclass(frozen=True, slots=True)
class OfDay:
    """A time of the day that lies `days` after today, counted from its midnight; at most 24 h."""

    days: int
    since: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class FromNow:
    """A moment that goes with the clock."""

    by: timedelta = timedelta()


Edge = datetime | OfDay | FromNow | None


@dataclass(frozen=True, slots=True)
class Period:
    """From `start`, itself within, up to `end`, itself outside; None is no bound."""

    start: Edge = None
    end: Edge = None

    def bounds(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """The edges at `now`, in UTC."""
        return _at(self.start, now), _at(self.end, now)

    @property
    def moves(self) -> bool:
        """Whether time moves an edge."""
        return isinstance(self.start, OfDay | FromNow) or isinstance(self.end, OfDay | FromNow)

    def turns(self, at: datetime) -> Iterator[datetime]:
        """The moments at which time alone brings `at` into the period or takes it out; at the ends of the calendar there are none."""
        if not 1900 < at.year < 9000:
            return
        for edge in (self.start, self.end):
            if isinstance(edge, FromNow):
                yield at - edge.by + _TICK
            elif isinstance(edge, OfDay):
                yield _midnight(at - edge.days * DAY - edge.since) + DAY


def _at(edge: Edge, now: datetime) -> datetime | None:
    match edge:
        case FromNow(by):
            return now + by
        case OfDay(days, since):
            return _midnight(now) + days * DAY + since
        case _:
            return edge


def _midnight(at: datetime) -> datetime:
    """The last midnight in Shanghai up to `at`."""
    return at.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def last(span: timedelta) -> Period:
    """近 2 小时."""
    return Period(FromNow(-span), FromNow())


def coming(span: timedelta) -> Period:
    """未来 2 小时."""
    return Period(FromNow(), FromNow(span))


def day(days: int) -> Period:
    """The whole of a day, counted from today."""
    return Period(OfDay(days), OfDay(days, DAY))


def spell(period: Period) -> str:
    """The words that the reader reads back as the same period, in any year."""
    return _told(period, year=0)


def label(period: Period, now: datetime) -> str:
    """The words for a person: the year only where it is another one."""
    return _told(period, year=now.astimezone(ZONE).year)


def _told(period: Period, *, year: int) -> str:
    if isinstance(period.start, FromNow) and isinstance(period.end, FromNow):
        ahead = period.start == FromNow()
        return f"{'未来' if ahead else '近'} {_long(period.end.by if ahead else -period.start.by)}"
    if period.end is None:
        return f"{_edge(*_parts(period.start, year))} 起"
    if period.start is None:
        return f"{_edge(*_ending(period.end, year))} 前"
    (first, since), (final, until) = _parts(period.start, year), _ending(period.end, year)
    if not since and until == DAY:
        return first if first == final else f"{first}~{final}"
    until_words = clock(until) if first == final else _edge(final, until)
    return f"{first} {clock(since)}~{until_words}"


def _edge(name: str, since: timedelta) -> str:
    return f"{name} {clock(since)}"


def _parts(edge: Edge, year: int) -> tuple[str, timedelta]:
    """The day's name and the time since its midnight."""
    if isinstance(edge, OfDay):
        return TODAY_NAMES[edge.days], edge.since
    if not isinstance(edge, datetime):
        raise TypeError(edge)  # a moving edge is told by its length, and only beside `now`
    here = edge.astimezone(ZONE)
    name = f"{here.month}月{here.day}日" if here.year == year else f"{here:%Y-%m-%d}"
    return name, timedelta(hours=here.hour, minutes=here.minute, seconds=here.second)


def _ending(edge: Edge, year: int) -> tuple[str, timedelta]:
    """Midnight as an end is 24:00 of the day before."""
    name, since = _parts(edge, year)
    if isinstance(edge, datetime) and not since:
        return _parts(edge - DAY, year)[0], DAY
    return name, since


def clock(since: timedelta) -> str:
    """09:00, 09:00:30, 24:00."""
    minutes, seconds = divmod(int(since.total_seconds()), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


def _long(span: timedelta) -> str:
    name, unit = next((name, unit) for name, unit in _UNITS if not span % unit)
    if (name, span) == ("天", DAY):
        name, unit = _UNITS[1]
    return f"{span // unit} {name}"
