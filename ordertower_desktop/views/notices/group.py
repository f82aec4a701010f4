"""One cause on the sheet: its line, and when it is open its notices."""

from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.notices import Group, channel, outcome, page_of, standing, waits
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Surface, row
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.theme import icons
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import NoticeRow, Receipt

MOST, RECEIPTS = 12, 6


class GroupHead(QWidget):
    """Folds and unfolds by click, Enter or Space."""

    toggled = Signal()

    def __init__(self, theme: Theme, group: Group, fold: str) -> None:
        super().__init__()
        self._theme, self._group, self._fold = theme, group, fold
        self.setFixedHeight(42)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(paint.plain(f"{group.name}，{len(group.rows)} 条"))
        line = QHBoxLayout(self)
        line.setContentsMargins(42, 0, 16, 0)
        line.setSpacing(8)
        line.addWidget(PlainLabel(theme, group.name, size=14, strong="yes"))
        if group.vips:
            line.addWidget(Badge(theme, f"{group.vips} 位 VIP", "purple"))
        line.addStretch(1)
        if group.late:
            line.addWidget(PlainLabel(theme, f"{text.count(group.late)} 单已超时", role="text2", size=12))
        line.addWidget(PlainLabel(theme, f"{text.count(len(group.rows))} 条", size=14, strong="yes"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        del event
        self.toggled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.toggled.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), color.line)
        if self.hasFocus():
            painter.setPen(color.focus)
            painter.drawRect(QRectF(1.5, 1.5, self.width() - 4, self.height() - 4))
        mark = icons.pixmap("chevron-right" if self._fold else "chevron-down", 14, color.text3, density=self.devicePixelRatioF())
        painter.drawPixmap(10, 14, mark)
        hue = color.hue(self._group.hue)
        paint.glyph(painter, QPointF(32, 21), "triangle" if self._group.late else "circle", hue.shape)
        painter.end()


WAYS = {"sources": "查看数据源", "crisis": "查看危机响应"}


class NoticeCard(Surface):
    """One notice: what, how long, what to do; opened, its sends and why it came to me."""

    asked = Signal(str, str)

    def __init__(self, theme: Theme, notice: NoticeRow, now: datetime, *, detail: str) -> None:
        super().__init__(theme, edge="all", radius=8)
        self._notice = notice
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.setSpacing(6)
        words, role = standing(notice, now)
        about = text.tail(notice.order) if notice.order else notice.cause_name
        head = row(PlainLabel(theme, about, strong="yes"), PlainLabel(theme, words, role=role, strong="yes"), 1)
        if waits(notice) and notice.case:
            head.addWidget(self._button("later", "稍后 10 分", "plain"))
            head.addWidget(self._button("take", "接手", "primary" if detail else "plain"))
        if notice.case:
            head.addWidget(self._button("open", "查看", "ghost"))
        elif page := page_of(notice.cause):
            head.addWidget(self._button("page", WAYS[page], "ghost", about=page))
        box.addLayout(head)
        box.addWidget(Elided(theme, notice.title))
        if notice.body:
            box.addWidget(Elided(theme, notice.body.replace("\n", " · "), size=12, role="text2"))
        if detail:
            for receipt in notice.receipts[:RECEIPTS]:
                box.addLayout(self._receipt(receipt))
            if notice.path:
                box.addWidget(PlainLabel(theme, "为何通知我", size=12, strong="yes"))
                box.addWidget(PlainLabel(theme, " → ".join(notice.path), role="text2", size=12, wrap="yes"))

    def _button(self, verb: str, words: str, kind: str, *, about: str = "") -> Button:
        made = Button(self._theme, words, kind=kind, small="yes")
        made.setAccessibleName(f"{words}：{paint.plain(self._notice.title)}")
        made.clicked.connect(lambda: self.asked.emit(verb, about or self._notice.case))
        return made

    def _receipt(self, receipt: Receipt) -> QHBoxLayout:
        words, hue = outcome(receipt)
        name, _icon = channel(receipt)
        medium, whom = PlainLabel(self._theme, name, size=12), Elided(self._theme, receipt.to_name or receipt.to, size=12, role="text2")
        medium.setFixedWidth(60)
        whom.setFixedWidth(80)
        at = PlainLabel(self._theme, text.of_day_s(receipt.at), size=12, role="text3")
        return row(medium, whom, at, Badge(self._theme, words, hue), Elided(self._theme, receipt.why, size=12, role="text2"))


class GroupView(QWidget):
    """`asked(verb, cases)`: take | later | open; `muted(cause)`: nothing of it is to ring for a while."""

    asked = Signal(str, list)
    muted = Signal(str)
    toggled = Signal(str)

    def __init__(self, theme: Theme, group: Group, now: datetime, *, fold: str) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        head = GroupHead(theme, group, fold)
        head.toggled.connect(lambda: self.toggled.emit(group.cause))
        box.addWidget(head)
        if fold:
            return
        for place, notice in enumerate(group.rows[:MOST]):
            card = NoticeCard(theme, notice, now, detail="" if place else "yes")
            card.asked.connect(lambda verb, case: self.asked.emit(verb, [case]))
            box.addWidget(_inset(card))
        links = QHBoxLayout()
        links.setContentsMargins(16, 0, 16, 8)
        if len(group.rows) > MOST:
            links.addWidget(PlainLabel(theme, f"另有 {text.count(len(group.rows) - MOST)} 条，在延迟池里按原因看", role="text3", size=12))
        links.addStretch(1)
        waiting = [notice.case for notice in group.rows if waits(notice) and notice.case]
        if waiting:
            every, quiet = Link(theme, f"接手这组 {text.count(len(set(waiting)))} 单…"), Link(theme, "本组静音 10 分钟")
            every.clicked.connect(lambda: self.asked.emit("take", list(dict.fromkeys(waiting))))
            quiet.clicked.connect(lambda: self.muted.emit(group.cause))
            links.addWidget(quiet)
            links.addWidget(every)
        box.addLayout(links)


def _inset(widget: QWidget) -> QWidget:
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(16, 0, 16, 0)
    box.addWidget(widget)
    return holder
