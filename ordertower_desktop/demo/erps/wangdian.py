"""A fake 旺店通旗舰版: one address, a signed query with the body in it, and clocks that may differ by two minutes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.demo.erps.jushuitan import own_number
from ordertower_desktop.demo.platforms.counter import Asked, Trouble
from ordertower_desktop.demo.platforms.shelf import Sale, Shelf, State, beijing, from_beijing, from_seconds, seconds

EPOCH = 1_325_347_200
SKEW, SPAN, MOST = timedelta(minutes=2), timedelta(hours=1), 200
STATES = {State.UNPAID: 10, State.PAID: 30, State.HELD: 23, State.PART: 55, State.SHIPPED: 95, State.SIGNED: 110, State.CLOSED: 5}
TROUBLES = {
    Trouble.THROTTLED: (100, "超过每分钟最大调用频率限制，请稍后重试"),
    Trouble.EXPIRED: (1, "app auth fail"),
    Trouble.BUSY: (99, "其他错误"),
}
SALT = "salty"


@dataclass(slots=True)
class WangdianBooth:
    """One seller's 旺店通. `secret` stands before the colon of what the seller was given; `token` is the seller's `sid`.

    `parts` are trades of its own beside those of the shelf.
    """

    shelf: Shelf
    app_key: str
    secret: str
    token: str
    parts: list[dict[str, Any]] = field(default_factory=list)

    def trouble(self, trouble: Trouble) -> dict[str, Any]:
        return _error(*TROUBLES[trouble])

    def answer(self, asked: Asked, now: datetime) -> dict[str, Any]:
        said = asked.query
        if asked.verb != "POST" or asked.path != "/openapi":
            return _error(1, "参数错误")
        if problem := self._unproven(said, asked.body, now):
            return problem
        (params,) = json.loads(asked.body)
        match said["method"]:
            case "sales.TradeQuery.queryWithDetail":
                return self._trades(params, said)
            case "wms.stockout.Sales.queryWithDetail":
                return self._stockouts(params, said)
            case _:
                return _error(100, "没有这个方法")

    def _unproven(self, said: Mapping[str, str], body: str, now: datetime) -> dict[str, Any] | None:
        if said.get("sid") != self.token:
            return _error(1, "sid is not exists")
        text = "".join(f"{name}{value}" for name, value in sorted({**said, "body": body}.items()) if name != "sign")
        wanted = hashlib.md5(f"{self.secret}{text}{self.secret}".encode(), usedforsecurity=False).hexdigest()
        if said.get("sign") != wanted or said.get("key") != self.app_key or said.get("salt") != SALT or said.get("v") != "1.0":
            return _error(1, "验证失败")
        late = abs(from_seconds(int(said.get("timestamp", "0")) + EPOCH) - now) > SKEW
        return _error(7, "时间戳错误") if late else None

    def _trades(self, params: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
        rows = [*map(_whole, self.shelf.every()), *self.parts]
        if wanted := params.get("src_tid"):
            return _done([row for row in rows if wanted in row["src_tids"].split(",")], None)
        return self._page(params, said, rows)

    def _stockouts(self, params: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
        if params.get("status_type") != 3 or not params.get("status"):
            return _error(100, "请指定出库单状态")
        rows = [_stockout(sale) for sale in self.shelf.every() if sale.state in (State.SHIPPED, State.SIGNED)]
        return self._page(params, said, [row for row in rows if str(row["status"]) in params["status"].split(",")])

    def _page(self, params: Mapping[str, Any], said: Mapping[str, str], rows: list[dict[str, Any]]) -> dict[str, Any]:
        since, until = from_beijing(params["start_time"]), from_beijing(params["end_time"])
        if not since <= until or until - since > SPAN:
            return _error(100, "您的查询时间过宽,查询时间不能大于60分钟")
        page, size = int(said.get("page_no", "-1")), int(said.get("page_size", "0"))
        if not 0 < size <= MOST or page < 0:
            return _error(100, "此方法仅支持分页查询")
        placed = params.get("time_type") == 1

        def at(row: Mapping[str, Any]) -> datetime:
            return from_seconds(int(row["trade_time"]) // 1000) if placed else from_beijing(row["modified"])

        told = rows if placed else [row for row in rows if row.get("src_tids", row.get("src_trade_no")) not in self.shelf.lost]
        changed = [row for row in told if self.shelf.deaf or since <= at(row) <= until]
        changed.sort(key=lambda row: (at(row), str(row.get("trade_no"))))
        return _done(changed[page * size : (page + 1) * size], len(changed) if said.get("calc_total") == "1" else None)


def _done(rows: list[dict[str, Any]], total: int | None) -> dict[str, Any]:
    return {"status": 0, "data": {"order": rows} | ({} if total is None else {"total_count": total})}


def _error(status: int, text: str) -> dict[str, Any]:
    return {"status": status, "message": text}


def _whole(sale: Sale) -> dict[str, Any]:
    number = own_number(sale.number)
    return {
        "trade_id": number,
        "trade_no": f"JY{number}",
        "src_tids": sale.number,
        "trade_status": int(sale.word) if sale.word else STATES[sale.state],
        "refund_status": 1 if sale.refunding else 0,
        "freeze_reason": "地址待核实" if sale.state is State.HELD else "无",
        "shop_name": "京东旗舰店",
        "shop_platform_id": 3,
        "trade_time": seconds(sale.created) * 1000,
        "pay_time": beijing(sale.paid),
        "check_time": "",
        "consign_time": seconds(sale.shipped) * 1000,
        "modified": beijing(sale.changed),
        "estimate_consign_time": beijing(sale.ship_by),
        "receivable": sale.fen / 100,
        "paid": 0,
        "receiver_area": "浙江省 杭州市 余杭区",
        "receiver_name": "金丝雀",
        "receiver_mobile": "13800001111",
        "receiver_address": "仓前街道金丝雀小区 9 幢",
        "logistics_no": sale.waybill,
        "logistics_name": "杭州中通直营" if sale.waybill else "无",
        "logistics_type_name": "中通快递" if sale.waybill else "未知",
        "warehouse_no": "WH01",
        "detail_list": [{"src_tid": sale.number, "goods_name": sale.title, "spec_no": "WJ-01", "num": 2.0}],
    }


def _stockout(sale: Sale) -> dict[str, Any]:
    number = own_number(sale.number)
    return {
        "stockout_id": number + 9_000_000,
        "order_no": f"CK{number}",
        "trade_no": f"JY{number}",
        "src_trade_no": sale.number,
        "status": 110,
        "consign_time": beijing(sale.shipped),
        "modified": beijing(sale.changed),
        "logistics_no": sale.waybill,
        "logistics_name": "中通快递",
        "warehouse_no": "WH01",
        "picker_name": "陈拣",
        "packager_name": "王打包",
        "receiver_name": "金丝雀",
    }
