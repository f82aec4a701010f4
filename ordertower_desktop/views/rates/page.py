"""比率告警: the groups at the left, the one in hand at the right."""

from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ordertower_desktop.models.rates.watch import RateWatch
from ordertower_desktop.views.parts.area import column
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.rates.detail import Detail
from ordertower_desktop.views.rates.list import RateList
from ordertower_desktop.views.theme.theme import Theme

KEYS = {"A": "acknowledge", "T": "hand_over", "N": "note", "S": "snooze", "E": "resolve"}
FRESH_MS = 30_000


class RatesPage(QWidget):
    """`titled(title, counts)`; what somebody does goes up as it comes from the detail."""

    titled = Signal(str, str)
    verb_asked = Signal(str)

    def __init__(self, theme: Theme, watch: RateWatch, *, now: datetime) -> None:
        super().__init__()
        self.watch, self._now = watch, now
        self.list, self.detail, self.state, self.stack = RateList(theme), Detail(theme), StateView(theme), QStackedWidget()
        whole = QWidget()
        beside = QHBoxLayout(whole)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.list)
        beside.addWidget(column(self.detail), 1)
        for widget in (whole, self.state):
            self.stack.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.stack)
        self._fresh = QTimer(self, interval=FRESH_MS)
        self._fresh.timeout.connect(self._again)
        self.list.chosen.connect(watch.choose)
        self.detail.verb_asked.connect(self.verb_asked)
        self.state.asked.connect(watch.open)
        watch.changed.connect(self._show)
        for key, verb in KEYS.items():
            QShortcut(QKeySequence(key), self).activated.connect(lambda verb=verb: self._key(verb))
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watch.open()
        self._fresh.start()

    def tick(self, now: datetime) -> None:
        self._now = now
        line = self.watch.current
        if line is not None:
            self.list.show_watch(self.watch, now)

    def _again(self) -> None:
        """Counts move while somebody looks."""
        if self.isVisible():
            self.watch.open()
        else:
            self._fresh.stop()

    def _key(self, verb: str) -> None:
        if self.detail.verbs[verb].isVisible() and self.detail.verbs[verb].isEnabled():
            self.verb_asked.emit(verb)

    def _show(self) -> None:
        watch = self.watch
        standing = len(watch.standing())
        self.titled.emit(self.tr("比率告警"), self.tr("{0} 组告警中").format(standing) if standing else self.tr("没有告警"))
        line = watch.current
        if line is None:
            self._nothing()
            return
        self.stack.setCurrentIndex(0)
        self.list.show_watch(watch, self._now)
        self.detail.show_watch(watch, line, self._now)

    def _nothing(self) -> None:
        watch = self.watch
        self.stack.setCurrentWidget(self.state)
        if watch.pages is None and not watch.online:
            self.state.show_state("offline", self.tr("中枢连不上"), watch.trouble or self.tr("没有告警；各组的比率要等中枢恢复"))
        elif watch.pages is None:
            self.state.show_state("wait", self.tr("正在取各组的比率"))
        elif not watch.pages:
            words = self.tr("在规则页启用一条按比率判断的规则，例如“区域签收率连续三天偏低”")
            self.state.show_state("empty", self.tr("没有在判断的比率规则"), words)
        else:
            self.state.show_state("empty", self.tr("还没有一天的数据"), self.tr("比率按整天算，今天过完才有第一天"))
