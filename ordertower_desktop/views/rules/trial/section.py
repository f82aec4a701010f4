"""The back-test beside the rule: what it would do on the history of the last days, how far it is, and what it found."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.rules import pastwords
from ordertower_desktop.models.rules.backtests import Backtests
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Bar, Rule, clear, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.parts.words import Shares
from ordertower_desktop.views.rules.effect import Figure
from ordertower_desktop.views.rules.trial.bars import day_bars, show_days
from ordertower_desktop.views.rules.trial.orders import PastList
from ordertower_desktop.views.rules.trial.people import Interruptions
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.backtests import BacktestFound, BacktestView

DAYS = (7, 14, 30)


class TrialSection(QWidget):
    """`labels_asked`: somebody wants to say which orders are abnormal; `opened(order)`."""

    labels_asked = Signal()
    opened = Signal(str)

    def __init__(self, theme: Theme, tests: Backtests) -> None:
        super().__init__()
        self._theme, self._tests = theme, tests
        self.title = PlainLabel(theme, self.tr("回测"), size=14, strong="yes")
        self.note = PlainLabel(theme, role="text3", size=12)
        self.words = PlainLabel(theme, role="text2", wrap="yes")
        self.trouble = PlainLabel(theme, role="amber", wrap="yes")
        self.days = Segmented(theme, tuple((str(days), self.tr("{0} 天").format(days)) for days in DAYS), str(tests.days))
        self.days.setAccessibleName(self.tr("回测最近几天"))
        self.start = Button(theme, self.tr("回测"), icon="flask-conical")
        self.cancel = Button(theme, self.tr("取消"), small="yes")
        self.cancel.setAccessibleName(self.tr("取消回测"))
        self.bar, self.far = Bar(theme, height=6), PlainLabel(theme, role="text2", size=12)
        self.labels = Link(theme, self.tr("人工标注的单…"), icon="tag", size=12)
        self.found = Found(theme, tests)
        self._build()
        tests.changed.connect(self.show_test)
        self.start.clicked.connect(tests.start)
        self.cancel.clicked.connect(tests.cancel)
        self.days.chosen.connect(lambda days: tests.set_days(int(days)))
        self.labels.clicked.connect(self.labels_asked)
        self.found.orders.opened.connect(self.opened)
        self.show_test()

    def _build(self) -> None:
        self.going = QWidget()
        going = QVBoxLayout(self.going)
        going.setContentsMargins(0, 0, 0, 0)
        going.setSpacing(6)
        going.addWidget(self.bar)
        going.addLayout(row(self.far, 1, self.cancel))
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addLayout(row(self.title, 1, self.note))
        for widget in (self.words, self.trouble, self.going):
            box.addWidget(widget)
        asking = QHBoxLayout()
        asking.setSpacing(8)
        asking.addWidget(self.days, 1)
        asking.addWidget(self.start)
        box.addLayout(asking)
        box.addLayout(row(self.labels, 1))
        box.addWidget(self.found)

    def show_test(self) -> None:
        """The back-test of the rule in hand as it stands."""
        tests, view = self._tests, self._tests.view
        active = view if tests.running else tests.other
        self.going.setVisible(active is not None)
        if active is not None:
            self.bar.show_share(active.done / active.total if active.total else 0.0)
            self.far.setText(pastwords.progress(active))
        found = view.found if view is not None else None
        self.note.setText(self._note(view))
        self.words.setText(self._words(view))
        self.words.setVisible(bool(self.words.text()))
        self.trouble.setText(tests.trouble or (view.error if view is not None else ""))
        self.trouble.setVisible(bool(self.trouble.text()))
        self._ways(view)
        self.found.setVisible(found is not None and not tests.running)
        if view is not None and found is not None:
            self.found.show_found(view, found)

    def _ways(self, view: BacktestView | None) -> None:
        tests = self._tests
        ready = not tests.why_not and not tests.running and not tests.starting
        self.start.setEnabled(ready)
        self.start.setText(self.tr("再测一次") if view is not None and not tests.running else self.tr("回测"))
        self.start.updateGeometry()
        self.start.setToolTip(tests.why_not)
        self.days.setEnabled(not tests.running)
        marked = len(tests.labels)
        self.labels.setText(self.tr("人工标注 {0} 单…").format(marked) if marked else self.tr("人工标注的单…"))
        self.labels.updateGeometry()

    def _note(self, view: BacktestView | None) -> str:
        if view is None or self._tests.running:
            return ""
        return self.tr("已取消") if view.state == "cancelled" else pastwords.note(view)

    def _words(self, view: BacktestView | None) -> str:
        tests = self._tests
        if tests.why_not:
            return tests.why_not
        if tests.running:
            return self.tr("在中枢的后台回放，不影响正在进行的判断；可以离开这一页")
        if view is None or view.found is None:
            return self.tr("用中枢存下的历史把这条规则重放一遍：新增和少掉哪些单，会多打扰谁")
        return self.tr("规则改过了：下面是改之前那一稿的结果") if tests.stale else pastwords.differs(view)


class Found(QWidget):
    """What a back-test found, from the figures to the people."""

    def __init__(self, theme: Theme, tests: Backtests) -> None:
        super().__init__()
        self._theme, self._tests = theme, tests
        self.added, self.removed = Figure(theme, self.tr("新增命中")), Figure(theme, self.tr("不再命中"))
        self.kept = Figure(theme, self.tr("不变"), role="text2")
        self.shares, self.days = Shares(theme, height=8), day_bars(theme, self.tr("每天进池的单"))
        self.orders, self.people = PastList(theme, tests), Interruptions(theme)
        self.rights = QVBoxLayout()
        self.rights.setSpacing(3)
        self.told: list[str] = []
        figures, box = QHBoxLayout(), QVBoxLayout(self)
        figures.setSpacing(24)
        for figure in (self.added, self.removed, self.kept):
            figures.addWidget(figure)
        figures.addStretch(1)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(figures)
        box.addWidget(self.shares)
        box.addWidget(self.orders)
        box.addWidget(Rule(theme))
        title = PlainLabel(theme, self.tr("每天进池的单"), strong="yes")
        box.addLayout(row(title, 1, PlainLabel(theme, self.tr("线框是现行"), role="text3", size=12)))
        box.addWidget(self.days)
        box.addWidget(Rule(theme))
        box.addWidget(PlainLabel(theme, self.tr("判得准不准"), strong="yes"))
        box.addLayout(self.rights)
        box.addWidget(Rule(theme))
        box.addWidget(self.people)

    def show_found(self, view: BacktestView, found: BacktestFound) -> None:
        stale = "yes" if self._tests.stale else ""
        self.added.show_number(f"+{text.count(found.added)}", stale=stale)
        self.removed.show_number(f"−{text.count(found.removed)}", stale=stale)
        self.kept.show_number(text.count(found.kept), stale=stale)
        counts = (found.added, found.kept, found.removed)
        self.shares.show_parts(list(zip(counts, ("accent", "selline", "track"), strict=True)))
        self.orders.show_orders()
        show_days(self.days, found.days)
        self._show_rights(view, found)
        self.people.show_found(found, view.days)

    def _show_rights(self, view: BacktestView, found: BacktestFound) -> None:
        """Labels first: five missed are the most that may be."""
        row_ = next((one for one in found.rules if one.rule == view.rule), None)
        lines = [pastwords.labels(found.labels), *(pastwords.rights(row_.now, row_.was) if row_ is not None else [])]
        self.told = [words for words, _ in lines]
        clear(self.rights)
        for words, role in lines:
            self.rights.addWidget(PlainLabel(self._theme, words, role=role, size=12, wrap="yes"))
