"""The demo's time: set by hand while the morning is played, then running, as fast as asked."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class DemoClock:
    """`now()` is the demo's moment. Between `set` and `run` it stands."""

    def __init__(self, start: datetime, monotonic: Callable[[], float]) -> None:
        self._at, self._monotonic = start.astimezone(UTC), monotonic
        self._since: float | None = None
        self._pace = 1.0
        self._guard = threading.Lock()

    def now(self) -> datetime:
        with self._guard:
            if self._since is None:
                return self._at
            return self._at + timedelta(seconds=(self._monotonic() - self._since) * self._pace)

    def set(self, at: datetime) -> None:
        """Stand at a moment."""
        with self._guard:
            self._at, self._since = at.astimezone(UTC), None

    def run(self, pace: float) -> None:
        """Go on from here, `pace` times as fast as the world."""
        with self._guard:
            self._since, self._pace = self._monotonic(), pace
