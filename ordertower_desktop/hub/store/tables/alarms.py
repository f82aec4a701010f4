"""Alarms about groups of orders: the case that each is, and the figures it was last seen with."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Connection, Index, LargeBinary, Table, select

from ordertower_desktop.domain.case import Case
from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.wire.alarms import Day
from ordertower_desktop.wire.codec import encode

alarms = Table(
    "alarms",
    metadata,
    Column("id", Key, primary_key=True),
    Column("about", Key, nullable=False),
    Column("rule", Key, nullable=False),
    Column("grp", Key, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
    Column("days", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""`days` are the days that it failed on, as they were counted when it was last looked at."""
Index("alarms_about", alarms.c.about, alarms.c.opened_at)
Index("alarms_open", alarms.c.open)
Index("alarms_closed", alarms.c.closed_at)

_case, _days = msgspec.json.Decoder(Case), msgspec.json.Decoder(list[Day])


class Alarm(msgspec.Struct, frozen=True):
    """A group below its rate, now or in the past. `case` holds owner, chain and history."""

    rule: str
    group: str
    case: Case
    days: list[Day] = []


def put(conn: Connection, made: Iterable[Alarm]) -> None:
    """Store these as they stand."""
    rows = [
        (
            one.case.id, one.case.order, one.rule, one.group, one.case.open, micros(one.case.opened_at),
            micros(one.case.handling.closed_at), encode(one.days), encode(one.case),
        )
        for one in made
    ]  # fmt: skip
    put_rows(conn, alarms, rows, renew=("open", "closed_at", "days", "body"))


def standing(conn: Connection) -> list[Alarm]:
    """Every open one, the oldest first."""
    query = select(alarms).where(alarms.c.open.is_(True)).order_by(alarms.c.opened_at, alarms.c.id)
    return [_alarm(row) for row in conn.execute(query)]


def latest(conn: Connection, about: Sequence[str]) -> dict[str, Alarm]:
    """What it is about -> the newest alarm about it."""
    query = select(alarms).where(alarms.c.about.in_(list(about))).order_by(alarms.c.opened_at, alarms.c.id)
    return {row.about: _alarm(row) for row in conn.execute(query)}


def one(conn: Connection, key: str) -> Alarm | None:
    row = conn.execute(select(alarms).where(alarms.c.id == key)).one_or_none()
    return _alarm(row) if row is not None else None


def some(conn: Connection, keys: Sequence[str]) -> list[Alarm]:
    return [_alarm(row) for row in conn.execute(select(alarms).where(alarms.c.id.in_(list(keys))))]


def closed_before(conn: Connection, before: datetime, *, after: datetime) -> list[str]:
    """The ids of those that were closed in `[after, before)`."""
    query = select(alarms.c.id).where(alarms.c.closed_at >= micros(after), alarms.c.closed_at < micros(before))
    return list(conn.execute(query.order_by(alarms.c.closed_at)).scalars())


def newest(conn: Connection, rule: str, *, limit: int) -> list[Alarm]:
    """The latest alarms of a rule (empty: of all), newest first."""
    query = select(alarms).order_by(alarms.c.opened_at.desc(), alarms.c.id).limit(limit)
    return [_alarm(row) for row in conn.execute(query.where(alarms.c.rule == rule) if rule else query)]


def _alarm(row: Any) -> Alarm:
    return Alarm(row.rule, row.grp, _case.decode(row.body), _days.decode(row.days))
