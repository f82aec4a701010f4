"""Orders and cases as they are counted over weeks, a narrow row each, and which of them have to be counted anew."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    bindparam,
    delete,
    func,
    or_,
    select,
)

from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.hub.store.tables import orders as narrow
from ordertower_desktop.insight.kpi.record import Measure, Record
from ordertower_desktop.wire.codec import encode

unmeasured = Table("unmeasured", metadata, Column("order_id", Key, primary_key=True), Column("mark", BigInteger, nullable=False))
"""Orders that moved since they were counted. Each move has a mark of its own, so that a move during the counting is not lost."""

measures = Table(
    "measures",
    metadata,
    Column("order_id", Key, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("platform", String(32), nullable=False),
    Column("shop", String(128), nullable=False),
    Column("warehouse", String(128), nullable=False),
    Column("carrier", String(128), nullable=False),
    Column("category", String(128), nullable=False),
    Column("region", String(32), nullable=False),
    Column("shipped_at", BigInteger),
    Column("void", Boolean, nullable=False),
    Column("missed", Boolean, nullable=False),
    Column("complained", Boolean, nullable=False),
    Column("reached", Integer, nullable=False),
    Column("late", Integer, nullable=False),
    Column("faulty", Integer, nullable=False),
    Column("unhappy", Integer, nullable=False),
)
"""`at` is when it was paid, or made where that is not known; the last four are bits of links."""
Index("measures_at", measures.c.at)

records = Table(
    "case_records",
    metadata,
    Column("case_id", Key, primary_key=True),
    Column("order_id", Key, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
    Column("body", LargeBinary, nullable=False),
)
Index("case_records_order", records.c.order_id)
Index("case_records_opened", records.c.opened_at)
Index("case_records_closed", records.c.closed_at)

_A_QUERY = 500
_OF_ORDER = tuple(column.name for column in measures.c if column.name != "order_id")
_record = msgspec.json.Decoder(Record)


def touch(conn: Connection, orders: Iterable[str]) -> None:
    """These have to be counted anew."""
    mark = uuid4().int >> 66
    put_rows(conn, unmeasured, [(order, mark) for order in orders], renew=("mark",))


def touch_open(conn: Connection) -> None:
    """Every order that is not over has to be counted anew: the limits that promises are reckoned by are others."""
    touch(conn, conn.execute(select(narrow.orders.c.id).where(narrow.orders.c.ended.is_(False))).scalars())


def touched(conn: Connection, *, limit: int) -> list[tuple[str, int]]:
    """Orders that wait to be counted, each with the mark of its last move."""
    query = select(unmeasured.c.order_id, unmeasured.c.mark).order_by(unmeasured.c.order_id).limit(limit)
    return [(row.order_id, row.mark) for row in conn.execute(query)]


def waiting(conn: Connection) -> int:
    """How many orders wait to be counted."""
    return int(conn.execute(select(func.count()).select_from(unmeasured)).scalar_one())


def keep(conn: Connection, counted: Sequence[Measure], cases: Sequence[Record]) -> None:
    """Store what was counted."""
    put_rows(conn, measures, [_row(one) for one in counted], renew=_OF_ORDER)
    rows = [(r.episode.case, r.episode.order, micros(r.episode.opened_at), micros(r.closed_at), encode(r)) for r in cases]
    put_rows(conn, records, rows, renew=("closed_at", "body"))


def settle(conn: Connection, done: Sequence[tuple[str, int]]) -> None:
    """Counted; whoever moved again in the meantime keeps waiting."""
    same = (unmeasured.c.order_id == bindparam("o"), unmeasured.c.mark == bindparam("m"))
    if done:
        conn.execute(delete(unmeasured).where(*same), [{"o": order, "m": mark} for order, mark in done])


def forget(conn: Connection, orders: Sequence[str]) -> None:
    """Orders that are no more."""
    for start in range(0, len(orders), _A_QUERY):
        part = orders[start : start + _A_QUERY]
        conn.execute(delete(measures).where(measures.c.order_id.in_(part)))
        conn.execute(delete(records).where(records.c.order_id.in_(part)))


def any_in(conn: Connection, since: datetime, until: datetime) -> bool:
    """True where any order of `[since, until)` was counted."""
    query = select(measures.c.order_id).where(measures.c.at >= micros(since), measures.c.at < micros(until)).limit(1)
    return conn.execute(query).first() is not None


def standing_in(conn: Connection, since: datetime, until: datetime) -> Iterator[Record]:
    """Every case that was open at some moment of `[since, until)`, in the order of opening."""
    still = or_(records.c.closed_at.is_(None), records.c.closed_at >= micros(since))
    query = select(records.c.body).where(records.c.opened_at < micros(until), still).order_by(records.c.opened_at, records.c.case_id)
    return map(_record.decode, conn.execute(query).scalars())


def _row(one: Measure) -> tuple[Any, ...]:
    where = one.platform[:32], one.shop[:128], one.warehouse[:128], one.carrier[:128], one.category[:128], one.region[:32]
    flags = one.void, one.missed, one.complained
    return one.order, micros(one.at), one.hour, *where, micros(one.shipped_at), *flags, one.reached, one.late, one.faulty, one.unhappy
