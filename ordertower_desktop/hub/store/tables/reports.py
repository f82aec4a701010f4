"""Posts that had to know of a risen level: the chain of each, and who answered."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Connection, Index, LargeBinary, Table, select

from ordertower_desktop.domain.escalation import next_at
from ordertower_desktop.domain.reporting import Report
from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.wire.codec import encode

reports = Table(
    "level_reports",
    metadata,
    Column("id", Key, primary_key=True),
    Column("open", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("next_at", BigInteger),
    Column("body", LargeBinary, nullable=False),
)
"""`open`: the level is still what it was; `next_at` is when the next step is due of those that nobody has answered."""
Index("level_reports_open", reports.c.open)
Index("level_reports_next", reports.c.next_at)

_report = msgspec.json.Decoder(Report)


def put(conn: Connection, made: Iterable[Report]) -> None:
    """Store these as they stand."""
    rows = [(one.case.id, one.case.open, micros(one.at), _next(one), encode(one)) for one in made]
    put_rows(conn, reports, rows, renew=("open", "next_at", "body"))


def standing(conn: Connection) -> list[Report]:
    """Those of the level in force, answered or not, in the order of their times."""
    query = select(reports.c.body).where(reports.c.open.is_(True)).order_by(reports.c.at, reports.c.id)
    return [_report.decode(body) for body in conn.execute(query).scalars()]


def due(conn: Connection, now: datetime) -> list[Report]:
    """Those of which a step is due."""
    query = select(reports.c.body).where(reports.c.next_at <= micros(now)).order_by(reports.c.next_at, reports.c.id)
    return [_report.decode(body) for body in conn.execute(query).scalars()]


def some(conn: Connection, keys: Sequence[str]) -> dict[str, Report]:
    """Id -> report, of those of these that are reports."""
    query = select(reports.c.id, reports.c.body).where(reports.c.id.in_(list(keys)))
    return {row.id: _report.decode(row.body) for row in conn.execute(query)}


def _next(one: Report) -> Any:
    return micros(next_at(one.case.handling.chain)) if one.stands else None
