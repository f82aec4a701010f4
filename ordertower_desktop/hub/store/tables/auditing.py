"""What the audit asks of the tables: which timers are set, which have passed unseen."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, select

from ordertower_desktop.domain.case import Case
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.tables.cases import cases
from ordertower_desktop.hub.store.tables.deliveries import State, deliveries
from ordertower_desktop.hub.store.tables.orders import orders

_case = msgspec.json.Decoder(Case)
A_PAUSE = b'"pauses":[{'
"""How a case is written that holds a pause anywhere: the others need not be read."""


def timers(conn: Connection, after: str, *, limit: int) -> dict[str, datetime | None]:
    """Order id -> when it will be looked at, of orders with an open case, by id after `after`."""
    open_ones = select(cases.c.order_id).where(cases.c.open.is_(True), cases.c.order_id > after).order_by(cases.c.order_id).limit(limit)
    query = select(orders.c.id, orders.c.next_at).where(orders.c.id.in_(open_ones)).order_by(orders.c.id)
    return {row.id: moment(row.next_at) for row in conn.execute(query)}


def unjudged(conn: Connection, before: datetime) -> tuple[int, datetime | None]:
    """How many orders' time came before this and is still to be seen to, and when the first one's came."""
    count, first = conn.execute(select(func.count(), func.min(orders.c.next_at)).where(orders.c.next_at <= micros(before))).one()
    return count, moment(first)


def untold(conn: Connection, before: datetime) -> tuple[int, datetime | None]:
    """How many steps of chains should have been taken up before this, and since when the first one waits."""
    waits = (deliveries.c.state == State.QUEUED, deliveries.c.at <= micros(before))
    count, first = conn.execute(select(func.count(), func.min(deliveries.c.at)).where(*waits)).one()
    return count, moment(first)


def open_count(conn: Connection) -> int:
    """How many cases are open."""
    return int(conn.execute(select(func.count()).select_from(cases).where(cases.c.open.is_(True))).scalar_one())


def paused_since(conn: Connection, since: datetime) -> list[Case]:
    """Cases that came into the pool since then and were paused at least once."""
    query = select(cases.c.body).where(cases.c.opened_at >= micros(since)).order_by(cases.c.opened_at)
    found = (_case.decode(body) for body in conn.execute(query).scalars() if A_PAUSE in body)
    return [case for case in found if case.handling.pauses]
