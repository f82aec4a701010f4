"""接口调用: the hand-overs with the one that broke, every interface with its failures and times, and the single calls (S8)."""

from datetime import datetime

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ordertower_desktop.models import calls as words
from ordertower_desktop.views.calls.lines import HOPS, INTERFACES, HopWidget, InterfaceWidget
from ordertower_desktop.views.parts.area import column
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Card, Rule, clear
from ordertower_desktop.views.parts.combo import Combo
from ordertower_desktop.views.parts.flow import Flow
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.minihead import MiniHead
from ordertower_desktop.views.parts.plaintable import PlainTable
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.writeback.cells import GUTTER
from ordertower_desktop.wire.calls import CallSummary

WIDTHS = (120, 106, 62, 0, 124, 66, 100, 112, 152)


class CallsPage(QWidget):
    """`order_asked(order)`; `summary_asked(hours)`; `export_asked`: what is shown."""

    order_asked = Signal(str)
    summary_asked = Signal(int)
    export_asked = Signal()

    def __init__(self, theme: Theme, rows: words.CallRows) -> None:
        super().__init__()
        self._theme, self.rows = theme, rows
        self.told: CallSummary | None = None
        self.hops: list[HopWidget] = []
        self.interfaces: list[InterfaceWidget] = []
        self.which = Segmented(theme, (("links", self.tr("环节与接口")), ("calls", self.tr("每次调用"))), "links")
        self.hours = Combo(theme, self.tr("看多久"), words.HOURS, strong="")
        self.source = Combo(theme, self.tr("哪个系统"), (("", self.tr("全部系统")),), strong="")
        self.kind = Combo(theme, self.tr("哪类应答"), words.ANSWERS, strong="")
        self.only = Button(theme, "", icon="x", small="yes")
        self.export = Button(theme, self.tr("导出"), icon="download")
        self.verdict = PlainLabel(theme, wrap="yes", strong="yes")
        self.empty, self.none = StateView(theme), StateView(theme)
        self.table = PlainTable(rows, WIDTHS, name=self.tr("每次调用"))
        self.stack, self._interface = QStackedWidget(), ""
        self._links, self._sums = QVBoxLayout(), QVBoxLayout()
        self.hours.choose("24")
        self._build()
        self._connect()
        self._show_rows()

    def _build(self) -> None:
        strip = QWidget()
        flow = Flow(strip, gap=8)
        for widget in (self.which, self.hours, self.source, self.kind, self.only, self.export):
            flow.addWidget(widget)
        calls = Card(self._theme, padding=1)
        calls.body.addWidget(self.table, 1)
        calls.body.addWidget(self.none, 1)
        self.stack.addWidget(column(self._cards()))
        self.stack.addWidget(calls)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 14, 16, 14)
        outer.setSpacing(10)
        for part in (strip, self.verdict):
            outer.addWidget(part)
        outer.addWidget(self.stack, 1)
        self.empty.show_state("wait", self.tr("正在取调用记录"))
        self.none.show_state("wait", self.tr("正在取调用记录"))
        self.verdict.hide()

    def _cards(self) -> QWidget:
        """Hand-overs over interfaces."""
        inner, way = QWidget(), Card(self._theme, self.tr("环节"), self.tr("订单一路经过的系统，各在何时说过话"), padding=1)
        every = Card(self._theme, self.tr("接口"), self.tr("失败多的在前，再按 p95；点接口看每次调用"), padding=1)
        for card, head, lines in ((way, HOPS, self._links), (every, INTERFACES, self._sums)):
            card.head.setContentsMargins(15, 0, 15, 0)
            card.body.setSpacing(0)
            card.body.addWidget(MiniHead(self._theme, head, gutter=GUTTER))
            lines.setSpacing(0)
            card.body.addLayout(lines)
        every.body.addWidget(self.empty)
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        for widget in (way, every):
            box.addWidget(widget)
        box.addStretch(1)
        return inner

    def _connect(self) -> None:
        self.which.chosen.connect(self._turn)
        self.hours.activated.connect(lambda _place: self.look())
        for combo in (self.source, self.kind):
            combo.activated.connect(lambda _place: self._narrow())
        self.only.clicked.connect(lambda: self._of(self.source.key(), ""))
        self.export.clicked.connect(self.export_asked)
        self.rows.changed.connect(self._show_rows)
        self.table.near_end.connect(self.rows.more)
        self.table.activated.connect(self._open)
        self._show_choice()

    def look(self) -> None:
        """Ask for what is chosen."""
        self.summary_asked.emit(int(self.hours.key() or "24"))
        self._narrow()

    def show_summary(self, told: CallSummary, now: datetime) -> None:
        """Made anew only when something was said."""
        self.source.offer(words.systems(told))
        if told == self.told:
            return
        self.told = told
        self.hops = [HopWidget(self._theme, one, now) for one in told.hops]
        self.interfaces = [InterfaceWidget(self._theme, one, now) for one in told.interfaces]
        for box, lines in ((self._links, self.hops), (self._sums, self.interfaces)):
            clear(box)
            for line in lines:
                box.addWidget(line)
                box.addWidget(Rule(self._theme))
        for line in self.interfaces:
            line.asked.connect(self._of)
        self.empty.setVisible(not told.interfaces)
        self.empty.show_state("empty", self.tr("这段时间没有调用过外部系统"), self.tr("接入的系统一被读取，就会记在这里"))
        self.verdict.show()
        self.verdict.set_role("red" if told.broken else "green")
        self.verdict.setText(self.tr("断点：{0}").format(told.broken) if told.broken else self.tr("各环节都在说话，没有断点"))

    def show_trouble(self, said: str) -> None:
        """What was shown stays; without anything, why."""
        if self.told is None:
            self.empty.show_state("error", said)
        if not self.rows.lines:
            self.none.show_state("error", said)

    def _turn(self, which: str) -> None:
        self.which.choose(which)
        self.stack.setCurrentIndex(("links", "calls").index(which))
        self._show_choice()

    def _of(self, source: str, interface: str) -> None:
        """The single calls of one interface, or of all."""
        self._interface = interface
        self.source.choose(source)
        self._turn("calls")
        self._narrow()

    def _narrow(self) -> None:
        self.rows.narrow(self.hours.key(), self.source.key(), self.kind.key(), self._interface)

    def _show_choice(self) -> None:
        calls = self.stack.currentIndex() == 1
        self.source.setVisible(calls)
        self.kind.setVisible(calls)
        self.only.setVisible(calls and bool(self._interface))
        self.only.setText(self._interface)
        self.only.setAccessibleName(self.tr("不再只看接口 {0}").format(self._interface))

    def _show_rows(self) -> None:
        some = bool(self.rows.lines)
        self.table.setVisible(some)
        self.none.setVisible(not some)
        self.export.setEnabled(some or self.told is not None)
        if self.rows.trouble:
            self.none.show_state("error", self.rows.trouble)
        elif not self.rows.waiting:
            self.none.show_state("empty", self.tr("没有这样的调用"), self.tr("换个系统、应答或时间再看"))

    def _open(self, index: QModelIndex) -> None:
        """Enter or a double click on a call that was made for an order leads there."""
        if order := self.rows.lines[index.row()].order:
            self.order_asked.emit(order)
