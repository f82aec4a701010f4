"""The strip over the queue: what one has in hand, in numbers, and the switch between guide and list."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.mine.queue import Tally
from ordertower_desktop.views.parts.card import Rule, Surface
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.theme.theme import Theme

HEIGHT = 64


class Figure(QWidget):
    """A small name over a number."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.name = PlainLabel(theme, name, size=12, role="text3")
        self.number = PlainLabel(theme, "0", size=20, strong="yes")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 8)
        box.setSpacing(0)
        box.addWidget(self.name)
        box.addWidget(self.number)

    def show_number(self, number: int, role: str = "text") -> None:
        self.number.setText(text.count(number))
        self.number.set_role(role if number else "text")
        self.setAccessibleName(f"{self.name.text()} {number}")


class TallyStrip(Surface):
    """`list_asked`: the same orders as a list."""

    list_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, edge="bottom")
        self.setFixedHeight(HEIGHT)
        self.hand, self.closed = Figure(theme, self.tr("在手")), Figure(theme, self.tr("今日已结"))
        self.overdue, self.near = Figure(theme, self.tr("已超时")), Figure(theme, self.tr("1 时内到期"))
        self.waiting = Figure(theme, self.tr("等别人"))
        self.mode = Segmented(theme, (("guide", self.tr("引导")), ("list", self.tr("列表"))), "guide")
        self.mode.chosen.connect(self._chosen)
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 0, 16, 1)
        box.setSpacing(20)
        for figure in (self.hand, self.closed, self.overdue, self.near, self.waiting):
            box.addWidget(figure)
            box.addWidget(Rule(theme, vertical="yes"))
        box.addStretch(1)
        box.addWidget(self.mode)

    def show_tally(self, found: Tally, limit: int) -> None:
        self.hand.name.setText(self.tr("在手   上限 {0}").format(limit) if limit else self.tr("在手"))
        self.hand.show_number(found.hand, "amber" if limit and found.hand > limit else "text")
        self.closed.show_number(found.closed)
        self.overdue.show_number(found.overdue, "red")
        self.near.show_number(found.near, "amber")
        self.waiting.show_number(found.waiting)

    def _chosen(self, mode: str) -> None:
        self.mode.choose("guide")
        if mode == "list":
            self.list_asked.emit()
