"""Watches the watch: has every open clock a timer, is every step of a chain on time, do the others still go round?"""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.light import WORKERS, Light, Sight, light
from ordertower_desktop.domain.step import State, pass_time
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging.rows import source_row
from ordertower_desktop.hub.store.tables import auditing, cases, orders, sources
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.wire.light import LightRow

A_LOOK = 60
"""So many open orders are reckoned anew at each look: all of them within a minute or two, at hardly any cost."""
RENEW = timedelta(seconds=4)
"""A light that says nothing new is still told this often: its age proves that somebody is looking."""
GRACE = timedelta(seconds=2)
"""A timer that fell due just now is being seen to."""
GRAVE = ("silent", "refused")


class Audit:
    """Remembers how far it came with the open orders, and what it told last."""

    def __init__(self) -> None:
        self._after = ""
        self._told: LightRow | None = None

    def tick(self, tower: Tower, now: datetime) -> int:
        """One look; returns 1 when the light was told. Orders without a timer get one at once, and are told of."""
        with tower.db.read() as conn:
            unset = self._unset(conn, tower.floors.current(conn), now, grace=GRACE * tower.pace)
            found = self._sight(conn, tower, now, unset=len(unset))
            watched = auditing.open_count(conn)
        if unset:
            with tower.db.write() as conn:
                orders.wake(conn, unset, now)
        row = self._row(light(found), now, watched, pace=tower.pace)
        if self._told is not None and not _news(self._told, row) and now - self._told.at < RENEW * tower.pace:
            return 0
        with tower.db.write() as conn:
            put(conn, [Document("light", "light", row)])
        self._told = row
        return 1

    def _row(self, made: Light, now: datetime, watched: int, *, pace: float) -> LightRow:
        before = self._told
        since = before.since if before is not None and before.hue == made.hue else now
        return LightRow(now, made.hue, list(made.says), watched, since, pace)

    def _sight(self, conn: Connection, tower: Tower, now: datetime, *, unset: int) -> Sight:
        pace, grace = tower.pace, GRACE * tower.pace
        unjudged, first = auditing.unjudged(conn, now - grace)
        untold, earliest = auditing.untold(conn, now - grace)
        bulk = timedelta(seconds=30) if tower.bulk.going else timedelta()
        rounds = {name: max(timedelta(), (now - at) / pace - bulk) for name, at in dict(tower.lag).items() if name in WORKERS}
        known = [source_row(source, now) for source in sources.every(conn)]
        stale = tuple(row.name for row in known if row.state in GRAVE)
        late, told_late = ((now - at) / pace if at else timedelta() for at in (first, earliest))
        return Sight(unjudged, late, unset, untold, told_late, rounds, stale)

    def _unset(self, conn: Connection, floor: Floor, now: datetime, *, grace: timedelta) -> list[str]:
        """Of the next open orders those that nobody would look at in time: their stored timer is later than what they wait for."""
        timers = auditing.timers(conn, self._after, limit=A_LOOK)
        self._after = max(timers, default="") if len(timers) == A_LOOK else ""
        had = cases.latest(conn, timers)
        wrong = []
        for key, order in orders.load(conn, timers).items():
            wanted = pass_time(State(order, had.get(key)), now, floor=floor)[0].next_at
            timer = timers[key]
            if wanted is not None and (timer is None or timer > max(wanted, now) + grace):
                wrong.append(key)
        return wrong


def _news(told: LightRow, row: LightRow) -> bool:
    return (told.hue, told.says, told.watched) != (row.hue, row.says, row.watched)
