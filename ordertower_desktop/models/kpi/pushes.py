"""What departments pushed away, as tables: the weeks, and the orders behind them (S68)."""

from ordertower_desktop.domain.pushing import WAY_NAMES, Way
from ordertower_desktop.models import text
from ordertower_desktop.models.kpi.table import Cell, Table, counted, plain, share, spent
from ordertower_desktop.wire.kpi import Blame, PushFound, TrendPage

NOTE = "推诿：没人动手就退回给交来的部门，或连转三手没人动手；停留：交到别的部门，到有人动手或再转走"


def pushes(page: TrendPage) -> list[Table]:
    """Each week beside the one before it; under it what happened, newest first."""
    rows = [_week(one, before) for one, before in zip(page.blame, (None, *page.blame[:-1]), strict=True)]
    heads = ("一周", "推诿", "被推诿的单", "立案", "跨部门停留的单", "占立案", "平均停留")
    weeks = Table("推诿与跨部门停留", heads, (1.4, 1, 1, 1, 1.2, 1, 1.2), rows[::-1], NOTE)
    return [weeks, _orders(page.pushes)] if page.pushes else [weeks]


def _week(one: Blame, before: Blame | None) -> list[Cell]:
    was = before or Blame(one.monday)
    earlier = (was.pushes, was.lay, was.cases) if before else (None, None, None)
    return [
        plain(f"{one.monday.month}月{one.monday.day}日 起"), counted(one.pushes, earlier[0], good="less"), counted(one.pushed),
        counted(one.cases), counted(one.lay, earlier[1], good="less"), share(one.lay, one.cases, (was.lay, was.cases) if before else None),
        spent(one.lay_s if one.lay else None, was.lay_s if before and was.lay else None),
    ]  # fmt: skip


def _orders(found: list[PushFound]) -> Table:
    rows = [
        [
            plain(" ".join(part for part in text.grouped(one.order) if part)), plain(text.full_moment(one.push.at)),
            plain(WAY_NAMES[Way(one.push.way)], "red"), plain(f"{one.push.giver} → {one.push.taker}"),
            plain(text.spoken(one.push.at - one.push.since)),
            plain(f"{one.push.given_by} {text.of_day(one.push.since)} 交来，{one.push.by} {text.of_day(one.push.at)} 转走，其间没有动手"),
        ]
        for one in found
    ]  # fmt: skip
    heads = ("订单", "什么时候", "", "从谁到谁", "争议时段", "证据")
    return Table("被推诿的单", heads, (1.7, 1.6, 0.6, 1.1, 0.9, 3.2), rows, "点一行看订单", [one.order for one in found], left=len(heads))
