"""夜间对账: a line for each shop's night, and under it every order that does not agree now."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.models import nights as figures
from ordertower_desktop.models import text
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.area import scrolled
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Card, Rule, clear
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.parts.minihead import Column, MiniHead
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.writeback.cells import GUTTER, lay
from ordertower_desktop.wire.writebacks import WriteBackMissing, WriteBackNight, WriteBackNights

NIGHTS = (
    Column("夜", 104), Column("店铺", 0), *(Column(name, 80, "right") for name in figures.HEADS[2:9]), Column("", 24), Column("对完", 76),
)  # fmt: skip
LOST = (Column("订单", 168), Column("店铺", 150), Column("结果", 110), Column("发现", 96), Column("说明", 0))
NIGHT_ROW, LONGEST = 36, 20
BAD, AMISS = (2, 3), 4
"""Figures that are red when there are any, and the one that is amber."""


class NightLine(QWidget):
    """One shop's night."""

    def __init__(self, theme: Theme, night: WriteBackNight) -> None:
        super().__init__()
        numbers = figures.figures(night)
        roles = ["red" if n in BAD and number else "amber" if n == AMISS and number else "text" for n, number in enumerate(numbers)]
        cells = [PlainLabel(theme, text.count(n), role=role if n else "text3") for n, role in zip(numbers, roles, strict=True)]
        timely = PlainLabel(theme, figures.share(night.timely), role="red" if figures.late(night) else "text2")
        going = "text2" if night.ended_at else "amber"
        lay(
            self,
            NIGHTS,
            (
                PlainLabel(theme, night.night), Elided(theme, night.name, strong="yes"), *cells, timely, QWidget(),
                PlainLabel(theme, figures.ended(night), role=going),
            ),
            height=NIGHT_ROW,
        )  # fmt: skip
        said = "，".join(f"{name} {number}" for name, number in zip(figures.HEADS[2:8], numbers, strict=True))
        name = f"{night.night} {paint.plain(night.name)}：{said}，及时率 {figures.share(night.timely)}，{figures.ended(night)}"
        self.setAccessibleName(name)


class LostLine(QWidget):
    """One order that does not agree."""

    order_asked = Signal(str)

    def __init__(self, theme: Theme, lost: WriteBackMissing) -> None:
        super().__init__()
        name, hue, glyph = figures.FOUND[lost.found]
        order = Link(theme, paint.plain(lost.order)[-LONGEST:])
        order.setAccessibleName(f"打开订单 {paint.plain(lost.order)}")
        order.clicked.connect(lambda: self.order_asked.emit(lost.order))
        lay(
            self,
            LOST,
            (
                order, Elided(theme, lost.source_name), Badge(theme, name, hue, glyph=glyph),
                PlainLabel(theme, text.of_day(lost.at), role="text2"), Elided(theme, lost.why, role="text2"),
            ),
        )  # fmt: skip


class NightsPage(QWidget):
    """`order_asked(order)`; `export_asked`: everything that is shown, to a file."""

    order_asked = Signal(str)
    export_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.told: WriteBackNights | None = None
        self.nights: list[NightLine] = []
        self.lost: list[LostLine] = []
        note = self.tr("每天 3:00 起，把最近三天说已回传的逐单与平台核对")
        self.above = Card(theme, self.tr("夜间对账"), note, padding=1)
        self.below = Card(theme, self.tr("现在对不上的"), padding=1)
        self.export = Button(theme, self.tr("导出"), icon="download", small="yes")
        self.export.clicked.connect(self.export_asked)
        self.above.head.addWidget(self.export)
        self.empty, self.fine = StateView(theme), StateView(theme)
        self.empty.show_state("wait", self.tr("正在取对账记录"))
        self.fine.show_state("empty", self.tr("没有对不上的订单"))
        self._above, self._below = QVBoxLayout(), QVBoxLayout()
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 14)
        box.setSpacing(12)
        for card, columns, lines, state, part in (
            (self.above, NIGHTS, self._above, self.empty, 3), (self.below, LOST, self._below, self.fine, 2),
        ):  # fmt: skip
            card.head.setContentsMargins(15, 0, 15, 0)
            card.body.setSpacing(0)
            card.body.addWidget(MiniHead(theme, columns, gutter=GUTTER))
            lines.setSpacing(0)
            card.body.addWidget(scrolled(lines, state), 1)
            box.addWidget(card, part)
        self.export.setEnabled(False)

    def show_nights(self, told: WriteBackNights) -> None:
        """Made anew only when something was said."""
        if told == self.told:
            return
        self.told = told
        self.nights = [NightLine(self._theme, one) for one in told.nights]
        self.lost = [LostLine(self._theme, one) for one in told.missing]
        for line in self.lost:
            line.order_asked.connect(self.order_asked)
        self._fill(self._above, self.nights)
        self._fill(self._below, self.lost)
        self.empty.setVisible(not told.nights)
        self.empty.show_state("empty", self.tr("还没有对过账"), self.tr("有店铺真的回传后，第一个凌晨 3:00 开始"))
        self.fine.setVisible(not told.missing)
        self.export.setEnabled(bool(told.nights))
        self.below.set_note(self.tr("{0} 单").format(len(told.missing)) if told.missing else "")

    def show_trouble(self, words: str) -> None:
        """What was shown stays; without anything, why."""
        if self.told is None:
            self.empty.show_state("wait", words)

    def _fill(self, box: QVBoxLayout, lines: Sequence[QWidget]) -> None:
        clear(box)
        for line in lines:
            box.addWidget(line)
            box.addWidget(Rule(self._theme))
