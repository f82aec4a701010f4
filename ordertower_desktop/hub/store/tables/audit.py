"""The audit log: append-only, each row sealed over the one before it."""

import hashlib
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, String, Table, Text, func, insert, select, update

from ordertower_desktop.hub.store.dialect import Key
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.wire.codec import encode

FIRST = "0" * 64

audit = Table(
    "audit",
    metadata,
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("who", String(64), nullable=False),
    Column("what", String(64), nullable=False),
    Column("object", Key, nullable=False),
    Column("detail", Text, nullable=False),
    Column("seal", String(64), nullable=False),
)
Index("audit_object", audit.c.object)

head = Table("audit_head", metadata, Column("id", Integer, primary_key=True), Column("n", BigInteger), Column("seal", String(64)))
"""The newest row, kept apart: cutting the log's end shows."""


@dataclass(frozen=True, slots=True)
class Record:
    """Who did what to which thing. `detail` is a sentence or JSON; never a secret, never a customer's plain data."""

    at: datetime
    who: str
    what: str
    object: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first row that is not as it was written."""

    n: int
    why: str


def append(conn: Connection, *records: Record) -> None:
    """Seal these records onto the log, inside the transaction of what they tell."""
    n, seal = _head(conn)
    rows = []
    for record in records:
        n += 1
        seal = _seal(seal, n, record)
        rows.append({**_plain(record), "n": n, "seal": seal})
    if rows:
        conn.execute(insert(audit), rows)
        conn.execute(update(head).values(n=n, seal=seal))


def verify(conn: Connection) -> Broken | None:
    """Walk the whole chain; None when every row is as it was written."""
    expected, seal = 0, FIRST
    with closing(_walk(conn)) as rows:
        for n, record, sealed in rows:
            expected += 1
            if n != expected:
                return Broken(expected, f"第 {expected} 条不见了")
            seal = _seal(seal, n, record)
            if seal != sealed:
                return Broken(n, f"第 {n} 条的内容与封印不符")
    if (expected, seal) != _head(conn):
        return Broken(expected + 1, f"日志在第 {expected} 条之后被截断")
    return None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: about things that begin so (an order finds its cases), by whom, which acts, in `[since, until)`; empty is any."""

    about: str = ""
    who: str = ""
    what: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None


def page(conn: Connection, *, after: int, limit: int, about: str = "") -> list[tuple[int, Record]]:
    """Rows above `after`, oldest first; only those about one thing when named."""
    query = select(audit).where(audit.c.n > after).order_by(audit.c.n).limit(limit)
    if about:
        query = query.where(audit.c.object == about)
    return [(row.n, _record(row)) for row in conn.execute(query)]


def newest(conn: Connection, wanted: Wanted, *, before: int, limit: int) -> list[tuple[int, Record]]:
    """Rows below `before` (0: from the end), newest first."""
    query = select(audit).order_by(audit.c.n.desc()).limit(limit)
    if before:
        query = query.where(audit.c.n < before)
    if wanted.about:
        query = query.where(audit.c.object.between(wanted.about, wanted.about + "\U0010ffff"))
    if wanted.who:
        query = query.where(audit.c.who == wanted.who)
    if wanted.what:
        query = query.where(audit.c.what.in_(wanted.what))
    if wanted.since is not None:
        query = query.where(audit.c.at >= micros(wanted.since))
    if wanted.until is not None:
        query = query.where(audit.c.at < micros(wanted.until))
    return [(row.n, _record(row)) for row in conn.execute(query)]


def _walk(conn: Connection) -> Generator[tuple[int, Record, str], None, None]:
    with conn.execute(select(audit).order_by(audit.c.n).execution_options(yield_per=1000)) as rows:
        for row in rows:
            yield row.n, _record(row), row.seal


def _head(conn: Connection) -> tuple[int, str]:
    row = conn.execute(select(head)).one_or_none()
    if row is None:
        conn.execute(insert(head).values(id=1, n=0, seal=FIRST))
        return 0, FIRST
    return row.n, row.seal


def _seal(before: str, n: int, record: Record) -> str:
    return hashlib.sha256(before.encode() + encode([n, *_plain(record).values()])).hexdigest()


def _plain(record: Record) -> dict[str, Any]:
    return {"at": micros(record.at), "who": record.who, "what": record.what, "object": record.object, "detail": record.detail}


def _record(row: Any) -> Record:
    return Record(moment(row.at), row.who, row.what, row.object, row.detail)


def count(conn: Connection) -> int:
    return conn.execute(select(func.count()).select_from(audit)).scalar_one()
