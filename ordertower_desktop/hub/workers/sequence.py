"""Gives feed numbers to what writers left, and rings for the desks."""

from datetime import datetime
from pathlib import Path

from ordertower_desktop.hub.store.feed import epoch
from ordertower_desktop.hub.store.feed.changes import dirty, position
from ordertower_desktop.hub.store.feed.sequencer import sequence
from ordertower_desktop.hub.store.tower import Tower

MARKER = "feed.marker"


def tick(tower: Tower, now: datetime) -> int:
    """Everything that waits as the round begins, in transactions short enough not to keep writers waiting; returns how much left the queue.

    What is written meanwhile is for the next round: a round that ran after its writers would not end before they do.
    Rings for what other hubs have numbered, too.
    """
    with tower.db.read() as conn:
        waiting, (_, head) = dirty(conn), position(conn)
    tower.bell.ring(head)
    done = 0
    while done < waiting:
        with tower.db.write() as conn:
            left = sequence(conn, now=now)
            _, head = position(conn)
        tower.bell.ring(head)
        if not left:
            break
        done += left
    return done


def mark(tower: Tower, marker: Path) -> None:
    """Note beside the database how far the feed has come, so that a restored backup is recognised."""
    with tower.db.read() as conn:
        epoch.mark(marker, *position(conn))
