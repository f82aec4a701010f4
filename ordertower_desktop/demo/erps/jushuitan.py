"""A fake 聚水潭: forms signed with the secret before everything, and a listing of its own for what has left."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.demo.platforms.counter import Asked, Trouble
from ordertower_desktop.demo.platforms.shelf import Sale, Shelf, State, beijing, from_beijing, from_seconds

SKEW, SPAN = timedelta(minutes=15), timedelta(days=7)
MOST = {"/open/orders/single/query": 100, "/open/orders/out/simple/query": 50}
MOST_NUMBERS = 20
STATES = {
    State.UNPAID: "WaitPay", State.PAID: "WaitConfirm", State.HELD: "Question", State.PART: "Delivering", State.SHIPPED: "Sent",
    State.SIGNED: "Sent", State.CLOSED: "Cancelled",
}  # fmt: skip
TROUBLES = {
    Trouble.THROTTLED: (200, "调用频次超过限制"),
    Trouble.EXPIRED: (100, "验证失败！无效的access_token或access_token已过期"),
    Trouble.BUSY: (-1, "系统繁忙，请稍后再试"),
}


@dataclass(slots=True)
class JushuitanBooth:
    """One company's 聚水潭. `parts` are rows of its own beside those of the shelf: what it has split or merged."""

    shelf: Shelf
    app_key: str
    secret: str
    token: str
    parts: list[dict[str, Any]] = field(default_factory=list)

    def trouble(self, trouble: Trouble) -> dict[str, Any]:
        return _error(*TROUBLES[trouble])

    def answer(self, asked: Asked, now: datetime) -> dict[str, Any]:
        if asked.verb != "POST" or asked.path not in MOST:
            return _error(30, "没有这个接口")
        if problem := self._unproven(asked.form, now):
            return problem
        biz = json.loads(asked.form["biz"])
        if not 0 < biz.get("page_size", 0) <= MOST[asked.path] or biz.get("page_index", 0) < 1:
            return _error(30, "page_size 超过上限")
        if asked.path == "/open/orders/single/query":
            return self._orders(biz)
        return self._page(biz, "datas", [_out(sale) for sale in self.shelf.every() if sale.state in (State.SHIPPED, State.SIGNED)])

    def _unproven(self, said: Mapping[str, str], now: datetime) -> dict[str, Any] | None:
        text = "".join(f"{name}{value}" for name, value in sorted(said.items()) if name != "sign" and value)
        if said.get("sign") != hashlib.md5(f"{self.secret}{text}".encode(), usedforsecurity=False).hexdigest():
            return _error(10, "验证失败！无效签名")
        if said.get("app_key") != self.app_key or said.get("version") != "2" or said.get("charset") != "utf-8":
            return _error(10, "验证失败！无效签名")
        if abs(from_seconds(int(said.get("timestamp", "0"))) - now) > SKEW:
            return _error(140, "验证失败！无效的timestamp，请求最大时间误差15分钟")
        return None if said.get("access_token") == self.token else _error(*TROUBLES[Trouble.EXPIRED])

    def _orders(self, biz: Mapping[str, Any]) -> dict[str, Any]:
        rows = [*map(_whole, self.shelf.every()), *self.parts]
        wanted = biz.get("so_ids")
        if wanted is None:
            return self._page(biz, "orders", rows)
        if not 0 < len(wanted) <= MOST_NUMBERS:
            return _error(30, "so_ids 最多 20 个")
        return _done("orders", [row for row in rows if {row["so_id"], *row.get("merge_so_id", "").split(",")} & set(wanted)], None)

    def _page(self, biz: Mapping[str, Any], name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
        try:
            since, until = from_beijing(biz["modified_begin"]), from_beijing(biz["modified_end"])
        except (KeyError, ValueError):
            return _error(30, "起止时间必须同时存在")
        if not since <= until or until - since > SPAN:
            return _error(30, "时间间隔不能超过七天")
        by = "order_date" if biz.get("date_type") == 2 else "modified"
        told = rows if by == "order_date" else [row for row in rows if row["so_id"] not in self.shelf.lost]
        changed = [row for row in told if self.shelf.deaf or since <= from_beijing(row[by]) <= until]
        changed.sort(key=lambda row: (row[by], str(row.get("o_id"))))
        start = (biz["page_index"] - 1) * biz["page_size"]
        return _done(name, changed[start : start + biz["page_size"]], len(changed) if biz.get("is_get_total", True) else None)


def _done(name: str, rows: list[dict[str, Any]], total: int | None) -> dict[str, Any]:
    data = {name: rows} | ({} if total is None else {"data_count": total})
    return {"code": 0, "issuccess": True, "msg": "执行成功", "data": data}


def _error(code: int, text: str) -> dict[str, Any]:
    return {"code": code, "issuccess": False, "msg": text, "data": None}


def own_number(number: str) -> int:
    """The ERP's own number of a platform's order."""
    return 500_000 + int(number) % 1_000_000


def _whole(sale: Sale) -> dict[str, Any]:
    return {
        "o_id": own_number(sale.number),
        "so_id": sale.number,
        "shop_name": "天猫旗舰店",
        "shop_site": "淘宝天猫",
        "status": sale.word or STATES[sale.state],
        "question_type": "地址异常" if sale.state is State.HELD else "",
        "shop_buyer_id": "张***三",
        "order_date": beijing(sale.created),
        "pay_date": beijing(sale.paid),
        "send_date": beijing(sale.shipped),
        "modified": beijing(sale.changed),
        "plan_delivery_date": beijing(sale.ship_by),
        "pay_amount": f"{sale.fen // 100}.{sale.fen % 100:02}",
        "receiver_state": "浙江省",
        "receiver_city": "杭州市",
        "receiver_district": "余杭区",
        "receiver_name": "金丝雀",
        "receiver_mobile": "13800001111",
        "receiver_address": "仓前街道金丝雀小区 9 幢",
        "l_id": sale.waybill,
        "logistics_company": "中通快递" if sale.waybill else "",
        "items": [{"name": sale.title, "sku_id": "WJ-01", "qty": 2}],
    }


def _out(sale: Sale) -> dict[str, Any]:
    return {
        "io_id": own_number(sale.number) + 9_000_000,
        "o_id": own_number(sale.number),
        "so_id": sale.number,
        "status": "Confirmed",
        "io_date": beijing(sale.shipped),
        "modified": beijing(sale.changed),
        "l_id": sale.waybill,
        "logistics_company": "中通快递",
        "wms_co_name": "杭州一号仓",
        "receiver_name": "金丝雀",
    }
