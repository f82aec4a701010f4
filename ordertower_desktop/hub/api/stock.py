"""/v1/stock: goods by code and warehouse, and the orders that hold them (S84, S20)."""

from msgspec.structs import replace

from ordertower_desktop.hub.api.http import AGENT, Answer, Call, Refused, Route, as_json
from ordertower_desktop.hub.store.judging.stockpages import Asked, held_by, page
from ordertower_desktop.wire.stock import HoldPage, StockPage


def routes() -> list[Route]:
    narrowed = ("q", "warehouse", "state", "after", "limit")
    return [
        Route("GET", "/v1/stock", AGENT, shown, "库存：按 SKU 和仓库，在库、占用、可用、在售、时效和冲突", gives=StockPage, query=narrowed),
        Route("GET", "/v1/stock/holds", AGENT, holds, "占用或缺这件货的订单，最早的在前", gives=HoldPage, query=("sku", "warehouse")),
    ]


def shown(call: Call) -> Answer:
    """By code and warehouse."""
    try:
        asked = Asked(call.now, *(call.query.get(name, "") for name in ("q", "warehouse", "state")))
    except ValueError as error:
        raise Refused(400, "state 要是 oversold、short、stale 之一，或不写", kind="malformed") from error
    with call.tower.db.read() as conn:
        made = page(conn, asked, after=call.query.get("after", ""), limit=call.limit())
    return as_json(replace(made, troubles=[]) if call.actor.warehouses else made)  # systems of other warehouses are not theirs to know


def holds(call: Call) -> Answer:
    """Who holds one code."""
    sku = call.query.get("sku", "")
    if not sku:
        raise Refused(400, "要写 sku", kind="malformed")
    with call.tower.db.read() as conn:
        return as_json(held_by(conn, sku, call.query.get("warehouse", "")))
