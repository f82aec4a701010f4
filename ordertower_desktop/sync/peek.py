"""The rows of the first paint, read from the cache on a thread of their own while the glass is being made; nothing heavy is loaded."""

import contextlib
import sqlite3
import threading
from pathlib import Path

import msgspec

from ordertower_desktop.sync.files import look_into
from ordertower_desktop.sync.seal import sound
from ordertower_desktop.wire.rows import PoolRow

LAYOUT = 1
"""The cache's layout that this program reads and writes (`user_version`)."""
_FIRST = "SELECT key, version, body, crc FROM rows WHERE due IS NOT NULL ORDER BY due LIMIT ?"


class Peek:
    """Reads at once; `rows` waits for them: the most urgent open cases as they were last known, soonest deadline first."""

    def __init__(self, cache: Path, limit: int) -> None:
        self._found: list[PoolRow] = []
        self._thread = threading.Thread(target=self._look, args=(cache, limit), name="peek", daemon=True)
        self._thread.start()

    def rows(self) -> list[PoolRow]:
        self._thread.join()
        return self._found

    def _look(self, cache: Path, limit: int) -> None:
        with contextlib.suppress(msgspec.DecodeError):  # the desk mends its cache when it opens it
            self._found = [msgspec.json.decode(body, type=PoolRow) for body in peek(cache, limit)]


def peek(path: Path, limit: int) -> list[bytes]:
    """The bodies of the most urgent open cases. Reads only; whatever is wrong with the file, it answers []."""
    if not path.exists():
        return []
    with contextlib.suppress(sqlite3.Error), contextlib.closing(look_into(path)) as db:
        return first(db, limit) if layout(db) == LAYOUT else []
    return []


def first(db: sqlite3.Connection, limit: int) -> list[bytes]:
    """The bodies of the most urgent open cases; raises `Damaged`."""
    return [sound("case", key, version=version, body=body, crc=crc) for key, version, body, crc in db.execute(_FIRST, (limit,)).fetchall()]


def layout(db: sqlite3.Connection) -> int:
    found: int = db.execute("PRAGMA user_version").fetchone()[0]
    return found
