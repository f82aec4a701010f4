"""The log of calls to systems outside (S8): bounded by days and by rows, and nothing of a person in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    String,
    Table,
    delete,
    func,
    insert,
    select,
)

from ordertower_desktop.domain.calllog import Answered, Bundle, Made, slot_of
from ordertower_desktop.hub.store.dialect import Key
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata

calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("source", String(96), nullable=False),
    Column("work", String(8), nullable=False),
    Column("interface", String(96), nullable=False),
    Column("answered", String(12), nullable=False),
    Column("ms", Integer, nullable=False),
    Column("slot", Integer, nullable=False),
    Column("status", Integer, nullable=False),
    Column("code", String(64), nullable=False),
    Column("request_id", String(64), nullable=False),
    Column("sent", Integer, nullable=False),
    Column("got", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("order_id", Key, nullable=False),
)
"""`slot` is how long it took, coarsely, so that shares of many calls are counted by the database; `order_id` is empty where it was for
no single order."""
Index("calls_source", calls.c.source, calls.c.at)
Index("calls_at", calls.c.at)
Index("calls_order", calls.c.order_id, calls.c.id, sqlite_where=calls.c.order_id != "", postgresql_where=calls.c.order_id != "")

KEPT, MOST = timedelta(days=7), 1_000_000
"""Whichever comes first; a day of 120,000 orders that are told to their shops is some 300,000 calls."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Calls since then; empty is any, and `failed` in `answered` everything but good answers."""

    since: datetime
    source: str = ""
    interface: str = ""
    answered: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A call as it is kept."""

    id: int
    made: Made


@dataclass(frozen=True, slots=True)
class Last:
    """When a source was last called, when it last gave a good answer, and what the newest answer was."""

    at: datetime
    good_at: datetime | None
    answered: Answered
    code: str


def keep(conn: Connection, made: Sequence[Made]) -> None:
    rows = [
        {
            "at": micros(one.at), "source": one.source[:96], "work": one.work, "interface": one.interface, "answered": one.answered,
            "ms": min(one.ms, 2**31 - 1), "slot": slot_of(one.ms), "status": one.status, "code": one.code, "request_id": one.request_id,
            "sent": one.sent, "got": one.got, "tries": min(one.tries, 999), "order_id": one.order,
        }
        for one in made
    ]  # fmt: skip
    if rows:
        conn.execute(insert(calls), rows)


def forget(conn: Connection, now: datetime, *, most: int = MOST) -> int:
    """What is too old, and the oldest of what is too much."""
    newest = conn.execute(select(func.max(calls.c.id))).scalar() or 0
    oldest = conn.execute(select(calls.c.id).where(calls.c.at >= micros(now - KEPT)).order_by(calls.c.id).limit(1)).scalar()
    bound = max(newest - most, (oldest or newest + 1) - 1)
    return conn.execute(delete(calls).where(calls.c.id <= bound)).rowcount


def page(conn: Connection, asked: Asked, *, before: int, limit: int) -> list[Kept]:
    """The newest first; `before` is the id of the last one of the page before, 0 for the first page."""
    query = select(calls).where(*_wanted(asked)).order_by(calls.c.id.desc()).limit(limit)
    if before:
        query = query.where(calls.c.id < before)
    return [Kept(row.id, _made(row)) for row in conn.execute(query)]


def bundles(conn: Connection, asked: Asked) -> list[Bundle]:
    """All of them, counted by interface, answer and slot."""
    alike = (calls.c.source, calls.c.interface, calls.c.answered, calls.c.slot)
    query = select(*alike, func.count().label("n"), func.max(calls.c.at).label("last")).where(*_wanted(asked)).group_by(*alike)
    return [Bundle(r.source, r.interface, Answered(r.answered), r.slot, int(r.n), _at(r.last)) for r in conn.execute(query)]


def last(conn: Connection, source: str, work: Sequence[str]) -> Last | None:
    """The newest calls of a source for any of these; None where there was none."""
    ours = (calls.c.source == source, calls.c.work.in_(work))
    row = conn.execute(select(calls.c.at, calls.c.answered, calls.c.code).where(*ours).order_by(calls.c.at.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    good = select(calls.c.at).where(*ours, calls.c.answered == Answered.OK).order_by(calls.c.at.desc()).limit(1)
    return Last(_at(row.at), moment(conn.execute(good).scalar()), Answered(row.answered), row.code)


def _wanted(asked: Asked) -> list[ColumnElement[bool]]:
    wanted = [calls.c.at >= micros(asked.since)]
    if asked.source:
        wanted.append(calls.c.source == asked.source)
    if asked.interface:
        wanted.append(calls.c.interface == asked.interface)
    if asked.answered:
        bad = asked.answered == "failed"
        wanted.append(calls.c.answered != Answered.OK if bad else calls.c.answered == asked.answered)
    if asked.order:
        wanted.append(calls.c.order_id == asked.order)
    return wanted


def _made(row: Any) -> Made:
    return Made(
        _at(row.at), row.source, row.work, row.interface, Answered(row.answered), row.ms, row.status, row.code, row.request_id,
        row.sent, row.got, row.tries, row.order_id,
    )  # fmt: skip


def _at(value: int) -> datetime:
    found = moment(value)
    assert found is not None
    return found
