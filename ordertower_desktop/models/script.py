"""What to say to the customer: one sentence a cause, filled with the order's own values. Pure."""

from datetime import datetime

from ordertower_desktop.models import text
from ordertower_desktop.wire.rows import PoolRow

WHY = {
    "system_gap": "因系统对接延迟，订单还在排队同步",
    "gap": "因系统对接延迟，订单还在排队同步",
    "stock_wrong": "仓库正在核对库存",
    "stock": "仓库正在核对库存",
    "carrier_short": "快递揽收较忙，包裹在等待揽收",
    "carrier": "快递揽收较忙，包裹在等待揽收",
    "write_back": "包裹已在处理，物流信息更新稍慢",
    "approval_stuck": "订单正在复核",
    "audit": "订单正在复核",
}


def script(row: PoolRow, now: datetime) -> str:
    """Ready to paste into a chat. No personal data, no promise that the clock does not hold."""
    goods = f"（{row.title}）" if row.title else ""
    promise = next((clock.due_at for clock in row.clocks if clock.kind == "platform" and clock.due_at), None) or row.due_at
    soon = promise is not None and promise > now
    by = f"，我们会在 {text.near(promise, now)} 前给您进展" if promise and soon else "，我们已加急，有进展第一时间告诉您"
    why = WHY.get(row.cause, "订单正在加急处理")
    return f"您好，您尾号 {text.tail(row.order)} 的订单{goods}{why}{by}。让您久等，非常抱歉。"
