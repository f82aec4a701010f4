"""我的: one order at a time, with what is wrong, the one thing to do now, and what comes after it."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ordertower_desktop.models.mine.queue import Tally, because
from ordertower_desktop.models.mine.thing import Thing, next_thing
from ordertower_desktop.models.script import script
from ordertower_desktop.views.mine.bar import MineBar
from ordertower_desktop.views.mine.cards import Customer, NextCard, Script, Trouble
from ordertower_desktop.views.mine.keys import KEYS
from ordertower_desktop.views.mine.tally import TallyStrip
from ordertower_desktop.views.mine.upcoming import Upcoming
from ordertower_desktop.views.order.column import Column
from ordertower_desktop.views.order.header import OrderHeader, of_page, of_row
from ordertower_desktop.views.order.steps import StepsPanel
from ordertower_desktop.views.order.talk import TalkPanel
from ordertower_desktop.views.parts.card import row as side_by_side
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.rows import PoolRow

STEPS_WIDE, NARROW = 392, 1240


class MinePage(QWidget):
    """Shows what it is handed; `asked` carries a verb of its keys, `known` a verb with everything that it needs."""

    asked = Signal(str)
    known = Signal(str, dict)
    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("我的"))
        self.row: PoolRow | None = None
        self.page: OrderPage | None = None
        self.thing: Thing | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.tally, self.bar, self.upcoming = TallyStrip(theme), MineBar(theme), Upcoming(theme)
        self.head = OrderHeader(theme, edge="all", radius=10)
        self.customer, self.trouble, self.next = Customer(theme), Trouble(theme), NextCard(theme)
        self.script, self.steps, self.talk = Script(theme), StepsPanel(theme), TalkPanel(theme)
        self.state = StateView(theme)
        self._stack = QStackedWidget()
        self._guide = self._guided()
        for widget in (self._guide, self.state):
            self._stack.addWidget(widget)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        for widget in (self.tally, self._stack, self.bar):
            outer.addWidget(widget, 1 if widget is self._stack else 0)
        self._connect()

    def _guided(self) -> QWidget:
        column = Column(left=16, gutter=12)
        column.body.addWidget(self.head)
        about = side_by_side(spacing=12)
        for card in (self.customer, self.trouble, self.next):
            about.addWidget(card, 1 if card is self.trouble else 0)
        column.body.addLayout(about)
        work = QHBoxLayout()
        work.setSpacing(12)
        said = QVBoxLayout()
        said.setSpacing(12)
        for panel in (self.script, self.talk):
            said.addWidget(panel)
        said.addStretch(1)
        work.addLayout(said, 1)
        self.steps.setFixedWidth(STEPS_WIDE)
        work.addWidget(self.steps, 0, Qt.AlignmentFlag.AlignTop)
        column.body.addLayout(work)
        column.body.addStretch(1)
        made = QWidget()
        box = QHBoxLayout(made)
        box.setContentsMargins(0, 0, 16, 0)
        box.setSpacing(0)
        box.addWidget(column, 1)
        side = QVBoxLayout()
        side.setContentsMargins(0, 16, 0, 12)
        side.addWidget(self.upcoming)
        box.addLayout(side)
        return made

    def _connect(self) -> None:
        self.bar.asked.connect(self.do)
        self.tally.list_asked.connect(lambda: self.asked.emit("list"))
        self.upcoming.rest_asked.connect(lambda: self.asked.emit("list"))
        self.upcoming.chosen.connect(self.chosen)
        self.trouble.link.clicked.connect(lambda: self.asked.emit("open"))
        self.head.why_asked.connect(lambda _block: self.asked.emit("open"))
        self.script.copy_asked.connect(lambda: self.asked.emit("script"))
        self.steps.asked.connect(self.known)
        self.steps.form.left.connect(self.setFocus)
        self.talk.note_written.connect(lambda words: self.known.emit("note", {"text": words}))
        self.state.asked.connect(lambda: self.asked.emit("pool"))
        for one in KEYS:
            for keys in filter(None, (one.key, one.twin)):
                shortcut = QShortcut(QKeySequence(keys), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(lambda verb=one.verb: self.do(verb))

    # what is shown

    def show_order(self, row: PoolRow, page: OrderPage | None, now: datetime, *, post: str) -> None:
        """The order at hand, by its row at once and by its page when that is there."""
        moved = self.row is None or self.row.case != row.case
        self.row, self.page, self.thing = row, page, next_thing(row, post)
        self.head.show_head(of_page(page, row, now) if page else of_row(row, now), now)
        self.customer.show_row(row)
        self.trouble.show_order(row, page, because(row, now, post=post))
        self.next.show_thing(self.thing)
        self.script.show_words(script(row, now))
        self._show_steps(row, page, now)
        self.talk.setVisible(page is not None)
        if page is not None:
            self.talk.show_page(page, now)
        elif moved:
            self.talk.clear_page()
        self.bar.show_go(self.thing.go)
        self._turn("guide")

    def show_nothing(self, line: str, detail: str, *, link: str = "") -> None:
        """No order is at hand, and why."""
        self.row = self.page = self.thing = None
        self.state.show_state("empty", line, detail, link=link)
        self._turn("nothing")

    def show_rest(self, rows: Sequence[PoolRow], now: datetime, *, post: str) -> None:
        self.upcoming.show_rows(rows, now, post)

    def show_tally(self, found: Tally, limit: int) -> None:
        self.tally.show_tally(found, limit)

    def tick(self, now: datetime) -> None:
        self.head.tick(now)
        self.steps.tick(now)
        self.upcoming.lines.update()

    def _show_steps(self, row: PoolRow, page: OrderPage | None, now: datetime) -> None:
        steps = row.steps or (page.steps if page else [])
        name = row.playbook if row.steps else page.playbook if page else ""
        self.steps.show_steps(name, steps, now)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for both, the order at hand goes before what comes after it."""
        super().resizeEvent(event)
        self.upcoming.setVisible(self.width() >= NARROW)

    def _turn(self, to: str) -> None:
        self._stack.setCurrentWidget(self._guide if to == "guide" else self.state)
        self.bar.setVisible(to == "guide")

    # what somebody wants

    def do(self, verb: str) -> None:
        """A key or a button. What belongs to the step at hand is done in its form, the rest is for the glass."""
        if self.row is None and verb not in ("list", "undo"):
            return
        match verb:
            case "go" if self.thing is not None and self.thing.verb == "finish_step":
                self.steps.do("finish_step")
            case "finish_step" | "skip_step" | "reopen_step":
                self.steps.do(verb)
            case "note" if self.page is not None:
                self.talk.write()
            case _:
                self.asked.emit(verb)
