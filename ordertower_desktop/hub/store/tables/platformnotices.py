"""What platforms have told the floor off for, and how it was settled."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, String, Table, Text, func, insert, select, update

from ordertower_desktop.domain.platform_notice import PlatformNotice
from ordertower_desktop.hub.store.dialect import Key
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata

platform_notices = Table(
    "platform_notices",
    metadata,
    Column("id", Key, primary_key=True),
    Column("shop", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("points", Integer, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("settled_at", BigInteger),
    Column("settled_by", String(64), nullable=False),
    Column("outcome", Text, nullable=False),
)
Index("platform_notices_settled", platform_notices.c.settled_at)


def one(conn: Connection, key: str) -> PlatformNotice | None:
    row = conn.execute(select(platform_notices).where(platform_notices.c.id == key)).one_or_none()
    return _notice(row) if row else None


def unsettled(conn: Connection) -> list[PlatformNotice]:
    """Those that still stand, oldest first."""
    query = select(platform_notices).where(platform_notices.c.settled_at.is_(None)).order_by(platform_notices.c.at, platform_notices.c.id)
    return [_notice(row) for row in conn.execute(query)]


def standing(conn: Connection) -> int:
    """How many still stand."""
    query = select(func.count()).select_from(platform_notices).where(platform_notices.c.settled_at.is_(None))
    return int(conn.execute(query).scalar_one())


def add(conn: Connection, new: PlatformNotice) -> None:
    told = {"id": new.id, "shop": new.where, "text": new.text, "points": new.points, "by": new.by, "at": micros(new.at)}
    conn.execute(insert(platform_notices).values(**told, settled_at=None, settled_by="", outcome=""))


def settle(conn: Connection, held: PlatformNotice, *, by: str, outcome: str, now: datetime) -> PlatformNotice:
    """It no longer stands."""
    done = {"settled_at": micros(now), "settled_by": by, "outcome": outcome}
    conn.execute(update(platform_notices).where(platform_notices.c.id == held.id).values(done))
    return replace(held, settled_at=now, settled_by=by, outcome=outcome)


def _notice(row: Any) -> PlatformNotice:
    return PlatformNotice(
        row.id, row.shop, row.text, row.points, row.by, moment(row.at), moment(row.settled_at), row.settled_by, row.outcome
    )
