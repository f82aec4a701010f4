"""What can still be read from a damaged outbox: first row by row, then whole records anywhere among its bytes."""

import contextlib
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from ordertower_desktop.sync.files import look_into
from ordertower_desktop.sync.frame import Entry, found_in, proof

SETTLED = "settled"
MOST = 200_000


@dataclass(frozen=True, slots=True)
class Salvaged:
    """`entries` go out again (the hub knows what it has done); `file` is kept for whoever wants to look."""

    file: Path
    entries: list[Entry] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        return f"发件箱文件损坏，已读回 {len(self.entries)} 条操作并将重新发送；原文件留在 {self.file.name}，请告知管理员"


def salvage(place: Path) -> Salvaged:
    """Entries in the order they were made; what is known to be settled is left out."""
    over = _settled(place)
    raw = b"".join(part.read_bytes() for part in (place, Path(f"{place}-wal")) if part.exists())
    entries = [entry for entry in found_in(raw) if entry.id not in over]
    return Salvaged(place, sorted(entries, key=lambda entry: entry.made_at))


def unread(quarantine: Path) -> list[Path]:
    """Outboxes set aside whose records have not been brought back yet: a crash may fall between the two."""
    names = {quarantine / found.name.removesuffix("-wal") for found in quarantine.glob("outbox-*.db*") if found.suffix != ".read"}
    return sorted(place for place in names if place.suffix == ".db" and not _mark(place).exists())


def mark_read(place: Path) -> None:
    _mark(place).touch()


def _mark(place: Path) -> Path:
    return place.with_suffix(".read")


def _settled(place: Path) -> set[str]:
    """Ids that are proven to be over, as far as the file can be read; opened read-only, so that it stays as it was found."""
    over: set[str] = set()
    with contextlib.suppress(sqlite3.Error, TypeError, ValueError), contextlib.closing(look_into(place)) as db:
        last = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").fetchone()
        for seq in range(1, min(int(last[0]), MOST) + 1 if last else 1):
            with contextlib.suppress(sqlite3.Error, TypeError):
                found = db.execute("SELECT id, proof, result FROM outbox WHERE seq = ? AND state = ?", (seq, SETTLED)).fetchone()
                if found is not None and found[1] == proof(str(found[0]), SETTLED, bytes(found[2] or b"")):
                    over.add(str(found[0]))
    return over
