"""Rates as the desk's tests show them: two provinces and a carrier below their rate, and what is only watched."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from ordertower_desktop.models.rates.watch import RateWatch
from ordertower_desktop.wire.alarms import AlarmRow, Behind, BehindPage, Day, GroupLine, Line, RatePage
from tests.desk.demo_rows import NOW

TODAY = date(2025, 11, 12)
R15, R16 = "区域签收率连续三天偏低", "承运商当日揽收率下降"


def days(*shares: int, total: int = 120, under: int = 85, least: int = 30) -> list[Day]:
    """One day a share in percent, the last of them yesterday."""
    last = len(shares)
    return [
        Day(
            TODAY - timedelta(days=last - i),
            round(total * share / 100),
            total,
            "few" if total < least else "low" if share < under else "ok",
        )
        for i, share in enumerate(shares)
    ]


def alarm(group: str, shares: Sequence[int], *, rule: str = "R15", **more: Any) -> AlarmRow:
    kind, name = ("sign_rate", R15) if rule == "R15" else ("pickup_rate", R16)
    found = days(*shares)
    said = "、".join(f"{day.day.month}月{day.day.day}日 {100 * day.good / day.total:.0f} %（{day.total} 单）" for day in found)
    about = "派送当日签收的比率" if rule == "R15" else "出库当日揽收的比率"
    opened = NOW - timedelta(hours=14, minutes=31)
    row = AlarmRow(
        id=f"rate:{rule}/{group}#1", rule=rule, rule_name=name, group=group, by="省份" if rule == "R15" else "承运商", version=4,
        state="open", kind=kind, kind_name="签收率偏低" if rule == "R15" else "揽收率偏低", severity="warning", under=0.85,
        said=f"{about}：{said}，{'都' if len(found) > 1 else ''}低于 85 %", opened_at=opened, share=min(shares) / 100,
        orders=sum(day.total for day in found), days=found, owner="zhou", owner_name="周舟", post="purchasing", post_name="采购",
        due_at=NOW + timedelta(hours=9, minutes=28), step="企业微信提醒责任人", next_step="短信提醒责任人",
        next_step_at=NOW + timedelta(minutes=4),
        log=[
            Line(NOW - timedelta(hours=14, minutes=31), "系统", "开始告警：签收率偏低"),
            Line(NOW - timedelta(hours=14, minutes=31), "系统", "分派给 周舟"),
            Line(NOW - timedelta(hours=14, minutes=31), "系统", "站内提醒责任人"),
        ],
    )  # fmt: skip
    return replace(row, **more)


ALARMS = (
    alarm("广东", (71, 74, 70)),
    alarm(
        "黑龙江",
        (81, 79, 80),
        acknowledged_at=NOW - timedelta(hours=2),
        next_step="",
        next_step_at=None,
        opened_at=NOW - timedelta(hours=10),
    ),
    alarm("圆通", (62,), rule="R16", owner="", owner_name="", post="warehouse", post_name="仓库负责人", opened_at=NOW - timedelta(hours=5)),
)
PAGES = [
    RatePage("R15", R15, "按省份看，派送当日签收的比率连续 3 天低于 85 %（每天至少 30 单）", "省份", 0.85, 30, 3, [
        GroupLine("广东", "low", days(92, 93, 91, 90, 88, 90, 86, 89, 92, 90, 83, 71, 74, 70, total=412), "rate:R15/广东#1"),
        GroupLine("黑龙江", "low", days(91, 90, 92, 88, 84, 90, 91, 87, 88, 90, 86, 81, 79, 80), "rate:R15/黑龙江#1"),
        GroupLine("西藏", "few", days(60, 50, 80, 70, 66, 60, 75, total=12)),
        GroupLine("浙江", "ok", days(95, 96, 94, 95, 97, 95, 96, 95, 94, 96, 95, 95, 96, 97, total=380)),
        GroupLine("江苏", "ok", days(94, 93, 95, 94, 94, 92, 93, 94, 95, 84, 93, 94, 95, 94, total=295)),
    ]),
    RatePage("R16", R16, "按承运商看，出库当日揽收的比率当天低于 85 %（每天至少 30 单）", "承运商", 0.85, 30, 1, [
        GroupLine("圆通", "low", days(97, 98, 96, 97, 95, 96, 97, 98, 96, 97, 98, 96, 95, 62, total=1204), "rate:R16/圆通#1"),
        GroupLine("中通", "ok", days(98, 98, 97, 98, 97, 96, 98, 98, 97, 97, 98, 96, 97, 98, total=1510)),
    ]),
]  # fmt: skip
BEHIND = BehindPage(
    [
        Behind(
            f"4417 2093 86{number:02d}".replace(" ", ""),
            TODAY - timedelta(days=1 + number // 9),
            "在途",
            "taobao",
            "c1" if number % 4 == 0 else "",
        )
        for number in range(24)
    ]
)


class HubInHand:
    """Answers the page's questions at once."""

    def __init__(self, watch: RateWatch) -> None:
        self.watch, self.asked, self.acted = watch, [], []
        watch.question.connect(self._answer)
        watch.acted.connect(lambda verb, actions: self.acted.append((verb, actions[0])))

    def _answer(self, what: str, values: list[Any]) -> None:
        self.asked.append((what, values))
        self.watch.answered(what, PAGES if what == "rates" else BEHIND)


def opened(watch: RateWatch) -> HubInHand:
    """A desk that is connected and knows the alarms."""
    hub = HubInHand(watch)
    watch.show_state("online")
    watch.take(ALARMS)
    watch.open()
    return hub
