"""免打扰: the hours in which a channel does not ring somebody; what came meanwhile is told at their end, what is critical at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from ordertower_desktop.domain.moment import SHANGHAI

EVERYBODY = "*"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Every night from `start` after midnight for so `long`, for one person or everybody, on one channel or on all (empty)."""

    person: str
    channel: str
    start: timedelta
    long: timedelta

    def about(self, person: str, channel: str) -> bool:
        return self.person in (EVERYBODY, person) and self.channel in ("", channel)


def quiet_until(hours: Iterable[Quiet], person: str, channel: str, now: datetime) -> datetime | None:
    """When this person may be rung by this channel again; None: now."""
    end = now
    nights = [night for one in hours if one.about(person, channel) for night in _nights(one, now)]
    for start, stop in sorted(nights):  # one may begin before another has ended
        if start <= end < stop:
            end = stop
    return end if end > now else None


def last_end(hours: Iterable[Quiet], person: str, channel: str, now: datetime) -> datetime | None:
    """When the last quiet hours of this person ended that are over."""
    ends = (stop for one in hours if one.about(person, channel) for _, stop in _nights(one, now))
    return max((stop for stop in ends if stop <= now), default=None)


def _nights(one: Quiet, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    today = now.astimezone(SHANGHAI).date()
    for day in (today - 2 * DAY, today - DAY, today, today + DAY):
        start = (datetime.combine(day, time(), SHANGHAI) + one.start).astimezone(UTC)
        yield start, start + one.long
