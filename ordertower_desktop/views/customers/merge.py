"""合单建议: which orders go along, what keeps the others, what it saves, and the decision."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.pool.line import PLATFORM_NAMES
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Card, Rule, clear
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.parts.minihead import Column, MiniHead
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.writeback.cells import lay
from ordertower_desktop.wire.customers import MergeOffer, MergeRow

COLUMNS = (
    Column("合", 36), Column("订单号", 188), Column("平台", 64), Column("商品", 0), Column("发货仓", 84), Column("挡住的原因", 190),
)  # fmt: skip
HEIGHT = 40


class Tick(QCheckBox):
    """A box without a word, in the theme's own ink."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(20, 20)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(2, (self.height() - 16) / 2, 16, 16)
        paint.checkbox(painter, box, "on" if self.isChecked() else "off", self._theme.color)
        if self.hasFocus():
            painter.setPen(self._theme.color.focus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-1.5, -1.5, 1.5, 1.5), 5, 5)
        painter.end()


class MergeCard(Card):
    """`merge_asked(orders)`, `veto_asked()`, `never_asked()`, `finish_asked()`, `undo_asked(act)`, `order_asked(order)`."""

    merge_asked = Signal(list)
    veto_asked = Signal()
    never_asked = Signal()
    finish_asked = Signal()
    undo_asked = Signal(str)
    order_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("合单建议"), padding=1)
        self.boxes: dict[str, Tick] = {}
        self.offer: MergeOffer | None = None
        self.until = PlainLabel(theme, "", size=12, role="text2")
        self.head.setContentsMargins(15, 0, 15, 0)
        self.head.addWidget(self.until)
        self.body.setSpacing(0)
        self.body.addWidget(MiniHead(theme, COLUMNS))
        self._rows, self._figures, self._foot = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._rows.setSpacing(0)
        self._figures.setContentsMargins(15, 12, 15, 12)
        self._figures.setSpacing(24)
        self._foot.setContentsMargins(15, 12, 15, 2)
        self._foot.setSpacing(8)
        self.body.addLayout(self._rows)
        self.body.addLayout(self._figures)
        self.body.addStretch(1)
        self.body.addWidget(Rule(theme))
        self.body.addLayout(self._foot)
        self.merge: Button | None = None

    @property
    def picked(self) -> list[str]:
        return [order for order, box in self.boxes.items() if box.isChecked()]

    def show_offer(self, offer: MergeOffer | None, now: datetime, *, window_h: float, may: str = "") -> None:
        """`may`: whoever looks may say `never`."""
        same = offer is not None and self.offer is not None and offer.id == self.offer.id and offer.rows == self.offer.rows
        kept = set(self.picked) if same else None
        self.offer, self.boxes, self.merge = offer, {}, None
        for layout in (self._rows, self._figures, self._foot):
            clear(layout)
        self.setVisible(offer is not None)
        if offer is None:
            return
        self.set_note(self.tr("{0:g} 小时内 {1} 单，可合 {2} 单").format(window_h, len(offer.rows), offer.able))
        self.until.setText(self._until(offer, now))
        for one in offer.rows:
            self._rows.addWidget(self._row(one, offer, kept))
            self._rows.addWidget(Rule(self._theme))
        self._sum(offer)
        self._verbs(offer, now, may)
        self._count()

    def _until(self, offer: MergeOffer, now: datetime) -> str:
        if offer.state in ("open", "blocked"):
            return self.tr("截止 {0}，剩 {1}").format(text.near(offer.until, now), text.spoken(offer.until - now))
        at = text.near(offer.decided_at, now) if offer.decided_at else ""
        return " ".join(part for part in (offer.state_name, offer.by_name, at) if part)

    def _row(self, one: MergeRow, offer: MergeOffer, kept: set[str] | None) -> QWidget:
        theme, made, box = self._theme, QWidget(), Tick(self._theme)
        box.setAccessibleName(self.tr("合 {0}").format(paint.plain(one.order)))
        box.setChecked(not one.why and (kept is None or one.order in kept))
        box.setEnabled(not one.why and offer.state == "open")
        box.toggled.connect(lambda _on: self._count())
        self.boxes[one.order] = box
        link = Link(theme, paint.plain(one.order)[-20:])
        link.clicked.connect(partial(self.order_asked.emit, one.order))
        why: QWidget = Badge(theme, self.tr("可合"), "green", glyph="check")
        if one.told:
            why = Badge(theme, self.tr("暂停打单：{0}").format(one.told), "blue")
        elif one.why:
            why = Elided(theme, "；".join(one.why), role="red", size=12)
        cells = (
            box, link, PlainLabel(theme, PLATFORM_NAMES.get(one.platform, one.platform)), Elided(theme, one.title or "—"),
            Elided(theme, one.warehouse or self.tr("未分仓"), role="text2"), why,
        )  # fmt: skip
        lay(made, COLUMNS, cells, height=HEIGHT)
        return made

    def _sum(self, offer: MergeOffer) -> None:
        count, able = len(offer.rows), offer.able
        parcels = count - max(0, able - 1)
        saved = text.yuan(offer.saved_fen)
        fewer = self.tr("少 {0} 包").format(count - parcels) if parcels < count else self.tr("合不了")
        told = (
            (
                self.tr("包裹"),
                f"{count} → {parcels}",
                fewer,
            ),
            (self.tr("运费"), self.tr("省 {0}").format(saved), self.tr("按每包口径算")),
        )
        for title, figure, note in told:
            holder, box = QWidget(), QVBoxLayout()
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(2)
            box.addWidget(PlainLabel(self._theme, title, size=12, role="text2"))
            box.addWidget(PlainLabel(self._theme, figure, size=16, strong="yes"))
            box.addWidget(PlainLabel(self._theme, note, size=12, role="green" if offer.saved_fen else "text3"))
            holder.setLayout(box)
            self._figures.addWidget(holder)
        self._figures.addStretch(1)

    def _verbs(self, offer: MergeOffer, now: datetime, may: str) -> None:
        theme = self._theme
        if offer.state in ("open", "blocked"):
            veto = Button(theme, self.tr("否决并写原因…"), key="V")
            veto.clicked.connect(self.veto_asked)
            if offer.state == "open":
                self.merge = Button(theme, "", kind="primary", icon="merge", key="M")
                self.merge.clicked.connect(lambda: self.merge_asked.emit(self.picked))
                self._foot.addWidget(self.merge)
            self._foot.addWidget(veto)
            if may:
                never = Link(theme, self.tr("此客户今后不提"))
                never.clicked.connect(self.never_asked)
                self._foot.addWidget(never)
            self._foot.addStretch(1)
            self._foot.addWidget(PlainLabel(theme, self.tr("合单先请仓库暂停打单，合好再打"), size=12, role="text3"))
            return
        self._decided(offer, now)

    def _decided(self, offer: MergeOffer, now: datetime) -> None:
        theme = self._theme
        if offer.state == "taken":
            done = Button(theme, self.tr("合好了，恢复打单"), kind="primary", icon="check", key="M")
            done.clicked.connect(self.finish_asked)
            self._foot.addWidget(done)
        self._foot.addWidget(Elided(theme, offer.why or self.tr("在 ERP 或仓库系统里把勾选的单合成一包"), size=12, role="text2"))
        left = offer.undo_until is not None and now <= offer.undo_until
        if offer.act and (offer.state in ("vetoed", "never") or left):
            undo = Button(theme, self.tr("撤销"), icon="undo-2", key="Z")
            undo.clicked.connect(partial(self.undo_asked.emit, offer.act))
            self._foot.addWidget(undo)

    def _count(self) -> None:
        if self.merge is not None:
            self.merge.setText(self.tr("合并 {0} 单").format(len(self.picked)))
            self.merge.setEnabled(len(self.picked) > 1)
