"""The shift in hand as a form: who, on which post, on which days, from when to when, who steps in, and who has it just this day."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.domain.calendar import ALWAYS
from ordertower_desktop.domain.period import clock
from ordertower_desktop.domain.roster import Shift, Swap
from ordertower_desktop.domain.roster_words import NIGHT, WEEK, days_text
from ordertower_desktop.models.chain.rotashop import RotaShop
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Surface, row
from ordertower_desktop.views.parts.flow import Flow
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Field, Pick, Several
from ordertower_desktop.views.theme.theme import Theme

AS_EVER, NOBODY = "as-ever", ""
DAYS = tuple((str(place), f"周{name}") for place, name in enumerate(WEEK))


class RotaForm(Surface):
    """`set_asked({field: value})`, `hours_typed(start, end)`, `swapped(person or None)`, `removed`."""

    set_asked = Signal(object)
    hours_typed = Signal(str, str)
    swapped = Signal(object)
    removed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, role="canvas", edge="all", radius=8)
        self._theme = theme
        self.post = Pick(theme, self.tr("岗位"), (), "", wide=116)
        self.person = Pick(theme, self.tr("谁"), (), "", wide=96)
        self.start, self.end = (Field(name, "", wide=62, hint="09:00") for name in (self.tr("几点起"), self.tr("几点止")))
        self.backup, self.swap = Pick(theme, self.tr("备岗"), (), "", wide=108), Pick(theme, self.tr("这一天谁来"), (), "", wide=128)
        self.holiday = Pick(theme, self.tr("节假日"), (), "", wide=148)
        self.away, self.wrong = Button(theme, self.tr("去掉这班"), kind="danger", small="yes"), PlainLabel(theme, role="red", wrap="yes")
        self.days: Several | None = None
        self._room = QWidget()
        room = QVBoxLayout(self._room)
        room.setContentsMargins(0, 0, 0, 0)
        self._build()
        self._connect()

    def _build(self) -> None:
        outer, inner = QVBoxLayout(self), QWidget()
        outer.setContentsMargins(12, 8, 12, 8)
        outer.addWidget(inner)
        outer.addWidget(self.wrong)
        box = Flow(inner, gap=8)
        backup, today = self._pair(self.tr("备岗"), self.backup), self._pair(self.tr("只这一天"), self.swap)
        when = (self._room, self.start, PlainLabel(self._theme, self.tr("到"), role="text2"), self.end)
        for widget in (self.post, self.person, *when, self.holiday, backup, today, self.away):
            box.addWidget(widget)

    def _pair(self, said: str, widget: QWidget) -> QWidget:
        """A word and its input, which stay beside each other."""
        made = QWidget()
        made.setLayout(row(PlainLabel(self._theme, said, role="text2"), widget, spacing=8))
        return made

    def _connect(self) -> None:
        self.post.activated.connect(lambda _row: self.set_asked.emit({"post": self.post.key()}))
        self.person.activated.connect(lambda _row: self.set_asked.emit({"person": self.person.key()}))
        self.backup.activated.connect(lambda _row: self.set_asked.emit({"backup": self.backup.key()}))
        self.holiday.activated.connect(lambda _row: self.set_asked.emit({"calendar": self.holiday.key()}))
        self.swap.activated.connect(lambda _row: self._swap())
        self.away.clicked.connect(self.removed)
        for field in (self.start, self.end):
            field.editingFinished.connect(lambda: self.hours_typed.emit(self.start.text(), self.end.text()))

    def show_shop(self, shop: RotaShop) -> None:
        one = shop.current
        self.setVisible(one is not None)
        if one is None:
            return
        self.post.offer_with(shop.posts, one.post)
        self.person.offer_with(shop.names, one.person)
        self.backup.offer_with({"": self.tr("不设")} | {key: name for key, name in shop.names.items() if key != one.person}, one.backup)
        holidays = {key: self.tr("按“{0}”休").format(made.name) for key, made in shop.calendars.items() if key != ALWAYS.id}
        self.holiday.offer_with({"": self.tr("节假日照常")} | holidays, one.calendar)
        self._show_swap(shop.names, one, shop.swap)
        self._show_days(one)
        if not shop.fault:
            self.start.setText(clock(one.start))
            self.end.setText(clock((one.start + one.long) % NIGHT))
        self.wrong.setText(shop.fault)
        self.wrong.setVisible(bool(shop.fault))
        for widget in (self.post, self.person, self._room, self.start, self.end, self.holiday, self.backup, self.swap, self.away):
            widget.setEnabled(not shop.locked)

    def _show_swap(self, names: Mapping[str, str], one: Shift, swap: Swap | None) -> None:
        as_ever = self.tr("照常 {0}").format(names.get(one.person, one.person))
        others = {key: self.tr("{0} 代班").format(name) for key, name in names.items() if key != one.person}
        self.swap.offer_with({AS_EVER: as_ever, NOBODY: self.tr("没有人来")} | others, swap.instead if swap else AS_EVER)

    def _show_days(self, one: Shift) -> None:
        chosen = [str(day) for day in sorted(one.days)]
        if self.days is not None and self.days.said() == chosen:
            self.days.setText(days_text(one.days))
            return
        if self.days is not None:
            self.days.hide()
            self.days.deleteLater()
        made = self.days = Several(self._theme, self.tr("周几"), DAYS, chosen, none=self.tr("请选周几"))
        made.setText(days_text(one.days))
        made.changed.connect(lambda: self._turned(made))
        layout = self._room.layout()
        if layout is not None:
            layout.addWidget(made)

    def _turned(self, made: Several) -> None:
        if days := frozenset(int(day) for day in made.said()):
            self.set_asked.emit({"days": days})

    def _swap(self) -> None:
        key = self.swap.key()
        self.swapped.emit(None if key == AS_EVER else key)
