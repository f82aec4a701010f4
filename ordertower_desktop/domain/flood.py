"""A person under more alarms than anybody can read one by one: when that begins, and when it is over again."""

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=10)
ON, OFF = 10, 5
"""More than `ON` in a window begin it, fewer than `OFF` end it: in between it stays as it is."""


def begins(count: int, *, already: bool) -> bool:
    """Whether so many in one window are a flood, where it was one already or not."""
    return count > ON or (already and count >= OFF)


def flooded(times: Iterable[datetime], now: datetime) -> bool:
    """Whether it is one at `now`, from the times of the alarms alone: who begins anew finds what stood before."""
    window: deque[datetime] = deque()
    on = False
    for at in sorted(times):
        on = begins(_left(window, at), already=on)
        window.append(at)
        on = begins(len(window), already=on)
    return begins(_left(window, now), already=on)


def _left(window: deque[datetime], now: datetime) -> int:
    while window and now - window[0] >= WINDOW:
        window.popleft()
    return len(window)
