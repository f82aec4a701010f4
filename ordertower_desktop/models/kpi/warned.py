"""How good the early warnings were, as tables: week by week, and whether a chance came true as often as it was said (S35)."""

from ordertower_desktop.models import text
from ordertower_desktop.models.kpi.table import NOTHING, Cell, Table, counted, percent, plain
from ordertower_desktop.wire.risk import GradeBin, GradeRow, GradeWeek, RiskPage

AIMS = {"ship": "发出", "arrive": "送达"}
_HEADS = ("一周", "到期", "超期", "预警", "报对", "准确率", "找到率")
_SHARES = (1.6, 1, 1, 1, 1, 1.1, 1.1)


def warned(page: RiskPage) -> list[Table]:
    """For each promise its weeks, the newest first under the sum of all; then the fifths, where anything was counted."""
    return [table for one in page.grades for table in ([_weeks(one), _fifths(one)] if one.count else [_weeks(one)])]


def now(page: RiskPage) -> str:
    """Of which days this is, and what is warned of at this moment."""
    return f"最近 {page.days} 天到期的单，按事后结果打分；现在很可能超期 {text.count(page.high)} 单，有可能 {text.count(page.middle)} 单"


def _weeks(one: GradeRow) -> Table:
    name = AIMS.get(one.aim, one.aim)
    lead = "" if one.lead_h is None else f"；报对的单提前 {one.lead_h:.1f} 小时（中位）"
    note = f"准确率：预警的单里真超期的；找到率：超期的单里预警过的{lead}"
    whole = [plain("合计"), *_counts(one)]
    rows = [whole, *([plain(f"{week.monday.month}月{week.monday.day}日 起"), *_counts(week)] for week in reversed(one.weeks))]
    return Table(f"{name}预警", _HEADS, _SHARES, rows if one.count else [], note, summed=True)


def _counts(one: GradeRow | GradeWeek) -> list[Cell]:
    counts = [counted(number) for number in (one.count, one.late, one.alarmed, one.hit)]
    return [*counts, _share(one.precision), _share(one.recall)]


def _fifths(one: GradeRow) -> Table:
    heads, note = ("说的可能性", "单数", "平均说", "实际超期"), "到期前至少一小时说的；后两列越近，说得越准"
    rows = [[plain(fifth(part)), counted(part.count), _share(part.said), _share(part.was)] for part in one.fifths]
    return Table(f"{AIMS.get(one.aim, one.aim)}预警的把握", heads, (1.6, 1, 1.1, 1.1), rows, note)


def fifth(part: GradeBin) -> str:
    """`60–80%`; a mean of equal chances may fall short of them by the last bit."""
    low = min(4, int(part.said * 5 + 1e-9)) * 20
    return f"{low}–{low + 20}%"


def _share(share: float | None) -> Cell:
    return plain(NOTHING, "text3") if share is None else plain(percent(share))
