"""How often customers may ask: so often a minute from one address, and only a few wrong guesses an hour at one order."""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

GUESSES = 5
GUESSING = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
MOST = 20_000


class Turns:
    """So many in a span, counted from the first; whoever counts is told before anything is looked up. It forgets the oldest."""

    def __init__(self, most: int, span: timedelta) -> None:
        self._most, self._span = most, span
        self._taken: OrderedDict[str, tuple[datetime, int]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str, now: datetime) -> bool:
        """Whether there was one left."""
        with self._lock:
            since, taken = self._taken.get(key, (now, 0))
            if not since <= now < since + self._span:
                since, taken = now, 0
            if taken >= self._most:
                return False
            self._taken[key] = since, taken + 1
            self._taken.move_to_end(key)
            if len(self._taken) > MOST:
                self._taken.popitem(last=False)
            return True

    def give_back(self, key: str) -> None:
        """It was no guess."""
        with self._lock:
            since, taken = self._taken.get(key, (None, 0))
            if since is not None and taken:
                self._taken[key] = since, taken - 1
