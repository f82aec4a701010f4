"""A calendar as a form: its name, the hours of the seven days, holidays and make-up workdays; and how it reads."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from ordertower_desktop.domain.termwords import DAYS
from ordertower_desktop.models.terms.draft import CalendarsDraft
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Card, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Field, Pick
from ordertower_desktop.views.theme.theme import Theme

WIDE = 460


class Week(Card):
    """`picked(id)`, `set_asked({field: value})`, `days_typed(field, text)`, `added`, `removed`."""

    picked = Signal(str)
    set_asked = Signal(object)
    days_typed = Signal(str, str)
    added = Signal()
    removed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("日历"))
        self.which = Pick(theme, self.tr("哪份日历"), [], "", wide=180)
        self.more = Link(theme, self.tr("新建"), icon="plus")
        self.more.setAccessibleName(self.tr("新建日历"))
        self.away = Button(theme, self.tr("去掉这份"), kind="danger", small="yes")
        self.name = Field(self.tr("日历名称"), wide=180)
        self.hours = [Field(self.tr("周{0}的时段").format(day), wide=WIDE, hint=self.tr("休息")) for day in DAYS]
        self.holidays = Field(self.tr("放假"), wide=WIDE, hint="2026-02-16 2026-02-17")
        self.workdays = Field(self.tr("调休上班"), wide=WIDE, hint="2026-02-14")
        for field in (self.holidays, self.workdays):
            field.setMaxLength(8000)
        self.pattern = Pick(theme, self.tr("调休日按周几"), [(str(i), f"周{day}") for i, day in enumerate(DAYS)], "0", wide=84)
        self.sentence = PlainLabel(theme, role="text2", wrap="yes")
        self._key = ""
        self._build()
        self._connect()

    def _build(self) -> None:
        theme = self._theme
        self.head.insertWidget(1, self.which)
        self.head.addWidget(self.more)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        lines = [(self.tr("名称"), row(self.name, 1, self.away))]
        lines += [(f"周{day}", row(field, 1)) for day, field in zip(DAYS, self.hours, strict=True)]
        lines += [(self.tr("放假"), row(self.holidays, 1)), (self.tr("调休上班"), row(self.workdays, 1))]
        lines += [(self.tr("调休日按"), row(self.pattern, PlainLabel(theme, self.tr("的时段上班"), role="text3", size=12), 1))]
        for place, (words, inputs) in enumerate(lines):
            grid.addWidget(PlainLabel(theme, words, role="text2"), place, 0)
            grid.addLayout(inputs, place, 1)
        self.body.addLayout(grid)
        hint = self.tr("一天可有几段，如 08:30-12:00 13:00-18:00；快递的每段终点就是截件时刻，之后出库的算下一段")
        self.body.addWidget(PlainLabel(theme, hint, role="text3", size=12, wrap="yes"))
        self.body.addWidget(self.sentence)

    def _connect(self) -> None:
        self.which.activated.connect(lambda _row: self.picked.emit(self.which.key()))
        self.more.clicked.connect(self.added)
        self.away.clicked.connect(self.removed)
        self.name.textEdited.connect(lambda words: self.set_asked.emit({"name": words}))
        for field in self.hours:
            field.textEdited.connect(lambda _text: self.set_asked.emit({"week": [one.text().strip() for one in self.hours]}))
        self.holidays.textEdited.connect(lambda words: self.days_typed.emit("holidays", words))
        self.workdays.textEdited.connect(lambda words: self.days_typed.emit("workdays", words))
        self.pattern.activated.connect(lambda _row: self.set_asked.emit({"workday_pattern": int(self.pattern.key())}))

    def show_draft(self, draft: CalendarsDraft, key: str, *, locked: str) -> None:
        self.which.offer((one.id, one.name) for one in draft.body.calendars)
        self.which.choose(key)
        found = draft.one(key)
        if found is None:
            return
        texts = [(self.name, found.name), *zip(self.hours, found.week, strict=True)]
        typed = {field: words for one, field, words in draft.unread if one == key}
        for field, days in (("holidays", found.holidays), ("workdays", found.workdays)):
            texts.append((getattr(self, field), typed.get(field, " ".join(map(str, days)))))
        for widget, words in texts:
            if widget.text() != words and not (widget.hasFocus() and key == self._key and draft.touched):
                widget.setText(words)
                widget.setCursorPosition(0)
        self._key = key
        self.pattern.choose(str(found.workday_pattern))
        self.sentence.setText(draft.sentence(key))
        self._lock(draft, key, locked)

    def _lock(self, draft: CalendarsDraft, key: str, locked: str) -> None:
        for one in (self.name, *self.hours, self.holidays, self.workdays, self.pattern):
            one.setEnabled(not locked)
        self.more.setEnabled(not locked)
        self.away.setEnabled(not locked and key not in draft.used)
        self.away.setToolTip(self.tr("时限里还用着它：先到“时限”改用别的日历") if key in draft.used else "")
