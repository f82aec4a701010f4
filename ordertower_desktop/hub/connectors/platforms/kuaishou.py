"""快手小店: the dialect of 快手电商, which gives pages by a mark of its own."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.domain.census import Scope
from ordertower_desktop.domain.stage import Fact, Stage
from ordertower_desktop.hub.connectors.walker.dialect import Call, Detail, Dialect, Keys, Listing, Renewing, Roll, Sheet, Shipping, Wired
from ordertower_desktop.hub.connectors.walker.status import Column, stands
from ordertower_desktop.hub.connectors.walker.take import buyer, count, fen, field, one_of, text, texts, when
from ordertower_desktop.hub.connectors.walker.trouble import Fault, Meaning, Means
from ordertower_desktop.hub.connectors.walker.walk import Leaf, Row, Turn, Way
from ordertower_desktop.hub.connectors.walker.window import Reach, Window
from ordertower_desktop.hub.signing.scheme import sign
from ordertower_desktop.hub.signing.stamp import Stamp, spelt
from ordertower_desktop.hub.signing.table import SCHEMES

LIST, ONE, SHIP = "open.order.cursor.list", "open.order.detail", "open.seller.order.goods.deliver"
RENEW = "oauth2.refresh_token"
DONE = "1"
EVERY_STATE, WAITING = 1, 3
BY_CREATION, BY_CHANGE = 1, 2
SCHEME = SCHEMES["kuaishou"]
PAUSE = timedelta(minutes=1)

_at = when(Stamp.MILLIS)

FIELDS = (
    field("buyer", "orderBaseInfo.buyerNick", reader=buyer),
    field("created_at", "orderBaseInfo.createTime", reader=_at),
    field("paid_at", "orderBaseInfo.payTime", reader=_at),
    field("shipped_at", "orderBaseInfo.sendTime", reader=_at),
    field("signed_at", "orderBaseInfo.recvTime", reader=_at),
    field("amount_fen", "orderBaseInfo.totalFee", reader=fen),
    field("province", "orderAddress.province", reader=text),
    field("city", "orderAddress.city", reader=text),
    field("district", "orderAddress.district", reader=text),
    field("title", "orderItemInfo.itemTitle", reader=texts),
    field("sku", "orderItemInfo.skuNick", reader=texts),
    field("items", "orderItemInfo.num", reader=count),
    field("carrier", "orderLogisticsInfo[].expressCode", reader=text),
    field("waybill", "orderLogisticsInfo[].expressNo", reader=text),
    field("ship_by", "orderBaseInfo.promiseTimeStampOfDelivery", reader=_at),
    field("presale", "orderBaseInfo.preSale", reader=one_of(1)),
)

STATUSES = (
    Column(
        "orderBaseInfo.status",
        {
            "10": stands(Stage.UNPAID),
            "30": stands(Stage.TO_ACCEPT),
            "40": stands(Stage.TO_COLLECT),
            "50": stands(Stage.SIGNED),
            "70": stands(Stage.SIGNED),
            "80": stands(None, Fact.CANCELLED),
        },
    ),
)

TROUBLES = (
    Meaning(Means.NOT_FOUND, sub=("order_not_exist",)),
    Meaning(Means.AUTH, ("24", "28")),
    Meaning(Means.SIGNATURE, ("21", "22", "23")),
    Meaning(Means.SLOW_DOWN, ("1001", "429")),
    Meaning(Means.AGAIN, ("-1", "2", "100")),
)


def _wire(call: Call, keys: Keys, at: datetime) -> Wired:
    if call.method == RENEW:
        return Wired("POST", "/oauth2/refresh_token", form={"app_id": keys.app_key, "app_secret": keys.app_secret, **call.params})
    said = {
        "appkey": keys.app_key,
        "version": "1",
        "method": call.method,
        "timestamp": spelt(at, Stamp.MILLIS),
        "access_token": keys.token,
        "signMethod": "MD5",
        "param": json.dumps(call.params, separators=(",", ":"), ensure_ascii=False),
    }
    path, signed = "/" + call.method.replace(".", "/"), {**said, "sign": sign(SCHEME, keys.secret, said)}
    return Wired("POST", path, form=signed) if call.method == SHIP else Wired("GET", path, query=signed)


def _unwrap(call: Call, body: Mapping[str, Any]) -> Mapping[str, Any] | Fault | None:
    result = str(body.get("result", ""))
    if result != DONE:
        words = str(body.get("error_msg") or body.get("subMsg") or body.get("errorMsg") or "")
        return Fault(result, str(body.get("subCode") or body.get("code") or ""), words)
    if call.method == RENEW:
        return body
    inner = body.get("data")
    if call.method == SHIP:
        return {"data": inner}
    return inner if isinstance(inner, Mapping) else None


def _list(window: Window, turn: Turn, size: int) -> Call:
    return _asking(window, turn, size, state=EVERY_STATE, by=BY_CHANGE)


def _roll(scope: Scope, window: Window, turn: Turn, size: int) -> Call:
    return _asking(window, turn, size, state=WAITING if scope is Scope.OPEN else EVERY_STATE, by=BY_CREATION)


def _asking(window: Window, turn: Turn, size: int, *, state: int, by: int) -> Call:
    return Call(
        LIST,
        {
            "orderViewStatus": state,
            "pageSize": size,
            "sort": 2,
            "queryType": by,
            "beginTime": int(spelt(window.since, Stamp.MILLIS)),
            "endTime": int(spelt(window.until, Stamp.MILLIS)),
            "cpsType": 0,
            "cursor": turn.mark,
        },
    )


def _leaf(body: Mapping[str, Any]) -> Leaf:
    return Leaf(tuple(body["orderList"] or ()), mark=str(body["cursor"]))


def _row(body: Mapping[str, Any]) -> Row | None:
    return body if body.get("orderBaseInfo") else None


def _ship(order: str, carrier: str, waybill: str) -> Call:
    return Call(SHIP, {"orderId": int(order), "expressNo": waybill, "expressCode": int(carrier)})


KUAISHOU = Dialect(
    id="kuaishou",
    name="快手",
    base_url="https://openapi.kwaixiaodian.com",
    wire=_wire,
    unwrap=_unwrap,
    troubles=TROUBLES,
    wait=lambda _fault: PAUSE,
    listing=Listing(Way.CURSOR, Reach(span=timedelta(hours=6)), most=50, call=_list, leaf=_leaf),
    detail=Detail(lambda order: Call(ONE, {"oid": int(order)}), _row),
    sheet=Sheet("orderBaseInfo.oid", "orderBaseInfo.updateTime", Stamp.MILLIS, FIELDS, STATUSES),
    renewing=Renewing(lambda refresh: Call(RENEW, {"grant_type": "refresh_token", "refresh_token": refresh}), lambda body: body),
    roll=Roll(Way.CURSOR, timedelta(days=1), most=50, placed="orderBaseInfo.createTime", call=_roll, leaf=_leaf),
    shipping=Shipping(_ship, lambda body: body["data"] is not False),
)
