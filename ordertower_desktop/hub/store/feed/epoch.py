"""The life of a feed: a new one begins when the database turns out to be a copy or a backup, so that desks start over."""

import os
import secrets
from pathlib import Path

import msgspec
from sqlalchemy import Connection, insert, select, update

from ordertower_desktop.hub.store import dialect
from ordertower_desktop.hub.store.feed.tables import state


class Marker(msgspec.Struct, frozen=True):
    """What stands beside the database: how far this feed had come when it last looked."""

    epoch: str
    head: int


def begin(conn: Connection, marker: Path | None) -> str:
    """The epoch to serve under: the old one only if the database is at least as far as the marker beside it says."""
    row = conn.execute(select(state)).one_or_none()
    if row is None:
        epoch = secrets.token_hex(8)
        conn.execute(insert(state).values(id=1, epoch=epoch, head=0, floor=0))
        return epoch
    if marker is None or row.head == 0:
        return str(row.epoch)
    seen = _read(marker)
    if seen is None and dialect.shared(conn):
        return str(row.epoch)  # a hub that joins others; on SQLite a file without its marker has been carried here
    if seen is not None and seen.epoch == row.epoch and seen.head <= row.head:
        return str(row.epoch)
    epoch = secrets.token_hex(8)
    conn.execute(update(state).values(epoch=epoch))
    return epoch


def mark(marker: Path, epoch: str, head: int) -> None:
    """Note how far the feed has come; replaced as a whole."""
    part = marker.with_suffix(".part")
    part.write_bytes(msgspec.json.encode(Marker(epoch, head)))
    os.replace(part, marker)


def _read(marker: Path) -> Marker | None:
    try:
        return msgspec.json.decode(marker.read_bytes(), type=Marker)
    except (OSError, msgspec.DecodeError):
        return None
