"""数据冲突: every order that two systems contradict each other about now, the oldest first, with what to do about it."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.models import conflicts as words
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.area import scrolled
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Card, Rule, clear
from ordertower_desktop.views.parts.combo import Combo
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.parts.minihead import Column, MiniHead
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.writeback.cells import GUTTER, lay
from ordertower_desktop.wire.conflicts import ConflictPage, ConflictRow

COLUMNS = (Column("订单", 182), Column("店铺", 168), Column("项目", 92), Column("谁说什么", 0), Column("已持续", 138))
LONGEST, TOP = 20, 34


class ConflictLine(QWidget):
    """One order and one field: what is said, and under it what to do."""

    order_asked = Signal(str)

    def __init__(self, theme: Theme, row: ConflictRow, now: datetime) -> None:
        super().__init__()
        self.row = row
        order = Link(theme, paint.plain(row.order)[-LONGEST:])
        order.setAccessibleName(f"打开订单 {paint.plain(row.order)}")
        order.clicked.connect(lambda: self.order_asked.emit(row.order))
        self._lasted = PlainLabel(theme, words.lasted(row, now), role="text2")
        shop = " · ".join(part for part in (row.platform, row.shop) if part)
        top, box = QWidget(), QVBoxLayout(self)
        box.setContentsMargins(0, 5, 0, 8 if row.line.advice else 5)
        box.setSpacing(0)
        box.addWidget(top)
        if row.line.advice:
            under, beside = QVBoxLayout(), Elided(theme, row.line.advice, size=12, role="text2")
            under.setContentsMargins(GUTTER + COLUMNS[0].width, 0, GUTTER, 0)
            under.addWidget(beside)
            box.addLayout(under)
        said = Elided(theme, words.against(row), strong="yes")
        lay(top, COLUMNS, (order, Elided(theme, shop), Badge(theme, row.line.name, "amber"), said, self._lasted), height=TOP)
        self.setAccessibleName(f"{paint.plain(row.order)} {row.line.name}：{paint.plain(words.against(row))}")

    def tick(self, now: datetime) -> None:
        self._lasted.setText(words.lasted(self.row, now))


class ConflictsPage(QWidget):
    """`order_asked(order)`; `wanted(field)`: this field only; `more_asked(after)`: the next page; `export_asked`: what is shown."""

    order_asked = Signal(str)
    wanted = Signal(str)
    more_asked = Signal(str)
    export_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows: tuple[ConflictRow, ...] = ()
        self.lines: list[ConflictLine] = []
        self.told: ConflictPage | None = None
        self.card = Card(theme, self.tr("数据冲突"), self.tr("两个系统说法不一样满 2 分钟；一致满 2 分钟自己消除"), padding=1)
        self.fields = Combo(theme, self.tr("只看哪一项"))
        self.fields.activated.connect(lambda _place: self.wanted.emit(self.field))
        self.export = Button(theme, self.tr("导出"), icon="download", small="yes")
        self.export.clicked.connect(self.export_asked)
        self.more = Button(theme, self.tr("再取一页"), small="yes")
        self.more.clicked.connect(self._read_on)
        self.empty = StateView(theme)
        self.empty.show_state("wait", self.tr("正在取数据冲突"))
        self._list = QVBoxLayout()
        self._build()
        self.show_rows((), None)

    def _build(self) -> None:
        self.card.head.setContentsMargins(15, 0, 15, 0)
        for widget in (self.fields, self.more, self.export):
            self.card.head.addWidget(widget)
        self.card.body.setSpacing(0)
        self.card.body.addWidget(MiniHead(self._theme, COLUMNS, gutter=GUTTER))
        self._list.setSpacing(0)
        self.card.body.addWidget(scrolled(self._list, self.empty), 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 14, 16, 14)
        outer.addWidget(self.card)

    @property
    def field(self) -> str:
        """Which field is looked at; empty is all."""
        return self.fields.key()

    def show_page(self, told: ConflictPage, now: datetime, *, more: str = "") -> None:
        """The first page, or with `more` a further one under it."""
        self.told = told
        rows = (*self.rows, *told.items) if more else tuple(told.items)
        self.fields.offer(words.choices(told))
        self.show_rows(rows, now)
        self.empty.show_state("empty", self.tr("各系统说法一致"), self.tr("出现冲突满 2 分钟，会自己列在这里"))

    def show_rows(self, rows: Sequence[ConflictRow], now: datetime | None) -> None:
        """Made anew only when something was said."""
        if now is not None and tuple(rows) != self.rows:
            self.rows = tuple(rows)
            clear(self._list)
            self.lines = [ConflictLine(self._theme, row, now) for row in self.rows]
            for line in self.lines:
                line.order_asked.connect(self.order_asked)
                self._list.addWidget(line)
                self._list.addWidget(Rule(self._theme))
        self.empty.setVisible(not self.rows)
        self.export.setEnabled(bool(self.rows))
        self.more.setVisible(self.told is not None and bool(self.told.after))
        self.fields.setVisible(self.fields.count() > 1)

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
