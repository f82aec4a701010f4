"""The feed's memory: what desks were told and when, so that what they held at a past moment can be put together again."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Connection, Index, Integer, LargeBinary, Table, delete, func, insert, select
from zstandard import ZstdCompressor, ZstdDecompressor

from ordertower_desktop.hub.store.feed.changes import position
from ordertower_desktop.hub.store.feed.tables import documents
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.wire.codec import encode

KEPT = ("case", "source", "level", "person")
"""Topics of which the past is kept; boards have a log of their own, and notices are one person's."""
LEAST = 2000
"""A frame is not worth while for fewer changes than this."""

log = Table(
    "feed_log",
    metadata,
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("whole", Boolean, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("things", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""What got its numbers at once, packed together, under the last of these numbers; a `whole` one is everything that desks held then."""
Index("feed_log_at", log.c.at)


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
        _keep(conn, told, n=n, whole=False, at=max(micros(now), last))


def frame(conn: Connection) -> bool:
    """Keep everything that desks hold now, once as much has changed as that is: so reading the past costs at most twice the present."""
    last = conn.execute(select(log.c.n, log.c.things).where(log.c.whole.is_(True)).order_by(log.c.n.desc()).limit(1)).one()
    since = select(func.coalesce(func.sum(log.c.things), 0), func.max(log.c.at)).where(log.c.whole.is_(False), log.c.n > last.n)
    changed, at = conn.execute(since).one()
    if changed < max(LEAST, last.things):
        return False
    _keep(conn, _held(conn), n=position(conn)[1], whole=True, at=at)
    return True


def held_at(conn: Connection, at: datetime, topics: Sequence[str] = KEPT) -> Iterator[Told] | None:
    """What desks held at `at`; None where that is before all memory."""
    then = micros(at)
    by_then = select(log).where(log.c.at <= then)
    base = conn.execute(by_then.where(log.c.whole.is_(True)).order_by(log.c.n.desc()).limit(1)).one_or_none()
    if base is None:
        return None
    held: dict[tuple[str, str], Told] = {}
    for row in (base, *conn.execute(by_then.where(log.c.whole.is_(False), log.c.n > base.n).order_by(log.c.n))):
        held.update(((one.topic, one.key), one) for one in _unpacked(row.body) if one.topic in topics)
    return (one for one in held.values() if not one.gone)


def begin(conn: Connection, *, now: datetime) -> None:
    """What the memory stands on, where there is none yet: what desks hold is taken as known from now on."""
    if conn.execute(select(log.c.n).limit(1)).first() is None:
        _keep(conn, _held(conn), n=position(conn)[1], whole=True, at=micros(now))


def forget(conn: Connection, before: datetime) -> int:
    """Leave out what is older, but for the frame that the oldest moment kept stands on."""
    oldest = select(func.max(log.c.n)).where(log.c.whole.is_(True), log.c.at <= micros(before))
    base = conn.execute(oldest).scalar()
    return conn.execute(delete(log).where(log.c.n < base)).rowcount if base is not None else 0


def _held(conn: Connection) -> list[Told]:
    query = select(documents).where(documents.c.topic.in_(KEPT), documents.c.gone.is_(False))
    return [Told(row.topic, row.key, msgspec.Raw(row.body)) for row in conn.execute(query)]


def _keep(conn: Connection, things: Sequence[Told], *, n: int, whole: bool, at: int) -> None:
    body = ZstdCompressor(level=1).compress(encode(things))
    conn.execute(insert(log).values(n=n, whole=whole, at=at, things=len(things), body=body))


def _unpacked(body: bytes) -> list[Told]:
    return _many.decode(ZstdDecompressor().decompress(body))
