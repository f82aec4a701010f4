"""How far one source has been read: the content of its cursor, which the hub stores with the rows and nobody else reads."""

import zlib
from datetime import datetime

import msgspec

MOST_OPEN = 20_000


class Progress(msgspec.Struct, frozen=True, omit_defaults=True):
    """`told`: everything changed before it has been told; `behind`: that was long past when it was asked for.

    `swept`: when everything open was last read, and `open` what it was then; `left` are orders that are open no more and have not been
    read since. `turn` is what the next pull does.
    """

    told: datetime | None = None
    behind: bool = False
    swept: datetime | None = None
    open: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    turn: str = "window"

    def written(self) -> bytes:
        return zlib.compress(msgspec.json.encode(self))


def progress(cursor: bytes) -> Progress:
    """What the cursor says; one that is not ours (another connector had this id before) begins anew."""
    try:
        return msgspec.json.decode(zlib.decompress(cursor), type=Progress)
    except (zlib.error, msgspec.DecodeError):
        return Progress()
