"""库存 as lines of words: the page paints them, the workbook holds them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.stock import STANDING_NAMES, Standing
from ordertower_desktop.models import text
from ordertower_desktop.models.workbook import Cell, Sheets
from ordertower_desktop.wire.stock import HoldRow, StockNight, StockPage, StockRow

HEADS = ("SKU", "仓库", "在库", "仓库已占", "订单占用", "缺", "可用", "在售", "谁说的", "截至", "情况")
EVERYWHERE = "全部仓"
STATES = (("", "全部"), ("oversold", "超卖"), ("short", "缺货"), ("stale", "数据旧"))
TARGET = 0.992
"""S86: so many lines are right."""


def figure(number: int | None) -> str:
    return "—" if number is None else text.count(number)


def place(warehouse: str) -> str:
    return warehouse or EVERYWHERE


def age(row: StockRow, now: datetime) -> str:
    """3 分前; nobody has ever told: —."""
    return "—" if row.at is None else f"{text.spoken(max(now - row.at, now - now))}前"


def matter(row: StockRow, now: datetime) -> tuple[str, str]:
    """What is the matter with a line, and its hue; the worst of it."""
    if row.since is not None:
        times = f" · 第 {row.times} 次" if row.times > 1 else ""
        return f"超卖 {text.count(row.oversold)}，{text.spoken(max(now - row.since, now - now))}{times}", "red"
    if row.short:
        return f"缺 {text.count(row.short)}", "amber"
    return ("数据旧", "amber") if row.stale else ("", "")


def choices(told: StockPage) -> list[tuple[str, str]]:
    """(state, name with its number)."""
    return [(key, f"{name} {text.count(told.counts.get(key, 0))}") for key, name in STATES]


def places(told: StockPage) -> list[tuple[str, str]]:
    return [("", EVERYWHERE), *((name, name) for name in told.warehouses)]


def right(night: StockNight) -> float | None:
    """The share of lines that were right."""
    return night.right / night.lines if night.lines else None


def accuracy(told: StockPage) -> str:
    """库存准确率 of the last night that was counted, against what it should be, and what was let go of meanwhile."""
    counted = next((night for night in told.nights if night.lines), None)
    share = right(counted) if counted is not None else None
    said = [] if counted is None or share is None else [f"{counted.day:%m-%d} 夜准确率 {share:.1%}，目标 {TARGET:.1%}"]
    leaks = sum(night.leaks for night in told.nights)
    return "；".join([*said, *([f"30 天放开泄漏 {text.count(leaks)} 行"] if leaks else [])])


def unpaid(told: StockPage) -> str:
    """Who holds goods without having paid."""
    if not told.unpaid or told.frees_at is None:
        return ""
    return f"未付款占用 {text.count(told.unpaid)} 单，最早 {told.frees_at.astimezone(SHANGHAI):%H:%M} 自动释放"


def hold(row: HoldRow) -> tuple[str, str]:
    """How a line stands, and its hue."""
    return STANDING_NAMES[Standing(row.state)], "amber" if row.state == Standing.SHORT else "blue"


def lets_go(row: HoldRow) -> str:
    return f"{row.until.astimezone(SHANGHAI):%H:%M} 未付则释放" if row.until else ""


def sheets(rows: Sequence[StockRow], nights: Sequence[StockNight], now: datetime) -> Sheets:
    """Two sheets: the lines, and the nights."""
    yield "库存", _rows(rows, now)
    yield "夜间盘点", _nights(nights)


def _rows(rows: Sequence[StockRow], now: datetime) -> Iterable[Sequence[Cell]]:
    yield HEADS
    for one in rows:
        at = f"{one.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if one.at else ""
        figures = one.on_hand, one.reserved, one.held, one.short, one.free, one.on_sale
        said = "、".join(filter(None, (one.source, one.shop)))
        yield (one.sku, place(one.warehouse), *("" if number is None else number for number in figures), said, at, matter(one, now)[0])


def _nights(nights: Sequence[StockNight]) -> Iterable[Sequence[Cell]]:
    yield ("日期", "行数", "准的", "准确率", "放开泄漏")
    for one in nights:
        share = right(one)
        yield (f"{one.day:%Y-%m-%d}", one.lines, one.right, "" if share is None else f"{share:.1%}", one.leaks)
