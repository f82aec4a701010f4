"""Hears the other hubs of a floor, so that desks at this one are nudged as soon as those at the one that numbered the news."""

from datetime import datetime

from ordertower_desktop.hub.store.dialect import Ear
from ordertower_desktop.hub.store.tower import Tower

PATIENCE_SECONDS = 0.5
"""For how long one round listens: so late it notices that the hub ends."""


class Hearing:
    """One hub's ear at the database."""

    def __init__(self) -> None:
        self._ear: Ear | None = None

    def tick(self, tower: Tower, now: datetime) -> int:
        """Listen for a while; returns 1 when somebody told of something newer."""
        del now
        self._ear = self._ear or Ear(tower.db.engine)
        head = self._ear.heard(PATIENCE_SECONDS)
        if head:
            tower.bell.ring(head)
        return int(bool(head))

    def close(self) -> None:
        if self._ear is not None:
            self._ear.close()
