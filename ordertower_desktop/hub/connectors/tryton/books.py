"""What is asked of Tryton about sales: the sale, its lines, its shipments, and the log of who moved them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ordertower_desktop.hub.connectors.connector import SourceRefused
from ordertower_desktop.hub.connectors.tryton.rpc import Objected, Rows, Rpc
from ordertower_desktop.hub.connectors.tryton.spelling import spelt

SALE, LINE, SHIPMENT, LOG = "sale.sale", "sale.line", "stock.shipment.out", "ir.model.log"
OPEN = ("draft", "quotation", "confirmed", "processing")
SALE_FIELDS = ["number", "reference", "state", "shipment_state", "total_amount", "create_date", "write_date", "shipping_date", "shipments"]
PLACE = ["shipment_address.city", "shipment_address.subdivision.name"]
LINE_FIELDS = ["sale", "type", "quantity", "product.code", "product.template.name"]
SHIPMENT_FIELDS = ["number", "reference", "state", "create_date", "write_date", "planned_date"]
OF_MODULES = {"carrier": "carrier.rec_name", "shipping_reference": "shipping_reference"}
"""Fields that a shipment has only where a module is installed, and how they are asked for."""
LOG_FIELDS = ["create_date", "target", "resource", "user.rec_name"]


@dataclass(frozen=True, slots=True)
class Book:
    """One sale with everything that hangs on it."""

    sale: dict[str, Any]
    lines: Rows = field(default_factory=list)
    shipments: Rows = field(default_factory=list)
    log: Rows = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.sale["id"])

    @property
    def order(self) -> str:
        """The number that the platform knows it by, else Tryton's own; empty for a draft that nobody has numbered."""
        return str(self.sale.get("reference") or self.sale.get("number") or "").strip()

    @property
    def touched(self) -> datetime:
        """When the sale or any shipment of it was last written."""
        stamps: list[datetime] = [row[key] for row in (self.sale, *self.shipments) for key in ("write_date", "create_date") if row.get(key)]
        return max(stamps)


def changed(since: datetime) -> list[Any]:
    """Sales that were written since, or whose shipments were: those move first, and the sale in a transaction of its own."""
    at = spelt(since)
    fresh = [["write_date", "=", None], ["create_date", ">=", at]]
    return ["OR", [["write_date", ">=", at]], fresh, [["shipments.write_date", ">=", at]], [["shipments.create_date", ">=", at]]]


class Books:
    """Reads sales whole."""

    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc
        self._extra: dict[str, str] | None = None
        self.waybill = "reference"
        """The field of a shipment that holds the waybill."""
        self.blind = False
        """True where the user may not read the log."""

    def ids(self, domain: list[Any], after: int, limit: int, now: datetime) -> list[int]:
        rows = self._rpc.search(SALE, [domain, ["id", ">", after]], ["id"], limit=limit, now=now)
        return [row["id"] for row in rows]

    def of(self, ids: Collection[int], now: datetime) -> list[Book]:
        """These sales and every other of the same orders."""
        sales = self._sales([["id", "in", list(ids)]], now)
        if shared := sorted({str(one["reference"]) for one in sales.values() if one.get("reference")}):
            sales |= self._sales([["reference", "in", shared]], now)
        return self._whole(list(sales.values()), now)

    def numbered(self, order: str, now: datetime) -> list[Book]:
        """The sales of one order."""
        domain = ["OR", [["reference", "=", order]], [["number", "=", order]]]
        return [one for one in self._whole(list(self._sales(domain, now).values()), now) if one.order == order]

    def _sales(self, domain: list[Any], now: datetime) -> dict[int, dict[str, Any]]:
        return {row["id"]: row for row in self._rpc.search(SALE, domain, [*SALE_FIELDS, *PLACE], now=now)}

    def _whole(self, sales: Rows, now: datetime) -> list[Book]:
        ids = [one["id"] for one in sales]
        moving = sorted({key for one in sales for key in one.get("shipments") or ()})
        lines = _grouped(self._rpc.search(LINE, [["sale", "in", ids]], LINE_FIELDS, now=now), "sale") if ids else {}
        shipments = {row["id"]: row for row in self._shipments(moving, now)}
        log = _grouped(self._log(ids, moving, now), "resource")
        return [self._book(one, lines, shipments, log) for one in sales]

    def _book(self, sale: dict[str, Any], lines: dict[Any, Rows], shipments: dict[int, dict[str, Any]], log: dict[Any, Rows]) -> Book:
        mine = [shipments[key] for key in sale.get("shipments") or () if key in shipments]
        told: Rows = [*log.get(f"{SALE},{sale['id']}", ()), *(row for one in mine for row in log.get(f"{SHIPMENT},{one['id']}", ()))]
        return Book(sale, lines.get(sale["id"], []), mine, told)

    def _shipments(self, ids: list[int], now: datetime) -> Rows:
        if not ids:
            return []
        if self._extra is None:
            known = self._rpc.ask(f"model.{SHIPMENT}.fields_get", list(OF_MODULES), now=now)
            self._extra = {name: asked for name, asked in OF_MODULES.items() if name in known}
            self.waybill = "shipping_reference" if "shipping_reference" in self._extra else "reference"
        return self._rpc.search(SHIPMENT, [["id", "in", ids]], [*SHIPMENT_FIELDS, *self._extra.values()], now=now)

    def _log(self, sales: list[int], shipments: list[int], now: datetime) -> Rows:
        """Who moved what when; a user without the right to read it gets the orders without."""
        about = [*(f"{SALE},{one}" for one in sales), *(f"{SHIPMENT},{one}" for one in shipments)]
        if not about or self.blind:
            return []
        try:
            return self._rpc.search(LOG, [["resource", "in", about], ["event", "=", "transition"]], LOG_FIELDS, now=now)
        except Objected:
            self.blind = True
            return []


def heeded(books: Iterable[Book], since: datetime, who: str) -> None:
    """A server that does not look at our condition gives everything; that must be seen. Raises `SourceRefused`."""
    asked: defaultdict[str, list[Book]] = defaultdict(list)
    for one in books:
        asked[one.order or str(one.id)].append(one)
    if any(max(one.touched for one in together) < since for together in asked.values()):
        raise SourceRefused("filter", f"{who} 没有按时间条件筛选（给了更早的订单），未读入，请核对 Tryton 的版本")


def _grouped(rows: Rows, by: str) -> dict[Any, Rows]:
    found: defaultdict[Any, Rows] = defaultdict(list)
    for row in rows:
        found[row.get(by)].append(row)
    return found
