"""A fake TOP: sorted by the latest change first, paged by number, one method for lists and one for an order."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.demo.platforms.counter import Asked, Trouble
from ordertower_desktop.demo.platforms.grants import Grants
from ordertower_desktop.demo.platforms.shelf import Hitch, Sale, Shelf, Shipment, State, beijing, from_beijing

SKEW, SPAN, ROLLED, MOST = timedelta(minutes=10), timedelta(days=1), timedelta(days=92), 100
STATES = {
    State.UNPAID: "WAIT_BUYER_PAY",
    State.PAID: "WAIT_SELLER_SEND_GOODS",
    State.HELD: "PAID_FORBID_CONSIGN",
    State.PART: "SELLER_CONSIGNED_PART",
    State.SHIPPED: "WAIT_BUYER_CONFIRM_GOODS",
    State.SIGNED: "TRADE_FINISHED",
    State.CLOSED: "TRADE_CLOSED_BY_TAOBAO",
}
TROUBLES = {
    Trouble.THROTTLED: (7, "accesscontrol.limited-by-api-access-count", "This ban will last for 45 more seconds"),
    Trouble.EXPIRED: (27, "", "Invalid session: {token}"),
    Trouble.BUSY: (15, "isp.top-remote-connection-timeout", "远程服务超时"),
}
NAME, PHONE, ADDRESS = "金丝雀", "13800001111", "仓前街道金丝雀小区 9 幢"
CARRIERS = frozenset({"SF", "YTO", "ZTO", "STO", "YUNDA"})


@dataclass(slots=True)
class TaobaoBooth:
    """One shop's TOP."""

    shelf: Shelf
    app_key: str
    secret: str
    token: str
    grants: Grants = field(default_factory=Grants)
    messages: dict[str, str] = field(default_factory=dict)
    """Mark -> content, in its queue until it is confirmed; `group` is whose it is."""
    group: str = "shop-group"

    def trouble(self, trouble: Trouble) -> dict[str, Any]:
        code, sub_code, text = TROUBLES[trouble]
        return _error(code, sub_code, text.format(token=self.token))

    def answer(self, asked: Asked, now: datetime) -> dict[str, Any]:
        said = asked.form
        if problem := self._unproven(asked, now):
            return problem
        match said.get("method"):
            case "taobao.trades.sold.increment.get":
                return self._list(said)
            case "taobao.trades.sold.get":
                return self._roll(said)
            case "taobao.trade.fullinfo.get":
                return self._one(said)
            case "taobao.logistics.offline.send":
                return self._ship(said, now)
            case "taobao.top.oaid.decrypt":
                return self._open(said)
            case "taobao.tmc.messages.consume" | "taobao.tmc.messages.confirm":
                return self._queue(said)
            case "taobao.top.auth.token.refresh":
                told = self.grants.renew(said.get("refresh_token", ""), now)
                return self._renewed(told)
            case _:
                return _error(22, "isv.invalid-method", "Invalid Method")

    def _unproven(self, asked: Asked, now: datetime) -> dict[str, Any] | None:
        said = asked.form
        if (asked.verb, asked.path) != ("POST", "/router/rest"):
            return _error(22, "", "Invalid Method")
        if said.get("app_key") != self.app_key:
            return _error(29, "", "Invalid App Key")
        try:
            skew = abs(from_beijing(said.get("timestamp", "")) - now)
        except ValueError:
            return _error(31, "", "Invalid Timestamp")
        if skew > SKEW:
            return _error(31, "", "Invalid Timestamp")
        text = "".join(name + value for name, value in sorted(said.items()) if name != "sign")
        wanted = hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).hexdigest().upper()
        if said.get("sign_method") != "hmac-sha256" or said.get("sign") != wanted:
            return _error(25, "", "Invalid Signature")
        if said.get("method") == "taobao.top.auth.token.refresh":
            return None
        return None if said.get("session") == self.token and self.grants.good(now) else _error(27, "", "Invalid session")

    def _queue(self, said: dict[str, str]) -> dict[str, Any]:
        """The same once more until it is confirmed, in no order to rely on."""
        if said["method"] == "taobao.tmc.messages.confirm":
            for mark in said.get("s_message_ids", "").split(","):
                self.messages.pop(mark, None)
            return {"tmc_messages_confirm_response": {"is_success": True}}
        if said.get("group_name") != self.group or not 10 <= int(said.get("quantity", "0")) <= 200:
            return _error(15, "isv.group-not-exist", "消息分组不存在")
        rows = [{"id": int(mark), "topic": "taobao_trade_TradeChanged", "content": content} for mark, content in self.messages.items()]
        return {"tmc_messages_consume_response": {"messages": {"tmc_message": rows[: int(said["quantity"])][::-1]} if rows else {}}}

    def _renewed(self, told: dict[str, str | int] | None) -> dict[str, Any]:
        if told is None:
            return _error(15, "isv.refresh-token-invalid", "refresh_token 无效")
        self.token = str(told["access_token"])
        return {"top_auth_token_refresh_response": {"token_result": json.dumps(told)}}

    def _list(self, said: dict[str, str]) -> dict[str, Any]:
        try:
            since, until = from_beijing(said["start_modified"]), from_beijing(said["end_modified"])
            page, size = int(said["page_no"]), int(said["page_size"])
        except (KeyError, ValueError):
            return _error(40, "isv.missing-parameter", "Missing required arguments")
        if not since < until or until - since > SPAN or not 0 < size <= MOST or page < 1:
            return _error(41, "isv.invalid-parameter", "时间窗最长 1 天，每页最多 100")
        return {"trades_sold_increment_get_response": _page(self.shelf.changed(since, until)[::-1], said)}

    def _roll(self, said: dict[str, str]) -> dict[str, Any]:
        try:
            since, until = from_beijing(said["start_created"]), from_beijing(said["end_created"])
            page, size = int(said["page_no"]), int(said["page_size"])
        except (KeyError, ValueError):
            return _error(40, "isv.missing-parameter", "Missing required arguments")
        if not since < until or until - since > ROLLED or not 0 < size <= MOST or page < 1 or "created" not in said.get("fields", ""):
            return _error(41, "isv.invalid-parameter", "只能查三个月内，每页最多 100")
        wanted = said.get("status")
        found = [sale for sale in self.shelf.placed(since, until)[::-1] if wanted in (None, STATES[sale.state])]
        return {"trades_sold_get_response": _page(found, said)}

    def _one(self, said: dict[str, str]) -> dict[str, Any]:
        sale = self.shelf.one(said.get("tid", ""))
        if sale is None:
            return _error(15, "isv.trade-not-exist", "交易不存在")
        asked = said.get("fields", "").split(",")
        whole = _whole(sale)
        return {"trade_fullinfo_get_response": {"trade": {name: value for name, value in whole.items() if _wanted(name, asked)}}}

    def _open(self, said: dict[str, str]) -> dict[str, Any]:
        """One order a call, and only under the oaid that the order has now."""
        asked = json.loads(said.get("query_list", "[]"))
        sale = self.shelf.one(asked[0]["tid"]) if len(asked) == 1 else None
        if sale is None or asked[0]["oaid"] != oaid(sale):
            return _error(15, "isv.oaid-not-match", "oaid 与订单不匹配")
        if not self.shelf.opens(sale):
            return _error(15, "isv.oaid-decrypt-quota-limit", "解密额度已用完")
        place = {"state": "浙江省", "city": "杭州市", "district": "余杭区", "address_detail": ADDRESS}
        told = {"tid": sale.number, "oaid": oaid(sale), "matched": True, "name": NAME, "mobile": PHONE, **place}
        return {"top_oaid_decrypt_response": {"receiver_list": {"receiver": [told]}}}

    def _ship(self, said: dict[str, str], now: datetime) -> dict[str, Any]:
        if not said.get("out_sid") or said.get("company_code") not in CARRIERS:
            return _error(15, "isv.logistics-offline-service-error:S01", Hitch.CARRIER)
        hitch = self.shelf.ship(Shipment(said.get("tid", ""), said["company_code"], said["out_sid"]), now)
        if hitch is not None:
            return _error(15, "isv.trade-not-exist" if hitch is Hitch.ABSENT else "isv.logistics-offline-service-error:B04", hitch)
        return {"logistics_offline_send_response": {"shipping": {"is_success": True}}}


def oaid(sale: Sale) -> str:
    """Another one after each change of the order, as TOP has it after a change of address."""
    return hashlib.sha256(f"{sale.number}{sale.changed}".encode()).hexdigest()[:48]


def _wanted(name: str, asked: list[str]) -> bool:
    """TOP gives what was asked for and nothing else."""
    return name in asked or any(one.startswith(f"{name}.") for one in asked)


def _page(found: list[Sale], said: dict[str, str]) -> dict[str, Any]:
    page, size = int(said["page_no"]), int(said["page_size"])
    rows = [_brief(sale) for sale in found[(page - 1) * size : page * size]]
    answer: dict[str, Any] = {"trades": {"trade": rows}} if rows else {}
    if said.get("use_has_next") == "true":
        answer["has_next"] = page * size < len(found)
    else:
        answer["total_results"] = len(found)
    return answer


def _error(code: int, sub_code: str, text: str) -> dict[str, Any]:
    return {"error_response": {"code": code, "msg": text, "sub_code": sub_code, "sub_msg": text, "request_id": "fake"}}


def _brief(sale: Sale) -> dict[str, Any]:
    return {
        "tid": int(sale.number),
        "status": sale.word or STATES[sale.state],
        "modified": beijing(sale.changed),
        "created": beijing(sale.created),
    }


def _whole(sale: Sale) -> dict[str, Any]:
    line = {
        "oid": int(sale.number),
        "title": sale.title,
        "outer_sku_id": "WJ-01",
        "num": 2,
        "refund_status": "WAIT_SELLER_AGREE" if sale.refunding else "NO_REFUND",
        "delivery_time": beijing(sale.ship_by),
        "invoice_no": sale.waybill,
        "logistics_company": "中通快递" if sale.waybill else "",
    }
    return {
        **_brief(sale),
        "buyer_nick": "t**宝",
        "buyer_open_uid": f"AAE{sale.number[::-1]}",
        "pay_time": beijing(sale.paid),
        "consign_time": beijing(sale.shipped),
        "payment": f"{sale.fen / 100:.2f}",
        "receiver_state": "浙江省",
        "receiver_city": "杭州市",
        "receiver_district": "余杭区",
        "oaid": oaid(sale),
        "receiver_name": NAME,
        "receiver_mobile": PHONE,
        "receiver_address": ADDRESS,
        "buyer_message": "请打 13800001111",
        "ob_tag": "lg" if sale.urged else "",
        "orders": {"order": [line]},
    }
