"""A fake 京东 JOS: business parameters in one JSON text, the oldest change first, answers in three envelopes."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.demo.platforms.counter import Asked, Trouble
from ordertower_desktop.demo.platforms.grants import Grants
from ordertower_desktop.demo.platforms.shelf import Hitch, Sale, Shelf, Shipment, State, beijing, from_beijing

SKEW, SPAN, MOST = timedelta(minutes=6), timedelta(days=31), 50
STATES = {
    State.UNPAID: "NOT_PAY",
    State.PAID: "WAIT_SELLER_STOCK_OUT",
    State.HELD: "POP_ORDER_PAUSE",
    State.PART: "WAIT_SELLER_STOCK_OUT",
    State.SHIPPED: "WAIT_GOODS_RECEIVE_CONFIRM",
    State.SIGNED: "FINISHED_L",
    State.CLOSED: "TRADE_CANCELED",
}
TROUBLES = {
    Trouble.THROTTLED: ("2", "调用频率超限"),
    Trouble.EXPIRED: ("19", "token已过期"),
    Trouble.BUSY: ("65", "后端服务超时"),
}
LIST, ONE = "jingdong.pop.order.enSearch", "jingdong.pop.order.enGet"
CARRIERS = frozenset({"467", "463", "1499", "470", "1327"})


@dataclass(slots=True)
class JdBooth:
    """One shop's JOS."""

    shelf: Shelf
    app_key: str
    secret: str
    token: str
    grants: Grants = field(default_factory=Grants)

    def trouble(self, trouble: Trouble) -> dict[str, Any]:
        return _error(*TROUBLES[trouble])

    def answer(self, asked: Asked, now: datetime) -> dict[str, Any]:
        said = asked.form
        if (asked.verb, asked.path) == ("POST", "/oauth2/refresh_token"):
            return self._renewed(said, now)
        if (asked.verb, asked.path) != ("POST", "/routerjson"):
            return _error("14", "方法不存在")
        if problem := self._unproven(said, now):
            return problem
        params = json.loads(said.get("360buy_param_json", "{}"))
        match said.get("method"):
            case "jingdong.pop.order.enSearch":
                return self._list(params)
            case "jingdong.pop.order.enGet":
                sale = self.shelf.one(params["order_id"])
                return _refused(ONE, 10400001, "订单不存在") if sale is None else _done(ONE, {"orderInfo": _whole(sale)})
            case "jingdong.pop.order.shipment":
                return self._ship(params, now)
            case _:
                return _error("15", "方法不存在")

    def _unproven(self, said: dict[str, str], now: datetime) -> dict[str, Any] | None:
        if said.get("app_key") != self.app_key:
            return _error("21", "无效的app_key")
        text, _, rest = said.get("timestamp", "").partition(".")
        try:
            skew = abs(from_beijing(text) - now)
        except ValueError:
            return _error("7", "无效时间戳")
        if skew > SKEW or not rest.endswith("+0800"):
            return _error("8", "时间戳超过允许范围")
        text = "".join(name + value for name, value in sorted(said.items()) if name != "sign")
        wanted = hashlib.md5(f"{self.secret}{text}{self.secret}".encode(), usedforsecurity=False).hexdigest().upper()
        if said.get("sign") != wanted:
            return _error("12", "无效签名")
        return None if said.get("access_token") == self.token and self.grants.good(now) else _error("19", "token已过期")

    def _renewed(self, said: dict[str, str], now: datetime) -> dict[str, Any]:
        """Proved by the app's secret itself, at a door of its own."""
        if (said.get("app_key"), said.get("app_secret"), said.get("grant_type")) != (self.app_key, self.secret, "refresh_token"):
            return {"code": 405, "msg": "app_secret 不正确"}
        told = self.grants.renew(said.get("refresh_token", ""), now)
        if told is None:
            return {"code": 402, "msg": "refresh_token 无效"}
        self.token = str(told["access_token"])
        return {**told, "uid": "1", "token_type": "bearer"}

    def _list(self, params: dict[str, str]) -> dict[str, Any]:
        try:
            since, until = from_beijing(params["start_date"]), from_beijing(params["end_date"])
            page, size, states = int(params["page"]), int(params["page_size"]), params["order_state"].split(",")
        except (KeyError, ValueError):
            return _refused(LIST, 10100001, "参数不正确")
        if not since < until or until - since > SPAN or not 0 < size <= MOST or page < 1 or not params.get("optional_fields"):
            return _refused(LIST, 10100002, "时间跨度不能超过一个月，每页最多50")
        stretch = self.shelf.placed if params.get("dateType") == "1" else self.shelf.changed
        found = [sale for sale in stretch(since, until) if STATES[sale.state] in states]
        rows = [_whole(sale) for sale in found[(page - 1) * size : page * size]]
        return _done(LIST, {"orderTotal": len(found), "orderInfoList": rows})

    def _ship(self, params: dict[str, str], now: datetime) -> dict[str, Any]:
        if not params.get("logiNo") or params.get("logiCoprId") not in CARRIERS:
            return _shipped(10400002, Hitch.CARRIER)
        hitch = self.shelf.ship(Shipment(params.get("orderId", ""), params["logiCoprId"], params["logiNo"]), now)
        return _shipped(0, "成功") if hitch is None else _shipped(10400001 if hitch is Hitch.ABSENT else 10400003, hitch)


def _shipped(code: int, text: str) -> dict[str, Any]:
    said = {"success": code == 0, "numberCode": code, "chineseErrCode": text, "englishErrCode": ""}
    return {"jingdong_pop_order_shipment_responce": {"code": "0", "sopjosshipment_result": said}}


def _done(method: str, result: dict[str, Any]) -> dict[str, Any]:
    said = {"success": True, "numberCode": 0, "chineseErrCode": "成功", "englishErrCode": "success"}
    return _answer(method, {**result, "apiResult": said})


def _refused(method: str, code: int, text: str) -> dict[str, Any]:
    return _answer(method, {"apiResult": {"success": False, "numberCode": code, "chineseErrCode": text, "englishErrCode": ""}})


def _answer(method: str, result: dict[str, Any]) -> dict[str, Any]:
    name = "searchorderinfo_result" if method == LIST else "orderDetailInfo"
    return {method.replace(".", "_") + "_responce": {"code": "0", name: result}}


def _error(code: str, text: str) -> dict[str, Any]:
    return {"error_response": {"code": code, "zh_desc": text, "en_desc": text}}


def _whole(sale: Sale) -> dict[str, Any]:
    return {
        "orderId": sale.number,
        "orderState": sale.word or STATES[sale.state],
        "orderStartTime": beijing(sale.created),
        "orderEndTime": beijing(sale.changed) if sale.state is State.SIGNED else "",
        "paymentConfirmTime": beijing(sale.paid) or "0001-01-01 00:00:00",
        "modified": beijing(sale.changed),
        "orderPayment": f"{sale.fen / 100:.2f}",
        "orderSellerPrice": f"{sale.fen / 100:.2f}",
        "pin": "jd_9f1c7",
        "open_id_buyer": f"oi-{sale.number[::-1]}",
        "orderRemark": "请打 13800001111",
        "consigneeInfo": {
            "province": "浙江",
            "city": "杭州市",
            "county": "余杭区",
            "fullname": "金丝雀",
            "mobile": "13800001111",
            "fullAddress": "仓前街道金丝雀小区 9 幢",
        },
        "itemInfoList": [{"skuId": "100012", "outerSkuId": "WJ-01", "skuName": sale.title, "itemTotal": "2"}],
        "waybill": sale.waybill,
        "logisticsId": "1499" if sale.waybill else "",
    }
