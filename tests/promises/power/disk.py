"""A disk whose power is cut: what was synced stays, of everything else any sector may have come through or not."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

SECTOR = 512
HEAD = struct.Struct("<cHqq")
ACKS = "acks"
"""The file in which a writer says what it has been told is safe; it is no part of the disk."""


@dataclass(frozen=True, slots=True)
class Op:
    """One thing that was done to a file: `w` write, `a` append (to the acks), `t` truncate, `s` sync, `u` unlink."""

    kind: str
    path: str
    at: int
    data: bytes


def read(journal: Path, folder: Path) -> Iterator[Op]:
    """The journal in the order of writing; paths are told from the folder."""
    raw, place = journal.read_bytes(), 0
    while place < len(raw):
        kind, long, at, length = HEAD.unpack_from(raw, place)
        place += HEAD.size
        path = raw[place : place + long].decode()
        place += long
        size = length if kind in b"wa" else 0
        yield Op(kind.decode(), str(Path(path).relative_to(folder)), at, raw[place : place + size])
        place += size


@dataclass(slots=True)
class File:
    """What is durable, and what was done since the last sync."""

    safe: bytearray = field(default_factory=bytearray)
    loose: list[Op] = field(default_factory=list)

    def sync(self) -> None:
        for op in self.loose:
            _apply(self.safe, op)
        self.loose.clear()

    def after_cut(self, dice: Random) -> bytes:
        """The durable part, and of the rest sector by sector what chance lets through."""
        left, luck = bytearray(self.safe), dice.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        for op in self.loose:
            if op.kind == "t":
                if dice.random() < luck:
                    _apply(left, op)
                continue
            for start, end in _sectors(op):
                if dice.random() < luck:
                    _apply(left, Op("w", op.path, op.at + start, op.data[start:end]))
        return bytes(left)


class Disk:
    """Everything that a writer did, played again up to any moment."""

    def __init__(self) -> None:
        self.files: dict[str, File] = {}
        self.acked: list[str] = []

    def play(self, op: Op) -> None:
        if op.path == ACKS:
            self.acked += op.data.decode().split()
        elif op.kind == "u":
            self.files.pop(op.path, None)
        elif op.kind == "s":
            self.files.setdefault(op.path, File()).sync()
        else:
            self.files.setdefault(op.path, File()).loose.append(op)

    def cut(self, into: Path, dice: Random) -> None:
        """Lay out what is left. The shared memory of the write-ahead log goes with the power."""
        for name, file in self.files.items():
            if not name.endswith("-shm"):
                path = into / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.after_cut(dice))


def _apply(to: bytearray, op: Op) -> None:
    if op.kind == "t":
        del to[op.at :]
        to.extend(bytes(op.at - len(to)))
        return
    to.extend(bytes(max(0, op.at - len(to))))
    to[op.at : op.at + len(op.data)] = op.data


def _sectors(op: Op) -> Iterator[tuple[int, int]]:
    """Where a write is cut into the sectors of the disk, counted from its own beginning."""
    start = 0
    while start < len(op.data):
        end = min(len(op.data), start + SECTOR - (op.at + start) % SECTOR)
        yield start, end
        start = end
