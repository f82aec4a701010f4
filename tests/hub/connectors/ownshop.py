"""Two shops that no dialect knows, behind the counter: one of the plain kind, and one that speaks as Vendure does, in two steps."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ordertower_desktop.demo.platforms.counter import Asked, Trouble
from ordertower_desktop.demo.platforms.shelf import Hitch, Sale, Shelf, Shipment, State

KEY = "canary-shop-key-31"
PLAIN = """
[source]
id = "own"
name = "自建商城"
kind = "platform"
[http]
base_url = "https://shop.example.com"
[auth]
strategy = "key"
key = { in = "query", name = "app_key", value = "env:SHOP_KEY" }
[pull.orders]
path = "/orders"
query = { since = "{window.start|utc}" }
rows = "data"
read = { path = "/orders/{order}" }
[map]
order_id = "no"
waybill = "waybill"
status = "state"
[status_map]
unpaid = "UNPAID"
paid = "TO_ACCEPT"
held = "TO_ACCEPT held"
part = "TO_SHIP part_shipped"
shipped = "TO_COLLECT"
signed = "SIGNED"
closed = "cancelled"
refunding = "TO_ACCEPT refunding"
[errors]
rules = [
  { path = "code", is = 401, means = "auth" },
  { path = "code", is = 429, means = "slow_down" },
  { path = "code", is = 500, means = "retry" },
  { path = "code", is = 404, means = "not_found" },
  { path = "code", is_not = 0, means = "refused" },
]
[write_back]
carriers = { "中通" = "ZT-1" }
answers = [
  { path = "code", is = 0, outcome = "done" },
  { path = "code", in = [4001, 4002], outcome = "person" },
  { path = "code", is = 4100, outcome = "unknown" },
]
[[write_back.calls]]
path = "/orders/{order}/ship"
body = { company = "{code}", number = "{waybill}", request = "{key}" }
"""
CODES = {Hitch.CLOSED: 4001, Hitch.REFUNDING: 4002}


class OwnBooth:
    """Answers every error with status 200, and does a request that it knows once. `vague`: it says only that it is at it."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf, self.requests, self.vague = shelf, list[str](), False

    def answer(self, asked: Asked, now: datetime) -> dict[str, Any]:
        if asked.query.get("app_key") != KEY:
            return {"code": 401, "msg": f"无效的 app_key {asked.query.get('app_key')}"}
        number = asked.path.split("/")[2] if asked.path.count("/") > 1 else ""
        if asked.verb == "GET":
            found = self.shelf.one(number)
            return {"code": 404} if found is None else {"code": 0, "data": [_plain(found)]}
        said = json.loads(asked.body)
        self.requests.append(said["request"])
        shipment = Shipment(number, said["company"], said["number"])
        again = self.requests.count(said["request"]) > 1 and shipment in self.shelf.shipments
        shipment = Shipment(number, said["company"], said["number"])
        again = self.requests.count(said["request"]) > 1 and shipment in self.shelf.shipments
        hitch = None if again else self.shelf.ship(shipment, now)
        if self.vague:
            return {"code": 4100, "msg": "已受理，稍后查询"}
        return {"code": 0} if hitch is None else {"code": CODES.get(hitch, 4000), "msg": hitch}

    def trouble(self, trouble: Trouble) -> dict[str, Any]:
        codes = {Trouble.THROTTLED: 429, Trouble.EXPIRED: 401}
        return {"code": codes.get(trouble, 500), "msg": "稍后再试"}


def _plain(one: Sale) -> dict[str, Any]:
    return {"no": one.number, "state": one.word or ("refunding" if one.refunding else one.state), "waybill": one.waybill or None}


WORDS = {State.PAID: "PaymentSettled", State.SHIPPED: "Shipped", State.CLOSED: "Cancelled", State.UNPAID: "ArrangingPayment"}


class VendureBooth:
    """A parcel is registered as a fulfillment, and the order has left when that is sent on its way."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf, self.parcels = shelf, dict[str, dict[str, Any]]()
        self.refuses = ""

    def answer(self, asked: Asked, now: datetime) -> dict[str, Any]:
        said = json.loads(asked.body)
        query, given = said["query"], said["variables"]
        if asked.query.get("app_key") != KEY:
            return {"errors": [{"message": "not allowed", "extensions": {"code": "FORBIDDEN"}}], "data": None}
        if "addFulfillmentToOrder" in query:
            return {"data": {"addFulfillmentToOrder": self._registered(given["i"])}}
        if "transitionFulfillmentToState" in query:
            return {"data": {"transitionFulfillmentToState": self._sent(given["i"], now)}}
        found = self.shelf.one(given["o"]["filter"]["code"]["eq"])
        return {"data": {"orders": {"totalItems": 1 if found else 0, "items": [self._order(found)] if found else []}}}

    def _order(self, one: Sale) -> dict[str, Any]:
        parcels = [parcel for parcel in self.parcels.values() if parcel["order"] == one.number]
        lines = [{"id": f"line-{one.number}", "quantity": 2, "productVariant": {"sku": "A", "name": "A"}}]
        return {"code": one.number, "state": one.word or WORDS[one.state], "lines": lines, "fulfillments": parcels, "payments": []}

    def _registered(self, given: Mapping[str, Any]) -> dict[str, Any]:
        if self.refuses:
            return {"__typename": "Refusal", "errorCode": self.refuses, "message": f"cannot: {self.refuses}"}
        (line,) = given["lines"]
        assert line["quantity"] == 2
        told = {one["name"]: one["value"] for one in given["handler"]["arguments"]}
        key, order = f"f-{len(self.parcels) + 1}", line["orderLineId"].removeprefix("line-")
        parcel = {"id": key, "order": order, "state": "Pending", "trackingCode": told["trackingCode"], "method": told["method"]}
        self.parcels[key] = parcel
        return {"__typename": "Fulfillment", "id": key}

    def _sent(self, key: str, now: datetime) -> dict[str, Any]:
        parcel = self.parcels[key]
        if parcel["state"] != "Pending":
            return {"__typename": "FulfillmentStateTransitionError", "errorCode": "FULFILLMENT_STATE_TRANSITION_ERROR", "message": "no"}
        self.shelf.ship(Shipment(parcel["order"], parcel["method"], parcel["trackingCode"]), now)
        self.shelf.put(replace(self.shelf.one(parcel["order"]), state=State.SHIPPED))  # type: ignore[type-var]
        self.parcels[key] = parcel | {"state": "Shipped"}
        return {"__typename": "Fulfillment"}

    def trouble(self, trouble: Trouble) -> dict[str, Any]:
        codes = {Trouble.EXPIRED: "FORBIDDEN", Trouble.BUSY: "INTERNAL_SERVER_ERROR"}
        code = codes.get(trouble, "RATE")
        return {"errors": [{"message": "rate limit" if code == "RATE" else "oops", "extensions": {"code": code}}], "data": None}
