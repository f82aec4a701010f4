"""The orders that a stretch of the past is about, page by page, each in a short transaction of its own."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from ordertower_desktop.domain.order import Order
from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.tables.orders import events, load, orders, snapshots
from ordertower_desktop.insight.trial.happened import happened

PAGE = 200
"""Orders held at a time: a longer look at the database would keep its log from being folded back."""


def _lived(since: datetime) -> ColumnElement[bool]:
    """Not over before that time, or something was said of it afterwards."""
    stamp = micros(since)
    told = select(events.c.key).where(events.c.order_id == orders.c.id, events.c.at >= stamp).exists()
    newest = func.coalesce(snapshots.c.last_at, snapshots.c.at)
    read = select(snapshots.c.key).where(snapshots.c.order_id == orders.c.id, newest >= stamp).exists()
    return or_(orders.c.ended.is_(False), told, read)


def count(db: Database, since: datetime) -> int:
    """How many orders lived since then."""
    with db.read() as conn:
        return int(conn.execute(select(func.count()).select_from(orders).where(_lived(since))).scalar_one())


def lived(db: Database, since: datetime) -> Iterator[list[Order]]:
    """Those orders as their history happened."""
    after = ""
    while True:
        with db.read() as conn:
            query = select(orders.c.id).where(orders.c.id > after, _lived(since)).order_by(orders.c.id).limit(PAGE)
            keys = list(conn.execute(query).scalars())
            known = load(conn, keys)
        if not keys:
            return
        after = keys[-1]
        yield [happened(order) for order in known.values()]
