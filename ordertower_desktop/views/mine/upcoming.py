"""接下来: the next orders of the queue, each with its clock and why it stands there; a click brings one to the front."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.mine.queue import because
from ordertower_desktop.models.pool.line import clock_face, line
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import Card, row
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.theme.tokens import Colors
from ordertower_desktop.wire.rows import PoolRow

ROW, MOST, WIDE = 78, 5, 356


class Lines(QWidget):
    """Painted; 78 px an order."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._post = theme, ""
        self._rows: tuple[PoolRow, ...] = ()
        self._now: datetime | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def show_rows(self, rows: Sequence[PoolRow], now: datetime, post: str) -> None:
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            self.updateGeometry()
        self._now, self._post = now, post
        told = (f"{text.tail(one.order)} {one.kind_name} {because(one, now, post=post)}" for one in self._rows)
        self.setAccessibleName(paint.plain("；".join(told)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDE, ROW * len(self._rows))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = int(event.position().y()) // ROW
        if 0 <= at < len(self._rows):
            self.chosen.emit(self._rows[at].case)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._now is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, one in enumerate(self._rows):
            self._paint(painter, place, one, self._now)
        painter.end()

    def _paint(self, painter: QPainter, place: int, one: PoolRow, now: datetime) -> None:
        color, top = self._theme.color, float(place * ROW)
        shape, words, hue, _ = clock_face(line(one), now)
        if shape == "triangle":
            painter.fillRect(QRectF(1, top + 1, 3, ROW - 1), color.redF)
        painter.setPen(QPen(color.border, 1))
        painter.drawLine(QPointF(0, top + 0.5), QPointF(self.width(), top + 0.5))
        wide = self._clock(painter, top, (shape, words, hue), color)
        painter.setFont(fonts.tabular(12))
        paint.text(painter, QRectF(14, top + 9, 20, 20), str(place + 2), color.text3)
        paint.platform_mark(painter, QRectF(38, top + 11, 16, 16), one.platform, color)
        painter.setFont(fonts.tabular_bold(13))
        paint.text(painter, QRectF(60, top + 9, 52, 20), text.tail(one.order), color.text)
        painter.setFont(fonts.tabular(13))
        paint.text(painter, QRectF(104, top + 9, self.width() - 128 - wide, 20), one.shop, color.text2)
        said = " · ".join(part for part in (one.kind_name, one.cause_detail or one.cause_name) if part)
        paint.text(painter, QRectF(38, top + 30, self.width() - 54, 20), said, color.text)
        painter.setFont(fonts.tabular(12))
        paint.text(painter, QRectF(38, top + 51, self.width() - 54, 18), because(one, now, post=self._post), color.text3)

    def _clock(self, painter: QPainter, top: float, face: tuple[str, str, str], color: Colors) -> float:
        """The clock at the right; returns the room it takes."""
        shape, words, hue = face
        font = fonts.tabular_bold(13) if hue in ("red", "amber") else fonts.tabular(13)
        wide = QFontMetricsF(font).horizontalAdvance(words)
        left = self.width() - 16 - wide
        if shape not in ("", "estimate"):
            paint.glyph(painter, QPointF(left - 10, top + 19), shape, color.hue(hue).shape)
        painter.setFont(font)
        paint.text(painter, QRectF(left, top + 9, wide + 2, 20), words, color.text if hue == "neutral" else color.hue(hue).text)
        return wide + 14


class Upcoming(Card):
    """`chosen` names a case, `rest_asked` wants the whole list."""

    chosen = Signal(str)
    rest_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("接下来"), self.tr("按每分钟可挽回损失"), padding=0)
        self.setFixedWidth(WIDE)
        self.head.setContentsMargins(16, 0, 16, 0)
        self.lines = Lines(theme)
        self.lines.chosen.connect(self.chosen)
        self.rest = Link(theme, "")
        self.rest.clicked.connect(self.rest_asked)
        self.body.addWidget(self.lines)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addLayout(row(self.rest, 1))
        self.body.addLayout(foot)
        self.body.addStretch(1)

    def show_rows(self, rows: Sequence[PoolRow], now: datetime, post: str) -> None:
        """What comes after the order at hand."""
        shown = rows[:MOST]
        self.title.setText(self.tr("接下来 {0} 单").format(len(shown)) if shown else self.tr("后面没有单了"))
        self.lines.show_rows(shown, now, post)
        more = len(rows) - len(shown)
        self.rest.setText(self.tr("其余 {0} 单").format(text.count(more)) if more else "")
        self.rest.setVisible(bool(more))
        self.rest.updateGeometry()
