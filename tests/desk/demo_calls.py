"""Calls to look at and to test with: a shop that throttles, an ERP that is silent while its shop speaks, a channel."""

from datetime import datetime, timedelta

from ordertower_desktop.wire.calls import CallLine, CallPage, CallSummary, HopLine, InterfaceLine
from tests.desk.demo_page import NOW

SHOP, ERP = ("taobao-1", "天猫旗舰店"), ("jushuitan", "聚水潭")


def _ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def calls(count: int = 4, after: str = "") -> CallPage:
    """The newest first."""
    made = [
        CallLine(9004, _ago(0.2), *SHOP, "pull", "taobao.trades.sold.increment.get", "ok", 214, 200, "", "15j8wkr7lbsu4", 377, 48_213),
        CallLine(9003, _ago(0.5), *SHOP, "tell", "taobao.logistics.online.send", "throttled", 96, 200, "7 accesscontrol.limited-by-api",
                 "15j8wkr7lbsu2", 512, 188, 2, "441829601357782390"),
        CallLine(9002, _ago(1.1), *ERP, "pull", "orders.single.query", "timeout", 15_004, 0, "", "", 402, 0),
        CallLine(9001, _ago(1.4), "fei", "飞书群机器人 fei", "send", "/open-apis/bot/v2/hook/*", "refused", 61, 200, "19021", "", 620, 102),
    ]  # fmt: skip
    more = [CallLine(n, _ago(5 + n / 10), *SHOP, "pull", "taobao.trade.fullinfo.get", "ok", 80 + n, 200) for n in range(max(0, count - 4))]
    return CallPage([*made[:count], *more], after)


def summary(*, broken: bool = True) -> CallSummary:
    interfaces = [
        InterfaceLine(*ERP, "orders.single.query", 288, 31, 820, 15_010, _ago(1.1), {"ok": 257, "timeout": 29, "network": 2}),
        InterfaceLine(*SHOP, "taobao.logistics.online.send", 12_604, 12, 96, 342, _ago(0.5), {"ok": 12_592, "throttled": 12}),
        InterfaceLine(*SHOP, "taobao.trades.sold.increment.get", 2880, 0, 214, 640, _ago(0.2), {"ok": 2880}),
    ]
    stale = ("stale", "有应答，但 13:40 之后没有新内容；上游 14:31 还有") if broken else ("fine", "14:30 有新内容")
    hops = [
        HopLine("platform", "平台 → 中枢", *SHOP, "fine", "14:31 有新内容", _ago(0.2), _ago(0.2), _ago(1)),
        HopLine("erp", "ERP → 中枢", *ERP, *stale, _ago(1.1), _ago(2), _ago(52)),
        HopLine("carrier", "物流 → 中枢", "kd", "快递100", "unknown", "没有调用记录"),
        HopLine("back", "中枢 → 平台回传", *SHOP, "fine", "应答正常", _ago(0.5), _ago(0.5)),
    ]
    return CallSummary(24, interfaces, hops, f"ERP → 中枢 · 聚水潭：{stale[1]}" if broken else "")
