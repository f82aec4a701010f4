"""库存: what lies where, what orders hold of it and what is on sale; under it the orders that hold the chosen goods."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ordertower_desktop.models import stock as words
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.area import scrolled
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Card, Rule, clear
from ordertower_desktop.views.parts.combo import Combo
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.minihead import Column, MiniHead
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.stock.lines import HOLDS, STOCK, HoldLine, StockLine
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.writeback.cells import GUTTER
from ordertower_desktop.wire.stock import HoldPage, StockPage, StockRow


class StockPageView(QWidget):
    """`wanted`: another choice; `more_asked(after)`: the next page; `holds_asked(code, warehouse)`: who holds it; `order_asked(order)`."""

    wanted = Signal()
    more_asked = Signal(str)
    holds_asked = Signal(str, str)
    order_asked = Signal(str)
    export_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.told: StockPage | None = None
        self.rows: tuple[StockRow, ...] = ()
        self.lines: list[StockLine] = []
        self.holds: list[HoldLine] = []
        self.chosen: tuple[str, str] | None = None
        self.card, self.below = Card(theme, self.tr("库存"), padding=1), Card(theme, self.tr("谁占用"), padding=1)
        self.like = QLineEdit()
        self.states, self.places = Combo(theme, self.tr("只看哪些行")), Combo(theme, self.tr("只看哪个仓"))
        self.more = Button(theme, self.tr("再取一页"), small="yes")
        self.export = Button(theme, self.tr("导出"), icon="download", small="yes")
        self.foot = PlainLabel(theme, "", size=12, role="text2", wrap="yes")
        self.trouble = PlainLabel(theme, "", size=12, role="amber", wrap="yes")
        self.empty, self.free = StateView(theme), StateView(theme)
        self._list, self._holds = QVBoxLayout(), QVBoxLayout()
        self._join()
        self._build()
        self.empty.show_state("wait", self.tr("正在取库存"))
        self.free.show_state("empty", self.tr("点一个 SKU，看哪些订单占着它"))
        self._fill()

    def _join(self) -> None:
        self.like.setPlaceholderText(self.tr("SKU"))
        self.like.setAccessibleName(self.tr("只看含这些字的 SKU"))
        self.like.setClearButtonEnabled(True)
        self.like.setFixedWidth(132)
        self.like.editingFinished.connect(self.wanted)
        for combo in (self.states, self.places):
            combo.activated.connect(lambda _place: self.wanted.emit())
        self.more.clicked.connect(self._read_on)
        self.export.clicked.connect(self.export_asked)

    def _build(self) -> None:
        for widget in (self.like, self.places, self.states, self.more, self.export):
            self.card.head.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 14)
        box.setSpacing(12)
        parts: tuple[tuple[Card, tuple[Column, ...], QVBoxLayout, StateView, int], ...] = (
            (self.card, STOCK, self._list, self.empty, 3), (self.below, HOLDS, self._holds, self.free, 2),
        )  # fmt: skip
        for card, columns, lines, state, part in parts:
            card.head.setContentsMargins(15, 0, 15, 0)
            card.body.setSpacing(0)
            card.body.addWidget(MiniHead(self._theme, columns, gutter=GUTTER))
            lines.setSpacing(0)
            card.body.addWidget(scrolled(lines, state), 1)
            box.addWidget(card, part)
        for said in (self.trouble, self.foot):
            under = QVBoxLayout()
            under.setContentsMargins(GUTTER, 4, GUTTER, 0)
            under.addWidget(said)
            self.card.body.addLayout(under)

    @property
    def question(self) -> tuple[str, str, str]:
        """What is looked at: text of the code, warehouse, state."""
        return self.like.text().strip(), self.places.key(), self.states.key()

    def show_page(self, told: StockPage, now: datetime, *, more: str = "") -> None:
        """The first page, or with `more` a further one under it."""
        self.told = told
        self.states.offer(words.choices(told))
        self.places.offer(words.places(told))
        self._show_rows((*self.rows, *told.items) if more else tuple(told.items), now)
        asked = any(self.question)
        none = self.tr("没有这样的行") if asked else self.tr("还没有来源告诉库存")
        self.empty.show_state("empty", none, "" if asked else self.tr("在映射文件里写 [stock]，见 docs/stock.md"))
        self._fill()

    def _show_rows(self, rows: Sequence[StockRow], now: datetime) -> None:
        """Made anew only when something was said."""
        if tuple(rows) == self.rows:
            return
        self.rows = tuple(rows)
        clear(self._list)
        self.lines = [StockLine(self._theme, row, now) for row in self.rows]
        for line in self.lines:
            line.holds_asked.connect(self._choose)
            self._list.addWidget(line)
            self._list.addWidget(Rule(self._theme))

    def _fill(self) -> None:
        told = self.told
        self.empty.setVisible(not self.rows)
        self.export.setEnabled(bool(self.rows))
        self.more.setVisible(told is not None and bool(told.after))
        self.foot.setText("；".join(filter(None, (words.unpaid(told), words.accuracy(told)))) if told else "")
        self.foot.setVisible(bool(self.foot.text()))
        self.trouble.setText(self.tr("没有取到：{0}").format("；".join(told.troubles)) if told and told.troubles else "")
        self.trouble.setVisible(bool(self.trouble.text()))

    def _choose(self, sku: str, warehouse: str) -> None:
        self.chosen = sku, warehouse
        self.below.set_note(f"{paint.plain(sku)} · {words.place(paint.plain(warehouse))}")
        self.holds_asked.emit(sku, warehouse)

    def show_holds(self, told: HoldPage) -> None:
        """The orders that hold the chosen goods."""
        clear(self._holds)
        self.holds = [HoldLine(self._theme, row) for row in told.items]
        for line in self.holds:
            line.order_asked.connect(self.order_asked)
            self._holds.addWidget(line)
            self._holds.addWidget(Rule(self._theme))
        self.free.setVisible(not self.holds)
        self.free.show_state("empty", self.tr("没有订单占用或等这件货"))

    def _read_on(self) -> None:
        if self.told is not None:
            self.more_asked.emit(self.told.after)

    def show_trouble(self, said: str) -> None:
        """What was shown stays; without anything, why."""
        if self.told is None:
            self.empty.show_state("wait", said)

    def tick(self, now: datetime) -> None:
        for line in self.lines:
            line.tick(now)
