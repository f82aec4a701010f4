"""Duties that one hub of a floor does for all: the others look on, ready to take over."""

import threading
from collections.abc import Callable
from datetime import datetime

from ordertower_desktop.hub.store.tables import leases
from ordertower_desktop.hub.store.tower import Tower

Tick = Callable[[Tower, datetime], int]


class Lease:
    """A duty's lease, renewed long before it runs out, so that a hub that is well keeps it.

    Its length (`hub.lease`) is for how long a hub that died keeps the others from taking over.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._guard = threading.Lock()
        self._renew_at: datetime | None = None

    def held(self, tower: Tower, now: datetime) -> bool:
        """True while this hub is the one; asks the database only where others stand on it and there is something to renew or to take."""
        if tower.alone:
            return True
        with self._guard:
            if self._renew_at is not None and now < self._renew_at:
                return True
            self._renew_at = None
            with tower.db.read() as conn:
                if not leases.free(conn, self._name, tower.id, now=now):
                    return False
            life = tower.settings.lease * tower.pace
            with tower.db.write() as conn:
                ours = leases.claim(conn, self._name, tower.id, now=now, until=now + life)
            self._renew_at = now + life / 3 if ours else None
            return bool(ours)


def alone(lease: Lease, tick: Tick) -> Tick:
    """The duty, done only while this hub holds the lease; several duties may hang on one."""
    return lambda tower, now: tick(tower, now) if lease.held(tower, now) else 0
