"""The first day of a floor: default rules, chains, calendars, and somebody to answer for cases."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from ordertower_desktop.domain.people import Person, Role
from ordertower_desktop.hub.store.feed import changes, epoch, past
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging import onechain, postbook
from ordertower_desktop.hub.store.judging.floors import seed
from ordertower_desktop.hub.store.judging.rows import person_row
from ordertower_desktop.hub.store.tables import audit, people

LOCAL = Person("local", "本机", Role.SUPERVISOR, post="supervisor")
"""Who works at a desk that nobody has set up yet."""


def found(conn: Connection, *, now: datetime, marker: Path | None) -> str:
    """Open the feed's life, put defaults in force where there are none; returns the epoch."""
    life = epoch.begin(conn, marker)
    past.begin(conn, now=now)
    seeded = seed(conn, now=now)
    if people.count(conn) == 0:
        people.put(conn, [LOCAL])
        put(conn, [Document("person", LOCAL.id, person_row(LOCAL))])
    if not changes.holds(conn, "policy"):
        onechain.show(conn)
    if not changes.holds(conn, "post"):
        postbook.show(conn)
    if seeded:
        audit.append(conn, audit.Record(now, "", "seeded", "floor", "、".join(seeded)))
    return life
