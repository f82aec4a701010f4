"""Where the desk's files lie, how they are opened, and what happens to a damaged one."""

import contextlib
import itertools
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Connect = Callable[[Path], sqlite3.Connection]

_PASSING = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT})
_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})
_TAILS = ("", "-wal", "-shm")


class Damaged(sqlite3.DatabaseError):
    """A row whose checksum does not agree with its content."""


class Honest(sqlite3.Connection):
    """A connection whose every failure is an `sqlite3.Error`.

    Where SQLite's message quotes a damaged name, it is no text, and Python trips over it.
    """

    def execute(self, *words: Any) -> sqlite3.Cursor:
        try:
            return super().execute(*words)
        except UnicodeDecodeError as error:
            raise Damaged("a name in the file is damaged") from error

    def executemany(self, *words: Any) -> sqlite3.Cursor:
        try:
            return super().executemany(*words)
        except UnicodeDecodeError as error:
            raise Damaged("a name in the file is damaged") from error


def look_into(path: Path) -> sqlite3.Connection:
    """Read-only, so that the file stays as it was found."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, factory=Honest)


@dataclass(frozen=True, slots=True)
class Files:
    """The desk's folder. `outbox` is the only truth of what its people did; everything else can be made again."""

    folder: Path

    @property
    def outbox(self) -> Path:
        return self.folder / "outbox.db"

    @property
    def cache(self) -> Path:
        return self.folder / "cache.db"

    @property
    def quarantine(self) -> Path:
        return self.folder / "quarantine"

    @property
    def notifications(self) -> Path:
        return self.folder / "notifications.jsonl"

    @property
    def lock(self) -> Path:
        return self.folder / "desk.lock"

    @property
    def summons(self) -> Path:
        return self.folder / "raise"

    def made(self) -> "Files":
        """The same, with the folder there; readable by its owner only."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self


def connect_cache(path: Path) -> sqlite3.Connection:
    """WAL and NORMAL: a power cut may take the last moments, the hub gives them again."""
    return _connect(path, synchronous="NORMAL", page_size=8192)


def connect_outbox(path: Path) -> sqlite3.Connection:
    """WAL and FULL: committed means on the disk. Large pages keep each record in one piece, so that it can be found again."""
    db = _connect(path, synchronous="FULL", page_size=16384)
    db.text_factory = _whatever_text  # a flipped type makes a text of a record: let its checksum tell, not the decoder
    return db


def _whatever_text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _connect(path: Path, *, synchronous: str, page_size: int) -> sqlite3.Connection:
    # One connection checkpoints each file, and it stays on its thread: SQLite before 3.51.3 can corrupt a WAL that two reset at once.
    db = sqlite3.connect(path, timeout=5, isolation_level=None, factory=Honest)
    try:
        db.execute(f"PRAGMA page_size={page_size}")
        db.execute("PRAGMA journal_mode=WAL")
        db.execute(f"PRAGMA synchronous={synchronous}")
        db.execute("PRAGMA secure_delete=ON" if synchronous == "FULL" else "PRAGMA secure_delete=OFF")
        db.execute("PRAGMA journal_size_limit=16777216")
        db.execute("PRAGMA trusted_schema=OFF")
    except sqlite3.Error:
        db.close()
        raise
    return db


@contextlib.contextmanager
def writing(db: sqlite3.Connection) -> Iterator[None]:
    """One write transaction. IMMEDIATE, because a deferred one fails at its first write without waiting its turn."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                db.execute("ROLLBACK")
        raise


def passing(error: sqlite3.Error) -> bool:
    """True for what waiting or room on the disk mends."""
    return _code(error) in _PASSING


def broken(error: sqlite3.Error) -> bool:
    """True only when the file itself is known to be damaged; a full disk or a refused permission is not that."""
    return isinstance(error, Damaged) or _code(error) in _BROKEN


def _code(error: sqlite3.Error) -> int:
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def set_aside(path: Path, quarantine: Path) -> Path:
    """Move a damaged database with its companions into quarantine; returns its new place."""
    quarantine.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = _free(path, quarantine)
    for tail in _TAILS:
        with contextlib.suppress(FileNotFoundError):
            os.replace(f"{path}{tail}", f"{place}{tail}")
    return place


def _free(path: Path, quarantine: Path) -> Path:
    places = (quarantine / f"{path.stem}-{i}{path.suffix}" for i in itertools.count(1))
    return next(p for p in places if not any(Path(f"{p}{tail}").exists() for tail in _TAILS))


def thin_out(quarantine: Path, stem: str, *, keep: int) -> None:
    """Forget all but the newest `keep` quarantined files of a disposable kind."""
    old = sorted(quarantine.glob(f"{stem}-*.db"), key=lambda p: p.stat().st_mtime_ns)
    for path in old[:-keep]:
        for tail in _TAILS:
            Path(f"{path}{tail}").unlink(missing_ok=True)
