"""Months of health that were frozen: what was counted, by which rule, and what came of it; a correction is a further revision."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, LargeBinary, String, Table, Text, insert, select

from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata

months = Table(
    "health_months",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("by", String(64), nullable=False),
    Column("why", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Frozen:
    """A revision of a month; `body` is the page as it was given, byte for byte."""

    month: str
    revision: int
    at: datetime
    by: str
    why: str
    body: bytes


def revisions(conn: Connection, month: str) -> list[Frozen]:
    """Newest first."""
    query = select(months).where(months.c.month == month).order_by(months.c.revision.desc())
    return [_frozen(row) for row in conn.execute(query)]


def frozen(conn: Connection) -> list[str]:
    """The months of which there is a revision, newest first."""
    return list(conn.execute(select(months.c.month).distinct().order_by(months.c.month.desc())).scalars())


def add(conn: Connection, made: Frozen) -> None:
    """Keep a revision; none is ever written over."""
    told = {"month": made.month, "revision": made.revision, "at": micros(made.at), "by": made.by, "why": made.why, "body": made.body}
    conn.execute(insert(months).values(told))


def _frozen(row: Any) -> Frozen:
    return Frozen(row.month, row.revision, moment(row.at), row.by, row.why, bytes(row.body))
