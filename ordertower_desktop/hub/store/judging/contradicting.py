"""Conflicts of orders for people: who says what, since when, when it was over, and what to do about it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.contradiction import Contradiction, Said, contradictions, unsettled
from ordertower_desktop.domain.fieldname import FIELD_NAMES
from ordertower_desktop.domain.gap import kind_of
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.snapshot import SOURCE_KIND_NAMES
from ordertower_desktop.domain.stage import STAGE_NAMES, Stage
from ordertower_desktop.domain.stock import speaker
from ordertower_desktop.hub.store.judging.board import PLATFORM_NAMES
from ordertower_desktop.hub.store.tables import conflicts, orders, sources
from ordertower_desktop.hub.store.tables.conflicts import Asked, Stood
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.wire.conflicts import ConflictCount, ConflictPage, ConflictRow
from ordertower_desktop.wire.order import ConflictLine, Saying

ADVICE = {
    "status": "先看仓库实物：已发出就让平台补回传，没发出就让仓库撤回出库",
    "amount_fen": "以平台实收为准，请 ERP 核对改价和优惠；没核清前不要退差价",
    "address_version": "先拦住打单，按平台最新地址更新 ERP 和 WMS 再放行",
    "district": "先拦住打单，按平台最新地址更新 ERP 和 WMS 再放行",
    "items": "按平台的件数核对拣货单，多发少发都先拦住出库",
    "customer_level": "以 CRM 为准，请 ERP 同步客户等级",
    "waybill": "以仓库实贴面单为准，作废另一张，并改回传",
    "stock": "请仓库盘点这个 SKU，盘清前先把平台可售数调到仓库数以下",
    "priority": "请在订单中心把这一单标为优先，再同步 CRM 等级",
}


def lines(order: Order, sources: Mapping[str, Source], now: datetime) -> list[ConflictLine]:
    """The open ones first, then those that are over, newest first."""
    found = sorted(contradictions(order, now), key=lambda one: (one.cleared_at is not None, -(one.cleared_at or one.since).timestamp()))
    return [
        ConflictLine(
            one.field,
            FIELD_NAMES.get(one.field, one.field),
            one.since,
            [_saying(one.field, said, order, sources) for said in one.said],
            one.cleared_at,
            one.times,
            "" if one.cleared_at else ADVICE.get(one.field, ""),
        )
        for one in found
    ]


def note(conn: Connection, known: Mapping[str, Order], gone: Iterable[str], *, now: datetime) -> None:
    """Keep which of these orders contradict themselves; whoever has left the building contradicts nobody any more."""
    found = [_stood(order, one) for order in known.values() if not order.ended for one in unsettled(order, now)]
    conflicts.renew(conn, [*known, *gone], found)


def _stood(order: Order, one: Contradiction) -> Stood:
    said = tuple(dict.fromkeys(speaker(said.source) for said in one.said))
    return Stood(order.id, one.field, one.since, one.counts_at, one.over_at, order.text("platform"), said)


def listed(conn: Connection, asked: Asked, *, after: str, limit: int) -> ConflictPage:
    """Everything that is open, the oldest first, as its orders tell it now. Raises `ValueError` where `after` is no mark."""
    found = conflicts.page(conn, asked, after=after, limit=limit)
    known = orders.load(conn, [one.order for one in found])
    names = {source.id: source for source in sources.every(conn)}
    told = {key: {line.field: line for line in lines(order, names, asked.now) if not line.cleared_at} for key, order in known.items()}
    rows = [
        ConflictRow(one.order, PLATFORM_NAMES.get(one.platform, one.platform), known[one.order].text("shop"), told[one.order][one.field])
        for one in found
        if one.field in told.get(one.order, {})
    ]
    numbers = conflicts.by_field(conn, replace(asked, field=""))
    counts = [ConflictCount(field, FIELD_NAMES.get(field, field), number) for field, number in numbers.items()]
    return ConflictPage(rows, counts, conflicts.mark(found[-1]) if len(found) == limit else "")


def _saying(field: str, said: Said, order: Order, sources: Mapping[str, Source]) -> Saying:
    source = speaker(said.source)
    known = sources.get(source)
    name = known.name if known else PLATFORM_NAMES.get(source, source)
    word = SOURCE_KIND_NAMES[kind_of(order, said.source)]
    return Saying(source, word if word.lower() == name.lower() else f"{word} {name}", _words(field, said), said.since, said.seen)


def _words(field: str, said: Said) -> str:
    value = said.value
    match field:
        case _ if value is None:
            return "无此单"
        case "status":
            return STAGE_NAMES[Stage(str(value))]
        case "amount_fen" if isinstance(value, int):
            return f"¥{value / 100:,.2f}"
        case "items" | "stock":
            return f"{value} 件"
        case "address_version":
            return f"第 {value} 版"
        case _:
            return str(value)
