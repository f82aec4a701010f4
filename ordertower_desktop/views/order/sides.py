"""The two columns of the page: the life and the readings left, the work right."""

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from ordertower_desktop.views.order.ball import BallPanel
from ordertower_desktop.views.order.cause import CausePanel
from ordertower_desktop.views.order.chase import ChasePanel
from ordertower_desktop.views.order.column import Column, Waiting
from ordertower_desktop.views.order.conflicts import ConflictPanel
from ordertower_desktop.views.order.customer import CustomerPanel
from ordertower_desktop.views.order.history import HistoryPanel
from ordertower_desktop.views.order.knowledge import KnowledgePanel
from ordertower_desktop.views.order.lanes.card import LanesCard
from ordertower_desktop.views.order.ownfields import OwnPanel
from ordertower_desktop.views.order.preaudit import PreAuditPanel
from ordertower_desktop.views.order.snapshot import SnapshotCard
from ordertower_desktop.views.order.steps import StepsPanel
from ordertower_desktop.views.order.stopgaps import StopgapPanel
from ordertower_desktop.views.order.talk import TalkPanel
from ordertower_desktop.views.order.writeback import WriteBackPanel
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.rows import PoolRow

RIGHT, GUTTER, WAIT_MS = 344, 16, 150


class LeftSide(QWidget):
    """One of three: what is known, grey shapes while it is on its way, or why it is not there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.lanes, self.snapshot = LanesCard(theme), SnapshotCard(theme)
        self._column = Column(left=GUTTER, gutter=12)
        self._column.body.addWidget(self.lanes)
        self._column.body.addWidget(self.snapshot, 1)
        self._empty, self.state = QWidget(), StateView(theme)
        self.state.show_state("wait", self.tr("正在取这一单"))
        waiting = QWidget()
        inner = QVBoxLayout(waiting)
        inner.setContentsMargins(GUTTER, 16, 12, 12)
        inner.addWidget(Waiting(theme))
        self._waiting = waiting
        self._stack = QStackedLayout(self)
        for page in (self._column, self._empty, self._waiting, self.state):
            self._stack.addWidget(page)
        self._timer = QTimer(self, interval=WAIT_MS, singleShot=True)
        self._timer.timeout.connect(lambda: self._stack.setCurrentWidget(self._waiting))

    @property
    def shows(self) -> str:
        """page | empty | waiting | state."""
        names = {self._column: "page", self._empty: "empty", self._waiting: "waiting", self.state: "state"}
        return names[self._stack.currentWidget()]  # type: ignore[index]

    def wait(self) -> None:
        """Nothing at first; grey shapes when it takes longer than an eye notices."""
        self._stack.setCurrentWidget(self._empty)
        self._timer.start()

    def say(self, kind: str, line: str, detail: str, *, link: str = "") -> None:
        self._timer.stop()
        self.state.show_state(kind, line, detail, link=link)
        self._stack.setCurrentWidget(self.state)

    def show_page(self, page: OrderPage, now: datetime) -> None:
        self._timer.stop()
        self.lanes.show_page(page, now)
        self.snapshot.show_page(page, now)
        self._stack.setCurrentWidget(self._column)

    def tick(self, now: datetime) -> None:
        if self.shows == "page":
            self.lanes.tick(now)
            self.snapshot.tick(now)


class RightSide(Column):
    """处理步骤, 原因与证据, 数据冲突, 自定义字段, 同类处理, 这位客户, 预审, 回传, 告警链, 球在谁手里, 沟通与备注, 历史."""

    raw_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(left=1, gutter=GUTTER)
        self.setFixedWidth(RIGHT)
        self.steps, self.cause, self.ball = StepsPanel(theme), CausePanel(theme), BallPanel(theme)
        self.talk, self.history, self.write_back = TalkPanel(theme), HistoryPanel(theme), WriteBackPanel(theme)
        self.chase, self.knowledge, self.pre_audit = ChasePanel(theme), KnowledgePanel(theme), PreAuditPanel(theme)
        self.stopgaps, self.conflicts, self.customer = StopgapPanel(theme), ConflictPanel(theme), CustomerPanel(theme)
        self.own, more = OwnPanel(theme), (self.pre_audit, self.write_back, self.chase, self.ball)
        self._between = (self.conflicts, self.own, self.knowledge, self.customer, *more)
        for panel in (self.stopgaps, self.steps, self.cause, *self._between, self.talk, self.history):
            self.body.addWidget(panel, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addStretch(1)
        self.stopgaps.asked.connect(self.steps.asked)
        self.cause.raw_asked.connect(self.raw_asked)
        self.history.raw_asked.connect(self.raw_asked)

    def show_row(self, row: PoolRow) -> None:
        """The row alone: its cause, and its steps when it is in hand; the rest comes with the page."""
        for panel in (self.steps, *self._between, self.history):
            panel.hide()
        self.talk.clear_page()
        self.talk.hide()
        self.cause.show_row(row)

    def show_steps(self, row: PoolRow | None, page: OrderPage | None, now: datetime) -> None:
        """The row's steps go before the page's: they hold what this desk has just done."""
        self.stopgaps.show_row(row, now)
        if row is not None and row.steps:
            self.steps.show_steps(row.playbook, row.steps, now)
        else:
            self.steps.show_steps(page.playbook if page else "", page.steps if page else (), now)

    def show_page(self, page: OrderPage, now: datetime) -> None:
        self.cause.show_page(page)
        self.conflicts.show_page(page, now)
        self.own.show_page(page, now)
        self.knowledge.show_page(page)
        self.customer.show_page(page, now)
        self.pre_audit.show_page(page, now)
        self.write_back.show_page(page, now)
        self.chase.show_page(page, now)
        self.ball.show_balls(page.ball)
        self.talk.show()
        self.talk.show_page(page, now)
        self.history.show_page(page, now)

    def tick(self, now: datetime) -> None:
        self.steps.tick(now)
