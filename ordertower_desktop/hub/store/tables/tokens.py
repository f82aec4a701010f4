"""Invitations and tokens; only digests of them are stored."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, String, Table, delete, insert, or_, select, update

from ordertower_desktop.domain.people import Role
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
INVITATION_LIFE = timedelta(days=2)
ACCESS_LIFE = timedelta(minutes=15)

tokens = Table(
    "tokens",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("person", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("name", String(64), nullable=False),
    Column("parent", String(64), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger),
    Column("ended_at", BigInteger),
)
Index("tokens_person", tokens.c.person)
Index("tokens_parent", tokens.c.parent)


class Kind(StrEnum):
    """An invitation becomes one device; a device asks for access; a wall or script holds a standing token."""

    INVITATION = "invitation"
    DEVICE = "device"
    ACCESS = "access"
    STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Held:
    """What a presented token proves."""

    digest: str
    kind: Kind
    person: str
    role: Role
    name: str
    made_at: datetime
    expires_at: datetime | None


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def new_secret(kind: Kind) -> str:
    """Eight characters that a person can type, or 256 random bits."""
    if kind is Kind.INVITATION:
        return "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"ot-{kind}-{secrets.token_urlsafe(32)}"


def issue(
    conn: Connection,
    kind: Kind,
    *,
    person: str,
    role: Role,
    now: datetime,
    name: str = "",
    life: timedelta | None = None,
    parent: str = "",
    secret: str = "",
) -> str:
    """A new token; the answer is the only time that its secret is seen."""
    made = secret or new_secret(kind)
    conn.execute(
        insert(tokens).values(
            digest=digest_of(made),
            kind=kind,
            person=person,
            role=role,
            name=name,
            parent=parent,
            made_at=micros(now),
            expires_at=micros(now + life) if life else None,
        )
    )
    return made


def held(conn: Connection, secret: str, now: datetime, *, kinds: tuple[Kind, ...]) -> Held | None:
    """What this secret proves now, or None."""
    row = conn.execute(select(tokens).where(tokens.c.digest == digest_of(secret), tokens.c.kind.in_(kinds))).one_or_none()
    if row is None or row.ended_at is not None or (row.expires_at is not None and row.expires_at <= micros(now)):
        return None
    return _held(row)


def end(conn: Connection, digest: str, now: datetime) -> bool:
    """Make a token worthless, with every token that came of it; True if it was alive."""
    alive = tokens.c.ended_at.is_(None)
    of_it = or_(tokens.c.digest == digest, tokens.c.parent == digest)
    return conn.execute(update(tokens).where(of_it, alive).values(ended_at=micros(now))).rowcount > 0


def end_all_of(conn: Connection, person: str, now: datetime) -> int:
    """Log a person out everywhere."""
    return conn.execute(update(tokens).where(tokens.c.person == person, tokens.c.ended_at.is_(None)).values(ended_at=micros(now))).rowcount


def alive(conn: Connection, now: datetime) -> list[Held]:
    """Every token that still proves something, except short access ones."""
    still = or_(tokens.c.expires_at.is_(None), tokens.c.expires_at > micros(now))
    query = select(tokens).where(tokens.c.ended_at.is_(None), still, tokens.c.kind != Kind.ACCESS).order_by(tokens.c.made_at)
    return [_held(row) for row in conn.execute(query)]


def _held(row: Any) -> Held:
    return Held(row.digest, Kind(row.kind), row.person, Role(row.role), row.name, moment(row.made_at), moment(row.expires_at))


def clear(conn: Connection, now: datetime) -> int:
    """Throw away access tokens that ended more than a day ago."""
    return conn.execute(delete(tokens).where(tokens.c.kind == Kind.ACCESS, tokens.c.expires_at < micros(now - timedelta(days=1)))).rowcount


def end_named(conn: Connection, name: str, now: datetime) -> None:
    """End the standing tokens of this name: a hub beside a desk makes a new one at every start."""
    of_name = (tokens.c.name == name, tokens.c.kind == Kind.STANDING, tokens.c.ended_at.is_(None))
    conn.execute(update(tokens).where(*of_name).values(ended_at=micros(now)))
