"""A fake 拼多多: windows of half an hour, whole orders in pages by number, the latest change first."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.demo.platforms.counter import Asked, Trouble
from ordertower_desktop.demo.platforms.shelf import Hitch, Sale, Shelf, Shipment, State, beijing, from_seconds

SKEW, SPAN, MOST = timedelta(minutes=10), timedelta(minutes=30), 100
STATES = {State.PAID: 1, State.HELD: 1, State.PART: 1, State.SHIPPED: 2, State.SIGNED: 3, State.CLOSED: 1, State.UNPAID: 1}
TROUBLES = {
    Trouble.THROTTLED: (52101, "当前接口被限流，请稍后重试"),
    Trouble.EXPIRED: (10019, "access_token已过期"),
    Trouble.BUSY: (50000, "系统内部错误"),
}
CARRIERS = frozenset({"44", "85", "115", "1", "121"})


@dataclass(slots=True)
class PddBooth:
    """One shop's POP."""

    shelf: Shelf
    app_key: str
    secret: str
    token: str

    def trouble(self, trouble: Trouble) -> dict[str, Any]:
        return _error(*TROUBLES[trouble])

    def answer(self, asked: Asked, now: datetime) -> dict[str, Any]:
        try:
            said = json.loads(asked.body)
        except ValueError:
            return _error(10000, "参数错误")
        if (asked.verb, asked.path) != ("POST", "/api/router") or not all(isinstance(value, str) for value in said.values()):
            return _error(10001, "公共参数错误")
        if problem := self._unproven(said, now):
            return problem
        match said.get("type"):
            case "pdd.order.number.list.increment.get":
                return self._list(said)
            case "pdd.order.information.get":
                return self._one(said)
            case "pdd.logistics.online.send":
                return self._ship(said, now)
            case _:
                return _error(10017, "type 不正确")

    def _unproven(self, said: dict[str, str], now: datetime) -> dict[str, Any] | None:
        if said.get("client_id") != self.app_key:
            return _error(10016, "client_id 不正确")
        text = "".join(name + value for name, value in sorted(said.items()) if name != "sign")
        wanted = hashlib.md5(f"{self.secret}{text}{self.secret}".encode(), usedforsecurity=False).hexdigest().upper()
        if said.get("sign") != wanted:
            return _error(20004, "签名sign校验失败")
        if abs(from_seconds(int(said.get("timestamp", "0"))) - now) > SKEW:
            return _error(10001, "timestamp 与服务器时间相差过大")
        return None if said.get("access_token") == self.token else _error(10019, "access_token已过期")

    def _list(self, said: dict[str, str]) -> dict[str, Any]:
        try:
            since, until = from_seconds(int(said["start_updated_at"])), from_seconds(int(said["end_updated_at"]))
            page, size = int(said["page"]), int(said["page_size"])
        except (KeyError, ValueError):
            return _error(10001, "参数错误")
        every = (said.get("order_status"), said.get("refund_status"), said.get("is_lucky_flag"))
        if not since < until or until - since > SPAN or not 0 < size <= MOST or page < 1 or every != ("5", "5", "0"):
            return _error(50001, "时间跨度不能超过30分钟，每页最多100")
        found = self.shelf.changed(since, until)[::-1]
        answer: dict[str, Any] = {"order_sn_list": [_whole(sale) for sale in found[(page - 1) * size : page * size]]}
        if said.get("use_has_next") == "true":
            answer["has_next"] = page * size < len(found)
        else:
            answer["total_count"] = len(found)
        return {"order_sn_increment_get_response": answer}

    def _one(self, said: dict[str, str]) -> dict[str, Any]:
        sale = self.shelf.one(said.get("order_sn", ""))
        if sale is None:
            return _error(50001, "订单不存在", "ORDER_NOT_EXIST")
        return {"order_info_get_response": {"order_info": _whole(sale)}}

    def _ship(self, said: dict[str, str], now: datetime) -> dict[str, Any]:
        if not said.get("tracking_number") or said.get("logistics_id") not in CARRIERS or said.get("redelivery_type") != "1":
            return _error(50001, Hitch.CARRIER)
        hitch = self.shelf.ship(Shipment(said.get("order_sn", ""), said["logistics_id"], said["tracking_number"]), now)
        if hitch is not None:
            return _error(50001, hitch, "ORDER_NOT_EXIST" if hitch is Hitch.ABSENT else "")
        return {"logistics_online_send_response": {"is_success": True}}


def _error(code: int, text: str, sub_code: str = "") -> dict[str, Any]:
    return {"error_response": {"error_code": code, "error_msg": text, "sub_code": sub_code, "sub_msg": text, "request_id": "fake"}}


def _whole(sale: Sale) -> dict[str, Any]:
    return {
        "order_sn": sale.number,
        "order_status": sale.word or STATES[sale.state],
        "confirm_status": 2 if sale.state is State.CLOSED else 1,
        "group_status": 1,
        "refund_status": 2 if sale.refunding else 1,
        "risk_control_status": 1 if sale.state is State.HELD else 0,
        "created_time": beijing(sale.created),
        "confirm_time": beijing(sale.paid),
        "shipping_time": beijing(sale.shipped),
        "updated_at": beijing(sale.changed),
        "last_ship_time": beijing(sale.ship_by),
        "urge_shipping_time": beijing(sale.urged),
        "pay_amount": sale.fen / 100,
        "receiver_name": "金丝雀",
        "receiver_phone": "13800001111",
        "receiver_address": "仓前街道金丝雀小区 9 幢",
        "buyer_memo": "请打 13800001111",
        "province": "浙江省",
        "city": "杭州市",
        "town": "余杭区",
        "tracking_number": sale.waybill,
        "logistics_id": 115 if sale.waybill else 0,
        "is_pre_sale": 0,
        "item_list": [{"goods_name": sale.title, "outer_id": "WJ-01", "goods_count": 2}],
    }
