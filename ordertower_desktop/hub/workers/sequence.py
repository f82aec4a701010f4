"""Gives feed numbers to what writers left, and rings for the desks."""

from datetime import datetime
from pathlib import Path

from ordertower_desktop.hub.store.feed import epoch
from ordertower_desktop.hub.store.feed.changes import dirty, position
from ordertower_desktop.hub.store.feed.sequencer import sequence
from ordertower_desktop.hub.store.tower import Tower

MARKER = "feed.marker"


def tick(tower: Tower, now: datetime) -> int:
    """Everything that waits, in transactions short enough not to keep writers waiting; returns how much left the queue.

    Rings for what other hubs have numbered, too.
    """
    done = 0
    while True:
        with tower.db.read() as conn:
            waiting, (_, head) = dirty(conn), position(conn)
        tower.bell.ring(head)
        if not waiting:
            return done
        with tower.db.write() as conn:
            done += sequence(conn, now=now)


def mark(tower: Tower, marker: Path) -> None:
    """Note beside the database how far the feed has come, so that a restored backup is recognised."""
    with tower.db.read() as conn:
        epoch.mark(marker, *position(conn))
