"""The pane beside the list: one order, its clocks, its cause, what the systems say, what happened last."""

from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.parts import paint, tips
from ordertower_desktop.views.parts.button import Button, IconButton, Link
from ordertower_desktop.views.parts.card import Rule, Surface, clear, row
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.parts.mark import Mark
from ordertower_desktop.views.parts.words import Shares, Words
from ordertower_desktop.views.pool.clockline import ClockLine
from ordertower_desktop.views.pool.number import NumberLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import Cell, OrderPage, SnapshotColumn
from ordertower_desktop.wire.rows import FORESEEN, PoolRow

LAST_LINES, MOST_TITLE = 4, 16
KINDS = {"platform": "平台", "erp": "ERP", "wms": "WMS", "carrier": "物流", "crm": "CRM"}


class DetailPane(Surface):
    """320 to 480 wide. It shows the row at once and the rest when the page arrives."""

    asked = Signal(str)
    why_asked = Signal()
    cluster_asked = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, edge="left")
        self._theme = theme
        self._row: PoolRow | None = None
        self._page: OrderPage | None = None
        self._now: datetime | None = None
        self._clocks: list[ClockLine] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._head())
        scroll = QScrollArea()
        scroll.setAccessibleName(self.tr("订单概要"))
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self._body = QVBoxLayout(inner)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        scroll.setWidget(inner)
        outer.addWidget(scroll, 1)
        outer.addWidget(Rule(theme))
        outer.addLayout(self._foot())

    def _head(self) -> QWidget:
        theme = self._theme
        head = QWidget()
        box = QVBoxLayout(head)
        box.setContentsMargins(16, 14, 12, 14)
        box.setSpacing(3)
        self._kind, self._vip, self._state = Badge(theme, hue="red"), Badge(theme, hue="purple"), Badge(theme)
        wide, close = IconButton(theme, "maximize-2", self.tr("打开订单页"), size=26), IconButton(theme, "x", self.tr("关上"), size=26)
        wide.clicked.connect(lambda: self.asked.emit("open"))
        close.clicked.connect(self.closed)
        box.addLayout(row(self._kind, self._vip, self._state, 1, wide, close))
        self._number = NumberLabel(theme)
        box.addLayout(row(self._number, 1))
        self._goods, self._who = Words(theme), Elided(theme, role="text2")
        box.addWidget(self._goods)
        box.addWidget(self._who)
        return head

    def _foot(self) -> QHBoxLayout:
        take = Button(self._theme, self.tr("接手"), kind="primary", icon="hand", key="A")
        pull = Button(self._theme, self.tr("重新拉取"), icon="refresh-cw")
        over = Button(self._theme, self.tr("转派"))
        more = Button(self._theme, "", icon="ellipsis")
        more.setAccessibleName(self.tr("更多操作"))
        for button, verb in ((take, "acknowledge"), (pull, "repull"), (over, "hand_over"), (more, "menu")):
            button.clicked.connect(lambda _on=False, verb=verb: self.asked.emit(verb))
        made = row(take, pull, over, more, 1, spacing=6)
        made.setContentsMargins(16, 12, 16, 12)
        return made

    def show_row(self, shown: PoolRow | None, now: datetime) -> None:
        """One case, or None for nothing."""
        if shown is not None and shown is self._row:
            return
        same = self._row is not None and shown is not None and self._row.case == shown.case
        self._row, self._now = shown, now
        if not same:
            self._page = None
        self.setEnabled(shown is not None)
        if shown is not None:
            self._fill_head(shown, now)
            self._fill_body(shown, now)

    def show_page(self, page: OrderPage, now: datetime) -> None:
        """The whole order, if it is still the one that is shown."""
        if self._row is not None and page.order == self._row.order:
            self._page = page
            self._fill_body(self._row, now)

    def tick(self, now: datetime) -> None:
        self._now = now
        for line in self._clocks:
            line.tick(now)

    def _fill_head(self, shown: PoolRow, now: datetime) -> None:
        late = shown.due_at is not None and shown.due_at <= now and shown.state == "open"
        self._kind.show_text(shown.kind_name, "red" if late else "amber", glyph="triangle" if late else "diamond")
        self._vip.show_text(shown.vip, "purple")
        self._vip.setVisible(bool(shown.vip))
        closed = shown.state not in ("open", FORESEEN)
        words = {FORESEEN: self.tr("预警，还没入池"), "resolved": "已结单", "recovered": "自动恢复", "archived": "已归档"}.get(
            shown.state, ""
        )
        waiting = self.tr("待发出") if shown.pending else ""
        self._state.show_text(words or waiting, "green" if closed else "blue")
        self._state.setVisible(bool(words or waiting))
        self._number.show_number(shown.order)
        goods = " · ".join(part for part in (shown.shop, shown.title[:MOST_TITLE]) if part)
        price = text.worth(shown.amount_fen, shown.veiled)
        self._goods.show_runs([(goods, "text2", ""), (" · " if goods and price else "", "text2", ""), (price, "text", "yes")])
        place = " ".join(part for part in (shown.province, shown.city, shown.district) if part)
        who = " · ".join(part for part in (shown.buyer, shown.phone, place) if part)
        self._who.set_text(who)
        self._who.setVisible(bool(who))

    def _fill_body(self, shown: PoolRow, now: datetime) -> None:
        clear(self._body)
        self._add_clocks(shown, now)
        self._add_cause(shown)
        if self._page is not None:
            self._add_systems(self._page, now)
            self._add_steps(self._page)
            self._add_log(self._page)
        self._body.addStretch(1)

    def _section(self, title: str, right: QWidget | None = None) -> QVBoxLayout:
        """A rule over the whole width, a title line, and room below it."""
        self._body.addWidget(Rule(self._theme))
        part = QVBoxLayout()
        part.setContentsMargins(16, 11, 16, 13)
        part.setSpacing(5)
        label = PlainLabel(self._theme, title, strong="yes", role="text2", size=12)
        part.addLayout(row(label, 1, right) if right is not None else row(label, 1))
        self._body.addLayout(part)
        return part

    def _add_clocks(self, shown: PoolRow, now: datetime) -> None:
        why = Link(self._theme, self.tr("为何是这个时限"), icon="circle-help", size=12)
        why.clicked.connect(self.why_asked)
        part = self._section(self.tr("时钟"), why)
        self._clocks = [ClockLine(self._theme, clock) for clock in shown.clocks if clock.state != "done"]
        for line in self._clocks:
            line.tick(now)
            part.addWidget(line)
        if not self._clocks:
            part.addWidget(PlainLabel(self._theme, self.tr("没有在走的时钟"), role="text2"))

    def _add_cause(self, shown: PoolRow) -> None:
        sure = PlainLabel(self._theme, self.tr("把握 {0}%").format(shown.confidence) if shown.confidence else "", role="text2", size=12)
        part = self._section(self.tr("原因"), sure)
        head = "：".join(piece for piece in (shown.cause_name or self.tr("原因未明"), shown.cause_detail) if piece)
        part.addWidget(PlainLabel(self._theme, head, size=14, strong="yes", wrap="yes"))
        page = self._page
        if page is not None and (page.cause_text or page.same_cause > 1):
            same = self.tr("同因 {0} 单，涉及 {1}。").format(text.count(page.same_cause), text.worth_sum(page.same_cause_fen, page.veiled))
            told = PlainLabel(self._theme, page.cause_text + (same if page.same_cause > 1 else ""), role="text2", wrap="yes")
            part.addWidget(told)
        if shown.held:
            waits = self.tr("{0} 停更，这一单先不催；恢复后自动补判").format(shown.held)
            part.addWidget(PlainLabel(self._theme, waits, role="amber", wrap="yes"))
        if shown.cause:
            cluster = Link(self._theme, self.tr("整簇处理"), icon="layers")
            cluster.clicked.connect(lambda: self.cluster_asked.emit(shown.cause))
            proof = Link(self._theme, self.tr("查看证据"), icon="file-text")
            proof.clicked.connect(lambda: self.asked.emit("open"))
            part.addLayout(row(cluster, proof, 1, spacing=14))

    def _add_systems(self, page: OrderPage, now: datetime) -> None:
        if not page.columns:
            return
        part = self._section(self.tr("各系统快照"))
        status = next((line for line in page.snapshot if line.field == "status"), None)
        cells = {cell.source: cell for cell in status.cells} if status else {}
        for column in page.columns:
            part.addLayout(self._system(column, cells.get(column.source), now))

    def _system(self, column: SnapshotColumn, cell: Cell | None, now: datetime) -> QHBoxLayout:
        """One source: what it says of the status, and how old that is."""
        theme = self._theme
        words = self.tr("无此单") if cell and cell.absent else cell.text if cell and cell.text else "—"
        differs = bool(cell and (cell.differs or cell.absent))
        name = PlainLabel(theme, KINDS.get(column.kind, column.name), role="text2")
        name.setFixedWidth(52)
        name.setToolTip(tips.tip(column.name))
        value = Elided(theme, words, role="red" if differs else "text")
        stale = column.state in ("refused", "silent", "late")
        age = text.spoken(now - column.seen_at) + self.tr("前") if column.seen_at else "—"
        aged = PlainLabel(theme, age, size=12, role="amber" if stale else "text2", strong="yes" if stale else "")
        made = row(name, *([Mark(theme, "equal-not", "red", size=13)] if differs else []), value, aged, spacing=5)
        made.setStretch(made.indexOf(value), 1)
        made.setContentsMargins(0, 1, 0, 1)
        return made

    def _add_steps(self, page: OrderPage) -> None:
        step = next((one for one in page.steps if one.state in ("current", "overdue")), None)
        if step is None:
            return
        part = self._section(self.tr("处理步骤"), PlainLabel(self._theme, page.playbook, role="text2", size=12))
        roles = {"done": "neutralF", "auto": "neutralF", "current": "accent", "overdue": "redF"}
        shares = Shares(self._theme, height=4)
        shares.show_parts([(1, roles.get(one.state, "track")) for one in page.steps])
        part.addWidget(shares)
        part.addSpacing(2)
        title = Elided(self._theme, step.title, strong="yes")
        line = row(Box(self._theme), title, PlainLabel(self._theme, step.right, role="text2"))
        line.setStretch(1, 1)
        part.addLayout(line)

    def _add_log(self, page: OrderPage) -> None:
        if not page.log:
            return
        part = self._section(self.tr("最近动态"))
        for entry in sorted(page.log, key=lambda one: one.at, reverse=True)[:LAST_LINES]:
            at = PlainLabel(self._theme, text.of_day(entry.at), role="text2")
            at.setFixedWidth(40)
            line = row(at, Elided(self._theme, entry.text), PlainLabel(self._theme, entry.who, role="text2", size=12), spacing=5)
            line.setStretch(1, 1)
            part.addLayout(line)


class Box(QWidget):
    """The empty box of a step that is still to be done; ticking it is done on the order page."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(18, 18)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.checkbox(painter, QRectF(self.rect()), "off", self._theme.color)
        painter.end()
