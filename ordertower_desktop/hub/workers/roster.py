"""Looks whether a shift has begun or ended; people come and go by it within a second."""

from datetime import datetime

from ordertower_desktop.hub.store.judging import rostering
from ordertower_desktop.hub.store.tower import Tower


def tick(tower: Tower, now: datetime) -> int:
    """Returns of how many people the roster says something else than before."""
    with tower.db.read() as conn:
        if not rostering.turned(conn, tower.floors.current(conn), now):
            return 0
    with tower.db.write() as conn:
        return rostering.apply(conn, tower.floors.current(conn), now)
