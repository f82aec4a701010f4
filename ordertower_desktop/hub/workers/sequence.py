"""Gives feed numbers to what writers left, and rings for the desks."""

from datetime import datetime
from pathlib import Path

from ordertower_desktop.hub.store.feed import epoch
from ordertower_desktop.hub.store.feed.changes import dirty, position
from ordertower_desktop.hub.store.feed.sequencer import sequence
from ordertower_desktop.hub.store.tower import Tower

MARKER = "feed.marker"


def tick(tower: Tower, now: datetime) -> int:
    """Everything that waits, in transactions short enough not to keep writers waiting; returns how much left the queue."""
    del now
    done = 0
    while True:
        with tower.db.read() as conn:
            if not dirty(conn):
                break
        with tower.db.write() as conn:
            part = sequence(conn)
        done += part
        if not part:
            break
        tower.bell.ring()
    return done


def mark(tower: Tower, marker: Path) -> None:
    """Note beside the database how far the feed has come, so that a restored backup is recognised."""
    with tower.db.read() as conn:
        epoch.mark(marker, *position(conn))
