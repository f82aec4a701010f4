"""/v1/orders and /v1/pool: search over everything, one order whole, and the delay pool without a desk."""

from collections.abc import Iterator
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from ordertower_desktop.domain.stage import STAGE_NAMES
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.api.views import view
from ordertower_desktop.hub.store.judging.page import order_page
from ordertower_desktop.hub.store.tables import search
from ordertower_desktop.hub.store.tables.orders import Found
from ordertower_desktop.hub.store.tables.search import Query
from ordertower_desktop.wire.rows import PoolRow


class OrderLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """An order as search shows it; personal values are masked."""

    order: str
    platform: str
    shop: str
    stage: str
    stage_name: str
    ended: bool
    buyer: str = ""
    waybill: str = ""
    created_at: datetime | None = None
    case: str = ""


class OrderLines(msgspec.Struct, frozen=True):
    items: list[OrderLine]
    after: str = ""


class PoolPage(msgspec.Struct, frozen=True):
    """The open pool, earliest due first; `total` counts all of it."""

    items: list[PoolRow]
    total: int
    after: str
    now: datetime


def found(call: Call) -> Answer:
    """Search: order no., tail, beginning of a name, phone tail, waybill, time range."""
    query = Query(
        text=call.query.get("q", "")[:100],
        platform=call.query.get("platform", ""),
        stage=call.query.get("stage", ""),
        since=call.moment("since"),
        until=call.moment("until"),
        after=call.query.get("after", ""),
        limit=call.limit(),
    )
    with call.tower.db.read() as conn:
        rows = search.find(conn, query)
        cases = search.open_cases(conn, [row.id for row in rows])
    lines = [_line(row, cases.get(row.id, "")) for row in rows]
    return as_json(OrderLines(lines, lines[-1].order if len(lines) == query.limit and not query.text else ""))


def one(call: Call) -> Answer:
    """One order, whole."""
    with call.tower.db.read() as conn:
        page = order_page(conn, call.params["order_id"], now=call.now, floor=call.tower.floors.current(conn))
    if page is None:
        raise Refused(404, "中心没有这个订单，请核对订单号", kind="not_found")
    return as_json(page)


def pool(call: Call) -> Answer:
    """One view of the delay pool, now or as it was at a moment, earliest due first."""
    limit, shown, at = call.limit(1000), view(call.query.get("view", "")), call.moment("at")
    now = call.now if at is None or at >= call.now else at
    with call.tower.db.read() as conn:
        rows = list(search.case_rows(conn)) if now == call.now else list(_back_then(conn, call, now))
    wanted = sorted((row for row in rows if shown.shows(row, now, call.actor) and _matches(row, call)), key=_earliest)
    start = call.number("after")
    items = wanted[start : start + limit]
    after = str(start + limit) if start + limit < len(wanted) else ""
    return as_json(PoolPage(items, len(wanted), after, now))


def _back_then(conn: Connection, call: Call, at: datetime) -> Iterator[PoolRow]:
    """What was open then, and what had been closed by then."""
    yield from call.tower.past.rows(conn, at, floor=call.tower.floors.current(conn), now=call.now)
    yield from (row for row in search.case_rows(conn) if row.closed_at is not None and row.closed_at <= at)


def _matches(row: PoolRow, call: Call) -> bool:
    said = {"platform": row.platform, "stage": row.stage, "segment": row.segment, "cause": row.cause, "owner": row.owner, "kind": row.kind}
    return all(call.query.get(name) in (None, "", value) for name, value in said.items())


def _earliest(row: PoolRow) -> tuple[bool, str, str]:
    return row.due_at is None, row.due_at.isoformat() if row.due_at else "", row.order


def _line(row: Found, case: str) -> OrderLine:
    return OrderLine(
        row.id, row.platform, row.shop, row.stage, STAGE_NAMES[row.stage], row.ended, row.buyer, row.waybill, row.created, case
    )
