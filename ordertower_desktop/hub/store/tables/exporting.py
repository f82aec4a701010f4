"""Pages of everything, by keyset: what `/v1/export` streams."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, select, tuple_

from ordertower_desktop.domain.case import Case
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.tables.cases import cases
from ordertower_desktop.hub.store.tables.orders import events, orders

WHAT = ("events", "orders", "cases")
PAGE = 500
After = tuple[int, str, str]
START: After = (-(2**62), "", "")


def page(conn: Connection, what: str, after: After, *, since: datetime | None, until: datetime | None) -> tuple[list[object], After]:
    """The next lines and where to go on; no lines at the end."""
    first = max(after[0], micros(since)) if since else after[0]
    last = micros(until) if until else 2**62
    match what:
        case "events":
            return _events(conn, after, first=first, last=last)
        case "orders":
            return _orders(conn, after, first=first, last=last)
        case _:
            return _cases(conn, after, first=first, last=last)


def _events(conn: Connection, after: After, *, first: int, last: int) -> tuple[list[object], After]:
    """In the shape of the event file."""
    behind = tuple_(events.c.at, events.c.key, events.c.order_id) > tuple_(*after)
    query = select(events).where(behind, events.c.at >= first, events.c.at < last).order_by(events.c.at, events.c.key, events.c.order_id)
    rows = conn.execute(query.limit(PAGE)).all()
    lines: list[object] = [
        {"at": moment(r.at), "source": r.source, "event": r.name, "order_id": r.order_id, "payload": msgspec.Raw(r.payload)} for r in rows
    ]
    return lines, (rows[-1].at, rows[-1].key, rows[-1].order_id) if rows else after


def _orders(conn: Connection, after: After, *, first: int, last: int) -> tuple[list[object], After]:
    query = select(orders).where(orders.c.id > after[1]).order_by(orders.c.id)
    if first > START[0] or last < 2**62:
        query = query.where(orders.c.created >= first, orders.c.created < last)
    rows = conn.execute(query.limit(PAGE)).all()
    return [_order(row) for row in rows], (after[0], rows[-1].id, "") if rows else after


def _order(row: Any) -> object:
    return {
        "order": row.id,
        "platform": row.platform,
        "shop": row.shop,
        "stage": row.stage,
        "ended": row.ended,
        "buyer": row.buyer,
        "waybill": row.waybill,
        "created_at": moment(row.created),
    }


def _cases(conn: Connection, after: After, *, first: int, last: int) -> tuple[list[object], After]:
    behind = tuple_(cases.c.opened_at, cases.c.id) > tuple_(after[0], after[1])
    query = select(cases).where(behind, cases.c.opened_at >= first, cases.c.opened_at < last).order_by(cases.c.opened_at, cases.c.id)
    rows = conn.execute(query.limit(PAGE)).all()
    return [msgspec.json.decode(row.body, type=Case) for row in rows], (rows[-1].opened_at, rows[-1].id, "") if rows else after
