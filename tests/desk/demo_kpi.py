"""Two weeks of a floor for the statistics page: pages as the hub gives them, and a hub in the hand."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from ordertower_desktop.domain.link import LINK_NAMES, Link
from ordertower_desktop.insight.kpi import compare, health, load, sorts, trend, tuning
from ordertower_desktop.insight.kpi.chattering import Chatter
from ordertower_desktop.insight.kpi.health import Anchors, Count, Unit
from ordertower_desktop.insight.kpi.load import Interrupt
from ordertower_desktop.insight.kpi.record import Pushed, Raised, Record
from ordertower_desktop.insight.postmortem.episode import Episode, HandOver
from ordertower_desktop.insight.postmortem.figures import Window
from ordertower_desktop.models.kpi.stats import Stats
from ordertower_desktop.wire.kpi import (
    Blame,
    Cell,
    DrillPage,
    Found,
    FoundPage,
    HealthPage,
    KpiPage,
    LoadPage,
    Peers,
    PushFound,
    Revision,
    Stretch,
    Tally,
    TrendPage,
)
from ordertower_desktop.wire.pauses import PausePage, PauseUse
from ordertower_desktop.wire.risk import GradeBin, GradeRow, GradeWeek, RiskPage

TODAY = date(2025, 11, 12)
MONDAY = datetime(2025, 11, 9, 16, tzinfo=UTC)
NOW = MONDAY + timedelta(days=2, hours=14)
NAMES = ("赵一鸣", "林晓", "周凯", "何静", "孙悦")
LINKS = (Link.TO_ERP, Link.TO_WMS, Link.TO_CARRIER, Link.TO_PLATFORM, Link.TO_DOOR)
RULES = {"R02": "待审核 24 小时", "R05": "发货超时进池", "R06": "发货 24 小时无轨迹", "R12": "客户催单"}
HOURS = ("9", "10", "14", "20")


def records(since: datetime, count: int, seed: int) -> list[Record]:
    """Cases of a week: most are taken within the hour, some late, a few never."""
    dice, found = Random(seed), []
    for number in range(count):
        opened = since + timedelta(hours=dice.uniform(0, 60))
        breached = opened + timedelta(minutes=dice.randint(-20, 300)) if dice.random() < 0.4 else None
        taken = opened + timedelta(minutes=dice.randint(3, 150)) if dice.random() < 0.9 else None
        closed = taken + timedelta(minutes=dice.randint(10, 400)) if taken and dice.random() < 0.8 else None
        who = dice.choice(NAMES)
        gone = (HandOver(opened + timedelta(minutes=15), dice.choice(NAMES), asked=dice.random() < 0.5),) if dice.random() < 0.2 else ()
        rule = dice.choice(list(RULES))
        episode = Episode(
            f"c{number}", f"31158{seed}{number:07}", "ship_overdue", dice.choice(LINKS), opened, (rule,), breached, who if breached else "",
            taken, who if taken else "", closed, who if closed else "", gone,
        )  # fmt: skip
        found.append(Record(
            episode, "warning", complained=dice.random() < 0.06, missed=breached is not None and breached <= opened,
            mark=dice.choice((True, True, True, False, None)), closed_at=closed, raised=(Raised(rule, opened, closed),),
        ))  # fmt: skip
    return found


def kpi(page: Stretch) -> KpiPage:
    window, was = Window(MONDAY, MONDAY + timedelta(days=7)), Window(MONDAY - timedelta(days=7), MONDAY)
    ours, theirs = records(MONDAY, 420, 1), records(MONDAY - timedelta(days=7), 510, 2)
    now, before = compare.lines(ours, window), compare.lines(theirs, was)
    against = Stretch(page.first - timedelta(days=7), page.last - timedelta(days=7))
    return KpiPage(
        page, against, NOW, Tally(18240, 17522, 16905, 402, 61, 118, 17004, 17610), Tally(15102, 14790, 14011, 488, 131, 121, 14688, 14830),
        compare.paired([now.total], [before.total])[0], compare.paired(now.links, before.links), compare.paired(now.people, before.people),
        waiting=212, sorts=sorts.sorts(ours, window), sorts_before=sorts.sorts(theirs, was),
        origins=sorts.origins(ours, window), origins_before=sorts.origins(theirs, was),
    )  # fmt: skip


def drill(days: Stretch, by: list[str], where: dict[str, str]) -> DrillPage:
    values = {
        "warehouse": ["华东仓", "华南仓", "华北仓", ""], "hour": list(HOURS), "category": ["鞋靴", "女装"],
        "carrier": ["顺丰", "中通"],
        "platform": ["taobao", "jd"], "shop": ["官方旗舰店"], "region": ["华东", "西北"], "day": ["2025-11-11", "2025-11-12"],
    }  # fmt: skip
    dice, cells = Random(7), []
    for one in values[by[0]]:
        for other in values[by[1]] if len(by) > 1 else [""]:
            orders = dice.randint(200, 1800)
            left = dice.randint(0, orders // 30)
            late = left // 2, left // 6, orders // 150
            tally = Tally(orders, orders - left, orders - 3 * left, *late, orders - 2 * left, orders)
            cells.append(Cell([one, other][: len(by)], tally))
    cells.sort(key=lambda cell: cell.tally.shipped - cell.tally.orders)
    whole = [sum(getattr(cell.tally, name) for cell in cells) for name in Tally.__struct_fields__]
    return DrillPage(days, by, where, Tally(*whole), cells)


def scores(month: str) -> HealthPage:
    dice, rule = Random(4), Anchors(version=1)

    def unit(name: str, orders: int, bad: float) -> Unit:
        shares = (bad, bad / 4, bad / 2)
        return Unit(name, {"": Count(orders, tuple(sum(dice.random() < s for _ in range(orders)) for s in shares))})  # type: ignore[arg-type]

    groups = {
        ("warehouse", "仓库"): [unit("华东仓", 2210, 0.02), unit("华南仓", 1480, 0.05), unit("华北仓", 460, 0.11), unit("成都仓", 18, 0.0)],
        ("carrier", "承运商"): [unit("顺丰", 2400, 0.015), unit("中通", 1300, 0.05), unit("圆通", 420, 0.08)],
        ("hop", "环节"): [unit(LINK_NAMES[link], 3000 - 300 * n, 0.01 + n / 50) for n, link in enumerate(LINKS)],
    }
    made = [Peers(kind, name, health.scored(units, rule)) for (kind, name), units in groups.items()]
    told = [Revision(1, NOW - timedelta(days=8), "系统", "月结")]
    return HealthPage(month, rule, health.formula(rule), made, 1, told, moved=True, over=True)


def found(which: str) -> FoundPage:
    at = MONDAY + timedelta(hours=3)
    lines = [
        Found(
            f"31158302{n:08}", at + timedelta(minutes=7 * n), "华北仓", "中通", "鞋靴", "官方旗舰店", None, marks=["late"] if n % 3 else []
        )
        for n in range(9)
    ]
    return FoundPage(which, lines)


def trends(days: Stretch) -> TrendPage:
    window = Window(MONDAY - timedelta(days=28), MONDAY + timedelta(days=7))
    held = [one for back in range(5) for one in records(MONDAY - timedelta(days=7 * back), 120 + 40 * back, back)]
    counts = ((96, 40, 25920, 21, 23), (104, 44, 24800, 18, 19), (99, 31, 18000, 11, 12), (121, 27, 12600, 7, 8), (118, 21, 9000, 4, 4))
    blamed = [Blame((TODAY - timedelta(days=30 - 7 * n)), *told) for n, told in enumerate(counts)]
    pushed = [
        PushFound(f"31158302{n:08}", Pushed(at, at - timedelta(hours=3, minutes=20 * n), way, "仓库", taker, "周凯", "赵一鸣"))
        for n, (way, taker) in enumerate((("back", "客服"), ("back", "客服"), ("on", "IT"), ("back", "客服")))
        for at in (MONDAY + timedelta(hours=14 - 2 * n),)
    ]
    made = trend.trends(held, window)
    restless = [Chatter("R05", "306188420123", 5, MONDAY, MONDAY + timedelta(hours=1))]
    return TrendPage(days, made, RULES, blamed, pushed, tuning.advise(made, restless, RULES))


def alarms(days: Stretch) -> LoadPage:
    dice, told = Random(6), []
    for name in NAMES:
        for _ in range(dice.randint(30, 90)):
            at = MONDAY + timedelta(days=dice.randint(0, 2), hours=1 + dice.uniform(0, 8))
            told.append(Interrupt(name, at, dice.choices(("notice", "warning", "critical"), (80, 15, 5))[0], dice.choice(list(RULES))))
    told += [Interrupt("赵一鸣", MONDAY + timedelta(hours=3, seconds=20 * n), "warning", "R05") for n in range(20)]
    return LoadPage(days, load.hygiene(told, records(MONDAY, 420, 1), Window(MONDAY, NOW)), RULES)


def graded() -> RiskPage:
    """Five weeks of early warnings that grow better; nothing has arrived yet."""
    counts = ((412, 38, 51, 26), (455, 41, 50, 31), (438, 36, 44, 30), (512, 52, 58, 46), (233, 21, 23, 19))
    first = TODAY - timedelta(days=TODAY.weekday() + 28)
    weeks = [GradeWeek(first + timedelta(days=7 * n), *one, one[3] / one[2], one[3] / one[1]) for n, one in enumerate(counts)]
    fifths = [
        GradeBin(1583, 0.04, 0.02), GradeBin(211, 0.28, 0.21), GradeBin(98, 0.5, 0.44), GradeBin(74, 0.71, 0.68), GradeBin(84, 0.93, 0.9),
    ]  # fmt: skip
    ship = GradeRow("ship", 2050, 188, 0.031, 0.083, 226, 152, 152 / 226, 152 / 188, 5.4, [], fifths, weeks)
    return RiskPage(NOW, 30, 200, [ship, GradeRow("arrive")], high=9, middle=23)


PAUSES = PausePage(
    MONDAY, 41,
    [PauseUse("林晓", 22, 2_640, 9, 4, 0.692), PauseUse("赵一鸣", 17, 1_120, 2, 11, 0.154), PauseUse("周凯", 9, 300, 0, 0, 0.0)],
    [PauseUse("客户", 31, 2_900, 8, 9, 0.471), PauseUse("仓库", 17, 1_160, 3, 6, 0.333)],
    {"等客户确认地址": 26, "等补款": 12, "等仓库回复": 10},
)  # fmt: skip


class HubInHand:
    """Answers at once."""

    def __init__(self, stats: Stats) -> None:
        self.asked: list[tuple[str, list[Any]]] = []
        self._stats = stats
        stats.question.connect(self._ask)

    def _ask(self, what: str, values: list[Any]) -> None:
        self.asked.append((what, values))
        self._stats.answered(what, self._answer(what, values))

    def _answer(self, what: str, values: list[Any]) -> Any:
        match what:
            case "scores" | "freeze_month":
                return scores(values[0])
            case "foresight":
                return graded()
            case "pauses":
                return PAUSES
            case "drill_orders":
                return found(values[2])
            case "drill":
                return drill(Stretch(values[0], values[1]), values[2], values[3])
            case _:
                return {"kpi": kpi, "trends": trends, "alarms": alarms}[what](Stretch(values[0], values[1]))
