"""The order's head: number, what is wrong, goods and buyer, its clocks, who answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.domain.case import CASE_STATE_NAMES, CaseState
from ordertower_desktop.models import text
from ordertower_desktop.views.order.clockblock import ClockBlock
from ordertower_desktop.views.parts import paint, tips
from ordertower_desktop.views.parts.card import Surface, clear
from ordertower_desktop.views.parts.labels import Avatar, Badge, Elided, PlainLabel
from ordertower_desktop.views.pool.number import NumberLabel
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import OrderPage, Why
from ordertower_desktop.wire.rows import FORESEEN, PoolRow

HEIGHT, MOST_CLOCKS, MOST_FACTS, CLOCK_ROOM, NARROWEST = 76, 3, 2, 146, 640


@dataclass(frozen=True, slots=True)
class Head:
    """What the head shows, from a whole page or from a row alone."""

    order: str
    kind: str
    late: bool
    vip: str
    closed: str
    waiting: bool
    facts: tuple[str, ...]
    line: tuple[tuple[str, bool], ...]
    clocks: tuple[Why, ...] = field(default=())
    owner: str = ""


def of_row(row: PoolRow, now: datetime) -> Head:
    """What a row says; the clocks without their sums."""
    place = " ".join(part for part in (row.province, row.city, row.district) if part)
    return Head(
        order=row.order,
        kind=row.kind_name,
        late=row.due_at is not None and row.due_at <= now,
        vip=row.vip,
        closed=_closed(row),
        waiting=bool(row.pending),
        facts=(),
        line=_line(
            row.shop,
            row.title,
            items=row.items,
            worth=text.worth(row.amount_fen, row.veiled),
            who=f"{row.buyer} {row.phone}".strip(),
            place=place,
        ),
        clocks=tuple(Why(clock) for clock in row.clocks if clock.state != "done")[:MOST_CLOCKS],
        owner=row.owner_name,
    )


def of_page(page: OrderPage, row: PoolRow | None, now: datetime) -> Head:
    """What the page says, with the newest row over it: what this desk has just done shows at once."""
    head = of_row(row, now) if row is not None else None
    return Head(
        order=page.order,
        kind=head.kind if head else "",
        late=head.late if head else False,
        vip=page.vip or (head.vip if head else ""),
        closed=head.closed if head else "",
        waiting=head.waiting if head else False,
        facts=tuple(page.facts[:MOST_FACTS]),
        line=_line(
            page.shop,
            page.title,
            items=page.items,
            worth=text.worth(page.amount_fen, page.veiled),
            who=f"{page.buyer} {page.phone}".strip(),
            place=page.place,
        ),
        clocks=tuple(why for why in page.clocks if why.clock.state != "done")[:MOST_CLOCKS],
        owner=head.owner if head else "",
    )


def _closed(row: PoolRow) -> str:
    return "" if row.state in ("open", FORESEEN) else CASE_STATE_NAMES[CaseState(row.state)] if row.state in list(CaseState) else row.state


def _line(shop: str, title: str, *, items: int, worth: str, who: str, place: str) -> tuple[tuple[str, bool], ...]:
    goods = f"{title} 等 {items} 件" if items > 1 and title and "等" not in title else title
    parts = ((shop, False), (goods, False), (worth, True), (who, False), (place, False))
    return tuple((words, strong) for words, strong in parts if words)


class GoodsLine(QWidget):
    """shop · goods · ¥ · buyer · place, the sum in bold; what does not fit is in the tooltip."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: tuple[tuple[str, bool], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_parts(self, parts: tuple[tuple[str, bool], ...]) -> None:
        self._parts = tuple((paint.plain(words), strong) for words, strong in parts)
        said = " · ".join(words for words, _ in self._parts)
        self.setAccessibleName(said)
        self.setToolTip(tips.tip(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        left = 0.0
        for i, (words, strong) in enumerate(self._parts):
            shown = words if i == 0 else f" · {words}"
            for piece, bold in ((shown[: -len(words)], False), (words, strong)) if shown != words else ((words, strong),):
                face = fonts.tabular_bold(13) if bold else fonts.tabular(13)
                painter.setFont(face)
                room = self.width() - left
                if room < 16:
                    break
                paint.text(painter, QRectF(left, 0, room, self.height()), piece, color.text if bold else color.text2)
                left += QFontMetricsF(face).horizontalAdvance(piece)
        painter.end()


class OrderHeader(Surface):
    """76 px. `why_asked` carries the clock block that was clicked."""

    why_asked = Signal(object)

    def __init__(self, theme: Theme, *, edge: str = "bottom", radius: int = 0) -> None:
        super().__init__(theme, edge=edge, radius=radius)
        self._theme = theme
        self.setFixedHeight(HEIGHT)
        self.blocks: list[ClockBlock] = []
        self._number = NumberLabel(theme, size=20)
        self._badge_room = QWidget()
        self._badges = QHBoxLayout(self._badge_room)
        self._badges.setContentsMargins(0, 0, 0, 0)
        self._badges.setSpacing(8)
        self._badges.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.line = GoodsLine(theme)
        self._clocks = QHBoxLayout()
        self._clocks.setSpacing(28)
        self._avatar, self._owner = Avatar(theme), Elided(theme, size=14, strong="yes")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(20, 0, 16, 1)
        outer.setSpacing(28)
        outer.addLayout(self._left(), 1)
        outer.addLayout(self._clocks)
        outer.addWidget(self._right())

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setContentsMargins(0, 11, 0, 11)
        left.setSpacing(1)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self._number)
        top.addWidget(self._badge_room)
        top.addStretch(1)
        left.addLayout(top)
        left.addWidget(self.line)
        return left

    def _right(self) -> QWidget:
        holder = QWidget()
        holder.setMinimumWidth(70)
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 12, 0, 0)
        box.setSpacing(1)
        box.addWidget(PlainLabel(self._theme, self.tr("责任人"), size=12, role="text3"))
        name = QHBoxLayout()
        name.setSpacing(6)
        name.addWidget(self._avatar)
        name.addWidget(self._owner, 1)
        box.addLayout(name)
        box.addStretch(1)
        return holder

    def show_head(self, head: Head, now: datetime) -> None:
        self._number.show_number(head.order)
        self._show_badges(head)
        self.line.show_parts(head.line)
        self._avatar.set_name(paint.plain(head.owner))
        self._owner.set_text(head.owner or self.tr("待认领"))
        self._owner.set_role("text" if head.owner else "text3")
        self._show_clocks(head.clocks)
        self.tick(now)

    def tick(self, now: datetime) -> None:
        for block in self.blocks:
            block.tick(now)

    def _show_badges(self, head: Head) -> None:
        clear(self._badges)
        if head.closed:
            self._badge(head.closed, "green", glyph="check")
        elif head.kind:
            self._badge(head.kind, "red" if head.late else "amber", glyph="triangle" if head.late else "diamond")
        if head.vip:
            self._badge(head.vip, "purple")
        for fact in head.facts:
            self._badge(fact, "neutral")
        if head.waiting:
            self._badge(self.tr("待发出"), "blue", icon="send")

    def _badge(self, words: str, hue: str, *, glyph: str = "", icon: str = "") -> None:
        shown = paint.plain(words)
        made = Badge(self._theme, shown if len(shown) <= 12 else shown[:11] + "…", hue, glyph=glyph, icon=icon)
        self._badges.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)

    def _show_clocks(self, clocks: Sequence[Why]) -> None:
        """The blocks stay while the clocks do: a tick must not take the focus away."""
        if [block.why for block in self.blocks] == list(clocks):
            return
        clear(self._clocks)
        self.blocks = [ClockBlock(self._theme, why, first="" if i else "yes") for i, why in enumerate(clocks)]
        for block in self.blocks:
            block.clicked.connect(lambda _on=False, block=block: self.why_asked.emit(block))
            self._clocks.addWidget(block)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The first clock always; the others while number and badges keep their room."""
        fitting = max(1, (self.width() - 640) // CLOCK_ROOM)
        for i, block in enumerate(self.blocks):
            block.setVisible(i < fitting)
