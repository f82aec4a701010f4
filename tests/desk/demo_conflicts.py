"""Conflicts to look at and to test with: amounts, an order that the ERP does not know, and one that came back."""

from datetime import timedelta

from ordertower_desktop.wire.conflicts import ConflictCount, ConflictPage, ConflictRow
from ordertower_desktop.wire.order import ConflictLine, Saying
from tests.desk.demo_page import NOW

BEGAN = NOW - timedelta(hours=2, minutes=5)


def _row(order: str, field: str, name: str, said: tuple[tuple[str, str, str], ...], advice: str, times: int = 1) -> ConflictRow:
    sayings = [Saying(source, of, text, BEGAN, NOW) for source, of, text in said]
    return ConflictRow(order, "天猫", "天猫旗舰店", ConflictLine(field, name, BEGAN, sayings, None, times, advice))


def conflicts(count: int = 0, after: str = "") -> ConflictPage:
    """Three of them, and as many more about the number of pieces as are asked for."""
    rows = [
        _row("441829601357782390", "amount_fen", "金额", (("erp", "ERP", "¥8,599.00"), ("taobao", "平台 天猫", "¥8,699.00")),
             "以平台实收为准，请 ERP 核对改价和优惠；没核清前不要退差价"),
        _row("441829601357782391", "status", "状态", (("erp", "ERP", "无此单"), ("taobao", "平台 天猫", "待出库")),
             "先看仓库实物：已发出就让平台补回传，没发出就让仓库撤回出库", 3),
        _row("<b>9</b>", "stock", "库存", (("taobao", "平台 天猫", "8 件"), ("wms", "WMS 华东仓", "5 件")), ""),
    ]  # fmt: skip
    more = [_row(f"70{number:03}", "items", "件数", (("erp", "ERP", "1 件"), ("wms", "WMS", "2 件")), "") for number in range(count)]
    fields = [("amount_fen", "金额", 1), ("status", "状态", 1), ("stock", "库存", 1), ("items", "件数", count)]
    return ConflictPage([*rows, *more], [ConflictCount(*one) for one in fields if one[2]], after)
