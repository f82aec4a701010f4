"""One clock of the header: what it is, what is left of it, as words and as a bar; a click says why it ends when it does."""

from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ordertower_desktop.models import text
from ordertower_desktop.views.parts import paint, tips
from ordertower_desktop.views.pool.clockline import face
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import Why
from ordertower_desktop.wire.rows import Clock

WIDTH, HEIGHT, LONGEST = 118, 75, 12


def short(label: str) -> str:
    """One line of at most twelve characters."""
    words = paint.plain(label).replace("\n", " ")
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def share_left(clock: Clock, now: datetime) -> float:
    """What of the limit is left, 0..1; an overdue bar is full again, in red."""
    if clock.due_at is None:
        return 0.0
    if clock.due_at <= now or clock.state == "done" or clock.started_at is None or clock.due_at <= clock.started_at:
        return 1.0
    left = (clock.due_at - now).total_seconds() if clock.left_s is None else float(clock.left_s)
    return min(1.0, max(0.02, left / (clock.due_at - clock.started_at).total_seconds()))


class ClockBlock(QAbstractButton):
    """`first` shows the word 为何; every block opens its sum."""

    def __init__(self, theme: Theme, why: Why, *, first: str = "") -> None:
        super().__init__()
        self._theme, self.why, self._first = theme, why, first
        self._label = short(why.clock.label)
        self._face: tuple[str, str, float] = ("", "neutral", 0.0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        due = why.clock.due_at
        ends = self.tr("，到期 {0}。点开看算式").format(text.full_moment(due)) if due else ""
        self.setToolTip(tips.tip(paint.plain(why.clock.label) + ends))
        theme.changed.connect(self.update)

    @property
    def words(self) -> str:
        return self._face[0]

    def tick(self, now: datetime) -> None:
        """A second that changes nothing on the glass repaints nothing."""
        words, hue, _ = face(self.why.clock, now)
        new = words, hue, share_left(self.why.clock, now)
        if new[:2] != self._face[:2] or abs(new[2] - self._face[2]) * WIDTH >= 0.5:
            self._face = new
            self.setAccessibleName(f"{self._label}，{new[0]}")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(fonts.tabular_bold(18)).horizontalAdvance(self._face[0]) + 22
        label = QFontMetricsF(fonts.tabular(12)).horizontalAdvance(self._label) + (46 if self._first else 0)
        return QSize(max(WIDTH, round(words), round(label)), HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        words, hue, share = self._face
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(fonts.tabular(12))
        paint.text(painter, QRectF(0, 12.5, self.width(), 18), self._label, color.text3)
        if self._first:
            self._ask(painter, QFontMetricsF(painter.font()).horizontalAdvance(self._label) + 7)
        left = 0.0
        if hue == "red":
            paint.glyph(painter, QPointF(5, 43.5), "triangle", color.redF)
            left = 16.0
        painter.setFont(fonts.tabular_bold(18))
        ink = color.text if hue == "neutral" else color.hue(hue).text
        paint.text(painter, QRectF(left, 31.5, self.width() - left + 4, 24), words, ink)
        paint.bar(painter, QRectF(0, 58, WIDTH, 3), share, color.hue(hue).shape, color.track)
        if self.hasFocus():
            painter.setPen(QPen(color.focus, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 8.5, -0.5, -8.5), 4, 4)
        painter.end()

    def _ask(self, painter: QPainter, left: float) -> None:
        color = self._theme.color
        painter.drawPixmap(QPointF(round(left), 15), icons.pixmap("circle-help", 13, color.accent, density=self.devicePixelRatioF()))
        paint.text(painter, QRectF(left + 16, 12.5, 40, 18), self.tr("为何"), color.accent)
        if self.underMouse():
            painter.setPen(QPen(color.accent, 1))
            painter.drawLine(QPointF(left + 16, 29.5), QPointF(left + 40, 29.5))
