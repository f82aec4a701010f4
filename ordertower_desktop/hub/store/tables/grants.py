"""Roles that were lent until a time."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Connection, Index, String, Table, Text, insert, select, update

from ordertower_desktop.domain.grant import Grant
from ordertower_desktop.domain.people import Role
from ordertower_desktop.hub.store.dialect import Key
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata

grants = Table(
    "grants",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("ended_at", BigInteger),
    Column("told", Boolean, nullable=False),
)
"""`told`: the log says that it is over."""
Index("grants_person", grants.c.person, grants.c.until)


def one(conn: Connection, key: str) -> Grant | None:
    row = conn.execute(select(grants).where(grants.c.id == key)).one_or_none()
    return _grant(row) if row else None


def add(conn: Connection, grant: Grant) -> None:
    conn.execute(
        insert(grants).values(
            id=grant.id,
            person=grant.person,
            role=grant.role,
            by=grant.by,
            at=micros(grant.at),
            until=micros(grant.until),
            why=grant.why,
            ended_at=None,
            told=False,
        )
    )


def running(conn: Connection, person: str, now: datetime) -> list[Grant]:
    """What this person has been lent and not given back, that is not over."""
    query = select(grants).where(grants.c.person == person, grants.c.until > micros(now), grants.c.ended_at.is_(None))
    return [_grant(row) for row in conn.execute(query.order_by(grants.c.at))]


def newest(conn: Connection, *, limit: int) -> list[Grant]:
    return [_grant(row) for row in conn.execute(select(grants).order_by(grants.c.at.desc(), grants.c.id).limit(limit))]


def end(conn: Connection, key: str, now: datetime) -> None:
    """Take it back; it is told by whoever does."""
    conn.execute(update(grants).where(grants.c.id == key).values(ended_at=micros(now), told=True))


def untold(conn: Connection, now: datetime) -> list[Grant]:
    """What has ended by itself without the log saying so."""
    query = select(grants).where(grants.c.told.is_(False), grants.c.until <= micros(now)).order_by(grants.c.until)
    return [_grant(row) for row in conn.execute(query)]


def tell(conn: Connection, key: str) -> None:
    conn.execute(update(grants).where(grants.c.id == key).values(told=True))


def _grant(row: Any) -> Grant:
    return Grant(row.id, row.person, Role(row.role), row.by, moment(row.at), moment(row.until), row.why, moment(row.ended_at))
