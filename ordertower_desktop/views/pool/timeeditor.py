"""Sets a time range: which time of the order, a usual period, or a start and an end of one's own."""

from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from ordertower_desktop.domain.period import TIME_NAMES, OrderTime, Period, coming, day, label, last, spell
from ordertower_desktop.models import text
from ordertower_desktop.models.pool.filters import Filter, period
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.views.parts.button import Button, Chip
from ordertower_desktop.views.parts.card import row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.moment import MomentEdit
from ordertower_desktop.views.parts.popover import Popover
from ordertower_desktop.views.parts.switch import Segmented, Switch
from ordertower_desktop.views.theme.theme import Theme

USUAL: tuple[Period, ...] = (day(0), day(-1), last(timedelta(hours=2)), last(timedelta(hours=24)))
AHEAD: tuple[Period, ...] = (day(1), coming(timedelta(hours=2)), coming(timedelta(hours=24)))
"""Only what falls due can lie ahead."""


class End(QWidget):
    """One end of one's own range: a switch that says whether there is one, and its time in Shanghai."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str, told: str) -> None:
        super().__init__()
        self.on, self.at = Switch(theme, told), MomentEdit(told)
        box = row(PlainLabel(theme, name, role="text2"), self.on, self.at, PlainLabel(theme, told, size=12, role="text3"), 1)
        box.setContentsMargins(0, 0, 0, 0)
        self.setLayout(box)
        self.on.toggled.connect(self.at.setEnabled)
        self.on.toggled.connect(self.changed)
        self.at.dateTimeChanged.connect(self.changed)

    def show_moment(self, at: datetime | None, otherwise: datetime) -> None:
        """`otherwise` stands ready where there is no bound."""
        self.at.show_moment(at or otherwise)
        self.on.setChecked(at is not None)
        self.at.setEnabled(at is not None)

    def moment(self) -> datetime | None:
        return self.at.moment() if self.on.isChecked() else None


class TimeEditor(Popover):
    """`wanted` carries which time and the words of its period. Each choice says how many rows it would show."""

    wanted = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget, model: PoolModel, current: Filter) -> None:
        super().__init__(theme, parent, width=480)
        self._model, self._current = model, current
        self.setAccessibleName(self.tr("时间范围"))
        names = tuple((str(time), TIME_NAMES[time]) for time in OrderTime)
        self.which = Segmented(theme, names, current.time or OrderTime.PAID)
        self.which.chosen.connect(self._count)
        self.usual = [(meant, Chip(theme, "")) for meant in (*USUAL, *AHEAD)]
        self.start = End(theme, self.tr("起"), self.tr("不早于"))
        self.end = End(theme, self.tr("止"), self.tr("早于这一刻"))
        self._why = PlainLabel(theme, size=12, role="red", wrap="yes")
        self.show_ = Button(theme, "", kind="primary", key="Enter")
        self.show_.clicked.connect(self._own)
        self._lay(theme)
        self._set_ends()
        for end in (self.start, self.end):
            end.changed.connect(self._count_own)
        self._count()
        self.setFocusProxy(next((chip for _, chip in self.usual if chip.isChecked()), self.usual[0][1]))

    def _lay(self, theme: Theme) -> None:
        for meant, chip in self.usual:
            chip.setCheckable(True)
            chip.clicked.connect(lambda _on=False, meant=meant: self._choose(spell(meant)))
        chips = [chip for _, chip in self.usual]
        self.body.addWidget(self.which)
        self.body.addLayout(row(*chips[: len(USUAL)], 1))
        self.body.addLayout(row(*chips[len(USUAL) :], 1))
        for widget in (self.start, self.end, self._why):
            self.body.addWidget(widget)
        told = PlainLabel(theme, self.tr("上海时间；也可在搜索框里写 昨天 9点到12点"), size=12, role="text3")
        self.body.addLayout(row(told, 1, self.show_))

    def _set_ends(self) -> None:
        """The range in force, else today so far."""
        now = self._model.now
        meant = period(self._current, now) if self._current.within else None
        start, end = (meant or Period(day(0).bounds(now)[0], now.replace(second=0) + timedelta(minutes=1))).bounds(now)
        self.start.show_moment(start, now)
        self.end.show_moment(end, now)

    def _count(self) -> None:
        """Which periods there are for this time, and how many rows each would show."""
        due = self.which.current == OrderTime.DUE
        shown = self.usual if due else self.usual[: len(USUAL)]
        for (meant, chip), count in zip(shown, self._tally(*(meant for meant, _ in shown)), strict=True):
            chip.setText(f"{label(meant, self._model.now)} {text.count(count)}")
            chip.setChecked((self.which.current, spell(meant)) == (self._current.time, self._current.within))
            chip.updateGeometry()
        for _, chip in self.usual[len(USUAL) :]:
            chip.setVisible(due)
        self._count_own()

    def _count_own(self) -> None:
        """From must lie before to; without either there is nothing to ask."""
        start, end = self.start.moment(), self.end.moment()
        why = "" if start or end else self.tr("起和止至少要有一个")
        if start and end and start >= end:
            why = self.tr("起要在止之前，请改其中一个")
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self.show_.setEnabled(not why)
        count = self.tr("看 {0} 单").format(text.count(self._tally(Period(start, end))[0])) if not why else self.tr("看这段时间")
        self.show_.setText(count)
        self.show_.updateGeometry()
        if self.isVisible():
            self.fit()

    def _tally(self, *periods: Period) -> list[int]:
        now = self._model.now
        bounds = [meant.bounds(now) for meant in periods]
        return self._model.tally(self._current, self.which.current, bounds, me=self._model.me, now=now)

    def _own(self) -> None:
        if self.show_.isEnabled():
            self._choose(spell(Period(self.start.moment(), self.end.moment())))

    def _choose(self, within: str) -> None:
        self.wanted.emit(self.which.current, within)
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on a button is a click on it, elsewhere the range of one's own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            here = self.focusWidget()
            here.click() if isinstance(here, QAbstractButton) and not isinstance(here, Switch) else self._own()
            return
        super().keyPressEvent(event)
