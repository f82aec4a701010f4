"""What people administer (rules, calendars, policies, exemptions, playbooks): every version is kept, one is in force."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, LargeBinary, String, Table, Text, and_, func, insert, select

from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata

versions = Table(
    "versions",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a kind of administration; `body` is its text as it was written."""

    kind: str
    version: int
    body: bytes
    by: str
    at: datetime
    why: str


_NUMBERS = select(versions.c.kind, func.max(versions.c.version).label("newest")).group_by(versions.c.kind)
_NEWEST = _NUMBERS.subquery()
_IN_FORCE = select(versions).join(_NEWEST, and_(versions.c.kind == _NEWEST.c.kind, versions.c.version == _NEWEST.c.newest))


def current(conn: Connection, kind: str) -> Version | None:
    """The version in force, or None before the first."""
    row = conn.execute(select(versions).where(versions.c.kind == kind).order_by(versions.c.version.desc()).limit(1)).one_or_none()
    return _version(row) if row else None


def in_force(conn: Connection) -> list[Version]:
    """The version in force of every kind that has one."""
    return [_version(row) for row in conn.execute(_IN_FORCE)]


def numbers(conn: Connection) -> dict[str, int]:
    """Kind -> version in force: cheap to ask whether anything changed."""
    return {kind: number for kind, number in conn.execute(_NUMBERS)}  # noqa: C416 - rows are not pairs to mypy


def one(conn: Connection, kind: str, number: int) -> Version | None:
    row = conn.execute(select(versions).where(versions.c.kind == kind, versions.c.version == number)).one_or_none()
    return _version(row) if row else None


def history(conn: Connection, kind: str, *, limit: int = 100) -> list[Version]:
    """Newest first."""
    query = select(versions).where(versions.c.kind == kind).order_by(versions.c.version.desc()).limit(limit)
    return [_version(row) for row in conn.execute(query)]


def made_in(conn: Connection, since: datetime, until: datetime) -> list[Version]:
    """Versions of any kind that came into force in `[since, until)`."""
    query = select(versions).where(versions.c.at >= micros(since), versions.c.at < micros(until)).order_by(versions.c.at, versions.c.kind)
    return [_version(row) for row in conn.execute(query)]


def add(conn: Connection, kind: str, body: bytes, *, by: str, now: datetime, why: str) -> int:
    """Put a new version in force; returns its number."""
    newest = current(conn, kind)
    number = newest.version + 1 if newest else 1
    conn.execute(insert(versions).values(kind=kind, version=number, body=body, by=by, at=micros(now), why=why))
    return number


def _version(row: Any) -> Version:
    return Version(row.kind, row.version, row.body, row.by, moment(row.at), row.why)
