"""A record that proves itself: it carries its own checksum and can be found again in a damaged file."""

import hashlib
from collections.abc import Iterator

import msgspec

from ordertower_desktop.sync.files import Damaged

MAGIC = b"\x89OTW1\r\n"
_SUM = 16
_SIZE = 4
_HEAD = len(MAGIC) + _SUM + _SIZE
MAX_BODY = 12_000
"""Larger records would not stay within one page of the outbox; no honest action is as long."""


class Entry(msgspec.Struct, frozen=True):
    """One thing that a person did on this desk: who, for which hub, when, and the action's bytes."""

    id: str
    actor: str
    hub: str
    made_at: str
    body: bytes


def pack(entry: Entry) -> bytes:
    body = msgspec.msgpack.encode(entry)
    return MAGIC + hashlib.blake2b(body, digest_size=_SUM).digest() + len(body).to_bytes(_SIZE, "big") + body


def proof(id_: str, state: str, result: bytes = b"") -> bytes:
    """What stands beside a state, so that a flipped bit cannot turn a waiting action into a settled one."""
    return hashlib.blake2b(f"{id_}\0{state}\0".encode("utf-8", "surrogatepass") + result, digest_size=8).digest()


def unpack(frame: object) -> Entry:
    """The entry in `frame`; raises `Damaged` if a single bit differs from what was written."""
    if not isinstance(frame, bytes):
        raise Damaged("a record is no record")
    entry, end = _read(frame, 0)
    if end != len(frame):
        raise Damaged("a record has the wrong length")
    return entry


def found_in(raw: bytes) -> Iterator[Entry]:
    """Every whole record anywhere in `raw`, each id once, in the order of the bytes."""
    seen: set[str] = set()
    at = raw.find(MAGIC)
    while at >= 0:
        try:
            entry, _ = _read(raw, at)
        except Damaged:
            pass
        else:
            if entry.id not in seen:
                seen.add(entry.id)
                yield entry
        at = raw.find(MAGIC, at + 1)


def _read(raw: bytes, at: int) -> tuple[Entry, int]:
    start = at + _HEAD
    size = int.from_bytes(raw[start - _SIZE : start], "big")
    body = raw[start : start + size]
    told = raw[at + len(MAGIC) : at + len(MAGIC) + _SUM]
    if raw[at : at + len(MAGIC)] != MAGIC or len(body) != size or hashlib.blake2b(body, digest_size=_SUM).digest() != told:
        raise Damaged("a record does not agree with its checksum")
    try:
        return msgspec.msgpack.decode(body, type=Entry), start + size
    except msgspec.DecodeError as error:
        raise Damaged("a record cannot be read") from error
