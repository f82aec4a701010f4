"""The orders that wait: passed, for people, to be looked at again, with an unclear address; and what warehouses were told."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout

from ordertower_desktop.models import text
from ordertower_desktop.views.parts.area import scrolled
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Card, Rule, clear
from ordertower_desktop.views.parts.minihead import MiniHead
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.release.lines import GUTTER, ORDERS, RECEIPTS, OrderLine, ReceiptLine
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.preaudit import AuditLine, PreAuditPage
from ordertower_desktop.wire.warehouse import Receipt

LISTS = (("hand", "待人工"), ("pass", "已通过"), ("sampled", "抽检"), ("address", "地址拦截"), ("auto", "自动处置"), ("all", "仓库回执"))
EMPTY = {
    "hand": "没有等人审核的订单", "pass": "没有等着放行的订单", "sampled": "没有要抽检的订单", "address": "没有地址不清的订单",
    "auto": "还没有自动处置", "all": "还没有给仓库发过指令",
}  # fmt: skip
DRAFT = "预审还是草稿，不看订单。先改成“影子”跑几天，每一单都会写出原因，什么也不放行"
TOLD = ("auto", "all")
MOST = 60
S = TypeVar("S", AuditLine, Receipt)


class OrdersCard(Card):
    """`acted(command, orders)`, `all_asked(list)`, `marked(order, "right" | "wrong")`, `order_asked(order)`, `list_chosen(list)`."""

    acted = Signal(str, list)
    all_asked = Signal(str)
    marked = Signal(str, str)
    order_asked = Signal(str)
    list_chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, padding=1)
        self.list = "hand"
        self._shown: tuple[AuditLine | Receipt, ...] | None = None
        self.lines: list[OrderLine | ReceiptLine] = []
        self.choice = Segmented(theme, LISTS, self.list)
        self.choice.chosen.connect(self._chosen)
        self.all = Button(theme, "", kind="primary", icon="send", small="yes")
        self.all.clicked.connect(lambda: self.all_asked.emit(self.list))
        self.all.hide()
        self.head.setContentsMargins(15, 0, 15, 0)
        self.head.insertWidget(0, self.choice)
        self.head.addWidget(self.all)
        self.body.setSpacing(0)
        self.heads = {"orders": MiniHead(theme, ORDERS, gutter=GUTTER), "receipts": MiniHead(theme, RECEIPTS, gutter=GUTTER)}
        for head in self.heads.values():
            self.body.addWidget(head)
        self.heads["receipts"].hide()
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.empty = StateView(theme)
        self.body.addWidget(scrolled(self._list, self.empty), 1)
        self.empty.show_state("wait", self.tr("正在取订单"))
        for key, word in (("Y", "right"), ("N", "wrong")):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda word=word: self.answer(word))

    def answer(self, word: str) -> None:
        """One key: right or wrong for the line that has the focus, else the first."""
        if self.list == "sampled" and self.lines:
            focus = QApplication.focusWidget()
            line = next((one for one in self.lines if focus is not None and one.isAncestorOf(focus)), self.lines[0])
            self.marked.emit(line.order, word)

    def show_page(self, page: PreAuditPage) -> None:
        """The counts of all lists, and the lines of the one that is shown."""
        for key, name in LISTS:
            self.choice.rename(key, f"{name} {text.count(page.waiting[key])}" if page.waiting.get(key) else name)
        if self.list in TOLD:
            return
        waits = page.waiting.get(self.list, 0)
        self.all.setText(self.tr("放行 {0} 单").format(text.count(waits)))
        self.all.setVisible(bool(waits) and self.list in ("hand", "pass") and bool(page.warehouses))
        hint = DRAFT if page.state == page.address == "draft" else ""
        self._show(page.lines, lambda line: OrderLine(self._theme, line, self.list, page.now), whole=waits, hint=hint)

    def show_receipts(self, found: Sequence[Receipt], now: datetime) -> None:
        if self.list in TOLD:
            self._show(found, lambda one: ReceiptLine(self._theme, one, now), whole=len(found))

    def _show(self, said: Sequence[S], make: Callable[[S], OrderLine | ReceiptLine], *, whole: int, hint: str = "") -> None:
        """Made anew only when something was said."""
        if tuple(said) == self._shown:
            return
        self._shown = tuple(said)
        clear(self._list)
        self.lines = [make(one) for one in said]
        for line in self.lines:
            line.acted.connect(lambda command, order: self.acted.emit(command, [order]))
            line.order_asked.connect(self.order_asked)
            if isinstance(line, OrderLine):
                line.marked.connect(self.marked)
            self._list.addWidget(line)
            self._list.addWidget(Rule(self._theme))
        self.set_note(self.tr("先付款的 {0} 单").format(MOST) if whole > len(said) and self.list not in TOLD else "")
        self.empty.setVisible(not said)
        self.empty.show_state("empty", EMPTY[self.list], hint)

    def _chosen(self, key: str) -> None:
        self.list, self._shown, self.lines = key, None, []
        for name, head in self.heads.items():
            head.setVisible((name == "receipts") == (key in TOLD))
        self.all.hide()
        clear(self._list)
        self.empty.setVisible(True)
        self.empty.show_state("wait", self.tr("正在取订单"))
        self.list_chosen.emit(key)
