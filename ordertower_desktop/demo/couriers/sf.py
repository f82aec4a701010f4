"""A fake 丰桥 of 顺丰: checks signature, partner, clock and phone, answers in its nested way, and tells by itself what happened."""

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus, urlencode

from ordertower_desktop.demo.platforms.counter import Asked, Trouble
from ordertower_desktop.demo.platforms.shelf import beijing

SKEW_MS = 10 * 60 * 1000
MOST = 10
TROUBLES = {
    Trouble.THROTTLED: ("A1005", "流量受控"),
    Trouble.EXPIRED: ("A1006", "数字签名无效"),
    Trouble.BUSY: ("A1099", "系统异常"),
}


@dataclass(frozen=True, slots=True)
class Route:
    """One line of a parcel's way."""

    at: datetime
    code: str
    place: str = "杭州市"
    remark: str = "顺丰速运 已收取快件（快递员 金丝雀，电话 13800001111）"


@dataclass(slots=True)
class SfBooth:
    """`routes` of each number; `phones` are what a question about it has to name. `mistaken` is told of instead."""

    partner: str
    checkword: str
    routes: dict[str, list[Route]] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    mistaken: str = ""

    def trouble(self, trouble: Trouble) -> dict[str, Any]:
        return _refused(*TROUBLES[trouble])

    def answer(self, asked: Asked, now: datetime) -> dict[str, Any]:
        form = asked.form
        if (asked.verb, asked.path) != ("POST", "/std/service") or form.get("serviceCode") != "EXP_RECE_SEARCH_ROUTES":
            return _refused("A1004", "无对应服务权限")
        if form.get("partnerID") != self.partner or form.get("msgDigest") != self._digest(form["msgData"], form["timestamp"]):
            return _refused("A1006", "数字签名无效")
        if abs(int(form["timestamp"]) - now.timestamp() * 1000) > SKEW_MS:
            return _refused("A1002", "请求时效已过期")
        return self._routes(json.loads(form["msgData"]))

    def _routes(self, said: dict[str, Any]) -> dict[str, Any]:
        numbers = said["trackingNumber"]
        if not isinstance(numbers, list) or not 0 < len(numbers) <= MOST:
            return _inside(False, "S0002", None)
        self.asked += numbers
        if any(self.phones.get(number, "")[-4:] != said.get("checkPhoneNo", "") for number in numbers):
            return _inside(False, "20035", None)
        told = [{"mailNo": self.mistaken or number, "routes": [_row(one) for one in self.routes.get(number, [])]} for number in numbers]
        return _inside(True, "S0000", {"routeResps": told})

    def call(self, now: datetime, told: Iterable[tuple[str, Route]]) -> bytes:
        """The form with which they tell of some lines, as they sign it."""
        rows = [{"mailno": number, "id": str(count), "orderid": "", **_row(one)} for count, (number, one) in enumerate(told)]
        data = json.dumps({"Body": {"WaybillRoute": rows}}, ensure_ascii=False)
        return self.signed(data, str(int(now.timestamp() * 1000)))

    def signed(self, data: str, stamp: str) -> bytes:
        digest = self._digest(data, stamp)
        form = {"partnerID": self.partner, "requestID": "r-1", "serviceCode": "EXP_RECE_ROUTE_PUSH", "timestamp": stamp}
        return urlencode({**form, "msgData": data, "msgDigest": digest}).encode()

    def _digest(self, data: str, stamp: str) -> str:
        text = quote_plus(data + stamp + self.checkword, safe="*-._").replace("~", "%7E")
        return base64.b64encode(hashlib.md5(text.encode(), usedforsecurity=False).digest()).decode()


def _row(one: Route) -> dict[str, str]:
    return {"acceptTime": beijing(one.at), "acceptAddress": one.place, "remark": one.remark, "opCode": one.code}


def _inside(well: bool, code: str, data: Any) -> dict[str, Any]:
    inside = {"success": well, "errorCode": code, "errorMsg": None if well else "请求的手机号后四位不对", "msgData": data}
    return {"apiErrorMsg": "", "apiResponseID": "1", "apiResultCode": "A1000", "apiResultData": json.dumps(inside, ensure_ascii=False)}


def _refused(code: str, message: str) -> dict[str, Any]:
    return {"apiErrorMsg": message, "apiResponseID": "1", "apiResultCode": code, "apiResultData": None}
