"""A fake 拼多多: windows of half an hour, whole orders in pages by number, the latest change first."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.demo.platforms.counter import Asked, Trouble
from ordertower_desktop.demo.platforms.grants import Grants
from ordertower_desktop.demo.platforms.shelf import Hitch, Sale, Shelf, Shipment, State, beijing, from_seconds

SKEW, SPAN, CONFIRMED, MOST = timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=24), 100
STATES = {State.PAID: 1, State.HELD: 1, State.PART: 1, State.SHIPPED: 2, State.SIGNED: 3, State.CLOSED: 1, State.UNPAID: 1}
TROUBLES = {
    Trouble.THROTTLED: (52101, "当前接口被限流，请稍后重试"),
    Trouble.EXPIRED: (10019, "access_token已过期"),
    Trouble.BUSY: (50000, "系统内部错误"),
}
RECEIVER = {
    "receiver_name": (5, "金丝雀"),
    "receiver_phone": (6, "13800001111"),
    "receiver_address": (8, "仓前街道金丝雀小区 9 幢"),
}
"""Field -> its data_type and its value, which only the opening tells."""
CARRIERS = frozenset({"44", "85", "115", "1", "121"})


@dataclass(slots=True)
class PddBooth:
    """One shop's POP."""

    shelf: Shelf
    app_key: str
    secret: str
    token: str
    grants: Grants = field(default_factory=Grants)

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
            case "pdd.order.list.get":
                return self._roll(said)
            case "pdd.order.information.get":
                return self._one(said)
            case "pdd.logistics.online.send":
                return self._ship(said, now)
            case "pdd.open.decrypt.batch":
                return self._open(said)
            case "pdd.pop.auth.token.refresh":
                told = self.grants.renew(said.get("refresh_token", ""), now)
                return self._renewed(told)
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
        if said.get("type") == "pdd.pop.auth.token.refresh":
            return None
        return None if said.get("access_token") == self.token and self.grants.good(now) else _error(10019, "access_token已过期")

    def _renewed(self, told: dict[str, str | int] | None) -> dict[str, Any]:
        if told is None:
            return _error(10030, "refresh_token 不正确")
        self.token = str(told["access_token"])
        return {"pop_auth_token_refresh_response": told}

    def _list(self, said: dict[str, str]) -> dict[str, Any]:
        try:
            since, until = from_seconds(int(said["start_updated_at"])), from_seconds(int(said["end_updated_at"]))
            page, size = int(said["page"]), int(said["page_size"])
        except (KeyError, ValueError):
            return _error(10001, "参数错误")
        every = (said.get("order_status"), said.get("refund_status"), said.get("is_lucky_flag"))
        if not since < until or until - since > SPAN or not 0 < size <= MOST or page < 1 or every != ("5", "5", "0"):
            return _error(50001, "时间跨度不能超过30分钟，每页最多100")
        return {"order_sn_increment_get_response": _page(self.shelf.changed(since, until)[::-1], said, "order_sn_list")}

    def _roll(self, said: dict[str, str]) -> dict[str, Any]:
        try:
            since, until = from_seconds(int(said["start_confirm_at"])), from_seconds(int(said["end_confirm_at"]))
            page, size, wanted = int(said["page"]), int(said["page_size"]), said["order_status"]
        except (KeyError, ValueError):
            return _error(10001, "参数错误")
        if not since < until or until - since > CONFIRMED or not 0 < size <= MOST or page < 1 or said.get("refund_status") != "5":
            return _error(50001, "时间跨度不能超过24小时，每页最多100")
        found = [sale for sale in self.shelf.paid(since, until)[::-1] if wanted in ("5", str(STATES[sale.state]))]
        return {"order_list_get_response": _page(found, said, "order_list")}

    def _one(self, said: dict[str, str]) -> dict[str, Any]:
        sale = self.shelf.one(said.get("order_sn", ""))
        if sale is None:
            return _error(50001, "订单不存在", "ORDER_NOT_EXIST")
        return {"order_info_get_response": {"order_info": _whole(sale)}}

    def _open(self, said: dict[str, str]) -> dict[str, Any]:
        asked = json.loads(said.get("data_list", "[]"))
        sale = self.shelf.one(asked[0].get("data_tag", "")) if asked else None
        if sale is None or len({one["data_tag"] for one in asked}) != 1:
            return _error(50001, "密文与订单不匹配")
        if not self.shelf.opens(sale):
            return _error(50001, "解密额度已用完", "DECRYPT_QUOTA_LIMIT")
        told = {sealed(sale, name): (of, value) for name, (of, value) in RECEIVER.items()}
        found = [
            {"data_tag": sale.number, "encrypted_data": one["encrypted_data"], **_opened(told.get(one["encrypted_data"]))} for one in asked
        ]
        return {"open_decrypt_batch_response": {"data_decrypt_list": found}}

    def _ship(self, said: dict[str, str], now: datetime) -> dict[str, Any]:
        if not said.get("tracking_number") or said.get("logistics_id") not in CARRIERS or said.get("redelivery_type") != "1":
            return _error(50001, Hitch.CARRIER)
        hitch = self.shelf.ship(Shipment(said.get("order_sn", ""), said["logistics_id"], said["tracking_number"]), now)
        if hitch is not None:
            return _error(50001, hitch, "ORDER_NOT_EXIST" if hitch is Hitch.ABSENT else "")
        return {"logistics_online_send_response": {"is_success": True}}


def _page(found: list[Sale], said: dict[str, str], name: str) -> dict[str, Any]:
    page, size = int(said["page"]), int(said["page_size"])
    answer: dict[str, Any] = {name: [_whole(sale) for sale in found[(page - 1) * size : page * size]]}
    if said.get("use_has_next") == "true":
        answer["has_next"] = page * size < len(found)
    else:
        answer["total_count"] = len(found)
    return answer


def sealed(sale: Sale, name: str) -> str:
    """What stands in the order; nothing where the platform gives nothing: held by its risk control, or signed."""
    if sale.state in (State.HELD, State.SIGNED):
        return ""
    return f"~{hashlib.sha256(f'{sale.number}{name}'.encode()).hexdigest()[:32]}~1~"


def _opened(told: tuple[int, str] | None) -> dict[str, Any]:
    return (
        {"error_code": 1, "error_msg": "密文不正确"} if told is None else {"error_code": 0, "data_type": told[0], "decrypted_data": told[1]}
    )


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
        "open_address_id": f"oa-{sale.number[::-1]}",
        **{name: sealed(sale, name) for name in RECEIVER},
        "buyer_memo": "请打 13800001111",
        "province": "浙江省",
        "city": "杭州市",
        "town": "余杭区",
        "tracking_number": sale.waybill,
        "logistics_id": 115 if sale.waybill else 0,
        "is_pre_sale": 0,
        "item_list": [{"goods_name": sale.title, "outer_id": "WJ-01", "goods_count": 2}],
    }
