"""What the sales of one order come to: where it stands, what is known of it, and what happened when."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from ordertower_desktop.domain.event import Event, Value
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import RANK, Fact, Stage
from ordertower_desktop.hub.connectors.tryton.books import SALE, SHIPMENT, Book

SALE_STAGES = {
    "draft": Stage.UNPAID, "quotation": Stage.TO_AUDIT, "confirmed": Stage.TO_PRINT, "processing": Stage.TO_PRINT, "done": Stage.TO_COLLECT,
}  # fmt: skip
SHIPMENT_STAGES = {
    "draft": Stage.TO_PRINT, "waiting": Stage.TO_PRINT, "assigned": Stage.TO_PRINT, "picked": Stage.TO_PACK, "packed": Stage.TO_SHIP,
    "shipped": Stage.TO_COLLECT, "done": Stage.TO_COLLECT,
}  # fmt: skip
GONE = "cancelled"
REACHED = {"picked": ("picked",), "packed": ("packed",), "outbound": ("shipped", "done")}
"""Event -> the states of a shipment that prove it."""
SAID = {"state:confirmed": "audited", "state:cancelled": "cancelled"}
"""What a sale's own transitions tell."""


def snapshot(books: Sequence[Book], *, source: str, waybill: str, at: datetime) -> tuple[Snapshot, tuple[str, ...]]:
    """The order as Tryton holds it, and the words that nobody has mapped."""
    live = [one for one in books if one.sale.get("state") != GONE]
    shipments = [row for one in live for row in one.shipments if row.get("state") != GONE]
    gaps = tuple(dict.fromkeys(_gaps(books)))
    facts = set() if live else {Fact.CANCELLED}
    if any(_out(row) for row in shipments) and not all(_out(row) for row in shipments):
        facts.add(Fact.PART_SHIPPED)
    stage = None if gaps or not live else min((_stage(one) for one in live), key=RANK.__getitem__)
    word = "+".join(dict.fromkeys(str(one.sale.get("state")) for one in books))
    fields = {name: value for name, value in _fields(live or books, shipments, waybill).items() if value not in (None, "", [])}
    return Snapshot(at, source, SourceKind.ERP, books[0].order, fields, stage, frozenset(facts), word), gaps


def events(books: Sequence[Book], *, source: str) -> list[Event]:
    """Steps that all of the order has taken, each at the time of the last part of it, with who took it."""
    live = [one for one in books if one.sale.get("state") != GONE]
    if not live:
        return _last([_moves(one, SALE, one.id, ("cancelled",)) for one in books], "cancelled", source, books[0].order)
    told = [_moves(one, SALE, one.id, ("confirmed",)) for one in live]
    found = _last(told, SAID["state:confirmed"], source, books[0].order)
    parcels = [[(one, row) for row in one.shipments if row.get("state") != GONE] for one in live]
    if not all(parcels):
        return found
    for name, states in REACHED.items():
        found += _last([_moves(one, SHIPMENT, row["id"], states) for mine in parcels for one, row in mine], name, source, books[0].order)
    return found


def _moves(book: Book, model: str, key: int, states: Iterable[str]) -> list[dict[str, Any]]:
    """When one record came into one of these states for the first time."""
    wanted = {f"state:{state}" for state in states}
    return [row for row in book.log if row.get("resource") == f"{model},{key}" and row.get("target") in wanted][:1]


def _last(told: list[list[dict[str, Any]]], name: str, source: str, order: str) -> list[Event]:
    if not told or not all(told):
        return []
    row = max((rows[0] for rows in told), key=lambda one: one["create_date"])
    who = (row.get("user.") or {}).get("rec_name") or ""
    return [Event(row["create_date"], source, name, order, {"by": who} if who else {})]


def _out(row: dict[str, Any]) -> bool:
    return row.get("state") in REACHED["outbound"]


def _gaps(books: Iterable[Book]) -> Iterable[str]:
    for one in books:
        if (state := one.sale.get("state")) not in SALE_STAGES and state != GONE:
            yield f"sale.state={state}"
        for row in one.shipments:
            if (state := row.get("state")) not in SHIPMENT_STAGES and state != GONE:
                yield f"shipment.state={state}"


def _stage(book: Book) -> Stage:
    """The least of its shipments; without any, what the sale itself says."""
    moving = [SHIPMENT_STAGES[str(row["state"])] for row in book.shipments if row.get("state") != GONE]
    return min(moving, key=RANK.__getitem__) if moving else SALE_STAGES[str(book.sale["state"])]


def _fields(books: Sequence[Book], shipments: list[dict[str, Any]], waybill: str) -> dict[str, Value]:
    lines = [row for one in books for row in one.lines if row.get("type") == "line"]
    products = [row["product."] for row in lines if isinstance(row.get("product."), dict)]
    place: dict[str, Any] = next((one.sale["shipment_address."] for one in books if one.sale.get("shipment_address.")), {})
    due: list[date] = [one.sale["shipping_date"] for one in books if one.sale.get("shipping_date")]
    due = due or [row["planned_date"] for row in shipments if row.get("planned_date")]
    return {
        "erp_order_id": "、".join(dict.fromkeys(str(one.sale["number"]) for one in books if one.sale.get("number"))),
        "created_at": min(one.sale["create_date"] for one in books).isoformat(),
        "amount_fen": int(sum((_amount(one.sale.get("total_amount")) for one in books), Decimal()) * 100),
        "items": int(sum(row.get("quantity") or 0 for row in lines)),
        "sku": "、".join(dict.fromkeys(str(one["code"]) for one in products if one.get("code"))),
        "title": "、".join(dict.fromkeys(str(one["template."]["name"]) for one in products if one.get("template."))),
        "city": place.get("city"),
        "province": (place.get("subdivision.") or {}).get("name"),
        "carrier": "、".join(dict.fromkeys(row["carrier."]["rec_name"] for row in shipments if row.get("carrier."))),
        "waybill": "、".join(dict.fromkeys(str(row[waybill]) for row in shipments if row.get(waybill))),
        "ship_by": _end(min(due)) if due else None,
        "abnormal": "发货异常" if any(one.sale.get("shipment_state") == "exception" for one in books) else None,
    }


def _amount(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal()


def _end(day: date) -> str:
    """A day by which something leaves means the end of that day in Shanghai."""
    return datetime.combine(day, time.max.replace(microsecond=0), SHANGHAI).astimezone(UTC).isoformat()
