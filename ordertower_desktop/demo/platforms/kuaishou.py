"""A fake 快手小店: times in milliseconds, pages by a mark, reads by GET."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.demo.platforms.counter import Asked, Trouble
from ordertower_desktop.demo.platforms.grants import Grants
from ordertower_desktop.demo.platforms.shelf import Hitch, Sale, Shelf, Shipment, State, from_seconds, seconds

SKEW, SPAN, MOST = timedelta(minutes=10), timedelta(days=7), 50
STATES = {State.UNPAID: 10, State.PAID: 30, State.HELD: 30, State.PART: 40, State.SHIPPED: 40, State.SIGNED: 50, State.CLOSED: 80}
TROUBLES = {
    Trouble.THROTTLED: (1001, "调用频率超限"),
    Trouble.EXPIRED: (28, "access_token已过期"),
    Trouble.BUSY: (2, "系统繁忙"),
}
VIEWS = {1: None, 3: 30}
"""Which state a view shows; the first shows all."""
SHIP = "open.seller.order.goods.deliver"
CARRIERS = frozenset({2, 4, 6})


@dataclass(slots=True)
class KuaishouBooth:
    """One shop's 快手电商."""

    shelf: Shelf
    app_key: str
    secret: str
    token: str
    app_secret: str = "canary-app-secret"
    grants: Grants = field(default_factory=Grants)

    def trouble(self, trouble: Trouble) -> dict[str, Any]:
        return _error(*TROUBLES[trouble])

    def answer(self, asked: Asked, now: datetime) -> dict[str, Any]:
        if (asked.verb, asked.path) == ("POST", "/oauth2/refresh_token"):
            return self._renewed(asked.form, now)
        verb, said = ("POST", asked.form) if asked.form.get("method") == SHIP else ("GET", asked.query)
        if asked.verb != verb or asked.path != "/" + said.get("method", "").replace(".", "/"):
            return _error(10, "方法与路径不一致")
        if problem := self._unproven(said, now):
            return problem
        params = json.loads(said["param"])
        match said["method"]:
            case "open.order.cursor.list":
                return self._list(params)
            case "open.order.detail":
                sale = self.shelf.one(str(params["oid"]))
                return _error(2001, "订单不存在", "order_not_exist") if sale is None else {"result": 1, "data": _whole(sale)}
            case "open.seller.order.goods.deliver":
                return self._ship(params, now)
            case _:
                return _error(10, "没有这个方法")

    def _unproven(self, said: dict[str, str], now: datetime) -> dict[str, Any] | None:
        text = "&".join(f"{name}={value}" for name, value in sorted(said.items()) if name != "sign")
        wanted = hashlib.md5(f"{text}&signSecret={self.secret}".encode(), usedforsecurity=False).hexdigest()
        if said.get("sign") != wanted or said.get("appkey") != self.app_key:
            return _error(21, "签名错误")
        if abs(from_seconds(int(said.get("timestamp", "0")) // 1000) - now) > SKEW:
            return _error(20, "timestamp 无效")
        return None if said.get("access_token") == self.token and self.grants.good(now) else _error(28, "access_token已过期")

    def _renewed(self, said: dict[str, str], now: datetime) -> dict[str, Any]:
        """Proved by the app's own secret, which is not the one that signs."""
        if (said.get("app_id"), said.get("app_secret"), said.get("grant_type")) != (self.app_key, self.app_secret, "refresh_token"):
            return _error(100200102, "app_secret 不正确")
        told = self.grants.renew(said.get("refresh_token", ""), now)
        if told is None:
            return _error(100200101, "refresh_token 无效")
        self.token = str(told["access_token"])
        return {"result": 1, **told, "refresh_token_expires_in": 15552000}

    def _list(self, params: dict[str, Any]) -> dict[str, Any]:
        since, until = from_seconds(params["beginTime"] // 1000), from_seconds(params["endTime"] // 1000)
        size = params["pageSize"]
        view, by = params["orderViewStatus"], params["queryType"]
        if (
            not since < until
            or until - since > SPAN
            or not 0 < size <= MOST
            or view not in VIEWS
            or by not in (1, 2)
            or params["sort"] != 2
        ):
            return _error(2001, "endTime无效")
        found = self.shelf.placed(since, until) if by == 1 else self.shelf.changed(since, until)
        found = [sale for sale in found if VIEWS[view] in (None, STATES[sale.state])]

        def stamp(sale: Sale) -> int:
            return seconds(sale.created if by == 1 else sale.changed)

        if params["cursor"]:
            at, _, number = params["cursor"].partition("_")
            found = [sale for sale in found if (stamp(sale), sale.number) > (int(at), number)]
        rows = found[:size]
        mark = f"{stamp(rows[-1])}_{rows[-1].number}" if len(found) > size else "nomore"
        return {"result": 1, "data": {"orderList": [_whole(sale) for sale in rows], "cursor": mark, "pageSize": size}}

    def _ship(self, params: dict[str, Any], now: datetime) -> dict[str, Any]:
        """The same number once more is a success of theirs, too."""
        if not params.get("expressNo") or params.get("expressCode") not in CARRIERS:
            return _error(3001, Hitch.CARRIER)
        number, waybill = str(params["orderId"]), params["expressNo"]
        sale = self.shelf.one(number)
        if sale is not None and sale.state is State.SHIPPED and sale.waybill == waybill:
            return {"result": 1, "data": True}
        hitch = self.shelf.ship(Shipment(number, str(params["expressCode"]), waybill), now)
        if hitch is not None:
            return _error(3001, hitch, "order_not_exist" if hitch is Hitch.ABSENT else "")
        return {"result": 1, "data": True}


def _error(result: int, text: str, sub_code: str = "") -> dict[str, Any]:
    return {"result": result, "error_msg": text, "subCode": sub_code, "data": None}


def _whole(sale: Sale) -> dict[str, Any]:
    base = {
        "oid": int(sale.number),
        "status": int(sale.word) if sale.word else STATES[sale.state],
        "buyerNick": "快***手",
        "createTime": seconds(sale.created) * 1000,
        "payTime": seconds(sale.paid) * 1000,
        "sendTime": seconds(sale.shipped) * 1000,
        "updateTime": seconds(sale.changed) * 1000,
        "promiseTimeStampOfDelivery": seconds(sale.ship_by) * 1000,
        "totalFee": sale.fen,
        "remark": "请打 13800001111",
    }
    return {
        "orderBaseInfo": base,
        "orderItemInfo": {"itemTitle": sale.title, "skuNick": "WJ-01", "num": 2},
        "orderAddress": {
            "province": "浙江省",
            "city": "杭州市",
            "district": "余杭区",
            "encryptedConsignee": "##金丝雀密文##",
            "address": "仓前街道金丝雀小区 9 幢",
        },
        "orderLogisticsInfo": [{"expressNo": sale.waybill, "expressCode": 4}] if sale.waybill else [],
    }
