"""拼多多: the dialect of POP, whose increments carry whole orders in windows of half an hour."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.domain.census import Scope
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.reveal import Plain
from ordertower_desktop.domain.stage import Fact, Stage
from ordertower_desktop.hub.connectors.walker.dialect import (
    Call,
    Detail,
    Dialect,
    Keys,
    Listing,
    Renewing,
    Revealing,
    Roll,
    Sheet,
    Shipping,
    Wired,
)
from ordertower_desktop.hub.connectors.walker.status import NOTHING, Column, stands
from ordertower_desktop.hub.connectors.walker.take import count, field, one_of, text, texts, when, yuan
from ordertower_desktop.hub.connectors.walker.trouble import Fault, Meaning, Means
from ordertower_desktop.hub.connectors.walker.walk import Leaf, Row, Turn, Way
from ordertower_desktop.hub.connectors.walker.window import Reach, Window
from ordertower_desktop.hub.signing.scheme import sign
from ordertower_desktop.hub.signing.stamp import Stamp, read, spelt
from ordertower_desktop.hub.signing.table import SCHEMES

LIST, ONE = "pdd.order.number.list.increment.get", "pdd.order.information.get"
SHIP = "pdd.logistics.online.send"
OPEN = "pdd.open.decrypt.batch"
ROLL = "pdd.order.list.get"
RENEW = "pdd.pop.auth.token.refresh"
RESPONSES = {
    LIST: "order_sn_increment_get_response", ONE: "order_info_get_response", SHIP: "logistics_online_send_response",
    OPEN: "open_decrypt_batch_response", ROLL: "order_list_get_response",
    RENEW: "pop_auth_token_refresh_response",
}  # fmt: skip
SEALED = ("receiver_name", "receiver_phone", "receiver_address")
FIRST_PARCEL = "1"
WAITING, ALL = "1", "5"
SCHEME = SCHEMES["pdd"]
PAUSE = timedelta(minutes=1)

_at = when(Stamp.BEIJING)

FIELDS = (
    field("oaid", "open_address_id", reader=text),
    field("created_at", "created_time", reader=_at),
    field("paid_at", "confirm_time", "pay_time", reader=_at),
    field("shipped_at", "shipping_time", reader=_at),
    field("signed_at", "receive_time", reader=_at),
    field("amount_fen", "pay_amount", reader=yuan),
    field("province", "province", reader=text),
    field("city", "city", reader=text),
    field("district", "town", reader=text),
    field("title", "item_list[].goods_name", reader=texts),
    field("sku", "item_list[].outer_id", reader=texts),
    field("items", "item_list[].goods_count", reader=count),
    field("warehouse", "order_depot_info.depot_name", reader=text),
    field("carrier", "logistics_id", reader=text),
    field("waybill", "tracking_number", reader=text),
    field("ship_by", "last_ship_time", reader=_at),
    field("deliver_by", "promise_delivery_time", reader=_at),
    field("presale", "is_pre_sale", reader=one_of(1, "true", "True")),
)

STATUSES = (
    Column(
        "order_status",
        {"1": stands(Stage.TO_ACCEPT), "2": stands(Stage.TO_COLLECT), "3": stands(Stage.SIGNED)},
    ),
    Column("confirm_status", {"0": stands(None, Fact.HELD), "1": NOTHING, "2": stands(None, Fact.CANCELLED)}),
    Column("group_status", {"0": stands(None, Fact.HELD), "1": NOTHING, "2": stands(None, Fact.CANCELLED)}),
    Column("risk_control_status", {"0": NOTHING, "1": stands(None, Fact.HELD)}),
    Column(
        "refund_status",
        {"1": NOTHING, "2": stands(None, Fact.REFUNDING), "3": stands(None, Fact.REFUNDING), "4": stands(None, Fact.REFUNDED)},
    ),
)

TROUBLES = (
    Meaning(Means.NOT_FOUND, sub=("ORDER_NOT_EXIST", "*.order_not_exist")),
    Meaning(Means.QUOTA, sub=("DECRYPT_QUOTA*",)),
    Meaning(Means.SLOW_DOWN, ("52101", "7003?")),
    Meaning(Means.AGAIN, ("50000", "50002", "52001", "52002", "52102", "52103")),
    Meaning(Means.AUTH, ("10019", "20031", "20032")),
    Meaning(Means.SIGNATURE, ("20004",)),
    Meaning(Means.IP, ("20005",)),
    Meaning(Means.RIGHT, ("20034", "20035", "21001", "21002", "30000")),
)


def _wire(call: Call, keys: Keys, at: datetime) -> Wired:
    said = {
        "type": call.method,
        "client_id": keys.app_key,
        **({"access_token": keys.token} if keys.token else {}),
        "timestamp": spelt(at, Stamp.SECONDS),
        "data_type": "JSON",
        "version": "V1",
        **{name: str(value) for name, value in call.params.items()},
    }
    content = json.dumps({**said, "sign": sign(SCHEME, keys.secret, said)}, ensure_ascii=False)
    return Wired("POST", "/api/router", content=content)


def _unwrap(call: Call, body: Mapping[str, Any]) -> Mapping[str, Any] | Fault | None:
    if (error := body.get("error_response")) is not None:
        words = str(error.get("sub_msg") or error.get("error_msg") or "")
        return Fault(str(error.get("error_code", "")), str(error.get("sub_code") or ""), words)
    inner = body.get(RESPONSES[call.method])
    return inner if isinstance(inner, Mapping) else None


def _list(window: Window, turn: Turn, size: int) -> Call:
    return Call(
        LIST,
        {
            "start_updated_at": spelt(window.since, Stamp.SECONDS),
            "end_updated_at": spelt(window.until, Stamp.SECONDS),
            "order_status": ALL,
            "refund_status": ALL,
            "is_lucky_flag": "0",
            "page": turn.page,
            "page_size": size,
            "use_has_next": "false" if turn.counting else "true",
        },
    )


def _roll(scope: Scope, window: Window, turn: Turn, size: int) -> Call:
    """It knows no time of placing: an order begins here when its group is complete."""
    return Call(
        ROLL,
        {
            "start_confirm_at": spelt(window.since, Stamp.SECONDS),
            "end_confirm_at": spelt(window.until, Stamp.SECONDS),
            "order_status": WAITING if scope is Scope.OPEN else ALL,
            "refund_status": ALL,
            "page": turn.page,
            "page_size": size,
            "use_has_next": "false" if turn.counting else "true",
        },
    )


def _rolled(body: Mapping[str, Any]) -> Leaf:
    total = body.get("total_count")
    return Leaf(tuple(body["order_list"]), None if total is None else int(total))


def _leaf(body: Mapping[str, Any]) -> Leaf:
    total = body.get("total_count")
    return Leaf(tuple(body["order_sn_list"]), None if total is None else int(total))


def _row(body: Mapping[str, Any]) -> Row | None:
    return body.get("order_info")


def _urged(row: Row, source: str, order: str) -> list[Event]:
    """The platform says when the buyer pressed 催发货; said again, it is the same event."""
    at = read(row.get("urge_shipping_time"), Stamp.BEIJING)
    return [] if at is None else [Event(at, source, "urged", order, {"by": "buyer"})]


def _ship(order: str, carrier: str, waybill: str) -> Call:
    return Call(SHIP, {"order_sn": order, "logistics_id": carrier, "tracking_number": waybill, "redelivery_type": FIRST_PARCEL})


def _open(body: Mapping[str, Any], order: str) -> Call | None:
    """The three of them in one call: whoever asks for one by one spends three times as much."""
    row = body.get("order_info") or {}
    sealed = [{"data_tag": order, "encrypted_data": row[name]} for name in SEALED if row.get(name)]
    return Call(OPEN, {"data_list": json.dumps(sealed)}) if sealed else None


def _plain(body: Mapping[str, Any]) -> Plain:
    """`data_type` says what is what: 5 the receiver, 6 the telephone, 7 and 8 the address, whole or without the district."""
    told = {int(one["data_type"]): str(one["decrypted_data"]) for one in body["data_decrypt_list"] if not one.get("error_code")}
    return Plain(told.get(5, ""), told.get(6, ""), told.get(7) or told.get(8, ""))


PDD = Dialect(
    id="pdd",
    name="拼多多",
    base_url="https://gw-api.pinduoduo.com",
    wire=_wire,
    unwrap=_unwrap,
    troubles=TROUBLES,
    wait=lambda _fault: PAUSE,
    listing=Listing(Way.REVERSE, Reach(span=timedelta(minutes=30), lag=timedelta(minutes=3)), most=100, call=_list, leaf=_leaf),
    detail=Detail(lambda order: Call(ONE, {"order_sn": order}), _row),
    sheet=Sheet("order_sn", "updated_at", Stamp.BEIJING, FIELDS, STATUSES, _urged),
    revealing=Revealing(lambda order: Call(ONE, {"order_sn": order}), _open, _plain),
    renewing=Renewing(lambda refresh: Call(RENEW, {"refresh_token": refresh}), lambda body: body),
    roll=Roll(Way.REVERSE, timedelta(days=1), most=100, placed="confirm_time", call=_roll, leaf=_rolled),
    shipping=Shipping(_ship, lambda body: body.get("is_success") is True),
)
