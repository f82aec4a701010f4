"""Parcels of open orders that somebody is asked about: when each was asked for last, and when it is its turn again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Connection, Index, String, Table, and_, delete, exists, func, insert, select, update

from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.hub.store.dialect import Key
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.hub.store.tables.orders import orders

followed = Table(
    "followed",
    metadata,
    Column("source", String(96), primary_key=True),
    Column("waybill", Key, primary_key=True),
    Column("order_id", Key, primary_key=True),
    Column("code", String(40), nullable=False),
    Column("subscribed", Boolean, nullable=False),
    Column("asked_at", BigInteger),
    Column("next_at", BigInteger),
)
"""One row a parcel and order: several orders may lie in one parcel. `next_at` is empty once nothing more will be said."""
Index("followed_next", followed.c.source, followed.c.next_at)
Index("followed_order", followed.c.order_id)

_UNDER_WAY = and_(orders.c.ended.is_(False), orders.c.stage.in_([Stage.TO_COLLECT, Stage.IN_TRANSIT]), orders.c.waybill != "")
_ITS_PARCEL = and_(followed.c.order_id == orders.c.id, followed.c.waybill == orders.c.waybill)


@dataclass(frozen=True, slots=True)
class Followed:
    """A parcel of an order. `code` is the carrier in the source's own words, where it has corrected us."""

    source: str
    waybill: str
    order: str
    code: str = ""
    subscribed: bool = False
    asked_at: datetime | None = None
    next_at: datetime | None = None


def take_up(conn: Connection, source: str, now: datetime, *, limit: int) -> int:
    """Follow the parcels of orders that are under way and not followed yet; returns how many those are.

    An order that lies in a parcel with others waits for the parcel's turn.
    """
    here = exists().where(_ITS_PARCEL, followed.c.source == source)
    new = conn.execute(select(orders.c.id, orders.c.waybill).where(_UNDER_WAY, ~here).order_by(orders.c.id).limit(limit)).all()
    known = _known(conn, source, [row.waybill for row in new])
    first = {"source": source, "code": "", "subscribed": False, "asked_at": None, "next_at": micros(now)}
    rows = [{**first, **known.get(row.waybill, {}), "waybill": row.waybill, "order_id": row.id} for row in new]
    if rows:
        conn.execute(insert(followed), rows)
    return len(rows)


def _known(conn: Connection, source: str, waybills: list[str]) -> dict[str, dict[str, Any]]:
    """How it stands with those of the parcels that are followed for another order."""
    query = select(followed).where(followed.c.source == source, followed.c.waybill.in_(waybills), followed.c.next_at.is_not(None))
    return {row["waybill"]: dict(row) for row in conn.execute(query).mappings()}


def let_go(conn: Connection, source: str) -> None:
    """Forget parcels of orders that are over or are gone, and numbers that were replaced."""
    wanted = exists().where(_ITS_PARCEL, orders.c.ended.is_(False))
    conn.execute(delete(followed).where(followed.c.source == source, ~wanted))


def count(conn: Connection, source: str) -> int:
    """Of how many orders the parcels are followed."""
    return int(conn.execute(select(func.count(func.distinct(followed.c.order_id))).where(followed.c.source == source)).scalar() or 0)


def due(conn: Connection, source: str, now: datetime) -> Followed | None:
    """The parcel whose turn it has been for longest, of an order that is under way still."""
    turn = select(followed).join(orders, _ITS_PARCEL).where(_UNDER_WAY, followed.c.source == source, followed.c.next_at <= micros(now))
    row = conn.execute(turn.order_by(followed.c.next_at, followed.c.waybill).limit(1)).one_or_none()
    return _followed(row) if row else None


def of_parcel(conn: Connection, source: str, waybill: str) -> list[Followed]:
    """The parcel for each of its orders."""
    query = select(followed).where(followed.c.source == source, followed.c.waybill == waybill)
    return [_followed(row) for row in conn.execute(query.order_by(followed.c.order_id))]


def of_orders(conn: Connection, source: str, wanted: Iterable[str]) -> list[Followed]:
    """The parcels of these orders."""
    query = select(followed).where(followed.c.source == source, followed.c.order_id.in_(list(wanted)))
    return [_followed(row) for row in conn.execute(query)]


def put(conn: Connection, changed: Followed) -> None:
    """How it stands with a parcel, whichever of its orders was named."""
    values = {
        "code": changed.code, "subscribed": changed.subscribed, "asked_at": micros(changed.asked_at), "next_at": micros(changed.next_at),
    }  # fmt: skip
    conn.execute(update(followed).where(followed.c.source == changed.source, followed.c.waybill == changed.waybill).values(values))


def _followed(row: Any) -> Followed:
    return Followed(row.source, row.waybill, row.order_id, row.code, row.subscribed, moment(row.asked_at), moment(row.next_at))
