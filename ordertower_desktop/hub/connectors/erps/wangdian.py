"""旺店通旗舰版: the dialect of its open interface: one address, a body in a list, windows of an hour."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.domain.census import Scope
from ordertower_desktop.domain.event import Event, Value
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.stage import Fact, Stage
from ordertower_desktop.hub.connectors.erps.words import nth, numbers, unless
from ordertower_desktop.hub.connectors.walker.dialect import Call, Detail, Dialect, Keys, Listing, Roll, Sheet, Side, Wired
from ordertower_desktop.hub.connectors.walker.status import NOTHING, Column, stands
from ordertower_desktop.hub.connectors.walker.take import field, text, texts, when, words, yuan
from ordertower_desktop.hub.connectors.walker.trouble import Fault, Meaning, Means
from ordertower_desktop.hub.connectors.walker.walk import Leaf, Row, Turn, Way
from ordertower_desktop.hub.connectors.walker.window import Reach, Window
from ordertower_desktop.hub.signing.scheme import sign
from ordertower_desktop.hub.signing.stamp import Stamp, read, spelt
from ordertower_desktop.hub.signing.table import SCHEMES

TRADES, STOCKOUT = "sales.TradeQuery.queryWithDetail", "wms.stockout.Sales.queryWithDetail"
BY_PLACING = 1
SCHEME = SCHEMES["wangdian"]
PAUSE = timedelta(minutes=5)
"""What they ask for of whoever was too fast."""
REACH = Reach(span=timedelta(minutes=55))
SHORT, HELD_BACK, DONE = "51", "90", "110"
PLATFORMS = {"1": "taobao", "2": "taobao", "3": "jd", "39": "pdd", "69": "douyin", "75": "kuaishou", "91": "kuaishou"}
STAFF = {
    "printer": "printer_name", "picker": "picker_name", "checker": "examiner_name", "packer": "packager_name", "shipper": "consigner_name",
}  # fmt: skip

_beijing, _millis = when(Stamp.BEIJING), when(Stamp.MILLIS)


def _whole(values: list[object]) -> Value:
    """Quantities have four decimals."""
    return sum(int(float(str(value))) for value in values)


def _by_code(values: list[object]) -> Value:
    return PLATFORMS.get(words(values[0]))


FIELDS = (
    field("platform", "shop_platform_id", "platform_id", reader=_by_code),
    field("shop", "shop_name", reader=text),
    field("erp_order_id", "trade_no", reader=text),
    field("created_at", "trade_time", reader=_millis),
    field("paid_at", "pay_time", reader=_beijing),
    field("audited_at", "check_time", reader=_beijing),
    field("shipped_at", "consign_time", reader=_millis),
    field("amount_fen", "receivable", reader=yuan),
    field("province", "receiver_area", reader=nth(0)),
    field("city", "receiver_area", reader=nth(1)),
    field("district", "receiver_area", reader=nth(2)),
    field("title", "detail_list[].goods_name", reader=texts),
    field("sku", "detail_list[].spec_no", reader=texts),
    field("items", "detail_list[].num", reader=_whole),
    field("warehouse", "warehouse_no", reader=text),
    field("carrier", "logistics_type_name", "logistics_name", reader=unless("无", "未知")),
    field("waybill", "logistics_no", reader=text),
    field("ship_by", "estimate_consign_time", reader=_beijing),
    field("hold_reason", "freeze_reason", reader=unless("无", "0")),
)

_TO_AUDIT = dict.fromkeys(("6", "16", "19", "20", "23", "24", "25", "27", "30", "35", "40"), stands(Stage.TO_AUDIT))
STATUSES = (
    Column(
        "trade_status",
        {
            "4": stands(None, Fact.REFUNDED),
            "5": stands(None, Fact.CANCELLED),
            "7": NOTHING,
            "10": stands(Stage.UNPAID),
            "12": stands(Stage.UNPAID),
            "15": stands(Stage.UNPAID),
            **_TO_AUDIT,
            "21": stands(Stage.TO_PRINT),
            "55": stands(Stage.TO_PRINT),
            "95": stands(Stage.TO_COLLECT),
            "96": stands(Stage.TO_COLLECT),
            "101": stands(Stage.TO_COLLECT),
            "110": stands(Stage.TO_COLLECT),  # done with for the ERP, not signed by the buyer
        },
    ),
    Column("refund_status", {"0": NOTHING, "1": stands(None, Fact.REFUNDING), "2": NOTHING, "3": stands(None, Fact.REFUNDED)}),
)

TROUBLES = (
    Meaning(Means.SLOW_DOWN, sub=("*频率*", "*并发*")),
    Meaning(Means.NOT_FOUND, sub=("*未找到符合条件*",)),
    Meaning(Means.AUTH, sub=("*sid*", "*app auth fail*")),
    Meaning(Means.SIGNATURE, sub=("*验证失败*", "*sign*")),
    Meaning(Means.IP, ("6",)),
    Meaning(Means.CLOCK, ("7",)),
    Meaning(Means.AGAIN, ("4", "5", "99")),
)


def _wire(call: Call, keys: Keys, at: datetime) -> Wired:
    """Their secret is written `secret:salt`."""
    secret, _, salt = keys.secret.partition(":")
    pager = {name: str(value) for name, value in call.params.items() if name in ("page_no", "page_size", "calc_total")}
    body = json.dumps([{name: value for name, value in call.params.items() if name not in pager}], ensure_ascii=False)
    said = {
        "method": call.method,
        "sid": keys.account,
        "key": keys.app_key,
        "salt": salt,
        "timestamp": spelt(at, Stamp.WANGDIAN),
        "v": "1.0",
        **pager,
    }
    return Wired("POST", "/openapi", query={**said, "sign": sign(SCHEME, secret, {**said, "body": body})}, content=body)


def _unwrap(_call: Call, body: Mapping[str, Any]) -> Mapping[str, Any] | Fault | None:
    """One code stands for many faults: their words tell them apart."""
    status = body.get("status")
    if status != 0:
        return None if status is None else Fault(str(status), str(body.get("message") or "")[:80])
    return body["data"] if isinstance(body["data"], Mapping) else None


def _list(method: str, **more: Any) -> Any:
    def call(window: Window, turn: Turn, size: int) -> Call:
        times = {"start_time": spelt(window.since, Stamp.BEIJING), "end_time": spelt(window.until, Stamp.BEIJING)}
        pager = {"page_no": turn.page - 1, "page_size": size, "calc_total": 1 if turn.counting else 0}
        return Call(method, {**times, **more, **pager})

    return call


def _placed(_scope: Scope, window: Window, turn: Turn, size: int) -> Call:
    asked: Call = _list(TRADES, time_type=BY_PLACING)(window, turn, size)
    return asked


def _leaf(body: Mapping[str, Any]) -> Leaf:
    total = body.get("total_count")
    return Leaf(tuple(body.get("order") or ()), None if total is None else int(total))


def _orders(row: Row) -> tuple[str, ...]:
    """The platform's numbers: the list of them may be cut short, the lines are not."""
    lines = (line.get("src_tid") for line in row.get("detail_list") or ())
    return numbers(*lines) or numbers(row.get("src_tids")) or (words(row["trade_no"]),)


def _torn(row: Row) -> bool:
    """What was split or joined has lines of another trade."""
    return bool(row.get("split_from_trade_id") or row.get("is_split"))


def _left(row: Row, source: str) -> list[Event]:
    """What has left, and by whose hands; what cannot leave because it is not there."""
    status, happened = str(row.get("status")), "outbound" if str(row.get("status")) != SHORT else "stock_short"
    if status not in (SHORT, HELD_BACK, DONE):
        return []
    at = read(row.get("modified") if status == SHORT else row.get("consign_time"), Stamp.BEIJING)
    if at is None:
        return []
    told = {"waybill": row.get("logistics_no"), "carrier": row.get("logistics_name"), "warehouse": row.get("warehouse_no")}
    told |= {who: row.get(name) for who, name in STAFF.items()}
    told |= {"stockout": row.get("order_no")}
    payload: dict[str, Value] = {name: words(value) for name, value in told.items() if value}
    return [Event(at, source, happened, order, payload) for order in numbers(row.get("src_trade_no"))]


WANGDIAN = Dialect(
    id="wangdian",
    name="旺店通",
    base_url="https://wdt.wangdian.cn",
    wire=_wire,
    unwrap=_unwrap,
    troubles=TROUBLES,
    wait=lambda _fault: PAUSE,
    listing=Listing(Way.REVERSE, REACH, most=200, call=_list(TRADES), leaf=_leaf),
    detail=Detail(
        lambda order: Call(TRADES, {"src_tid": order, "accurate_query": True, "page_no": 0, "page_size": 50, "calc_total": 0}),
        rows=lambda body: list(body.get("order") or ()),
    ),
    sheet=Sheet("trade_no", "modified", Stamp.BEIJING, FIELDS, STATUSES, orders=_orders, torn=_torn),
    kind=SourceKind.ERP,
    roll=Roll(
        Way.REVERSE, REACH.span, most=200, placed="trade_time", call=_placed, leaf=_leaf, scopes=frozenset({Scope.ALL}), stamp=Stamp.MILLIS
    ),
    sides=(
        Side(
            Listing(Way.REVERSE, REACH, most=200, call=_list(STOCKOUT, status_type=3, status="51,90,110"), leaf=_leaf),
            "stockout_id", "modified", Stamp.BEIJING, _left,
        ),
    ),
)  # fmt: skip
