"""渠道自检: when a channel is to prove that it works, and when its silence is odd (S52, S56, S57)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from statistics import median

from ordertower_desktop.domain.moment import SHANGHAI

WEEKLY, AGAIN = timedelta(days=7), timedelta(hours=1)
FROM, TO = time(10), time(17)
"""In Shanghai: a test rings nobody at night."""
TIMES, LEAST, MOST = 6, timedelta(minutes=30), timedelta(days=1)
"""So many times its usual pause, but within these, a channel may say nothing before that is odd."""
KNOWN = 5
"""Sends from which a pause is usual."""


@dataclass(frozen=True, slots=True)
class Check:
    """What is known of a channel's tests: since when it is there, the last test, and since when they fail (`why`)."""

    since: datetime
    tested_at: datetime | None = None
    failed_since: datetime | None = None
    why: str = ""


def due(check: Check, now: datetime) -> bool:
    """A week after the last test, by day; an hour after one that failed."""
    last = check.tested_at or check.since
    wait = AGAIN if check.failed_since is not None else WEEKLY
    return now - last >= wait and FROM <= now.astimezone(SHANGHAI).time() < TO


def usual(spoken: Sequence[datetime]) -> timedelta | None:
    """The pause that is usual between two sends, oldest first; None while too few are known."""
    if len(spoken) < KNOWN:
        return None
    return timedelta(seconds=median((later - earlier).total_seconds() for earlier, later in pairwise(spoken)))


def silent(spoken: Sequence[datetime], owed: datetime | None, now: datetime) -> bool:
    """It used to speak, has not for far longer than usual, and something has been waiting for it all the while."""
    pause = usual(spoken)
    if pause is None or owed is None:
        return False
    limit = min(max(TIMES * pause, LEAST), MOST)
    return now - spoken[-1] > limit and now - owed > min(limit, LEAST)
