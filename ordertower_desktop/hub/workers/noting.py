"""Stores what was called, in batches, and lets go of what is too old or too much (S8)."""

from datetime import datetime, timedelta

from ordertower_desktop.hub.store.tables import calls
from ordertower_desktop.hub.store.tower import Tower

BATCH = 5000
EVERY, TIDY_EVERY = timedelta(seconds=2), timedelta(minutes=1)


class Noting:
    """Remembers when it last stored and tidied up: a write wakes whoever calls outside, and must not follow each call of theirs."""

    def __init__(self) -> None:
        self._last: dict[str, datetime] = {}

    def tick(self, tower: Tower, now: datetime) -> int:
        """Returns how many calls were stored."""
        return self.store(tower, now) if self._due("store", now, EVERY) else 0

    def store(self, tower: Tower, now: datetime) -> int:
        """At once: the hub may be about to end."""
        made, tidy = tower.calls.take(BATCH), self._due("tidy", now, TIDY_EVERY)
        if not made and not tidy:
            return 0
        try:
            with tower.db.write() as conn:
                calls.keep(conn, made)
                if tidy:
                    calls.forget(conn, now)
        except Exception:
            for one in made:
                tower.calls.keep(one)
            raise
        self._last["store"] = now
        if tidy:
            self._last["tidy"] = now
        return len(made)

    def _due(self, what: str, now: datetime, every: timedelta) -> bool:
        return what not in self._last or not timedelta() <= now - self._last[what] < every
