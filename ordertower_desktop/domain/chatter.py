"""抖动: a rule that comes and goes on one order too often is held on its case, so that nobody is called again and again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(hours=1)
MOST = 3
"""So often a rule may come and go on one order within the window; the next time it stays."""
HELD = timedelta(hours=1)
TOLD, MOST_TOLD = timedelta(days=1), 20


@dataclass(frozen=True, slots=True)
class Left:
    """`rule` left the case of an order by itself at `at`; it had stood since `since`, and was true until `until`."""

    rule: str
    at: datetime
    since: datetime | None = None
    until: datetime | None = None


def held_until(ends: Iterable[datetime], now: datetime) -> datetime | None:
    """Until when a rule that comes at `now` stays whatever happens, given when it left before; None: it may go as it came."""
    return now + HELD if sum(now - WINDOW < end <= now for end in ends) >= MOST else None


def lately(left: Iterable[Left], now: datetime) -> tuple[Left, ...]:
    """What still counts, and what is told of the day: at most the last twenty."""
    return tuple(one for one in left if one.at > now - TOLD)[-MOST_TOLD:]
