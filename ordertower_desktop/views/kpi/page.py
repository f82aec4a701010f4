"""统计: which days at the top, six tabs: figures, monthly health, drill-down, rules by week, alarm load, early warnings."""

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.kpi.paused import paused_now
from ordertower_desktop.models.kpi.span import Span, choices, month_span, months
from ordertower_desktop.models.kpi.stats import Stats
from ordertower_desktop.models.kpi.warned import now as warned_now
from ordertower_desktop.views.kpi.tabs import AlarmsTab, DrillTab, KpiTab, PausedTab, ScoresTab, Tab, TrendsTab, WarnedTab
from ordertower_desktop.views.parts.area import column
from ordertower_desktop.views.parts.button import Button, Chip
from ordertower_desktop.views.parts.card import Surface, row
from ordertower_desktop.views.parts.labels import Elided
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.pauses import PausePage
from ordertower_desktop.wire.risk import RiskPage

EARLIER = 12
"""So many stretches back can be compared with."""


class KpiPage(QWidget):
    """`titled(title, subtitle)`; `order_asked(order)`; `rule_asked(rule)`; `report_asked`; `freeze_asked`: people are asked why."""

    titled = Signal(str, str)
    order_asked = Signal(str)
    rule_asked = Signal(str)
    report_asked = Signal()
    freeze_asked = Signal()

    def __init__(self, theme: Theme, stats: Stats) -> None:
        super().__init__()
        self.stats = stats
        names = (
            self.tr("用时与超时"), self.tr("健康度"), self.tr("下钻"), self.tr("规则走势"),
            self.tr("提醒负担"), self.tr("提前预警"), self.tr("暂停"),
        )  # fmt: skip
        tabs: dict[str, Tab] = {"kpi": KpiTab(theme), "scores": ScoresTab(theme), "drill": DrillTab(theme, stats)}
        tabs |= {"trends": TrendsTab(theme), "alarms": AlarmsTab(theme), "foresight": WarnedTab(theme), "pauses": PausedTab(theme)}
        self.tabs = tabs
        self.which = Segmented(theme, tuple(zip(tabs, names, strict=True)), stats.tab)
        self.days, self.against = Chip(theme, "", icon="calendar", tail="chevron-down"), Chip(theme, "", tail="chevron-down")
        self.note, self.report = Elided(theme, "", size=12, role="text3"), Button(theme, self.tr("导出报告"), icon="file-text")
        self.freeze, self.state = Button(theme, "", icon="lock"), StateView(theme)
        self.stack = QStackedWidget()
        self.days.setAccessibleName(self.tr("看哪些天"))
        self.against.setAccessibleName(self.tr("与哪些天比"))
        self._build(theme)
        self._connect()
        self._show()

    def _build(self, theme: Theme) -> None:
        top = Surface(theme, edge="bottom")
        head = QVBoxLayout(top)
        head.setContentsMargins(16, 10, 16, 10)
        head.setSpacing(8)
        head.addLayout(row(self.which, 1, self.freeze, self.report))
        head.addLayout(row(self.days, self.against, self.note))
        for tab in self.tabs.values():
            self.stack.addWidget(column(tab))
        self.stack.addWidget(self.state)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(top)
        box.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.stats.changed.connect(self._show)
        self.which.chosen.connect(self.stats.choose_tab)
        self.days.clicked.connect(self._pick_days)
        self.against.clicked.connect(self._pick_against)
        self.report.clicked.connect(self.report_asked)
        self.freeze.clicked.connect(self.freeze_asked)
        self.state.asked.connect(self.stats.open)
        for tab in self.tabs.values():
            tab.order_asked.connect(self.order_asked)
            tab.rule_asked.connect(self.rule_asked)
            tab.unit_asked.connect(self._unit)

    def showEvent(self, event: QShowEvent) -> None:
        self.stats.open()
        self._title()
        super().showEvent(event)

    def _show(self) -> None:
        stats = self.stats
        self.which.choose(stats.tab)
        self._show_head()
        if stats.page is not None and not stats.locked:
            self.tabs[stats.tab].show_page(stats.page)
            self.stack.setCurrentIndex(list(self.tabs).index(stats.tab))
            return
        self.stack.setCurrentWidget(self.state)
        if stats.locked:
            self.state.show_state("wait", stats.locked)
        elif stats.trouble:
            self.state.show_state("error", self.tr("没能取到统计"), stats.trouble, link=self.tr("再试一次"))
        else:
            self.state.show_state("wait", self.tr("正在统计"))

    def _show_head(self) -> None:
        stats, scores = self.stats, self.stats.pages.get("scores")
        monthly = stats.tab == "scores"
        self.days.setText(_month(stats.month) if monthly else " · ".join(part for part in (stats.name, stats.span.words) if part))
        against = stats.against or stats.span.back()
        self.against.setText(self.tr("与 {0} 比").format(against.words))
        self.against.setVisible(stats.tab == "kpi")
        self.days.setVisible(stats.tab != "foresight")
        self.freeze.setVisible(monthly)
        can = monthly and scores is not None and scores.over and (not scores.revision or scores.moved)
        self.freeze.setText(self.tr("更正…") if scores is not None and scores.revision else self.tr("封存这个月"))
        self.freeze.updateGeometry()
        self.freeze.setEnabled(can)
        waiting = getattr(stats.page, "waiting", 0)
        missing = self.tr("还有 {0} 单没有计入，稍后自动补上").format(text.count(waiting)) if waiting else ""
        page = stats.page
        self.note.set_text(warned_now(page) if isinstance(page, RiskPage) else paused_now(page) if isinstance(page, PausePage) else missing)
        self.report.setEnabled(not stats.locked)

    def _pick_days(self) -> None:
        menu = QMenu(self)
        if self.stats.tab == "scores":
            for month in months(self.stats.today):
                menu.addAction(_month(month)).triggered.connect(partial(self._choose_month, month))
        else:
            for name, span in choices(self.stats.today):
                menu.addAction(f"{name}　{span.words}").triggered.connect(partial(self._choose, name, span))
        menu.exec(self.days.mapToGlobal(QPoint(0, self.days.height())))

    def _pick_against(self) -> None:
        menu = QMenu(self)
        for back in range(1, EARLIER + 1):
            span = self.stats.span.back(back)
            name = self.tr("前一段") if back == 1 else self.tr("前 {0} 段").format(back)
            menu.addAction(f"{name}　{span.words}").triggered.connect(partial(self._compare, span))
        menu.exec(self.against.mapToGlobal(QPoint(0, self.against.height())))

    def _choose_month(self, month: str, _on: object = None) -> None:
        self.stats.choose_month(month)

    def _choose(self, name: str, span: Span, _on: object = None) -> None:
        self.stats.choose(name, span)

    def _compare(self, span: Span, _on: object = None) -> None:
        self.stats.compare(span)

    def _unit(self, kind: str, unit: str) -> None:
        page = self.stats.pages.get("scores")
        if page is not None:
            self.stats.from_unit(kind, unit, month_span(page.month))

    def _title(self) -> None:
        self.titled.emit(self.tr("统计"), "")


def _month(month: str) -> str:
    year, number = month.split("-")
    return f"{year} 年 {int(number)} 月"
