"""The quarter's incident forms as a workbook (S64)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from ordertower_desktop.models import text
from ordertower_desktop.models.workbook import Cell, Sheets
from ordertower_desktop.wire.articles import FormLine, FormsPage

HEADS = ("订单", "异常", "入池", "超时", "结单", "责任人", "措施", "改进")
BLANK = "（待填）"


def sheets(page: FormsPage) -> Sheets:
    """One line a case, and how many of them each owner and each sort of trouble has."""
    yield "登记表", [HEADS, *(_line(one) for one in page.forms)]
    yield "汇总", [("季度", page.quarter), ("超时单", len(page.forms)), ("已填 %", page.filled), ("", ""), *_sums(page.forms)]


def _line(one: FormLine) -> Sequence[Cell]:
    last = (one.owner or BLANK, one.measures or BLANK, one.improvement or BLANK)
    return (one.order, one.kind, _at(one.opened_at), _at(one.breached_at), _at(one.closed_at) if one.closed_at else "未结", *last)


def _sums(forms: Sequence[FormLine]) -> Iterable[Sequence[Cell]]:
    for head, names in (("按异常", [one.kind for one in forms]), ("按责任人", [one.owner or BLANK for one in forms])):
        yield (head, "单")
        yield from sorted(((name, names.count(name)) for name in set(names)), key=lambda pair: (-pair[1], pair[0]))


def _at(at: datetime) -> str:
    return text.full_moment(at)


def quarters(now: datetime, count: int = 5) -> list[tuple[str, str]]:
    """(2025Q4, 2025 年第 4 季度) and those before, the present one first."""
    here = text.of_date(now)
    number = here.year * 4 + (here.month - 1) // 3
    return [(f"{n // 4}Q{n % 4 + 1}", f"{n // 4} 年第 {n % 4 + 1} 季度") for n in range(number, number - count, -1)]
