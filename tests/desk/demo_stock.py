"""Stock to look at and to test with: one code oversold, one that orders lack, one that was told long ago, one that only a shop sells."""

from datetime import timedelta

from ordertower_desktop.wire.stock import HoldPage, HoldRow, StockNight, StockPage, StockRow
from tests.desk.demo_page import NOW

MINUTE = timedelta(minutes=1)
TODAY = NOW.date()


def stock(count: int = 0, after: str = "") -> StockPage:
    """Four lines, and as many more as are asked for."""
    near, fresh = "华东 WMS", NOW - 3 * MINUTE
    rows = [
        StockRow("KT-35GW", "华东仓", 40, 36, 38, 0, 2, 12, fresh, False, near, "天猫", NOW - 18 * MINUTE, 2, 10),
        StockRow("KT-35GW", "华南仓", 25, 4, 4, 3, 21, 20, fresh, False, "华南 WMS", "天猫"),
        StockRow("BX-501", "华东仓", 9, 0, 12, 5, -3, None, NOW - 95 * MINUTE, True, near, ""),
        StockRow("<b>QF-5L</b>", "", None, None, 0, 0, None, 300, fresh, False, "", "抖音"),
    ]  # fmt: skip
    more = [
        StockRow(f"XH-{number:03}", "华东仓", 100 + number, 0, number, 0, 100, 80, fresh, False, near, "京东") for number in range(count)
    ]
    nights = [StockNight(TODAY - timedelta(days=ago), 1_204, 1_196 - ago, 3 if ago == 1 else 0) for ago in range(3)]
    counts = {"": 4 + count, "oversold": 1, "short": 2, "stale": 1}
    trouble = ["南沙仓 WMS：没有给出能用的回答，稍后再试"] if count else []
    return StockPage([*rows, *more], ["华东仓", "华南仓"], counts, nights, trouble, 8, NOW + 28 * MINUTE, after)


def holds() -> HoldPage:
    """Who holds the first of them."""
    rows = [
        HoldRow("441829601357782390", "KT-35GW", "华东仓", 2, "held", NOW - 95 * MINUTE, None, "天猫", "天猫旗舰店", "待打单"),
        HoldRow("693827412047710561", "KT-35GW", "", 1, "held", NOW - 2 * MINUTE, NOW + 28 * MINUTE, "抖音", "抖音官方店", "待付款"),
        HoldRow("<b>9</b>", "KT-35GW", "华东仓", 3, "short", NOW - MINUTE, None, "京东", "京东自营店", "待接单"),
    ]
    return HoldPage(rows)
