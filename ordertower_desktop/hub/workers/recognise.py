"""Finds whose new orders are and what could leave together; once a day it forgets whoever was silent for years."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, exists, or_, select

from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.hub.store.judging.recognising import cutoff, purge, recognise, suggest
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.tables import faces, merges
from ordertower_desktop.hub.store.tower import Tower

BATCH, MOST_FORGOTTEN = 200, 5_000


@dataclass(slots=True)
class Recognising:
    """Knows on which day it has forgotten last."""

    swept: date | None = None

    def tick(self, tower: Tower, now: datetime) -> int:
        """One batch; an idle round is one look at three indexes."""
        today = now.astimezone(SHANGHAI).date()
        with tower.db.read() as conn:
            if not waiting(conn, now) and self.swept == today:
                return 0
            merging = tower.floors.current(conn).merging
            forget = self.swept != today and bool(faces.old(conn, cutoff(merging, now), limit=1))
        if not forget:
            self.swept = today
        with tower.db.write() as conn:
            done = recognise(conn, now, limit=BATCH)
            done += suggest(conn, merging, now, limit=BATCH) if done < BATCH else 0
            done += merges.over(conn, now)
            return done + (purge(conn, merging, now, limit=MOST_FORGOTTEN) if forget else 0)


def waiting(conn: Connection, now: datetime) -> bool:
    """True where anything is to be done but to forget."""
    over = (merges.merges.c.state.in_((merges.OPEN, merges.BLOCKED)), merges.merges.c.until <= micros(now))
    new = exists().where(faces.faces.c.customer == "")
    moved = exists().where(faces.placed.c.moved == 1)
    return bool(conn.execute(select(or_(new, moved, exists().where(*over)))).scalar())
