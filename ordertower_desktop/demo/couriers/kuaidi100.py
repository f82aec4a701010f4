"""A fake 快递100: checks signatures and phones, locks out who asks too often, and calls back whoever subscribed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from ordertower_desktop.demo.platforms.counter import Asked, Trouble
from ordertower_desktop.demo.platforms.shelf import beijing

LEAST = timedelta(minutes=30)
LONGEST = 32
WANTS_PHONE = frozenset({"shunfeng", "fengwang"})
CARRIERS = frozenset({"shunfeng", "yuantong", "zhongtong", "shentong", "yunda", "jtexpress", "jd", "ems", "debangkuaidi"})
NOT_LISTENING = frozenset({"ems"})
"""Carriers for which nobody is called back."""
TROUBLES = {
    Trouble.THROTTLED: ("503", "请求过于频繁，请稍后再试"),
    Trouble.EXPIRED: ("601", "POLL:KEY已过期"),
    Trouble.BUSY: ("502", "服务器繁忙"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a parcel's record, newest or oldest in any order."""

    at: datetime
    code: str
    word: str
    text: str = "【杭州市】快递员 金丝雀 13800001111 正在处理"
    area: str = "浙江,杭州市"


@dataclass(slots=True)
class Parcel:
    """What is known of a number."""

    company: str
    state: str = "0"
    lines: list[Line] = field(default_factory=list)
    phone: str = ""


@dataclass(slots=True)
class Kuaidi100Booth:
    """`asked` is when each number was asked for; `subscribed` says where to call about it, and with which salt.

    `mistaken` is a number that is told of instead of the one that was asked for.
    """

    customer: str
    key: str
    parcels: dict[str, Parcel] = field(default_factory=dict)
    asked: dict[str, list[datetime]] = field(default_factory=dict)
    subscribed: dict[str, tuple[str, str]] = field(default_factory=dict)
    mistaken: str = ""

    def trouble(self, trouble: Trouble) -> dict[str, Any]:
        return _error(*TROUBLES[trouble])

    def answer(self, asked: Asked, now: datetime) -> dict[str, Any]:
        match asked.verb, asked.path:
            case "POST", "/poll/query.do":
                return self._query(asked.form, now)
            case "POST", "/poll":
                return self._subscribe(asked.form)
            case _:
                return _error("400", "没有这个接口")

    def _query(self, form: Mapping[str, str], now: datetime) -> dict[str, Any]:
        text = form.get("param", "") + self.key + form.get("customer", "")
        if form.get("sign") != _md5(text) or form.get("customer") != self.customer:
            return _error("503", "验证签名失败")
        param = json.loads(form["param"])
        number = param.get("num", "")
        if not 0 < len(number) <= LONGEST or param.get("com") not in CARRIERS:
            return _error("400", "不支持此快递公司")
        before = self.asked.setdefault(number, [])
        if before and now - before[-1] < LEAST:
            return _error("400", "同一单号查询过于频繁，已锁单")
        before.append(now)
        parcel = self.parcels.get(number)
        if param["com"] in WANTS_PHONE and (parcel is None or param.get("phone", "")[-4:] != parcel.phone[-4:] or not param.get("phone")):
            return _error("408", "快递公司参数异常：验证码错误")
        if parcel is None or parcel.company != param["com"] or not parcel.lines:
            return _error("500", "查询无结果，请隔段时间再查")
        return record(self.mistaken or number, parcel)

    def _subscribe(self, form: Mapping[str, str]) -> dict[str, Any]:
        param = json.loads(form.get("param", "{}"))
        if form.get("schema") != "json" or param.get("key") != self.key:
            return _error("600", "您不是合法的订阅者（即授权Key出错）")
        more, number = param.get("parameters", {}), param.get("number", "")
        if not more.get("callbackurl") or not number:
            return _error("700", "订阅方的订阅数据存在错误")
        if param.get("company") not in CARRIERS | NOT_LISTENING:
            return _error("702", "POLL:识别不到该单号对应的快递公司")
        if param["company"] in NOT_LISTENING:
            return _error("701", "拒绝订阅的快递公司")
        known = number in self.subscribed
        self.subscribed[number] = more["callbackurl"], more.get("salt", "")
        return _error("501", "重复订阅") if known else {"result": True, "returnCode": "200", "message": "提交成功"}

    def call(self, number: str, status: str = "polling", **more: str) -> bytes:
        """The form with which they call back about a number, as they would sign it."""
        _, salt = self.subscribed[number]
        parcel = self.parcels.get(number, Parcel(""))
        said = {"status": status, "billstatus": "", "message": "", "autoCheck": "0", "comOld": "", "comNew": "", **more}
        param = json.dumps({**said, "lastResult": record(number, parcel)}, ensure_ascii=False)
        return urlencode({"param": param, "sign": _md5(param + salt)}).encode()


def record(number: str, parcel: Parcel) -> dict[str, Any]:
    """A whole record, the newest line first."""
    lines = sorted(parcel.lines, key=lambda line: line.at, reverse=True)
    return {
        "message": "ok",
        "nu": number,
        "ischeck": "1" if parcel.state == "3" else "0",
        "com": parcel.company,
        "status": "200",
        "state": parcel.state,
        "condition": "00",
        "data": [_line(line) for line in lines],
    }


def _line(line: Line) -> dict[str, Any]:
    told = {"time": beijing(line.at), "ftime": beijing(line.at), "context": line.text, "areaName": line.area, "status": line.word}
    return told | ({"statusCode": line.code} if line.code else {})


def _error(code: str, message: str) -> dict[str, Any]:
    return {"result": False, "returnCode": code, "message": message}


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()
