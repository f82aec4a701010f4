"""`ordertower foresight`: how good the early warnings were, by week, and whether chances came true as often as said."""

import argparse
import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ordertower_desktop.sync.commands.hub import hub, say
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.risk import GradeBin, GradeRow, GradeWeek, RiskPage

WIDE = 100
AIMS = {"ship": "发出", "arrive": "送达"}
NOTHING = "—"


def run(options: argparse.Namespace) -> int:
    with hub(options) as client:
        page = client.get("/v1/foresight", RiskPage)
    if options.json:
        say(encode(page).decode())
        return 0
    show(page, Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=WIDE))
    return 0


def show(page: RiskPage, console: Console) -> None:
    """A promise after the other; one that nothing can be said of is a line."""
    console.print(Text(f"最近 {page.days} 天到期的单，按事后的结果打分。现在：很可能超期 {page.high:,} 单，有可能 {page.middle:,} 单"))
    for one in page.grades:
        name = AIMS.get(one.aim, one.aim)
        console.print()
        if not one.count:
            console.print(Text(f"{name}：还没有一单到期并知道结果，过几天再看"))
            continue
        console.print(Text(_summed(name, one), style="bold"))
        console.print(_weeks(one.weeks))
        console.print(Text("说的可能性与实际（两列越近越准）"))
        console.print(_fifths(one.fifths))


def _summed(name: str, one: GradeRow) -> str:
    lead = NOTHING if one.lead_h is None else f"提前 {one.lead_h:.1f} 小时（中位）"
    return f"{name}：{one.count:,} 单，超期 {one.late:,}；预警 {one.alarmed:,}，报对 {one.hit:,}；{_shares(one)}；{lead}"


def _shares(one: GradeRow) -> str:
    return f"准确率 {_percent(one.precision)}，找到率 {_percent(one.recall)}"


def _weeks(weeks: Sequence[GradeWeek]) -> Table:
    rows = [
        (f"{one.monday.month}月{one.monday.day}日 起", _count(one.count), _count(one.late), _count(one.alarmed), _count(one.hit),
         _percent(one.precision), _percent(one.recall))
        for one in weeks
    ]  # fmt: skip
    return _table(("一周", "到期", "超期", "预警", "报对", "准确率", "找到率"), rows)


def _fifths(fifths: Sequence[GradeBin]) -> Table:
    rows = [(_fifth(one.said), _count(one.count), _percent(one.said), _percent(one.was)) for one in fifths]
    return _table(("说的可能性", "单数", "平均说", "实际超期"), rows)


def _fifth(said: float) -> str:
    low = min(4, int(said * 5 + 1e-9)) * 20  # a mean of equal chances may fall short of them by the last bit
    return f"{low}–{low + 20}%"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, title in enumerate(heads):
        table.add_column(title, justify="right" if place else "left", no_wrap=True)
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _count(number: int) -> str:
    return f"{number:,}"


def _percent(share: float | None) -> str:
    return NOTHING if share is None else f"{share * 100:.1f}%"
