"""Which hub does what only one of them may do, and until when it need not ask again."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Connection, String, Table, insert, select, update

from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.schema import metadata

leases = Table(
    "leases",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
)
"""`epoch` counts the holders: who holds an older one has been outrun."""


def claim(conn: Connection, name: str, holder: str, *, now: datetime, until: datetime) -> int:
    """Take or renew a lease that is ours, free, or run out; its epoch, or 0 while another hub holds it. Runs in a write transaction."""
    if not free(conn, name, holder, now=now):
        return 0
    row = conn.execute(select(leases).where(leases.c.name == name)).one_or_none()
    if row is None:
        conn.execute(insert(leases).values(name=name, holder=holder, epoch=1, until=micros(until)))
        return 1
    epoch: int = row.epoch + (row.holder != holder)
    conn.execute(update(leases).where(leases.c.name == name).values(holder=holder, epoch=epoch, until=micros(until)))
    return epoch


def free(conn: Connection, name: str, holder: str, *, now: datetime) -> bool:
    """True when `claim` would give it to us."""
    row = conn.execute(select(leases).where(leases.c.name == name)).one_or_none()
    return row is None or row.holder == holder or row.until <= micros(now)


def release(conn: Connection, holder: str, *, now: datetime) -> None:
    """Let go of everything that this hub holds: another one goes on at once."""
    conn.execute(update(leases).where(leases.c.holder == holder, leases.c.until > micros(now)).values(until=micros(now)))
