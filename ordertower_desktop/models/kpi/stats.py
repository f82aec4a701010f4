"""What the statistics page looks at: which days, which tab, how far it was drilled; asks the hub and keeps what it said."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QObject, Signal

from ordertower_desktop.models.kpi.span import Span, choices
from ordertower_desktop.wire.kpi import DrillPage, FoundPage, HealthPage
from ordertower_desktop.wire.pauses import PausePage
from ordertower_desktop.wire.risk import RiskPage

MAY = frozenset({"supervisor", "admin"})
TABS = ("kpi", "scores", "drill", "trends", "alarms", "foresight", "pauses")
TREND = timedelta(days=7 * 8 - 1)
"""Rules are looked at over at least eight weeks."""
MOST_PAUSED = 92
"""Days of pauses that a hub tells at once."""
DRILLED = ("warehouse", "hour")
DRILLABLE = ("warehouse", "hour", "category", "carrier", "platform", "shop", "region", "day")


class Stats(QObject):
    """`question(what, with)`; the composer brings `answered(what, answer)` back. `gathered`: everything for a report is here."""

    question = Signal(str, list)
    changed = Signal()
    gathered = Signal()
    told = Signal(str, str)

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today, self.tab, self.role, self.trouble = today, TABS[0], "", ""
        self.name, self.span = choices(today)[0]
        self.against: Span | None = None
        self.month = f"{today:%Y-%m}"
        self.by: list[str] = list(DRILLED)
        self.where: dict[str, str] = {}
        self.found: FoundPage | None = None
        self.pages: dict[str, Any] = {}
        self._gathering = ""

    @property
    def locked(self) -> str:
        """Why there is nothing to see; empty when there may be."""
        if not self.role:
            return "正在连接中枢"
        return "" if self.role in MAY else "统计由主管查看，其中有每个人的用时"

    @property
    def page(self) -> Any:
        """What the tab shows, or None while it has not come."""
        return self.pages.get(self.tab)

    def open(self) -> None:
        """Ask for what the tab shows, anew."""
        if not self.locked:
            self._ask(self.tab)

    def show_role(self, role: str) -> None:
        if role != self.role:
            self.role = role
            self.changed.emit()

    def choose_tab(self, tab: str) -> None:
        self.tab, self.trouble = tab, ""
        if self.page is None:
            self.open()
        self.changed.emit()

    def choose(self, name: str, span: Span) -> None:
        """Other days; the comparison goes back to the stretch before."""
        self.name, self.span, self.against = name, span, None
        self._again("kpi", "drill", "trends", "alarms", "pauses")

    def compare(self, against: Span | None) -> None:
        """With another stretch, or with the one right before."""
        self.against = against
        self._again("kpi")

    def choose_month(self, month: str) -> None:
        self.month = month
        self._again("scores")

    def group(self, by: list[str]) -> None:
        self.by = by
        self._again("drill")

    def enter(self, keys: list[str]) -> None:
        """Into a line of the drill-down: its values are chosen, and what is grouped by next has not been chosen yet."""
        self.where |= dict(zip(self.by, keys, strict=True))
        free = [
            name for name in ("warehouse", "hour", "category", "carrier", "platform", "shop", "region", "day") if name not in self.where
        ]
        self.by = free[:2] or self.by
        self._again("drill")

    def leave(self, dimension: str) -> None:
        """This value is no longer chosen."""
        self.where.pop(dimension, None)
        self._again("drill")

    def from_unit(self, kind: str, unit: str, span: Span) -> None:
        """From a unit's score to the orders behind it: its month, its value chosen."""
        self.tab, self.where, self.name, self.span, self.against = "drill", {kind: unit}, "", span, None
        self.by = [name for name in DRILLED if name != kind] or ["hour"]
        self._again("kpi", "drill", "trends", "alarms", "pauses")

    def orders(self, which: str) -> None:
        """The orders that the numbers are made of."""
        self._put("drill_orders", self.span.first, self.span.last, which, dict(self.where))

    def close_orders(self) -> None:
        self.found = None
        self.changed.emit()

    def freeze(self, why: str) -> None:
        self._put("freeze_month", self.month, why)

    def gather(self) -> None:
        """Ask for all that a report holds and is not here yet."""
        self._gathering = "yes"
        missing = [tab for tab in TABS if tab not in self.pages]
        for tab in missing:
            self._ask(tab)
        self._whole()

    def answered(self, what: str, answer: Any) -> None:
        """The hub's word; one about other days than those that are looked at is let go."""
        if isinstance(answer, Exception):
            self._failed(what, str(answer))
        elif what == "drill_orders":
            self.found = answer
        elif what in ("scores", "freeze_month"):
            self._scored(what, answer)
        elif self._wanted(what, answer):
            self.pages[what], self.trouble = answer, ""
        self._whole()
        self.changed.emit()

    def forget(self) -> None:
        """Another hub."""
        self.pages.clear()
        self.found, self._gathering = None, ""
        self.changed.emit()

    def _wanted(self, what: str, answer: Any) -> bool:
        if isinstance(answer, RiskPage | PausePage):  # always of the days up to now
            return True
        if (answer.days.first, answer.days.last) != self._days(what):
            return False
        return not isinstance(answer, DrillPage) or (answer.by, answer.where) == (self.by, self.where)

    def _scored(self, what: str, answer: HealthPage) -> None:
        if answer.month == self.month:
            self.pages["scores"], self.trouble = answer, ""
        if what == "freeze_month":
            self.told.emit("ok", f"{answer.month} 已封存为第 {answer.revision} 版")

    def _failed(self, what: str, words: str) -> None:
        self._gathering = ""
        if what in ("freeze_month", "drill_orders"):
            self.told.emit("error", words)
        else:
            self.trouble = words

    def _whole(self) -> None:
        if self._gathering and all(tab in self.pages for tab in TABS):
            self._gathering = ""
            self.gathered.emit()

    def _again(self, *tabs: str) -> None:
        for tab in tabs:
            self.pages.pop(tab, None)
        self.found, self.trouble = None, ""
        if self.page is None:
            self.open()
        self.changed.emit()

    def _ask(self, tab: str) -> None:
        days = self._days(tab)
        match tab:
            case "kpi":
                self._put(tab, *days, (self.against or self.span.back()).first)
            case "foresight":
                self._put(tab)
            case "pauses":
                self._put(tab, min(MOST_PAUSED, max(1, (self.today - self.span.first).days + 1)))
            case "scores":
                self._put(tab, self.month)
            case "drill":
                self._put(tab, *days, list(self.by), dict(self.where))
            case _:
                self._put(tab, *days)

    def _days(self, tab: str) -> tuple[date, date]:
        """Of the stretch; a trend needs more of them than a week has."""
        first, last = self.span.first, self.span.last
        return (min(first, last - TREND) if tab == "trends" else first), last

    def _put(self, what: str, *values: Any) -> None:
        self.question.emit(what, list(values))
