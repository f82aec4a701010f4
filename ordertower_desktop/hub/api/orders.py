"""/v1/orders and /v1/pool: search over everything, one order whole, and the delay pool without a desk."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from ordertower_desktop.domain import veil as veils
from ordertower_desktop.domain.period import OrderTime
from ordertower_desktop.domain.period_reader import Asked, Unclear, find, read
from ordertower_desktop.domain.post import Field
from ordertower_desktop.domain.stage import STAGE_NAMES
from ordertower_desktop.hub.api import veil, veilwarehouse
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.api.views import view
from ordertower_desktop.hub.store.feed import past
from ordertower_desktop.hub.store.judging import chasing
from ordertower_desktop.hub.store.judging.page import order_page
from ordertower_desktop.hub.store.tables import forecasts, search
from ordertower_desktop.hub.store.tables.orders import Found
from ordertower_desktop.hub.store.tables.search import Query, Within
from ordertower_desktop.wire.codec import decode
from ordertower_desktop.wire.replay import PoolPage
from ordertower_desktop.wire.risk import RiskRow
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


def found(call: Call) -> Answer:
    """Search: order no., tail, beginning of a name, phone tail, waybill, time range, as the desk reads them."""
    sought = find(call.query.get("q", ""), call.now)
    query = Query(
        text=sought.words,
        platform=call.query.get("platform", ""),
        stage=call.query.get("stage", ""),
        within=tuple(_times(call, sought.asked)),
        after=call.query.get("after", ""),
        limit=call.limit(),
    )
    with call.tower.db.read() as conn:
        seen = veil.eyes_of(call, conn)
        rows = search.find(conn, replace(query, unread=frozenset(of for of in (Field.NAME, Field.PHONE) if of in seen)))
        cases = search.open_cases(conn, [row.id for row in rows])
    if not rows and sought.hint:
        raise Refused(400, sought.hint, kind="time")
    lines = [_line(row, cases.get(row.id, ""), veils.name(row.buyer, seen)) for row in rows]
    return as_json(OrderLines(lines, lines[-1].order if len(lines) == query.limit and not query.text else ""))


def _times(call: Call, asked: Asked | None) -> Iterator[Within]:
    """The time that was typed, the one of `filter`, and `since` and `until` of the ordering: all must hold."""
    if words := call.query.get("filter", "").strip():
        try:
            yield _within(read(words, call.now), call.now)
        except Unclear as why:
            raise Refused(400, str(why), kind="filter") from why
    if asked is not None:
        yield _within(asked, call.now)
    since, until = call.moment("since"), call.moment("until")
    if since is not None or until is not None:
        yield Within(OrderTime.CREATED, since, until)


def _within(asked: Asked, now: datetime) -> Within:
    return Within(asked.which, *asked.period.bounds(now))


def one(call: Call) -> Answer:
    """One order, whole. Whoever opens it has seen what they were told of it."""
    with call.tower.db.read() as conn:
        page = order_page(conn, call.params["order_id"], now=call.now, floor=call.tower.floors.current(conn))
        told = chasing.unseen(conn, page.row.case, call.actor.id) if page is not None and page.row is not None else ()
        seen = veil.eyes_of(call, conn)
    if page is None:
        raise Refused(404, "中心没有这个订单，请核对订单号", kind="not_found")
    if call.actor.warehouses and page.customer is not None:
        page = msgspec.structs.replace(page, customer=veilwarehouse.customer(page.customer))
    if call.tower.settings.track and not call.actor.warehouses:
        page = msgspec.structs.replace(page, tracked=True)
    if told:
        with call.tower.db.write() as conn:
            chasing.look(conn, chasing.unseen(conn, told[0].case, call.actor.id), now=call.now)
    return as_json(veil.page(page, seen))


def pool(call: Call) -> Answer:
    """One view of the delay pool, now or at a past moment, earliest due first.

    With `as=known` it is what was answered at that moment (当时所知), else what everything told since makes of it (事后真相).
    """
    limit, shown, at = call.limit(1000), view(call.query.get("view", "")), call.moment("at")
    now = call.now if at is None or at >= call.now else at
    with call.tower.db.read() as conn:
        rows = list(_now(conn)) if now == call.now else list(_back_then(conn, call, now))
        seen = veil.eyes_of(call, conn)
    houses = call.actor.warehouses
    rows = [row for row in rows if not houses or row.warehouse in houses]  # what was known at a moment lies packed: no view reaches in
    wanted = sorted((row for row in rows if shown.shows(row, now, call.actor) and _matches(row, call)), key=_earliest)
    start = call.number("after")
    items = [veil.row(row, seen) for row in wanted[start : start + limit]]
    after = str(start + limit) if start + limit < len(wanted) else ""
    return as_json(PoolPage(items, len(wanted), after, now))


def _now(conn: Connection) -> Iterator[PoolRow]:
    """Every case that desks hold, with the forecast of its order as they show it beside it."""
    return _with_risk(search.case_rows(conn), forecasts.bands(conn))


def _with_risk(rows: Iterable[PoolRow], bands: Mapping[str, str]) -> Iterator[PoolRow]:
    for row in rows:
        yield msgspec.structs.replace(row, risk=bands[row.order]) if row.state == "open" and row.order in bands else row


def _back_then(conn: Connection, call: Call, at: datetime) -> Iterator[PoolRow]:
    """What was open then, and what had been closed by then."""
    if call.query.get("as", "reckoned") == "known":
        yield from _known(call, at)
        return
    yield from call.tower.past.rows(conn, at, floor=call.tower.floors.current(conn), now=call.now)
    yield from (row for row in search.case_rows(conn) if row.closed_at is not None and row.closed_at <= at)


def _known(call: Call, at: datetime) -> Iterator[PoolRow]:
    with call.tower.all.read() as whole:
        held = past.held_at(whole, at, ("case", "risk"))
    if held is None:
        raise Refused(404, "那个时刻还没有记录，可问的最早时刻见 /v1/days", kind="not_found")
    told: dict[str, list[bytes]] = {"case": [], "risk": []}
    for thing in held:
        told[thing.topic].append(bytes(thing.body))
    risks = (decode(body, RiskRow) for body in told["risk"])
    yield from _with_risk((decode(body, PoolRow) for body in told["case"]), forecasts.gravest((one.order, one.band) for one in risks))


def _matches(row: PoolRow, call: Call) -> bool:
    said = {"platform": row.platform, "stage": row.stage, "segment": row.segment, "cause": row.cause, "owner": row.owner, "kind": row.kind}
    return all(call.query.get(name) in (None, "", value) for name, value in said.items())


def _earliest(row: PoolRow) -> tuple[bool, str, str]:
    return row.due_at is None, row.due_at.isoformat() if row.due_at else "", row.order


def _line(row: Found, case: str, buyer: str) -> OrderLine:
    return OrderLine(row.id, row.platform, row.shop, row.stage, STAGE_NAMES[row.stage], row.ended, buyer, row.waybill, row.created, case)
