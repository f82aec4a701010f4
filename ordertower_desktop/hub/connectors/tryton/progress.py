"""How far a Tryton has been read: the content of its cursor."""

import zlib
from datetime import datetime
from enum import StrEnum

import msgspec

MOST_OPEN = 20_000


class Turn(StrEnum):
    """What the next pull does."""

    CHANGED = "changed"
    SWEEP = "sweep"
    LEFT = "left"


class Progress(msgspec.Struct, frozen=True, omit_defaults=True):
    """`told`: everything changed before it has been told; `until` is what that becomes when the round that `after` stands in ends.

    `swept`: when everything open was last read, `open` what it was then, `seen` what the sweep under way has met so far; `left` are
    sales that are open no more and have not been read since. All are the numbers of Tryton's own rows.
    """

    told: datetime | None = None
    until: datetime | None = None
    after: int = 0
    turn: Turn = Turn.CHANGED
    swept: datetime | None = None
    open: tuple[int, ...] = ()
    seen: tuple[int, ...] = ()
    left: tuple[int, ...] = ()

    def written(self) -> bytes:
        return zlib.compress(msgspec.json.encode(self))


def progress(cursor: bytes) -> Progress:
    """What the cursor says; one that is not ours begins anew."""
    try:
        return msgspec.json.decode(zlib.decompress(cursor), type=Progress)
    except (zlib.error, msgspec.DecodeError):
        return Progress()
