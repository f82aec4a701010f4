"""The cause ribbon: every cause as a share of the pool; a click filters."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class Part:
    """One cause; `surge` is how many more an hour, 0 for calm."""

    key: str
    name: str
    count: int
    surge: int = 0


class CauseRibbon(QWidget):
    """Segments by share, words below; `chosen` marks one."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: tuple[Part, ...] = ()
        self._places: list[tuple[QRectF, str]] = []
        self._on = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(44)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("按原因筛选"))
        theme.changed.connect(self.update)

    def show_parts(self, parts: tuple[Part, ...], on: str = "") -> None:
        if (parts, on) != (self._parts, self._on):
            self._parts, self._on = parts, on
            self.setAccessibleDescription("，".join(f"{part.name} {part.count}" for part in parts))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 44)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place, key in self._places:
            if place.left() <= event.position().x() <= place.right():
                self.chosen.emit("" if key == self._on else key)
                return

    def paintEvent(self, _event: QPaintEvent) -> None:
        total = sum(part.count for part in self._parts)
        self._places = []
        if not total:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, room = 0.0, self.width() - 2.0 * (len(self._parts) - 1)
        for i, part in enumerate(self._parts):
            width = room * part.count / total
            self._places.append((QRectF(left, 0, width, self.height()), part.key))
            self._paint_part(painter, QRectF(left, 0, width, self.height()), part, i)
            left += width + 2
        painter.end()

    def _paint_part(self, painter: QPainter, rect: QRectF, part: Part, rank: int) -> None:
        color = self._theme.color
        blues = (color.h5, color.h4, color.h4, color.h3, color.h3, color.h2)
        faded = bool(self._on) and part.key != self._on
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color.track if faded else blues[min(rank, len(blues) - 1)])
        painter.drawRoundedRect(QRectF(rect.left(), 4, rect.width(), 6), 1, 1)
        left = rect.left()
        share = f"{round(part.count * 100 / max(1, sum(p.count for p in self._parts)))}%"
        pieces = [(part.name, fonts.tabular(12), color.text), (text.count(part.count), fonts.tabular_bold(12), color.text)]
        pieces.append((f"↑ +{part.surge}/时", fonts.tabular_bold(12), color.red) if part.surge else (share, fonts.tabular(12), color.text3))
        for word, face, ink in pieces:
            width = QFontMetrics(face).horizontalAdvance(word)
            if left + width > rect.right() + 1:
                break
            painter.setFont(face)
            paint.text(painter, QRectF(left, 16, width + 4, 20), word, ink)
            left += width + 6
