"""One try and five more, as six dots; and the parts of a queue as one bar."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.views.theme.theme import Theme

STEP, RADIUS = 15, 5.0
ENDS = {"done": "green", "pending": "amber", "sending": "amber"}
"""What the last try came to colours its dot; the ones before it were refused."""


class Dots(QWidget):
    """`used` of `most` tries; `state` is the write-back's."""

    def __init__(self, theme: Theme, used: int, most: int, state: str) -> None:
        super().__init__()
        self._theme, self._used, self._most, self._state = theme, used, most, state
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"第 {used} 次，共 {most} 次" if used else f"还没有试，共 {most} 次")
        self.setToolTip(self.accessibleName())
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(STEP * self._most, 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(self._most):
            center = QPointF(RADIUS + 1 + number * STEP, self.height() / 2)
            if number < self._used:
                hue = ENDS.get(self._state, "red") if number + 1 == self._used else "red"
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color.hue(hue).shape)
            else:
                painter.setPen(QPen(color.control, 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(center, RADIUS, RADIUS)
        painter.end()


class Parts(QWidget):
    """What waits, what is tried again, what people have: side by side, on the scale of the longest queue."""

    HUES = ("h3", "amber", "red")

    def __init__(self, theme: Theme, parts: Sequence[int], longest: int) -> None:
        super().__init__()
        self._theme, self._parts, self._longest = theme, parts, max(1, longest)
        self.setMinimumWidth(80)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        left, room = 0.0, self.width() - 24.0
        for part, hue in zip(self._parts, self.HUES, strict=True):
            if part:
                width = max(6.0, room * part / self._longest)
                painter.setBrush(color.h3 if hue == "h3" else color.hue(hue).shape)
                painter.drawRoundedRect(QRectF(left, self.height() / 2 - 4, width, 8), 2, 2)
                left += width + 2
        painter.end()
