"""How often a channel may speak: token buckets as data, reckoned from the times of what was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Whose(StrEnum):
    """Who shares a bucket: everybody whom the channel speaks to, or each person alone."""

    CHANNEL = "channel"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Limit:
    """Never more than `count` in any stretch of `per`: `burst` at once, the others evenly spread.

    A full bucket of `count` that also refills would let almost twice as many through in its first `per`.
    """

    count: int
    per: timedelta
    burst: int = 1
    whose: Whose = Whose.CHANNEL

    @property
    def pace(self) -> timedelta:
        """The time in which one token comes back; never rounded down, or the last of a stretch would come a microsecond early."""
        return -(-self.per // (self.count - self.burst + 1))


Sent = Mapping[Whose, Sequence[datetime]]
"""When was sent, oldest first: over the channel, and to the person concerned."""


def free_at(limits: Sequence[Limit], sent: Sent, now: datetime) -> datetime:
    """The first moment, not before `now`, at which one more may go."""
    return max([now, *(_free(limit, sent.get(limit.whose, ())) for limit in limits if sent.get(limit.whose))])


def left(limits: Sequence[Limit], sent: Sent, now: datetime) -> int:
    """How many may go at once right now."""
    counts = [_tokens(limit, sent.get(limit.whose, ()), now) for limit in limits]
    return min(counts, default=0)


def longest(limits: Sequence[Limit]) -> timedelta:
    """How far back one must know what was sent."""
    return max((limit.per + limit.pace * limit.burst for limit in limits), default=timedelta())


def _full_at(limit: Limit, times: Sequence[datetime]) -> datetime:
    """When the bucket will have refilled, after these sends."""
    full = times[0]
    for at in times:
        full = max(full, at) + limit.pace
    return full


def _free(limit: Limit, times: Sequence[datetime]) -> datetime:
    return _full_at(limit, times) - limit.pace * (limit.burst - 1)


def _tokens(limit: Limit, times: Sequence[datetime], now: datetime) -> int:
    if not times:
        return limit.burst
    missing = max(timedelta(), _full_at(limit, times) - now)
    return max(0, limit.burst - -(-missing // limit.pace))
