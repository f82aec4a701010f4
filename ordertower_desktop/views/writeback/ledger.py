"""回传记录: the last write-backs that changed, why they stand as they stand, and the way to begin one anew."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.area import scrolled
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Card, Rule, clear
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.parts.minihead import Column, MiniHead
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.writeback.cells import GUTTER, lay
from ordertower_desktop.views.writeback.dots import Dots
from ordertower_desktop.wire.writebacks import WriteBackLine

COLUMNS = (
    Column("订单", 182), Column("店铺", 120), Column("运单", 0), Column("状态", 106), Column("轮次", 106), Column("变化", 64, "right"),
    Column("下次", 64, "right"), Column("", 12), Column("", 112),
)  # fmt: skip
HUES = {
    "pending": ("amber", "circle"), "sending": ("blue", "circle"), "done": ("green", "check"), "dry": ("purple", "dash"),
    "person": ("red", "triangle"), "given_up": ("red", "triangle"), "cancelled": ("neutral", "dash"),
}  # fmt: skip
RENEWABLE = ("person", "given_up", "pending")
FILTERS = (("handed", "要人处理"), ("open", "在途"), ("", "全部"))
MOST, LONGEST, TOP = 50, 20, 34
EMPTY = {"handed": "没有要人处理的回传", "open": "没有等着回传的运单", "": "还没有回传记录"}


class LedgerLine(QWidget):
    """One write-back."""

    again_asked = Signal(str)
    agreed = Signal(str)
    order_asked = Signal(str)

    def __init__(self, theme: Theme, line: WriteBackLine, now: datetime) -> None:
        super().__init__()
        self.line = line
        hue, glyph = HUES.get(line.state, HUES["cancelled"])
        order = Link(theme, paint.plain(line.order)[-LONGEST:])
        order.setAccessibleName(f"打开订单 {paint.plain(line.order)}")
        order.clicked.connect(lambda: self.order_asked.emit(line.order))
        words = self.tr("确认并继续") if line.ask else self.tr("重新回传")
        again = Button(theme, words, icon="check" if line.ask else "repeat", small="yes")
        again.setAccessibleName(f"{words} {paint.plain(line.waybill)}")
        again.clicked.connect(lambda: (self.agreed if line.ask else self.again_asked).emit(line.id))
        again.setVisible(line.state in RENEWABLE)
        self.again = again
        carrier = f"{line.carrier} " if line.carrier else ""
        top, box = QWidget(), QVBoxLayout(self)
        box.setContentsMargins(0, 5, 0, 8 if line.why else 5)
        box.setSpacing(0)
        box.addWidget(top)
        if line.why:
            box.addLayout(_indented(Elided(theme, line.why, size=12, role="text2")))
        lay(
            top,
            COLUMNS,
            (
                order, Elided(theme, line.source_name), Elided(theme, carrier + line.waybill), Badge(theme, state(line), hue, glyph=glyph),
                Dots(theme, line.tries, line.most, line.state), PlainLabel(theme, text.near(line.at, now), role="text2"),
                PlainLabel(theme, text.near(line.next_at, now) if line.next_at else "—", role="text2"), QWidget(), again,
            ),
            height=TOP,
        )  # fmt: skip


class LedgerCard(Card):
    """`again_asked(ids)`, `agreed(ids)`: yes to what the other system asks, `all_asked`, `order_asked(order)`, `filter_chosen(state)`."""

    again_asked = Signal(list)
    agreed = Signal(list)
    all_asked = Signal()
    order_asked = Signal(str)
    filter_chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "回传记录", padding=1)
        self._shown: tuple[WriteBackLine, ...] | None = None
        self.lines: list[LedgerLine] = []
        self._may = "yes"
        self.filter = FILTERS[0][0]
        self.choice = Segmented(theme, tuple((key or "all", name) for key, name in FILTERS), FILTERS[0][0])
        self.choice.chosen.connect(self._chosen)
        self.all = Button(theme, self.tr("全部重新回传"), icon="repeat", small="yes")
        self.all.clicked.connect(self.all_asked)
        self.head.setContentsMargins(15, 0, 15, 0)
        self.head.addWidget(self.choice)
        self.head.addWidget(self.all)
        self.body.setSpacing(0)
        self.body.addWidget(MiniHead(theme, COLUMNS, gutter=GUTTER))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.empty = StateView(theme)
        self.body.addWidget(scrolled(self._list, self.empty), 1)
        self.empty.show_state("wait", self.tr("正在取回传记录"))

    def show_lines(self, found: Sequence[WriteBackLine], now: datetime) -> None:
        """Made anew only when something was said."""
        lines = tuple(found)
        if lines == self._shown:
            return
        self._shown = lines
        clear(self._list)
        self.lines = [LedgerLine(self._theme, line, now) for line in lines]
        for line in self.lines:
            line.again_asked.connect(lambda key: self.again_asked.emit([key]))
            line.agreed.connect(lambda key: self.agreed.emit([key]))
            line.order_asked.connect(self.order_asked)
            self._list.addWidget(line)
            self._list.addWidget(Rule(self._theme))
        self.set_note(self.tr("最近变化的 {0} 条").format(MOST) if len(lines) >= MOST else self.tr("{0} 条").format(len(lines)))
        self.all.setVisible(bool(lines) and self.filter == "handed")
        self.show_may(self._may)
        self.empty.setVisible(not lines)
        self.empty.show_state("empty", EMPTY[self.filter])

    def show_may(self, may: str) -> None:
        """Only a supervisor begins anew; others see that it could be."""
        self._may = may
        for button in (self.all, *(line.again for line in self.lines)):
            button.setEnabled(bool(may))
            button.setToolTip("" if may else self.tr("请主管来做"))

    def _chosen(self, key: str) -> None:
        self.filter = "" if key == "all" else key
        self._shown = None
        self.filter_chosen.emit(self.filter)


def _indented(words: QWidget) -> QHBoxLayout:
    """Under the order, the whole width to itself: the reason is what one reads first."""
    made = QHBoxLayout()
    made.setContentsMargins(GUTTER, 0, GUTTER, 0)
    made.addWidget(words)
    return made


def state(line: WriteBackLine) -> str:
    """The hub's word; a try under way or waiting says which."""
    return f"第 {line.tries} 次未成" if line.state == "pending" and line.tries else line.state_name
