"""What everybody is under: a line for each thing that has a limit, with the calendar that it is counted by."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from ordertower_desktop.domain.calendar import ALWAYS
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.domain.termwords import SINCE, WHAT_NAMES
from ordertower_desktop.models.terms.draft import LimitsDraft, choices
from ordertower_desktop.views.parts.card import Card, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Field, Pick, Span
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.terms import HIGH_VALUE_ACCEPT


class Usual(Card):
    """`limited(name, words)`, `counted(name, calendar)`, `valued(yuan)`."""

    limited = Signal(str, str)
    counted = Signal(str, str)
    valued = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("各环节时限"), self.tr("没有例外的单都按这里"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(4, 1)
        self.spans: dict[str, Span] = {}
        self.hours: dict[str, Pick] = {}
        self.from_yuan = Field(self.tr("高价值起点，元"), wide=86)
        self.from_yuan.textEdited.connect(self.valued)
        for column, words in enumerate((self.tr("环节"), self.tr("从何时起"), self.tr("多久之内"), self.tr("按哪份日历计时"))):
            self._grid.addWidget(PlainLabel(theme, words, role="text3", size=12), 0, column)
        place = 1
        for what, name in WHAT_NAMES.items():
            place = self._line(str(what), name, SINCE[what], place)
            if what is Stage.TO_ACCEPT:
                self._grid.addLayout(row(self.from_yuan, PlainLabel(theme, self.tr("元起"), role="text2"), 1, spacing=6), place, 1)
                place = self._line(HIGH_VALUE_ACCEPT, self.tr("高价值接单"), "", place)
        self.body.addLayout(self._grid)

    def _line(self, key: str, name: str, since: str, place: int) -> int:
        theme = self._theme
        self._grid.addWidget(PlainLabel(theme, name), place, 0)
        if since:
            self._grid.addWidget(PlainLabel(theme, since, role="text3", size=12), place, 1)
        span = self.spans[key] = Span(theme, self.tr("{0}时限").format(name), "1h")
        span.changed.connect(lambda: self.limited.emit(key, span.said()))
        self._grid.addWidget(span, place, 2)
        if key not in (HIGH_VALUE_ACCEPT, "platform"):
            hours = self.hours[key] = Pick(theme, self.tr("{0}按哪份日历").format(name), [], "", wide=128)
            hours.activated.connect(lambda _row: self.counted.emit(key, hours.key()))
            self._grid.addWidget(hours, place, 3)
        return place + 1

    def show_draft(self, draft: LimitsDraft, *, locked: str) -> None:
        body = draft.body
        for key, span in self.spans.items():
            if span.said() != body.limits.get(key, ""):
                span.show_said(body.limits.get(key, "1h"))
            span.setEnabled(not locked)
        offered = choices(draft.names)
        for key, hours in self.hours.items():
            hours.offer(offered)
            hours.choose(body.calendars.get(key, ALWAYS.id))
            hours.setEnabled(not locked)
        if (body.high_value_fen or 0) >= 0 and self.from_yuan.text().replace(",", "") != str((body.high_value_fen or 0) // 100):
            self.from_yuan.setText(f"{(body.high_value_fen or 0) // 100:,}")
        self.from_yuan.setEnabled(not locked)
