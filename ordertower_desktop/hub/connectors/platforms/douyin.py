"""抖音小店: the dialect of 抖店, which sorts by the time of change and pages deep only so far."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.domain.census import Scope
from ordertower_desktop.domain.stage import Fact, Stage
from ordertower_desktop.hub.connectors.walker.dialect import Call, Detail, Dialect, Keys, Listing, Renewing, Roll, Sheet, Shipping, Wired
from ordertower_desktop.hub.connectors.walker.status import NOTHING, Column, stands
from ordertower_desktop.hub.connectors.walker.take import count, fen, field, one_of, text, texts, when
from ordertower_desktop.hub.connectors.walker.trouble import Fault, Meaning, Means
from ordertower_desktop.hub.connectors.walker.walk import Leaf, Row, Turn, Way
from ordertower_desktop.hub.connectors.walker.window import Reach, Window
from ordertower_desktop.hub.signing.scheme import sign
from ordertower_desktop.hub.signing.stamp import Stamp, spelt
from ordertower_desktop.hub.signing.table import SCHEMES

LIST, ONE, SHIP = "order.searchList", "order.orderDetail", "order.logisticsAdd"
RENEW = "token.refresh"
DONE = "10000"
WAITING = ("2", "105", "101")
SCHEME = SCHEMES["douyin"]
PAUSE = timedelta(minutes=1)

_at = when(Stamp.SECONDS)

FIELDS = (
    field("open_id", "doudian_open_id", reader=text),
    field("created_at", "create_time", reader=_at),
    field("paid_at", "pay_time", reader=_at),
    field("shipped_at", "ship_time", reader=_at),
    field("signed_at", "finish_time", reader=_at),
    field("amount_fen", "pay_amount", reader=fen),
    field("province", "post_addr.province.name", "mask_post_addr.province.name", reader=text),
    field("city", "post_addr.city.name", "mask_post_addr.city.name", reader=text),
    field("district", "post_addr.town.name", "mask_post_addr.town.name", reader=text),
    field("title", "sku_order_list[].product_name", reader=texts),
    field("sku", "sku_order_list[].code", "sku_order_list[].out_sku_id", reader=texts),
    field("items", "sku_order_list[].item_num", reader=count),
    field("warehouse", "sku_order_list[].inventory_list[].out_warehouse_id", reader=text),
    field("carrier", "logistics_info[].company_name", "logistics_info[].company", reader=text),
    field("waybill", "logistics_info[].tracking_no", reader=text),
    field("ship_by", "exp_ship_time", "sku_order_list[].exp_ship_time", reader=_at),
    field("ship_on", "appointment_ship_time", reader=_at),
    field("presale", "sku_order_list[].pre_sale_type", reader=one_of(1, 2)),
)

STATUSES = (
    Column(
        "order_status",
        {
            "1": stands(Stage.UNPAID),
            "105": stands(Stage.TO_ACCEPT),
            "2": stands(Stage.TO_ACCEPT),
            "101": stands(Stage.TO_SHIP, Fact.PART_SHIPPED),
            "3": stands(Stage.TO_COLLECT),
            "4": stands(None, Fact.CANCELLED),
            "5": stands(Stage.SIGNED),
        },
    ),
    Column(
        "sku_order_list[].after_sale_info.after_sale_status",
        {
            **dict.fromkeys(("6", "7", "11"), stands(None, Fact.REFUNDING)),
            **dict.fromkeys(("0", "12", "13", "14", "27", "28", "29", "51", "53"), NOTHING),
        },
    ),
    Column("sku_order_list[].after_sale_info.refund_status", {"0": NOTHING, "1": NOTHING, "3": stands(None, Fact.REFUNDED), "4": NOTHING}),
)

TROUBLES = (
    Meaning(Means.NOT_FOUND, sub=("isv.order-not-exist*", "isv.business-failed:order-not-exist")),
    Meaning(Means.AUTH, sub=("isv.access-token-*", "dop.authorization-*")),
    Meaning(Means.SIGNATURE, sub=("isv.signature-*", "isv.app-key-*")),
    Meaning(Means.CLOCK, sub=("isv.timestamp-*",)),
    Meaning(Means.SLOW_DOWN, ("60000",), ("isv.traffic-limited*",)),
    Meaning(Means.AGAIN, ("20000", "70000"), ("isp.*", "dop.service-error")),
    Meaning(Means.IP, ("30002",)),
    Meaning(Means.RIGHT, ("30001", "90000")),
)


def canonical(params: Mapping[str, Any]) -> str:
    """The exact text that is signed and sent: keys sorted at every level, nothing escaped."""
    return json.dumps(params, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _wire(call: Call, keys: Keys, at: datetime) -> Wired:
    said = {
        "app_key": keys.app_key,
        "method": call.method,
        **({"access_token": keys.token} if keys.token else {}),
        "timestamp": spelt(at, Stamp.SECONDS),
        "v": "2",
        "sign_method": "hmac-sha256",
    }
    content = canonical(call.params)
    query = {**said, "sign": sign(SCHEME, keys.secret, {**said, "param_json": content})}
    return Wired("POST", "/" + call.method.replace(".", "/"), query=query, content=content)


def _unwrap(call: Call, body: Mapping[str, Any]) -> Mapping[str, Any] | Fault | None:
    code = str(body.get("code", ""))
    if code != DONE:
        return Fault(code, str(body.get("sub_code") or ""), str(body.get("sub_msg") or body.get("msg") or ""))
    inner = body.get("data")
    if call.method == SHIP:
        return {"data": inner}
    return inner if isinstance(inner, Mapping) else None


def _list(window: Window, turn: Turn, size: int) -> Call:
    return Call(
        LIST,
        {
            "update_time_start": int(spelt(turn.since, Stamp.SECONDS)),
            "update_time_end": int(spelt(window.until, Stamp.SECONDS)),
            "order_by": "update_time",
            "order_asc": True,
            "page": turn.page - 1,
            "size": size,
        },
    )


def _roll(scope: Scope, window: Window, turn: Turn, size: int) -> Call:
    wanted = {"combine_status": [{"order_status": word} for word in WAITING]} if scope is Scope.OPEN else {}
    return Call(
        LIST,
        {
            **wanted,
            "create_time_start": int(spelt(turn.since, Stamp.SECONDS)),
            "create_time_end": int(spelt(window.until, Stamp.SECONDS)),
            "order_by": "create_time",
            "order_asc": True,
            "page": turn.page - 1,
            "size": size,
        },
    )


def _leaf(body: Mapping[str, Any]) -> Leaf:
    return Leaf(tuple(body["shop_order_list"] or ()), int(body["total"]))


def _row(body: Mapping[str, Any]) -> Row | None:
    return body.get("shop_order_detail")


def _ship(order: str, carrier: str, waybill: str) -> Call:
    """Nothing is said of a pending refund, so the platform keeps its own counsel on it: never ship over one by ourselves."""
    return Call(SHIP, {"order_id": order, "company_code": carrier, "logistics_code": waybill})


DOUYIN = Dialect(
    id="douyin",
    name="抖音",
    base_url="https://openapi-fxg.jinritemai.com",
    wire=_wire,
    unwrap=_unwrap,
    troubles=TROUBLES,
    wait=lambda _fault: PAUSE,
    listing=Listing(Way.KEYSET, Reach(span=timedelta(hours=2)), most=100, call=_list, leaf=_leaf),
    detail=Detail(lambda order: Call(ONE, {"shop_order_id": order}), _row),
    sheet=Sheet("order_id", "update_time", Stamp.SECONDS, FIELDS, STATUSES),
    renewing=Renewing(lambda refresh: Call(RENEW, {"grant_type": "refresh_token", "refresh_token": refresh}), lambda body: body),
    roll=Roll(Way.KEYSET, timedelta(days=1), most=100, placed="create_time", call=_roll, leaf=_leaf),
    shipping=Shipping(_ship, lambda _body: True),
)
