"""Looks again at the orders whose time has come; nothing else is loaded."""

from datetime import datetime

from ordertower_desktop.hub.store.judging.falling_due import judge_due
from ordertower_desktop.hub.store.tables import orders
from ordertower_desktop.hub.store.tower import Tower

BATCH = 500
MOST_BATCHES = 20


def tick(tower: Tower, now: datetime) -> int:
    """Judge what is due, in batches of one transaction each; returns how many orders."""
    done = 0
    for _ in range(MOST_BATCHES):
        with tower.db.read() as conn:
            if not orders.due(conn, now, limit=1):
                break
        with tower.db.write() as conn:
            part = judge_due(conn, now, floor=tower.floors.current(conn), limit=BATCH)
        done += part
        if part < BATCH:
            break
    return done
