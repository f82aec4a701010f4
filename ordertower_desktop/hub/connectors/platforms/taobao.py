"""淘宝/天猫: the dialect of TOP, which says only numbers in its increments and everything in an order's own answer."""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.domain.census import Scope
from ordertower_desktop.domain.reveal import Plain
from ordertower_desktop.domain.stage import Fact, Stage
from ordertower_desktop.hub.connectors.walker.dialect import (
    Call,
    Detail,
    Dialect,
    Keys,
    Listing,
    Nudging,
    Renewing,
    Revealing,
    Roll,
    Sheet,
    Shipping,
    Wired,
)
from ordertower_desktop.hub.connectors.walker.status import NOTHING, Column, stands
from ordertower_desktop.hub.connectors.walker.take import buyer, count, field, one_of, text, texts, when, yuan
from ordertower_desktop.hub.connectors.walker.trouble import Fault, Meaning, Means
from ordertower_desktop.hub.connectors.walker.walk import Leaf, Row, Turn, Way
from ordertower_desktop.hub.connectors.walker.window import Reach, Window
from ordertower_desktop.hub.signing.scheme import sign
from ordertower_desktop.hub.signing.stamp import Stamp, spelt
from ordertower_desktop.hub.signing.table import SCHEMES

LIST, ONE = "taobao.trades.sold.increment.get", "taobao.trade.fullinfo.get"
SHIP = "taobao.logistics.offline.send"
ROLL = "taobao.trades.sold.get"
RENEW = "taobao.top.auth.token.refresh"
CONSUME, CONFIRM = "taobao.tmc.messages.consume", "taobao.tmc.messages.confirm"
WAITING = "WAIT_SELLER_SEND_GOODS"
OPEN = "taobao.top.oaid.decrypt"
SEALED = "tid,oaid,created,receiver_name,receiver_mobile,receiver_phone,receiver_address"
"""TOP gives the oaid only to who asks for the masked values too."""
SCHEME = SCHEMES["top-hmac-sha256"]
BAN = timedelta(minutes=1)

_at = when(Stamp.BEIJING)

FIELDS = (
    field("buyer", "buyer_nick", reader=buyer),
    field("oaid", "oaid", reader=text),
    field("open_id", "buyer_open_uid", reader=text),
    field("created_at", "created", reader=_at),
    field("paid_at", "pay_time", reader=_at),
    field("shipped_at", "consign_time", reader=_at),
    field("amount_fen", "payment", reader=yuan),
    field("province", "receiver_state", reader=text),
    field("city", "receiver_city", reader=text),
    field("district", "receiver_district", reader=text),
    field("title", "orders.order[].title", reader=texts),
    field("sku", "orders.order[].outer_sku_id", "orders.order[].outer_iid", reader=texts),
    field("items", "orders.order[].num", reader=count),
    field("warehouse", "orders.order[].store_code", reader=text),
    field("carrier", "orders.order[].logistics_company", reader=text),
    field("waybill", "orders.order[].invoice_no", reader=text),
    field("ship_by", "delivery_time", "orders.order[].delivery_time", reader=_at),
    field("collect_by", "collect_time", "orders.order[].promise_collect_time", "orders.order[].collect_time", reader=_at),
    field("deliver_by", "sign_time", "orders.order[].sign_time", reader=_at),
    field("presale", "step_trade_status", reader=one_of("FRONT_NOPAID_FINAL_NOPAID", "FRONT_PAID_FINAL_NOPAID", "FRONT_PAID_FINAL_PAID")),
    field("urgent", "ob_tag", reader=one_of("lg")),
)

STATUSES = (
    Column(
        "status",
        {
            "TRADE_NO_CREATE_PAY": stands(Stage.UNPAID),
            "WAIT_BUYER_PAY": stands(Stage.UNPAID),
            "PAY_PENDING": stands(Stage.UNPAID),
            "WAIT_PRE_AUTH_CONFIRM": stands(Stage.UNPAID),
            "PAID_FORBID_CONSIGN": stands(Stage.TO_ACCEPT, Fact.HELD),
            "WAIT_SELLER_SEND_GOODS": stands(Stage.TO_ACCEPT),
            "SELLER_CONSIGNED_PART": stands(Stage.TO_SHIP, Fact.PART_SHIPPED),
            "WAIT_BUYER_CONFIRM_GOODS": stands(Stage.TO_COLLECT),
            "TRADE_BUYER_SIGNED": stands(Stage.SIGNED),
            "TRADE_FINISHED": stands(Stage.SIGNED),
            "TRADE_CLOSED": stands(None, Fact.REFUNDED),
            "TRADE_CLOSED_BY_TAOBAO": stands(None, Fact.CANCELLED),
        },
    ),
    Column(
        "orders.order[].refund_status",
        {
            "NO_REFUND": NOTHING,
            "WAIT_SELLER_AGREE": stands(None, Fact.REFUNDING),
            "WAIT_BUYER_RETURN_GOODS": stands(None, Fact.REFUNDING),
            "WAIT_SELLER_CONFIRM_GOODS": stands(None, Fact.REFUNDING),
            "SELLER_REFUSE_BUYER": stands(None, Fact.REFUNDING),
            "CLOSED": NOTHING,
            "SUCCESS": stands(None, Fact.REFUNDED),
        },
    ),
)

ASKED_FOR = ",".join(
    (
        "tid,status,type,buyer_nick,buyer_open_uid,created,pay_time,modified,consign_time,payment,receiver_state,receiver_city,receiver_district",
        "step_trade_status,delivery_time,collect_time,sign_time,ob_tag",
        "orders.oid,orders.title,orders.outer_iid,orders.outer_sku_id,orders.num,orders.refund_status,orders.store_code",
        "orders.logistics_company,orders.invoice_no,orders.delivery_time,orders.collect_time,orders.promise_collect_time,orders.sign_time",
    )
)

TROUBLES = (
    Meaning(Means.NOT_FOUND, sub=("isv.trade-not-exist", "isv.invalid-parameter:tid*")),
    Meaning(Means.QUOTA, sub=("isv.oaid-decrypt-quota*", "isv.decrypt-quota*")),
    Meaning(Means.AGAIN, sub=("isp.*",)),
    Meaning(Means.IP, sub=("isv.permission-ip-whitelist-limit",)),
    Meaning(Means.SLOW_DOWN, ("7",), ("accesscontrol.limited-by-*",)),
    Meaning(Means.AGAIN, ("10",)),
    Meaning(Means.AUTH, ("26", "27", "53")),
    Meaning(Means.SIGNATURE, ("24", "25", "28", "29")),
    Meaning(Means.CLOCK, ("30", "31")),
    Meaning(Means.RIGHT, ("11", "12", "13")),
)


def _wire(call: Call, keys: Keys, at: datetime) -> Wired:
    said = {
        "method": call.method,
        "app_key": keys.app_key,
        **({"session": keys.token} if keys.token else {}),
        "timestamp": spelt(at, Stamp.BEIJING),
        "format": "json",
        "v": "2.0",
        "sign_method": "hmac-sha256",
        **{name: str(value) for name, value in call.params.items()},
    }
    return Wired("POST", "/router/rest", form={**said, "sign": sign(SCHEME, keys.secret, said)})


def _unwrap(call: Call, body: Mapping[str, Any]) -> Mapping[str, Any] | Fault | None:
    if (error := body.get("error_response")) is not None:
        return Fault(str(error.get("code", "")), str(error.get("sub_code") or ""), str(error.get("sub_msg") or error.get("msg") or ""))
    inner = body.get(call.method.removeprefix("taobao.").replace(".", "_") + "_response")
    return inner if isinstance(inner, Mapping) else None


def _wait(fault: Fault) -> timedelta:
    """A ban says how long it lasts."""
    told = re.search(r"(\d{1,6})\s*(?:more )?second", fault.text)
    return timedelta(seconds=int(told[1])) if told else BAN


def _list(window: Window, turn: Turn, size: int) -> Call:
    return Call(
        LIST,
        {
            "fields": "tid,status,modified",
            "start_modified": spelt(window.since, Stamp.BEIJING),
            "end_modified": spelt(window.until, Stamp.BEIJING),
            "page_no": turn.page,
            "page_size": size,
            "use_has_next": "false" if turn.counting else "true",
        },
    )


def _roll(scope: Scope, window: Window, turn: Turn, size: int) -> Call:
    wanted = {"status": WAITING} if scope is Scope.OPEN else {}
    return Call(
        ROLL,
        {
            **wanted,
            "fields": "tid,status,modified,created",
            "start_created": spelt(window.since, Stamp.BEIJING),
            "end_created": spelt(window.until, Stamp.BEIJING),
            "page_no": turn.page,
            "page_size": size,
            "use_has_next": "false" if turn.counting else "true",
        },
    )


def _leaf(body: Mapping[str, Any]) -> Leaf:
    rows = tuple(body.get("trades", {}).get("trade", ()))
    total = body.get("total_results")
    return Leaf(rows, None if total is None else int(total))


def _row(body: Mapping[str, Any]) -> Row | None:
    return body.get("trade")


def _ship(order: str, carrier: str, waybill: str) -> Call:
    return Call(SHIP, {"tid": order, "company_code": carrier, "out_sid": waybill})


def _open(body: Mapping[str, Any], order: str) -> Call | None:
    oaid = (body.get("trade") or {}).get("oaid")
    return Call(OPEN, {"query_list": json.dumps([{"oaid": oaid, "tid": order}])}) if oaid else None


def _plain(body: Mapping[str, Any]) -> Plain:
    told = body["receiver_list"]["receiver"][0]
    place = "".join(str(told.get(part) or "") for part in ("state", "city", "district", "town", "address_detail"))
    return Plain(str(told.get("name") or ""), str(told.get("mobile") or told.get("phone") or ""), place)


def _told_of(body: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Whatever it is about, a message that names a trade says that it has changed."""
    rows = (body.get("messages") or {}).get("tmc_message") or ()
    return tuple((str(row["id"]), str(_content(row).get("tid") or "")) for row in rows)


def _content(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A message that cannot be read is confirmed all the same: it would come again for ever."""
    try:
        said = json.loads(str(row.get("content") or "{}"))
    except ValueError:
        return {}
    return said if isinstance(said, Mapping) else {}


TAOBAO = Dialect(
    id="taobao",
    name="淘宝/天猫",
    base_url="https://eco.taobao.com",
    wire=_wire,
    unwrap=_unwrap,
    troubles=TROUBLES,
    wait=_wait,
    listing=Listing(Way.REVERSE, Reach(span=timedelta(minutes=30)), most=100, call=_list, leaf=_leaf),
    detail=Detail(lambda order: Call(ONE, {"fields": ASKED_FOR, "tid": order}), _row, each=True),
    sheet=Sheet("tid", "modified", Stamp.BEIJING, FIELDS, STATUSES),
    revealing=Revealing(lambda order: Call(ONE, {"fields": SEALED, "tid": order}), _open, _plain),
    renewing=Renewing(lambda refresh: Call(RENEW, {"refresh_token": refresh}), lambda body: json.loads(body["token_result"])),
    nudging=Nudging(
        lambda group: Call(CONSUME, {"group_name": group, "quantity": 100}),
        _told_of,
        lambda marks: Call(CONFIRM, {"s_message_ids": ",".join(marks)}),
    ),
    roll=Roll(Way.REVERSE, timedelta(days=1), most=100, placed="created", call=_roll, leaf=_leaf),
    shipping=Shipping(_ship, lambda body: body.get("shipping", {}).get("is_success") is True),
)
