"""The archive of incidents: what was made of a day afterwards, in words that people signed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, LargeBinary, String, Table, insert, select, update

from ordertower_desktop.hub.store.dialect import Key
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.wire.codec import decode, encode
from ordertower_desktop.wire.replay import Filed

incidents = Table(
    "incidents",
    metadata,
    Column("id", Key, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """An incident as it was saved last."""

    id: str
    version: int
    by: str
    at: datetime
    filed: Filed


def one(conn: Connection, key: str) -> Kept | None:
    row = conn.execute(select(incidents).where(incidents.c.id == key)).one_or_none()
    return _kept(row) if row else None


def page(conn: Connection, *, before: str = "", limit: int) -> list[Kept]:
    """Newest day first."""
    query = select(incidents).order_by(incidents.c.id.desc()).limit(limit)
    return [_kept(row) for row in conn.execute(query.where(incidents.c.id < before) if before else query)]


def save(conn: Connection, key: str, filed: Filed, *, by: str, now: datetime) -> Kept:
    """Put these words into the archive, as the next version."""
    known = one(conn, key)
    made = Kept(key, known.version + 1 if known else 1, by, now, filed)
    values = {"version": made.version, "by": by, "at": micros(now), "body": encode(filed)}
    if known is None:
        conn.execute(insert(incidents).values(id=key, **values))
    else:
        conn.execute(update(incidents).where(incidents.c.id == key).values(**values))
    return made


def _kept(row: Any) -> Kept:
    return Kept(row.id, row.version, row.by, moment(row.at), decode(row.body, Filed))
