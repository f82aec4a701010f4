"""The lines of 库存: one for each code in each warehouse, and one for each order that holds the chosen one."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ordertower_desktop.models import stock as words
from ordertower_desktop.models import text
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.parts.minihead import Column
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.writeback.cells import lay
from ordertower_desktop.wire.stock import HoldRow, StockRow

STOCK = (
    Column("SKU", 0), Column("仓库", 96), *(Column(name, 64, "right") for name in ("在库", "占用", "缺", "可用", "在售")),
    Column("", 20), Column("截至", 104), Column("情况", 196),
)  # fmt: skip
HOLDS = (Column("订单", 186), Column("状态", 96), Column("件数", 56, "right"), Column("", 20), Column("店铺", 0), Column("阶段", 92),
         Column("占用时刻", 104), Column("释放", 148))  # fmt: skip
ROW, LONGEST = 36, 20


class StockLine(QWidget):
    """`holds_asked(code, warehouse)`: who holds it."""

    holds_asked = Signal(str, str)

    def __init__(self, theme: Theme, row: StockRow, now: datetime) -> None:
        super().__init__()
        self.row = row
        sku = Link(theme, paint.plain(row.sku)[:40])
        sku.setAccessibleName(f"看谁占用 {paint.plain(row.sku)}，{words.place(paint.plain(row.warehouse))}")
        sku.clicked.connect(lambda: self.holds_asked.emit(row.sku, row.warehouse))
        said, hue = words.matter(row, now)
        self._age = PlainLabel(theme, words.age(row, now), role="amber" if row.stale else "text3")
        self._age.setToolTip("、".join(paint.plain(name) for name in (row.source, row.shop) if name))
        figures = (
            (row.on_hand, "text"), (row.held, "text2"), (row.short, "amber" if row.short else "text3"),
            (row.free, "red" if row.free is not None and row.free < 0 else "text"), (row.on_sale, "red" if row.since else "text2"),
        )  # fmt: skip
        cells = [PlainLabel(theme, words.figure(number), role=role) for number, role in figures]
        matter = Badge(theme, said, hue, glyph="triangle" if hue == "red" else "diamond") if said else QWidget()
        place = Elided(theme, words.place(row.warehouse), role="text2")
        lay(self, STOCK, (sku, place, *cells, QWidget(), self._age, matter), height=ROW)
        told = zip(("在库", "占用", "缺", "可用", "在售"), figures, strict=True)
        numbers = "，".join(f"{name} {words.figure(number)}" for name, (number, _) in told)
        name = f"{paint.plain(row.sku)} {words.place(paint.plain(row.warehouse))}：{numbers}，{words.age(row, now)}"
        self.setAccessibleName(f"{name}，{said}" if said else name)

    def tick(self, now: datetime) -> None:
        self._age.setText(words.age(self.row, now))


class HoldLine(QWidget):
    """`order_asked(order)`."""

    order_asked = Signal(str)

    def __init__(self, theme: Theme, row: HoldRow) -> None:
        super().__init__()
        order = Link(theme, paint.plain(row.order)[-LONGEST:])
        order.setAccessibleName(f"打开订单 {paint.plain(row.order)}")
        order.clicked.connect(lambda: self.order_asked.emit(row.order))
        name, hue = words.hold(row)
        shop = " · ".join(part for part in (row.platform, row.shop) if part)
        lay(
            self,
            HOLDS,
            (
                order, Badge(theme, name, hue), PlainLabel(theme, text.count(row.quantity)), QWidget(), Elided(theme, shop),
                PlainLabel(theme, row.stage, role="text2"), PlainLabel(theme, text.of_day(row.since), role="text2"),
                PlainLabel(theme, words.lets_go(row), role="text3"),
            ),
            height=ROW,
        )  # fmt: skip
        self.setAccessibleName(f"{paint.plain(row.order)} {name} {row.quantity} 件，{row.stage}")
