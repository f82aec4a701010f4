"""The pages of the statistics as tables."""

from collections.abc import Mapping
from dataclasses import replace

from ordertower_desktop.domain.board import SWIFT_TARGET
from ordertower_desktop.models import text
from ordertower_desktop.models.kpi.table import NOTHING, Cell, Table, counted, percent, plain, share, spent
from ordertower_desktop.models.pool.line import PLATFORM_NAMES
from ordertower_desktop.wire.kpi import (
    DrillPage,
    Found,
    FoundPage,
    Health,
    HealthPage,
    KpiPage,
    Line,
    LoadPage,
    Pair,
    Peers,
    Tally,
    TrendPage,
    Week,
)

DIMENSIONS = {
    "warehouse": "仓库", "hour": "时段", "category": "品类", "carrier": "承运商", "platform": "平台", "shop": "店铺", "region": "地区",
    "day": "日期",
}  # fmt: skip
SEVERITIES = {"notice": "提示", "warning": "警告", "critical": "严重"}
MIX = {"notice": 0.80, "warning": 0.15, "critical": 0.05}
SWIFT_NOTE = "8 时内：付款后 8 小时内出库，目标 98.6%，低于标红；不满 8 小时、还没出库的不算"
MARKS = {"late": "超时", "missed": "没来得及", "complained": "投诉"}
_HEADS = ("", "在池", "超时", "没来得及", "响应中位", "九成内", "处理中位", "九成内", "转派", "被转走", "投诉率")
_SHARES = (1.7, 1, 1, 1, 1.35, 1.35, 1.35, 1.35, 0.9, 0.9, 1.05)


def kpi(page: KpiPage) -> list[Table]:
    """Links, then people; the whole floor on top of both."""
    floor = _pair(page.total)
    against = page.against
    days = (against.last - against.first).days + 1
    note = f"小字是 {against.first.month}月{against.first.day}日 起的 {days} 天，箭头是如今比那时升了还是降了"
    return [
        Table("环节", _HEADS, _SHARES, [floor, *map(_pair, page.links)], note, summed=True),
        Table("人员", _HEADS, _SHARES, [floor, *map(_pair, page.people)], "人员按经手的单算，不是排名", summed=True),
        _sorts(page),
        _origins(page),
    ]


def _sorts(page: KpiPage) -> Table:
    """What sort of trouble came, and how soon it was seen (S13)."""
    rows = []
    for now, was in zip(page.sorts, page.sorts_before, strict=True):
        found, before = (one.found_s if one.cases else None for one in (now, was))
        rows.append([plain(now.name), counted(now.cases, was.cases), spent(found, before)])
    return Table("异常大类", ("", "异常", "平均多久发现"), (2, 1, 1.4), rows, "从规则成立到进池")


def _origins(page: KpiPage) -> Table:
    """What the backlog came from (S12)."""
    whole, before = (sum(one.cases for one in told) for told in (page.origins, page.origins_before))
    rows = [
        [plain(now.name), counted(now.cases, was.cases), share(now.cases, whole, (was.cases, before))]
        for now, was in zip(page.origins, page.origins_before, strict=True)
    ]
    note = "系统断层：两个系统没交接上；角色缺位：没人应答，告警链转走；规则模糊：被判为误报"
    return Table("积压从哪里来", ("", "异常", "占比"), (2, 1, 1.4), rows, note)


def tiles(page: KpiPage) -> list[tuple[str, Cell]]:
    """The stretch in six figures (S97, S108)."""
    now, before = page.orders, page.orders_before
    response, was = (line.figures.response if line is not None else None for line in (page.total.now, page.total.earlier))
    return [
        ("订单", counted(now.orders, before.orders)),
        ("已发出", share(now.shipped, now.orders, (before.shipped, before.orders), good="more")),
        ("8 时内出库", _swift(now, before)),
        ("48 时内发出", share(now.quick, now.orders, (before.quick, before.orders), good="more")),
        ("超时", share(now.late, now.orders, (before.late, before.orders))),
        ("没来得及", share(now.missed, now.late, (before.missed, before.late))),
        ("投诉", share(now.complained, now.orders, (before.complained, before.orders))),
        ("响应中位", spent(_median(response), _median(was))),
    ]


def _swift(now: Tally, before: Tally | None = None) -> Cell:
    """The share that left within eight hours (S51); under what is asked for it is red, whatever it was before."""
    cell = share(now.swift, now.ripe, (before.swift, before.ripe) if before else None, good="more")
    under = now.ripe > 0 and now.swift < SWIFT_TARGET * now.ripe
    return replace(cell, role="red", hue=cell.hue) if under else cell


def _median(spread: object) -> int | None:
    return getattr(spread, "median_s", None) if getattr(spread, "count", 0) else None


def _pair(pair: Pair) -> list[Cell]:
    now, was = pair.now, pair.earlier
    figures, before = now.figures if now else None, was.figures if was else None
    counts = [
        counted(_of(figures, "cases"), _of(before, "cases")),
        counted(_of(figures, "breached"), _of(before, "breached"), good="less"),
        counted(_of(now, "missed"), _of(was, "missed"), good="less"),
    ]
    spans = [
        spent(_span(figures, which, part), _span(before, which, part))
        for which in ("response", "handling")
        for part in ("median_s", "p90_s")
    ]
    gone = [counted(_of(figures, name), _of(before, name)) for name in ("passed_on", "taken_away")]
    return [Cell(pair.name), *counts, *spans, *gone, _complaints(now, was)]


def _complaints(now: Line | None, was: Line | None) -> Cell:
    return share(now.complained if now else None, now.orders if now else None, (was.complained, was.orders) if was else None)


def _of(one: object, name: str) -> int | None:
    return None if one is None else int(getattr(one, name))


def _span(figures: object, which: str, part: str) -> int | None:
    spread = getattr(figures, which, None)
    return None if spread is None or not spread.count else int(getattr(spread, part))


def drill(page: DrillPage) -> Table:
    """Orders by what they are grouped by, those with the most unshipped first."""
    heads = (*(DIMENSIONS[name] for name in page.by), "订单", "已发出", "发出率", "未发", "8 时内", "48 时内", "超时", "没来得及", "投诉")
    shares = (*(1.6 for _ in page.by), 1, 1, 1, 0.9, 1, 1, 0.9, 1, 0.8)
    rows = [[*(plain(named(n, k)) for n, k in zip(page.by, cell.keys, strict=True)), *_tally(cell.tally)] for cell in page.cells]
    keys = ["\t".join(cell.keys) for cell in page.cells]
    return Table("按" + "、".join(DIMENSIONS[name] for name in page.by), heads, shares, rows, SWIFT_NOTE, keys)


def _tally(one: Tally) -> list[Cell]:
    left = one.orders - one.shipped
    return [
        counted(one.orders), counted(one.shipped), share(one.shipped, one.orders),
        Cell(text.count(left), left, role="red" if left else "text3"),
        _swift(one), share(one.quick, one.orders), counted(one.late), counted(one.missed), counted(one.complained),
    ]  # fmt: skip


def named(dimension: str, key: str) -> str:
    """A value of a column as the floor calls it."""
    if dimension == "hour":
        return f"{int(key):02}–{int(key) + 1:02} 时" if key.isdecimal() else key
    if dimension == "platform":
        return PLATFORM_NAMES.get(key, key) or "未写明"
    return key or "未写明"


def found(page: FoundPage) -> Table:
    """The orders behind a number."""
    heads = ("订单", "付款", "发出", "仓库", "承运商", "品类", "店铺", "")
    rows = [
        [
            plain(" ".join(part for part in text.grouped(one.order) if part)), plain(text.full_moment(one.at)),
            _left(one),
            plain(one.warehouse or NOTHING), plain(one.carrier or NOTHING), plain(one.category or NOTHING), plain(one.shop or NOTHING),
            plain("、".join(MARKS[mark] for mark in one.marks), "red"),
        ]
        for one in page.items
    ]  # fmt: skip
    keys = [one.order for one in page.items]
    return Table(f"{text.count(len(page.items))} 单", heads, (2, 1.7, 1.7, 1, 1, 1, 1.2, 1.2), rows, "点一行看订单", keys)


def _left(one: Found) -> Cell:
    if one.shipped_at is not None:
        return plain(text.full_moment(one.shipped_at))
    return plain("已取消", "text3") if one.void else plain("未发", "red")


def health(page: HealthPage) -> list[Table]:
    """One table a kind of unit."""
    return [_peers(group) for group in page.groups]


def _peers(group: Peers) -> Table:
    heads = ("名次", group.name, "得分", "八成区间", "单数", "超时", "扣分", "差错", "扣分", "反馈", "扣分")
    rows = [_health(group.kind, one) for one in group.units]
    keys = [f"{group.kind}\t{one.name}" if group.kind not in ("hop", "desk") else "" for one in group.units]
    return Table(group.name, heads, (0.9, 1.8, 0.9, 1.3, 1, 1, 0.8, 1, 0.8, 1, 0.8), rows, keys=keys)


def _health(kind: str, one: Health) -> list[Cell]:
    small = not one.rank
    role = "text3" if small else "text"
    parts = [cell for part in one.parts for cell in (plain(percent(part.raw), role), plain(f"−{part.costs:.1f}", "text3"))]
    return [
        plain("样本不足" if small else str(one.rank), role), plain(named(kind, one.name), role), Cell(f"{one.score:.1f}", role=role),
        plain(f"{one.low:.0f}–{one.high:.0f}", "text3"), Cell(text.count(one.orders), one.orders, role=role), *parts,
    ]  # fmt: skip


def trends(page: TrendPage) -> Table:
    """Rules by week: hits, with right and wrong under them."""
    weeks = [week.monday for week in page.rules[0].weeks] if page.rules else []
    heads = ("规则", "命中", "准确率", "静音", *(f"{monday.month}月{monday.day}日" for monday in weeks))
    rows = []
    for rule in page.rules:
        precision = rule.precision
        rows.append([
            plain(_rule(rule.rule, page.names)), counted(rule.hits), plain(NOTHING if precision is None else percent(precision)),
            counted(sum(week.muted for week in rule.weeks)),
            *map(_week, rule.weeks),
        ])  # fmt: skip
    note = "每周从周一起算；准确率按一线客服判的真假，没人判就没有"
    return Table("规则走势", heads, (2.4, 1, 1, 0.9, *(1.0 for _ in weeks)), rows, note)


def tuning(page: TrendPage) -> Table:
    """What to change about which rule; a click opens it."""
    rows = [[plain(_rule(one.rule, page.names)), plain(one.why), plain(one.todo)] for one in page.advice]
    note = "由这几周的命中、判真判假、来回跳和静音算出；改完过一两周，看走势有没有变好。点一行打开规则"
    return Table(
        "该调哪条规则", ("规则", "为什么", "怎么调"), (1.6, 2.2, 2.2), rows, note, [f"rule\t{one.rule}" for one in page.advice], left=3
    )


def _week(one: Week) -> Cell:
    said = f"真 {one.right} 假 {one.wrong}" if one.right + one.wrong else ""
    return Cell(text.count(one.hits), one.hits, said, role="text" if one.hits else "text3")


def alarms(page: LoadPage) -> list[Table]:
    """The benchmarks, then people, then rules."""
    load = page.hygiene
    stale = max((count for _, count in load.stale), default=0)
    busiest = max((one.per_hour for one in load.people), default=0.0)
    worst = max((one.worst for one in load.people), default=0)
    whole = load.interrupts
    lines = [
        ("最忙的人每小时", f"{busiest:.1f} 次", "≤ 6，最多 12", busiest <= 12),
        ("10 分钟里最多", f"{worst} 次", "≤ 10", worst <= 10),
        ("超过 10 次的 10 分钟", percent(load.full), "< 1%", load.full < 0.01),
        ("处于洪峰的时间", percent(load.flood), "< 1%", load.flood < 0.01),
        ("前十条规则占比", percent(load.top), "1% 到 5%；规则少时自然高", True),
        ("来回跳的（规则和单）", text.count(load.chattering), "0", load.chattering == 0),
        ("一分钟内就消失的", text.count(load.fleeting), "0", load.fleeting == 0),
        ("24 小时没人动的（最多的一天）", text.count(stale), "< 5", stale < 5),
        *((f"{SEVERITIES[key]}占比", percent(n / whole) if whole else NOTHING, f"约 {MIX[key]:.0%}", True) for key, n in load.mix),
    ]
    told = [[plain(name), plain(value, "text" if good else "red"), plain(aim, "text3")] for name, value, aim, good in lines]
    people = [
        [
            plain(p.name),
            counted(p.interrupts),
            plain(f"{p.per_hour:.1f}", "text" if p.per_hour <= 12 else "red"),
            counted(p.worst),
            spent(p.flood_s),
        ]
        for p in load.people
    ]
    rules = [[plain(_rule(one.rule, page.names)), counted(one.interrupts), plain(percent(one.share))] for one in load.noisiest]
    note = "打扰：弹窗、企业微信、短信各算一次；每人有打扰的日子按 8 小时算"
    return [
        Table("提醒负担", ("", "实际", "参考"), (2.2, 1, 1.6), told, note),
        Table("每个人", ("", "打扰", "每小时", "10 分钟最多", "洪峰时间"), (1.6, 1, 1, 1.2, 1.2), people),
        Table("最响的规则", ("", "打扰", "占比"), (2.6, 1, 1), rules),
    ]


def _rule(key: str, names: Mapping[str, str]) -> str:
    return f"{key} {names[key]}" if names.get(key) else key
