"""夜间对账: what was told compared with the platforms' own records, a night and a shop at a time, and what was found missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Float, Index, Integer, String, Table, Text, delete, or_, select, update

from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.hub.store.tables.writebacks import State, WriteBack, read_row, write_backs

MISSING, UNREAD = "missing", "unread"

nights = Table(
    "write_back_nights",
    metadata,
    Column("source", String(96), primary_key=True),
    Column("night", String(10), primary_key=True),
    Column("begun_at", BigInteger, nullable=False),
    Column("after", Key, nullable=False),
    Column("rest_until", BigInteger),
    Column("checked", Integer, nullable=False),
    Column("missing", Integer, nullable=False),
    Column("timely", Float),
    Column("ended_at", BigInteger),
    Column("other", Integer),
    Column("void", Integer),
    Column("unread", Integer),
)
lost = Table(
    "write_back_missing",
    metadata,
    Column("write_back", Key, primary_key=True),
    Column("source", String(96), nullable=False),
    Column("order_id", Key, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("looked_at", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("found", String(8)),
)
Index("write_back_missing_source", lost.c.source, lost.c.looked_at)


@dataclass(frozen=True, slots=True)
class Night:
    """One shop's night. `after` is the last write-back that was looked at; it goes on not before `rest_until`.

    Of those `checked`, `missing` are not shown as we told them (`other`: another waybill is), `void` have ended since, and `unread` are
    orders that the platform cannot tell of.
    """

    source: str
    night: str
    begun_at: datetime
    after: str = ""
    rest_until: datetime | None = None
    checked: int = 0
    missing: int = 0
    timely: float | None = None
    ended_at: datetime | None = None
    other: int = 0
    void: int = 0
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """A write-back that was taken and is not there, or cannot be read there; `at` is when that was seen first."""

    write_back: str
    source: str
    order: str
    at: datetime
    why: str
    found: str = MISSING


def one(conn: Connection, source: str, night: str) -> Night | None:
    row = conn.execute(select(nights).where(nights.c.source == source, nights.c.night == night)).first()
    return None if row is None else _night(row)


def put(conn: Connection, night: Night) -> None:
    """Begin it, or say how far it has come."""
    counted = night.checked, night.missing, night.timely, micros(night.ended_at), night.other, night.void, night.unread
    row = (night.source, night.night, micros(night.begun_at), night.after, micros(night.rest_until), *counted)
    put_rows(conn, nights, [row], renew=("after", "rest_until", "checked", "missing", "ended_at", "other", "void", "unread"))


def newest(conn: Connection, *, limit: int) -> list[Night]:
    """The last night first."""
    return list(map(_night, conn.execute(select(nights).order_by(nights.c.night.desc(), nights.c.source).limit(limit))))


def told(conn: Connection, night: Night, *, since: datetime, limit: int) -> list[WriteBack]:
    """The next that were taken since then and before the night began, and those that are still missing."""
    w = write_backs.c
    fresh = or_(w.done_at >= micros(since), w.id.in_(select(lost.c.write_back).where(lost.c.source == night.source)))
    ours = (w.source == night.source, w.state == State.DONE, w.done_at <= micros(night.begun_at), w.id > night.after)
    return [read_row(row) for row in conn.execute(select(write_backs).where(*ours, fresh).order_by(w.id).limit(limit))]


def to_look_at(conn: Connection, source: str, before: datetime, *, limit: int) -> list[WriteBack]:
    """What is missing and nobody has looked at since."""
    theirs = (lost.c.source == source, lost.c.looked_at <= micros(before))
    query = select(write_backs).join(lost, lost.c.write_back == write_backs.c.id).where(*theirs).order_by(lost.c.looked_at).limit(limit)
    return [read_row(row) for row in conn.execute(query)]


def missing(conn: Connection, *, limit: int) -> list[Missing]:
    """Everything that is missing or unread now, the oldest first."""
    query = select(lost).order_by(lost.c.at, lost.c.write_back).limit(limit)
    return [Missing(row.write_back, row.source, row.order_id, moment(row.at), row.why, row.found or MISSING) for row in conn.execute(query)]


def known(conn: Connection, keys: Sequence[str]) -> dict[str, str]:
    """How those of these stand that were missing or unread before."""
    query = select(lost.c.write_back, lost.c.found).where(lost.c.write_back.in_(keys))
    return {key: found or MISSING for key, found in conn.execute(query)}


def note(conn: Connection, found: Iterable[Missing], now: datetime) -> None:
    """These are missing; one that was keeps the time when that was seen first."""
    rows = [(one.write_back, one.source, one.order, micros(one.at), micros(now), one.why, one.found) for one in found]
    put_rows(conn, lost, rows, renew=("looked_at", "why", "found"))


def looked(conn: Connection, keys: Sequence[str], now: datetime) -> None:
    """These stay as they are; nothing new could be said of them."""
    conn.execute(update(lost).where(lost.c.write_back.in_(keys)).values(looked_at=micros(now)))


def clear(conn: Connection, keys: Sequence[str]) -> None:
    """These are there, or nothing can be said of them any more."""
    conn.execute(delete(lost).where(lost.c.write_back.in_(keys)))


def _night(row: Any) -> Night:
    return Night(
        row.source, row.night, moment(row.begun_at), row.after, moment(row.rest_until), row.checked, row.missing, row.timely,
        moment(row.ended_at), row.other or 0, row.void or 0, row.unread or 0,
    )  # fmt: skip
