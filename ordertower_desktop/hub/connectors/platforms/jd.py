"""京东 POP: the dialect of JOS, which wraps its parameters in one JSON text and promises no time of shipment."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.domain.census import Scope
from ordertower_desktop.domain.stage import Fact, Stage
from ordertower_desktop.hub.connectors.walker.dialect import Call, Detail, Dialect, Keys, Listing, Renewing, Roll, Sheet, Shipping, Wired
from ordertower_desktop.hub.connectors.walker.status import Column, stands
from ordertower_desktop.hub.connectors.walker.take import buyer, count, field, text, texts, when, yuan
from ordertower_desktop.hub.connectors.walker.trouble import Fault, Meaning, Means
from ordertower_desktop.hub.connectors.walker.walk import Leaf, Row, Turn, Way
from ordertower_desktop.hub.connectors.walker.window import Reach, Window
from ordertower_desktop.hub.signing.scheme import sign
from ordertower_desktop.hub.signing.stamp import Stamp, spelt
from ordertower_desktop.hub.signing.table import SCHEMES

LIST, ONE = "jingdong.pop.order.enSearch", "jingdong.pop.order.enGet"
SHIP = "jingdong.pop.order.shipment"
RENEW, RENEWED_AT = "oauth2.refresh_token", "https://open-oauth.jd.com"
RESULTS = {LIST: "searchorderinfo_result", ONE: "orderDetailInfo", SHIP: "sopjosshipment_result"}
BY_CHANGE, BY_CREATION, ASCENDING = "0", "1", "0"
SCHEME = SCHEMES["jd"]
PAUSE = timedelta(minutes=5)

_at = when(Stamp.BEIJING)

FIELDS = (
    field("buyer", "pin", reader=buyer),
    field("open_id", "open_id_buyer", reader=text),
    field("created_at", "orderStartTime", reader=_at),
    field("paid_at", "paymentConfirmTime", reader=_at),
    field("signed_at", "orderEndTime", reader=_at),
    field("amount_fen", "orderPayment", "orderSellerPrice", reader=yuan),
    field("province", "consigneeInfo.province", reader=text),
    field("city", "consigneeInfo.city", reader=text),
    field("district", "consigneeInfo.county", reader=text),
    field("title", "itemInfoList[].skuName", reader=texts),
    field("sku", "itemInfoList[].outerSkuId", "itemInfoList[].skuId", reader=texts),
    field("items", "itemInfoList[].itemTotal", reader=count),
    field("carrier", "logisticsId", reader=text),
    field("waybill", "waybill", reader=text),
    field("warehouse", "storeId", reader=text),
)

STATUSES = (
    Column(
        "orderState",
        {
            "NOT_PAY": stands(Stage.UNPAID),
            "WAIT_SELLER_STOCK_OUT": stands(Stage.TO_ACCEPT),
            "WAIT_SELLER_DELIVERY": stands(Stage.TO_SHIP),
            "WAIT_GOODS_RECEIVE_CONFIRM": stands(Stage.TO_COLLECT),
            "PAUSE": stands(Stage.TO_ACCEPT, Fact.HELD),
            "POP_ORDER_PAUSE": stands(Stage.TO_ACCEPT, Fact.HELD),
            "LOCKED": stands(Stage.TO_ACCEPT, Fact.HELD, Fact.REFUNDING),
            "FINISHED_L": stands(Stage.SIGNED),
            "TRADE_CANCELED": stands(None, Fact.CANCELLED),
        },
    ),
)
ASKED_STATES = ",".join(STATUSES[0].words)
WAITING = "WAIT_SELLER_STOCK_OUT,WAIT_SELLER_DELIVERY"

ASKED_FOR = (
    "orderId,orderState,orderStartTime,orderEndTime,paymentConfirmTime,modified,orderPayment,orderSellerPrice,pin,"
    "consigneeInfo,itemInfoList,logisticsId,waybill,storeId"
)

TROUBLES = (
    Meaning(Means.NOT_FOUND, ("10400001",), ("order_not_exist",)),
    Meaning(Means.SLOW_DOWN, ("2",)),
    Meaning(Means.AGAIN, ("43", "65", "67")),
    Meaning(Means.CLOCK, ("7", "8")),
    Meaning(Means.SIGNATURE, ("11", "12", "20", "21")),
    Meaning(Means.AUTH, ("18", "19", "oauth-*")),
    Meaning(Means.RIGHT, ("24",)),
)


def _wire(call: Call, keys: Keys, at: datetime) -> Wired:
    if call.method == RENEW:
        return Wired("POST", "/oauth2/refresh_token", form={"app_key": keys.app_key, "app_secret": keys.secret, **call.params})
    said = {
        "method": call.method,
        "app_key": keys.app_key,
        "access_token": keys.token,
        "timestamp": spelt(at, Stamp.BEIJING_MILLIS),
        "v": "2.0",
        "360buy_param_json": json.dumps(call.params, sort_keys=True, separators=(",", ":"), ensure_ascii=False),
    }
    return Wired("POST", "/routerjson", form={**said, "sign": sign(SCHEME, keys.secret, said)})


def _unwrap(call: Call, body: Mapping[str, Any]) -> Mapping[str, Any] | Fault | None:
    """Three envelopes, each with a way of its own to say no; the platform spells `responce`."""
    if (error := body.get("error_response")) is not None:
        return Fault(str(error.get("code", "")), text=str(error.get("zh_desc") or error.get("en_desc") or ""))
    if call.method == RENEW:
        return body if body.get("access_token") else Fault(f"oauth-{body.get('code', '')}", text=str(body.get("msg") or ""))
    outer = body.get(call.method.replace(".", "_") + "_responce")
    inner = outer.get(RESULTS[call.method]) if isinstance(outer, Mapping) else None
    if not isinstance(inner, Mapping):
        return None
    said = inner if call.method == SHIP else inner.get("apiResult") or {}
    if said.get("success") is not True:
        return Fault(str(said.get("numberCode", "")), str(said.get("englishErrCode") or ""), str(said.get("chineseErrCode") or ""))
    return inner


def _list(window: Window, turn: Turn, size: int) -> Call:
    return _asking(window, turn, size, states=ASKED_STATES, by=BY_CHANGE)


def _roll(scope: Scope, window: Window, turn: Turn, size: int) -> Call:
    return _asking(window, turn, size, states=WAITING if scope is Scope.OPEN else ASKED_STATES, by=BY_CREATION)


def _asking(window: Window, turn: Turn, size: int, *, states: str, by: str) -> Call:
    return Call(
        LIST,
        {
            "start_date": spelt(window.since, Stamp.BEIJING),
            "end_date": spelt(window.until, Stamp.BEIJING),
            "order_state": states,
            "optional_fields": ASKED_FOR,
            "page": str(turn.page),
            "page_size": str(size),
            "sortType": ASCENDING,
            "dateType": by,
        },
    )


def _leaf(body: Mapping[str, Any]) -> Leaf:
    return Leaf(tuple(body.get("orderInfoList") or ()), int(body["orderTotal"]))


def _row(body: Mapping[str, Any]) -> Row | None:
    return body.get("orderInfo")


def _ship(order: str, carrier: str, waybill: str) -> Call:
    return Call(SHIP, {"orderId": str(int(order)), "logiCoprId": carrier, "logiNo": waybill})


JD = Dialect(
    id="jd",
    name="京东",
    base_url="https://api.jd.com",
    wire=_wire,
    unwrap=_unwrap,
    troubles=TROUBLES,
    wait=lambda _fault: PAUSE,
    listing=Listing(Way.REVERSE, Reach(span=timedelta(hours=6)), most=50, call=_list, leaf=_leaf),
    detail=Detail(lambda order: Call(ONE, {"order_id": str(int(order)), "optional_fields": ASKED_FOR, "order_state": ASKED_STATES}), _row),
    sheet=Sheet("orderId", "modified", Stamp.BEIJING, FIELDS, STATUSES),
    renewing=Renewing(
        lambda refresh: Call(RENEW, {"grant_type": "refresh_token", "refresh_token": refresh}), lambda body: body, RENEWED_AT
    ),
    roll=Roll(Way.REVERSE, timedelta(days=1), most=50, placed="orderStartTime", call=_roll, leaf=_leaf),
    shipping=Shipping(_ship, lambda body: body.get("success") is True),
)
