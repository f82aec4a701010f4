"""The stretch in a row of figures, each over what it was before."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.models.kpi.table import Cell
from ordertower_desktop.views.board.pen import Pen
from ordertower_desktop.views.theme.theme import Theme

HIGH = 92


class Strip(QWidget):
    """Painted as one card with hairlines between the figures."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.tiles: list[tuple[str, Cell]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HIGH)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(600, HIGH)

    def show_tiles(self, tiles: Sequence[tuple[str, Cell]]) -> None:
        self.tiles = list(tiles)
        self.setAccessibleName("；".join(f"{name} {cell.words} {cell.earlier}".strip() for name, cell in tiles))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        pen = Pen(painter, self._theme.color, self.devicePixelRatioF())
        painter.setPen(pen.color.border)
        painter.setBrush(pen.color.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        wide = self.width() / max(1, len(self.tiles))
        for place, (name, cell) in enumerate(self.tiles):
            box = QRectF(place * wide + 16, 0, wide - 24, HIGH)
            if place:
                painter.fillRect(QRectF(place * wide, 1, 1, HIGH - 2), pen.color.line)
            pen.words(QRectF(box.left(), 12, box.width(), 18), name, 12, "text2")
            pen.words(QRectF(box.left(), 31, box.width(), 30), cell.words, 22, cell.role, face="figure")
            arrow = cell.earlier[:2] if cell.earlier.startswith(("↑", "↓")) else ""
            earlier = f"{arrow}之前 {cell.earlier[len(arrow) :]}" if cell.earlier else ""
            pen.words(QRectF(box.left(), 63, box.width(), 18), earlier, 12, cell.hue or "text3")
        painter.end()
