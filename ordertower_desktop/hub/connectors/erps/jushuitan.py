"""聚水潭: the dialect of its open platform, which tells orders and, in a listing of their own, what left the warehouse."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.domain.census import Scope
from ordertower_desktop.domain.event import Event, Value
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.stage import Fact, Stage
from ordertower_desktop.hub.connectors.erps.words import numbers, platform
from ordertower_desktop.hub.connectors.walker.dialect import Call, Detail, Dialect, Keys, Listing, Roll, Sheet, Side, Wired
from ordertower_desktop.hub.connectors.walker.status import NOTHING, Column, stands
from ordertower_desktop.hub.connectors.walker.take import buyer, count, field, text, texts, when, words, yuan
from ordertower_desktop.hub.connectors.walker.trouble import Fault, Meaning, Means
from ordertower_desktop.hub.connectors.walker.walk import Leaf, Row, Turn, Way
from ordertower_desktop.hub.connectors.walker.window import Reach, Window
from ordertower_desktop.hub.signing.scheme import sign
from ordertower_desktop.hub.signing.stamp import Stamp, read, spelt
from ordertower_desktop.hub.signing.table import SCHEMES

ORDERS, OUT = "/open/orders/single/query", "/open/orders/out/simple/query"
BY_PLACING = 2
SCHEME = SCHEMES["jushuitan"]
A_SECOND, A_MINUTE = "199", "200"
GONE_OUT = frozenset({"Confirmed", "Archive"})
REACH = Reach(span=timedelta(hours=6))

_at = when(Stamp.BEIJING)

FIELDS = (
    field("platform", "shop_site", "shop_name", reader=platform),
    field("shop", "shop_name", reader=text),
    field("erp_order_id", "o_id", reader=text),
    field("buyer", "shop_buyer_id", reader=buyer),
    field("created_at", "order_date", reader=_at),
    field("paid_at", "pay_date", reader=_at),
    field("shipped_at", "send_date", reader=_at),
    field("amount_fen", "pay_amount", "paid_amount", reader=yuan),
    field("province", "receiver_state", reader=text),
    field("city", "receiver_city", reader=text),
    field("district", "receiver_district", reader=text),
    field("title", "items[].name", reader=texts),
    field("sku", "items[].sku_id", reader=texts),
    field("items", "items[].qty", reader=count),
    field("carrier", "logistics_company", reader=text),
    field("waybill", "l_id", reader=text),
    field("ship_by", "plan_delivery_date", reader=_at),
    field("abnormal", "question_type", reader=text),
)

STATUSES = (
    Column(
        "status",
        {
            "WaitPay": stands(Stage.UNPAID),
            "WaitConfirm": stands(Stage.TO_AUDIT),
            "WaitFConfirm": stands(Stage.TO_AUDIT),
            "Delivering": stands(Stage.TO_SHIP),
            "WaitOuterSent": stands(Stage.TO_SHIP),
            "Question": stands(Stage.TO_AUDIT),
            "Merged": NOTHING,
            "Split": NOTHING,
            "Sent": stands(Stage.TO_COLLECT),
            "Cancelled": stands(None, Fact.CANCELLED),
        },
    ),
)

TROUBLES = (
    Meaning(Means.SLOW_DOWN, (A_SECOND, A_MINUTE)),
    Meaning(Means.SIGNATURE, ("10",)),
    Meaning(Means.AUTH, ("100", "150")),
    Meaning(Means.IP, ("110",)),
    Meaning(Means.CLOCK, ("140",)),
    Meaning(Means.RIGHT, ("190",)),
    Meaning(Means.AGAIN, ("-1", "500"), ("*系统繁忙*", "*超时*", "*稍后*")),
)


def _wire(call: Call, keys: Keys, at: datetime) -> Wired:
    said = {
        "access_token": keys.token,
        "app_key": keys.app_key,
        "timestamp": spelt(at, Stamp.SECONDS),
        "charset": "utf-8",
        "version": "2",
        "biz": json.dumps(call.params, ensure_ascii=False, separators=(",", ":")),
    }
    return Wired("POST", call.method, form={**said, "sign": sign(SCHEME, keys.secret, said)})


def _unwrap(_call: Call, body: Mapping[str, Any]) -> Mapping[str, Any] | Fault | None:
    """A fault's words go with it, for some faults are told apart by nothing else."""
    code = body.get("code")
    if code != 0:
        return None if code is None else Fault(str(code), str(body.get("msg") or "")[:80])
    return body["data"] if isinstance(body["data"], Mapping) else None


def _wait(fault: Fault) -> timedelta:
    return timedelta(seconds=2) if fault.code == A_SECOND else timedelta(minutes=1)


def _list(path: str) -> Any:
    def call(window: Window, turn: Turn, size: int) -> Call:
        return Call(
            path,
            {
                "modified_begin": spelt(window.since, Stamp.BEIJING),
                "modified_end": spelt(window.until, Stamp.BEIJING),
                "page_index": turn.page,
                "page_size": size,
                "is_get_total": turn.counting,
            },
        )

    return call


def _placed(_scope: Scope, window: Window, turn: Turn, size: int) -> Call:
    """The same listing by another of its times."""
    asked: Call = _list(ORDERS)(window, turn, size)
    return Call(ORDERS, {**asked.params, "date_type": BY_PLACING})


def _leaf(rows: str) -> Any:
    def leaf(body: Mapping[str, Any]) -> Leaf:
        total = body.get("data_count")
        return Leaf(tuple(body.get(rows) or ()), None if total is None else int(total))

    return leaf


def _orders(row: Row) -> tuple[str, ...]:
    """The platform's numbers; an order that was made by hand has only one of the ERP's own."""
    return numbers(row.get("so_id"), row.get("merge_so_id")) or (words(row["o_id"]),)


def _torn(row: Row) -> bool:
    return row.get("status") in ("Split", "Merged") or bool(row.get("is_split") or row.get("is_merge"))


def _left(row: Row, source: str) -> list[Event]:
    """What has left: everything else in this listing may still be taken back."""
    at = read(row.get("io_date"), Stamp.BEIJING)
    if row.get("status") not in GONE_OUT or at is None:
        return []
    told: dict[str, Value] = {"waybill": words(row.get("l_id") or ""), "carrier": words(row.get("logistics_company") or "")}
    told = {**told, "warehouse": words(row.get("wms_co_name") or ""), "stockout": words(row["io_id"])}
    return [Event(at, source, "outbound", order, {key: value for key, value in told.items() if value}) for order in _orders(row)]


JUSHUITAN = Dialect(
    id="jushuitan",
    name="聚水潭",
    base_url="https://openapi.jushuitan.com",
    wire=_wire,
    unwrap=_unwrap,
    troubles=TROUBLES,
    wait=_wait,
    listing=Listing(Way.REVERSE, REACH, most=50, call=_list(ORDERS), leaf=_leaf("orders")),
    detail=Detail(
        lambda order: Call(ORDERS, {"so_ids": [order], "page_index": 1, "page_size": 50}), rows=lambda body: list(body["orders"])
    ),
    sheet=Sheet("o_id", "modified", Stamp.BEIJING, FIELDS, STATUSES, orders=_orders, torn=_torn),
    kind=SourceKind.ERP,
    roll=Roll(
        Way.REVERSE, timedelta(days=1), most=50, placed="order_date", call=_placed, leaf=_leaf("orders"), scopes=frozenset({Scope.ALL})
    ),
    sides=(Side(Listing(Way.REVERSE, REACH, most=50, call=_list(OUT), leaf=_leaf("datas")), "io_id", "modified", Stamp.BEIJING, _left),),
)
