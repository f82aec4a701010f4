"""What the hub said, kept on this machine: disposable, and able to prove itself against the hub's digest."""

import contextlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ordertower_desktop.sync.files import Connect, Damaged, connect_cache, set_aside, thin_out, writing
from ordertower_desktop.sync.page import Delta, recount, sweep, take, totals
from ordertower_desktop.sync.peek import LAYOUT, first, layout
from ordertower_desktop.sync.seal import sound
from ordertower_desktop.wire.digest import spell
from ordertower_desktop.wire.rows import Change

_SCHEMA = """
CREATE TABLE rows (
    topic TEXT NOT NULL, key TEXT NOT NULL, n INTEGER NOT NULL, version INTEGER NOT NULL, life INTEGER NOT NULL,
    due INTEGER, body BLOB NOT NULL, crc INTEGER NOT NULL, PRIMARY KEY (topic, key));
CREATE INDEX rows_first ON rows (due) WHERE due IS NOT NULL;
CREATE TABLE place (id INTEGER PRIMARY KEY CHECK (id = 1), cursor INTEGER NOT NULL, epoch TEXT NOT NULL, life INTEGER NOT NULL,
    swept INTEGER NOT NULL);
CREATE TABLE sums (topic TEXT PRIMARY KEY, total TEXT NOT NULL);
CREATE TABLE known (name TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO place VALUES (1, 0, '', 1, 1);
"""


@dataclass(frozen=True, slots=True)
class Place:
    """How far this desk has read, in which life of the hub's feed.

    `life` counts this desk's own fresh starts; `swept` is 0 while rows of an earlier one may still be there, 2 while their bytes may.
    """

    cursor: int
    epoch: str
    life: int
    swept: int = 1


class Cache:
    """The hub's rows on this machine. Anything wrong with the file: it is set aside and begun anew; the hub has it all.

    Bound to the thread that made it.
    """

    def __init__(self, path: Path, quarantine: Path, *, connect: Connect = connect_cache) -> None:
        self._path, self._quarantine, self._connect = path, quarantine, connect
        self.rebuilt = ""
        try:
            self._db = self._open(path)
        except sqlite3.DatabaseError as error:
            self._db = self._anew(error)

    def _open(self, path: Path) -> sqlite3.Connection:
        db = self._connect(path)
        try:
            if layout(db) == 0 and db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0:
                self._lay(db)
            elif layout(db) != LAYOUT:
                raise Damaged("the cache has another layout")
            db.execute("SELECT cursor, epoch, life FROM place").fetchone()[0]
        except (sqlite3.Error, TypeError) as error:
            db.close()
            raise error if isinstance(error, sqlite3.DatabaseError) else Damaged(str(error)) from error
        return db

    @staticmethod
    def _lay(db: sqlite3.Connection) -> None:
        with writing(db):
            for statement in filter(str.strip, _SCHEMA.split(";")):
                db.execute(statement)
            db.execute(f"PRAGMA user_version={LAYOUT}")

    def _anew(self, error: sqlite3.Error) -> sqlite3.Connection:
        """A fresh file, or where none can be made, memory: the desk works on either."""
        self.rebuilt = str(error)
        for _ in range(2):
            with contextlib.suppress(sqlite3.Error, OSError):
                set_aside(self._path, self._quarantine)
                thin_out(self._quarantine, self._path.stem, keep=2)
                return self._open(self._path)
        memory = sqlite3.connect(":memory:", isolation_level=None)
        self._lay(memory)
        return memory

    def rebuild(self, error: sqlite3.Error) -> None:
        """Set the file aside and begin anew from nothing."""
        with contextlib.suppress(sqlite3.Error):
            self._db.close()
        self._db = self._anew(error)

    def close(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("PRAGMA optimize")
        self._db.close()

    # -- reading -------------------------------------------------------------------------------------------------

    def place(self) -> Place:
        found = self._db.execute("SELECT cursor, epoch, life, swept FROM place WHERE id = 1").fetchone()
        if found is None or [type(value) for value in found] != [int, str, int, int]:
            raise Damaged("the cache does not know its place")
        return Place(*found)

    def first_rows(self, limit: int) -> list[bytes]:
        """The bodies of the most urgent open cases, soonest deadline first."""
        return first(self._db, limit)

    def part(self, topic: str, after: str, *, limit: int) -> list[tuple[str, bytes]]:
        """(key, body) of the rows of a topic whose key comes after `after`; a negative limit is none."""
        query = "SELECT key, version, body, crc FROM rows WHERE topic = ? AND key > ? ORDER BY key LIMIT ?"
        found = self._db.execute(query, (topic, after, limit)).fetchall()
        return [(key, sound(topic, key, version=version, body=body, crc=crc)) for key, version, body, crc in found]

    def keys(self, topic: str) -> list[str]:
        return [key for (key,) in self._db.execute("SELECT key FROM rows WHERE topic = ?", (topic,)).fetchall()]

    def body(self, topic: str, key: str) -> bytes | None:
        found = self._db.execute("SELECT version, body, crc FROM rows WHERE topic = ? AND key = ?", (topic, key)).fetchone()
        return None if found is None else sound(topic, key, version=found[0], body=found[1], crc=found[2])

    def counts(self) -> dict[str, int]:
        return dict(self._db.execute("SELECT topic, count(*) FROM rows GROUP BY topic").fetchall())

    def known(self, name: str) -> str:
        """A small thing worth knowing before the hub answers, e.g. who this desk belongs to; empty if unknown."""
        found = self._db.execute("SELECT value FROM known WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def digests(self) -> dict[str, str]:
        """Topic -> digest as carried along with every page."""
        return {topic: spell(total) for topic, total in totals(self._db).items() if total}

    # -- writing: only what the hub answered ---------------------------------------------------------------------

    def absorb(self, changes: Sequence[Change], cursor: int, *, epoch: str, head: int) -> Delta:
        """Take a page: rows, sums and cursor in one transaction. At the head, what an earlier life left behind goes too."""
        with writing(self._db):
            place = self.place()
            delta = take(self._db, changes, place.life)
            if cursor >= head and not place.swept:
                sweep(self._db, place.life, delta)
                self._db.execute("UPDATE place SET swept = 2 WHERE id = 1")
            self._db.execute("UPDATE place SET cursor = ?, epoch = ? WHERE id = 1", (cursor, epoch))
        if cursor >= head and place.swept != 1:
            self._scrub()
        return delta

    def _scrub(self) -> None:
        """Leave no byte of an earlier life in the file: its rows may have shown what this login may see no more. Tried until it works."""
        with contextlib.suppress(sqlite3.OperationalError):
            self._db.execute("VACUUM")
            self._db.execute("UPDATE place SET swept = 1 WHERE id = 1")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def start_over(self, epoch: str = "") -> None:
        """Read the feed from its beginning. The rows stay on the screen until the new reading has reached the head."""
        with writing(self._db):
            self._db.execute("UPDATE place SET cursor = 0, epoch = ?, life = life + 1, swept = 0 WHERE id = 1", (epoch,))
            self._db.execute("DELETE FROM sums")

    def learn(self, name: str, value: str) -> None:
        if self.known(name) != value:
            with writing(self._db):
                self._db.execute("INSERT INTO known VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, value))

    def proven(self, digest: dict[str, str]) -> bool:
        """True if what is held agrees with the hub's digest; only at the head does the question make sense."""
        zero = spell(0)
        mine = self.digests()
        return all(mine.get(topic, zero) == digest.get(topic, zero) for topic in mine.keys() | digest.keys())

    def recount(self) -> None:
        """Count the sums again from the rows themselves, in a file whose indexes find all of them; raises `Damaged` otherwise."""
        if self._db.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            raise Damaged("the cache fails its integrity check")
        with writing(self._db):
            recount(self._db, self.place().life)
