"""A Tryton that keeps its own protocol in memory: sessions, domains, values spelt as objects, refusals inside a 200."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx

from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.connectors.connector import About
from ordertower_desktop.hub.connectors.tryton.connector import SIZE, TrytonConnector
from ordertower_desktop.hub.connectors.tryton.rpc import Rpc
from ordertower_desktop.hub.connectors.tryton.spelling import read, spelt
from ordertower_desktop.hub.connectors.tryton.writer import TrytonWriter

NOON = datetime(2026, 11, 12, 4, 0, tzinfo=UTC)
USER, PASSWORD = "tower", "canary-tryton-password"
TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda one, other: one == other,
    ">": lambda one, other: one is not None and one > other,
    ">=": lambda one, other: one is not None and one >= other,
    "<": lambda one, other: one is not None and one < other,
    "in": lambda one, other: one in other,
}
NEXT = {"assign_try": "assigned", "pick": "picked", "pack": "packed", "do": "done"}


class FakeTryton:
    """`meddle` may answer a call instead; `session` is the token that counts now."""

    def __init__(self) -> None:
        self.now, self.session, self.logins = NOON, "s1", 0
        self.tables: dict[str, dict[int, dict[str, Any]]] = {"sale.sale": {}, "sale.line": {}, "stock.shipment.out": {}, "ir.model.log": {}}
        self.meddle: Callable[[str, int], httpx.Response | None] = lambda _method, _call: None
        self.calls = 0
        self.deaf = False
        self.stock = True
        self.asks: set[int] = set()
        self.warned: set[str] = set()

    def sell(self, order: str, state: str = "processing", *moving: str, ago: timedelta = timedelta(minutes=5)) -> int:
        """A sale of two scarves, with a shipment for each of these states."""
        at, key = self.now - ago, len(self.tables["sale.sale"]) + 1
        mine = [self._add("stock.shipment.out", at, state=one, number=f"S{key}", reference=None, planned_date=None) for one in moving]
        self._add(
            "sale.line", at, sale=key, type="line", quantity=2.0, **{"product.": {"id": 1, "code": "WJ-01", "template.": {"name": "围巾"}}}
        )
        more = {
            "number": str(key),
            "reference": order,
            "state": state,
            "shipment_state": "waiting",
            "total_amount": 12990,
            "shipping_date": None,
        }
        return self._add("sale.sale", at, shipments=mine, **more)

    def move(self, shipment: int, state: str) -> None:
        """A shipment comes into a state, and the log says so."""
        self.tables["stock.shipment.out"][shipment] |= {"state": state, "write_date": self.now}
        told = {"event": "transition", "target": f"state:{state}", "resource": f"stock.shipment.out,{shipment}"}
        self._add("ir.model.log", self.now, **told, **{"user.": {"id": 1, "rec_name": "张三"}})

    def touch(self, sale: int, **changed: Any) -> None:
        self.tables["sale.sale"][sale] |= {**changed, "write_date": self.now}

    def connector(self, *, size: int = SIZE) -> TrytonConnector:
        about = About("erp-1", "Tryton", SourceKind.ERP, timedelta(seconds=60))
        transport = httpx.MockTransport(self._answer)
        return TrytonConnector(about, Rpc("http://erp.test/shop", USER, PASSWORD, who="Tryton", transport=transport), size=size)

    def writer(self) -> TrytonWriter:
        return TrytonWriter(self.connector())

    def _add(self, model: str, at: datetime, **row: Any) -> int:
        key = len(self.tables[model]) + 1
        self.tables[model][key] = {"id": key, "create_date": at, "write_date": None, **row}
        return key

    def _answer(self, request: httpx.Request) -> httpx.Response:
        said = json.loads(request.content, object_hook=read)
        method, params = said["method"], said["params"]
        self.calls += 1
        head = {"date": format_datetime(self.now, usegmt=True)}
        if (instead := self.meddle(method, self.calls)) is not None:
            instead.headers.setdefault("date", head["date"])
            return instead
        if method == "common.db.login":
            self.logins += 1
            good = params[:2] == [USER, {"password": PASSWORD}]
            return _json({"result": [7, self.session, None]}, head) if good else httpx.Response(401, headers=head)
        if request.headers.get("authorization", "") != self._proof:
            return httpx.Response(401, headers=head)
        return _json(self._result(method, params), head)

    @property
    def _proof(self) -> str:
        import base64

        return "Session " + base64.b64encode(f"{USER}:7:{self.session}".encode()).decode()

    def _result(self, method: str, params: list[Any]) -> dict[str, Any]:
        model, _, verb = method.removeprefix("model.").rpartition(".")
        match verb:
            case "get_preferences":
                return {"result": {"company": 1, "language": "zh_CN"}}
            case "fields_get":
                return {"result": {name: {} for name in params[0] if name == "shipping_reference"}}
            case "search_read":
                rows = [row for _, row in sorted(self.tables[model].items()) if self.deaf or self._holds(params[0], row)]
                return {"result": rows[: params[2]]}
            case "write":
                for key in params[0]:
                    self.tables[model][key] |= params[1]
                return {"result": None}
            case "create":
                self.warned |= {one["name"] for one in params[0]}
                return {"result": [1]}
            case _:
                return self._pressed(verb, params[0][0])

    def _pressed(self, button: str, key: int) -> dict[str, Any]:
        name = f"hash{key}.no_carrier"
        if button == "pack" and key in self.asks and name not in self.warned:
            return {"error": ["UserWarning", [name, "发货单没有承运商。", ""]]}
        self.warned.discard(name)
        if button == "assign_try" and not self.stock:
            return {"result": False}
        self.move(key, NEXT[button])
        return {"result": None}

    def _holds(self, domain: list[Any], row: dict[str, Any]) -> bool:
        if domain and domain[0] == "OR":
            return any(self._holds(one, row) for one in domain[1:])
        if len(domain) == 3 and isinstance(domain[0], str):
            name, test, wanted = domain
            return any(TESTS[test](value, wanted) for value in self._values(name, row))
        return all(self._holds(one, row) for one in domain)

    def _values(self, name: str, row: dict[str, Any]) -> list[Any]:
        if name.startswith("shipments."):
            return [self.tables["stock.shipment.out"][key][name.partition(".")[2]] for key in row["shipments"]]
        return [row.get(name)]


def _json(body: dict[str, Any], head: dict[str, str]) -> httpx.Response:
    return httpx.Response(200, json=json.loads(json.dumps({"id": 1, **body}, default=spelt)), headers=head)
