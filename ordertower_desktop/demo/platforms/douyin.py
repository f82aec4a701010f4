"""A fake 抖店: the oldest change first, pages from zero, numbers as numbers and money in fen."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.demo.platforms.counter import Asked, Trouble
from ordertower_desktop.demo.platforms.grants import Grants
from ordertower_desktop.demo.platforms.shelf import Hitch, Sale, Shelf, Shipment, State, from_seconds, seconds

SKEW, MOST, DEEPEST = timedelta(minutes=10), 100, 50_000
STATES = {
    State.UNPAID: 1,
    State.PAID: 2,
    State.HELD: 105,
    State.PART: 101,
    State.SHIPPED: 3,
    State.SIGNED: 5,
    State.CLOSED: 4,
}
TROUBLES = {
    Trouble.THROTTLED: (60000, "isv.traffic-limited", "请求过于频繁"),
    Trouble.EXPIRED: (40003, "isv.access-token-expired", "access_token已过期"),
    Trouble.BUSY: (20000, "isp.service-error", "服务不可用"),
}
CARRIERS = frozenset({"shunfeng", "yuantong", "zhongtong", "shentong", "yunda"})


@dataclass(slots=True)
class DouyinBooth:
    """One shop's 抖店."""

    shelf: Shelf
    app_key: str
    secret: str
    token: str
    grants: Grants = field(default_factory=Grants)

    def trouble(self, trouble: Trouble) -> dict[str, Any]:
        return _error(*TROUBLES[trouble])

    def answer(self, asked: Asked, now: datetime) -> dict[str, Any]:
        said = asked.query
        if asked.verb != "POST" or asked.path != "/" + said.get("method", "").replace(".", "/"):
            return _error(40004, "isv.parameter-invalid", "方法与路径不一致")
        if problem := self._unproven(said, asked.body, now):
            return problem
        params = json.loads(asked.body)
        match said["method"]:
            case "order.searchList":
                return self._list(params)
            case "order.orderDetail":
                return self._one(params)
            case "order.logisticsAdd":
                return self._ship(params, now)
            case "token.refresh":
                told = self.grants.renew(params.get("refresh_token", ""), now)
                return self._renewed(told)
            case _:
                return _error(40004, "isv.parameter-invalid", "没有这个方法")

    def _unproven(self, said: dict[str, str], body: str, now: datetime) -> dict[str, Any] | None:
        if said.get("app_key") != self.app_key:
            return _error(40003, "isv.app-key-invalid", "app_key 不正确")
        try:
            skew = abs(from_seconds(int(said.get("timestamp", ""))) - now)
        except ValueError:
            return _error(40003, "isv.timestamp-invalid", "时间戳不正确")
        if skew > SKEW:
            return _error(40003, "isv.timestamp-invalid", "时间戳不正确")
        text = f"app_key{self.app_key}method{said['method']}param_json{body}timestamp{said['timestamp']}v{said.get('v')}"
        wanted = hmac.new(self.secret.encode(), f"{self.secret}{text}{self.secret}".encode(), hashlib.sha256).hexdigest()
        if said.get("sign") != wanted:
            return _error(40003, "isv.signature-invalid", "签名不正确")
        if said["method"] == "token.refresh":
            return None
        good = said.get("access_token") == self.token and self.grants.good(now)
        return None if good else _error(40003, "isv.access-token-expired", "access_token已过期")

    def _renewed(self, told: dict[str, str | int] | None) -> dict[str, Any]:
        if told is None:
            return _error(50002, "isv.refresh-token-invalid", "refresh_token 无效")
        self.token = str(told["access_token"])
        return _done(told)

    def _list(self, params: dict[str, Any]) -> dict[str, Any]:
        by = "create_time" if "create_time_start" in params else "update_time"
        since, until = from_seconds(params[f"{by}_start"]), from_seconds(params[f"{by}_end"])
        page, size = params["page"], params["size"]
        ordered = (params.get("order_by"), params.get("order_asc")) == (by, True)
        if not since <= until or not 0 < size <= MOST or page < 0 or page * size > DEEPEST or not ordered:
            return _error(40004, "isv.parameter-invalid", "每页最多100")
        found = self.shelf.placed(since, until) if by == "create_time" else self.shelf.changed(since, until)
        if wanted := {one["order_status"] for one in params.get("combine_status", ())}:
            found = [sale for sale in found if str(STATES[sale.state]) in wanted]
        rows = [_whole(sale) for sale in found[page * size : (page + 1) * size]]
        return _done({"page": page, "size": size, "total": len(found), "shop_order_list": rows})

    def _one(self, params: dict[str, Any]) -> dict[str, Any]:
        sale = self.shelf.one(str(params.get("shop_order_id")))
        return _error(50002, "isv.order-not-exist", "订单不存在") if sale is None else _done({"shop_order_detail": _whole(sale)})

    def _ship(self, params: dict[str, Any], now: datetime) -> dict[str, Any]:
        if not params.get("logistics_code") or params.get("company_code") not in CARRIERS:
            return _error(50002, "isv.business-failed:company-code", Hitch.CARRIER)
        hitch = self.shelf.ship(Shipment(str(params.get("order_id")), params["company_code"], params["logistics_code"]), now)
        if hitch is not None:
            return _error(50002, "isv.order-not-exist" if hitch is Hitch.ABSENT else "isv.business-failed:ship", hitch)
        return _done({})


def _done(data: dict[str, Any]) -> dict[str, Any]:
    return {"code": 10000, "msg": "success", "sub_code": "", "sub_msg": "", "log_id": "fake", "data": data}


def _error(code: int, sub_code: str, text: str) -> dict[str, Any]:
    return {"code": code, "msg": text, "sub_code": sub_code, "sub_msg": text, "log_id": "fake", "data": None}


def _whole(sale: Sale) -> dict[str, Any]:
    return {
        "order_id": sale.number,
        "order_status": int(sale.word) if sale.word else STATES[sale.state],
        "create_time": seconds(sale.created),
        "pay_time": seconds(sale.paid),
        "ship_time": seconds(sale.shipped),
        "update_time": seconds(sale.changed),
        "exp_ship_time": seconds(sale.ship_by),
        "pay_amount": sale.fen,
        "doudian_open_id": f"1@#{sale.number[::-1]}",
        "buyer_words": "请打 13800001111",
        "encrypt_post_tel": "##金丝雀密文##",
        "mask_post_receiver": "金**",
        "post_addr": {
            "province": {"name": "浙江省", "id": "33"},
            "city": {"name": "杭州市", "id": "330100"},
            "town": {"name": "余杭区", "id": "330110"},
            "detail": "仓前街道金丝雀小区 9 幢",
        },
        "logistics_info": [{"tracking_no": sale.waybill, "company": "zhongtong", "company_name": "中通快递"}] if sale.waybill else [],
        "sku_order_list": [
            {
                "order_id": sale.number,
                "product_name": sale.title,
                "code": "WJ-01",
                "item_num": 2,
                "pre_sale_type": 0,
                "after_sale_info": {"after_sale_status": 6 if sale.refunding else 0, "refund_status": 1 if sale.refunding else 0},
            }
        ],
    }
