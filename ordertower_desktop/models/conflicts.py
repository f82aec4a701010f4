"""数据冲突 as lines of words: the page paints them, the workbook holds them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.models import text
from ordertower_desktop.models.workbook import Cell, Sheets
from ordertower_desktop.wire.conflicts import ConflictPage, ConflictRow

HEADS = ("订单", "平台", "店铺", "项目", "谁说什么", "起于", "次数", "怎么办")


def against(row: ConflictRow) -> str:
    """ERP ¥89.00 ≠ 平台 天猫 ¥99.00."""
    return " ≠ ".join(f"{said.name} {said.text}" for said in row.line.said)


def lasted(row: ConflictRow, now: datetime) -> str:
    """2 时 5 分, and how often it came where it came back."""
    times = f" · 第 {row.line.times} 次" if row.line.times > 1 else ""
    return text.spoken(max(now - row.line.since, now - now)) + times


def choices(told: ConflictPage) -> list[tuple[str, str]]:
    """(field, name with its number) to choose from, everything first."""
    return [("", f"全部 {text.count(sum(one.count for one in told.fields))}")] + [
        (one.field, f"{one.name} {text.count(one.count)}") for one in told.fields
    ]


def sheets(rows: Sequence[ConflictRow]) -> Sheets:
    """One sheet."""
    yield "数据冲突", _rows(rows)


def _rows(rows: Sequence[ConflictRow]) -> Iterable[Sequence[Cell]]:
    yield HEADS
    for one in rows:
        began = f"{one.line.since.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        yield (one.order, one.platform, one.shop, one.line.name, against(one), began, one.line.times, one.line.advice)
