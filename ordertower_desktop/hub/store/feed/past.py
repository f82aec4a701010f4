"""The feed's memory: what desks were told and when, so that what they held at a past moment can be put together again."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Index, Integer, LargeBinary, Table, delete, func, select, tuple_
from zstandard import ZstdCompressor, ZstdDecompressor

from ordertower_desktop.hub.store.dialect import put_rows
from ordertower_desktop.hub.store.feed.changes import position
from ordertower_desktop.hub.store.feed.tables import documents
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.wire.codec import encode

KEPT = ("case", "source", "level", "person", "risk")
"""Topics of which the past is kept; boards have a log of their own, and notices are one person's."""
LEAST = 2000
"""A frame is not worth while for fewer changes than this."""
A_PART = 5000

log = Table(
    "feed_log",
    metadata,
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("things", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""Part 0: what got its numbers at once, packed together, under the last of these numbers. Parts from 1 on are a frame:
everything that desks held when the feed stood at `n`."""
Index("feed_log_at", log.c.at)
CHANGES, FRAME = 0, 1
Row = tuple[int, int, int, int, bytes]


class Told(msgspec.Struct, frozen=True, array_like=True):
    """A thing as desks were told of it."""

    topic: str
    key: str
    body: msgspec.Raw
    gone: bool = False


_many = msgspec.json.Decoder(list[Told])


def remember(conn: Connection, things: Iterable[Any], *, n: int, now: datetime) -> None:
    """Keep what was just numbered up to `n`. Times never run back along the numbers, whatever a clock does."""
    told = [Told(one.topic, one.key, msgspec.Raw(one.body), one.gone) for one in things if one.topic in KEPT]
    if told:
        last = conn.execute(select(func.max(log.c.at))).scalar() or 0
        put_rows(conn, log, [_row(told, n=n, part=CHANGES, at=max(micros(now), last))])


def frame(conn: Connection) -> list[Row]:
    """Everything that desks hold, once as much has changed as that is: so reading the past costs at most twice the present.

    Nothing, while that is not so. To be read in one snapshot and kept by `keep`: packing a large floor would hold writers up.
    """
    last = conn.execute(select(func.max(log.c.n)).where(log.c.part >= FRAME)).scalar()
    if last is None:
        return []
    held = conn.execute(select(func.sum(log.c.things)).where(log.c.n == last, log.c.part >= FRAME)).scalar_one()
    since = select(func.coalesce(func.sum(log.c.things), 0), func.max(log.c.at)).where(log.c.part == CHANGES, log.c.n > last)
    changed, at = conn.execute(since).one()
    return list(_frame(conn, at)) if changed >= max(LEAST, held) else []


def keep(conn: Connection, rows: Sequence[Row]) -> None:
    """Store a frame, all of it or nothing."""
    put_rows(conn, log, rows)


def held_at(conn: Connection, at: datetime, topics: Sequence[str] = KEPT) -> Iterator[Told] | None:
    """What desks held at `at`; None where that is before all memory."""
    by_then = select(log).where(log.c.at <= micros(at))
    base = conn.execute(by_then.where(log.c.part >= FRAME).order_by(log.c.n.desc()).limit(1)).one_or_none()
    if base is None:
        return None
    frame_ = select(log).where(log.c.n == base.n, log.c.part >= FRAME)
    changes = by_then.where(log.c.part == CHANGES, log.c.n > base.n).order_by(log.c.n)
    held: dict[tuple[str, str], Told] = {}
    for query in (frame_, changes):
        for row in conn.execute(query):
            held.update(((one.topic, one.key), one) for one in _unpacked(row.body) if one.topic in topics)
    return (one for one in held.values() if not one.gone)


def begin(conn: Connection, *, now: datetime) -> None:
    """What the memory stands on, where there is none yet: what desks hold is taken as known from now on."""
    if conn.execute(select(log.c.n).limit(1)).first() is None:
        keep(conn, list(_frame(conn, micros(now))))


def forget(conn: Connection, before: datetime) -> int:
    """Leave out what is older, but for the frame that the oldest moment kept stands on."""
    base = conn.execute(select(func.max(log.c.n)).where(log.c.part >= FRAME, log.c.at <= micros(before))).scalar()
    return conn.execute(delete(log).where(log.c.n < base)).rowcount if base is not None else 0


def _frame(conn: Connection, at: int) -> Iterator[Row]:
    """A part at a time, so that a large floor is never in memory whole; an empty floor is a frame too."""
    n, after, part = position(conn)[1], ("", ""), FRAME
    query = select(documents).where(documents.c.topic.in_(KEPT), documents.c.gone.is_(False)).order_by(documents.c.topic, documents.c.key)
    while True:
        rows = conn.execute(query.where(tuple_(documents.c.topic, documents.c.key) > tuple_(*after)).limit(A_PART)).all()
        if rows or part == FRAME:
            yield _row([Told(row.topic, row.key, msgspec.Raw(row.body)) for row in rows], n=n, part=part, at=at)
        if len(rows) < A_PART:
            return
        after, part = (rows[-1].topic, rows[-1].key), part + 1


def _row(things: Sequence[Told], *, n: int, part: int, at: int) -> Row:
    return n, part, at, len(things), ZstdCompressor(level=1).compress(encode(things))


def _unpacked(body: bytes) -> list[Told]:
    return _many.decode(ZstdDecompressor().decompress(body))
