"""The line of steps over the wizard."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

DISC, GAP, LINE = 22, 8, 28


class Steps(QWidget):
    """Done steps carry a check, the present one is filled."""

    def __init__(self, theme: Theme, names: tuple[str, ...]) -> None:
        super().__init__()
        self._theme, self._names, self._now = theme, names, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.show_step(0)

    def show_step(self, step: int) -> None:
        self._now = step
        self.setAccessibleName(f"第 {step + 1} 步，共 {len(self._names)} 步：{self._names[step]}")
        self.update()

    def sizeHint(self) -> QSize:
        words = sum(self._width(name) for name in self._names)
        return QSize(round(words + len(self._names) * (DISC + GAP) + (len(self._names) - 1) * (LINE + 2 * GAP)) + 4, 32)

    @staticmethod
    def _width(name: str) -> float:
        return QFontMetricsF(fonts.bold(14)).horizontalAdvance(name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 1.0
        for place, name in enumerate(self._names):
            disc = QRectF(left, 5.5, DISC - 1, DISC - 1)
            on, done = place == self._now, place < self._now
            painter.setPen(QPen(color.accent if on else color.control, 1))
            painter.setBrush(color.accent if on else color.surface)
            painter.drawEllipse(disc)
            if done:
                paint.glyph(painter, disc.center(), "check", color.text2)
            else:
                painter.setFont(fonts.tabular_bold(12))
                paint.text(painter, disc, str(place + 1), color.onaccent if on else color.text2, align=paint.CENTER)
            left += DISC + GAP
            painter.setFont(fonts.bold(14) if on else fonts.font(14))
            paint.text(painter, QRectF(left, 0, self._width(name) + 2, 32), name, color.accent if on else color.text2)
            left += self._width(name) + GAP
            if place < len(self._names) - 1:
                painter.setPen(QPen(color.border2, 1))
                painter.drawLine(QPointF(left, 16.5), QPointF(left + LINE, 16.5))
                left += LINE + GAP
        painter.end()
