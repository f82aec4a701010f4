"""Cells that were painted before: most of a repaint is the same words again, and laying out words is what costs.

A cell that is met for the first time is painted where it stands: many are seen once and never again, and the first paint of all waits for
nothing. Met again, it becomes a picture.
"""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap

from ordertower_desktop.models.pool.line import Line

BYTES, SEEN = 24 * 1024 * 1024, 400
Draw = Callable[[QPainter, QRectF], None]
Cell = tuple[int, str]
Key = tuple[str, Cell, int, int, int, float]


class Kept:
    """Pictures of cells on their ground, the least used ones let go. A line that was made anew is painted anew."""

    def __init__(self) -> None:
        self._pictures: OrderedDict[Key, tuple[Line, QPixmap | None]] = OrderedDict()
        self._bytes = 0

    def clear(self) -> None:
        """Every colour is another now."""
        self._pictures.clear()
        self._bytes = 0

    def paint(self, painter: QPainter, area: QRect, line: Line, cell: Cell, *, ground: QColor, draw: Draw) -> None:
        """The cell (column, and what it says beside its line) on opaque ground, so that letters are smoothed as on the screen itself."""
        density = painter.device().devicePixelRatio()
        key = (line.case, cell, area.width(), area.height(), ground.rgb(), density)
        found = self._pictures.get(key)
        if found is None or found[0] is not line:
            self._keep(key, line, None)
            painter.save()
            painter.fillRect(area, ground)
            painter.setClipRect(area)
            draw(painter, QRectF(area))
            painter.restore()
            return
        picture = found[1] or _drawn(area.size(), ground, density, draw)
        self._keep(key, line, picture)
        painter.drawPixmap(area.topLeft(), picture)

    def _keep(self, key: Key, line: Line, made: QPixmap | None) -> None:
        """The newest stand last, so that the least used are dropped first."""
        old = self._pictures.pop(key, None)
        self._bytes += _weight(made) - (_weight(old[1]) if old else 0)
        self._pictures[key] = (line, made)
        while self._bytes > BYTES:
            _, (_, dropped) = self._pictures.popitem(last=False)
            self._bytes -= _weight(dropped)


def _drawn(size: QSize, ground: QColor, density: float, draw: Draw) -> QPixmap:
    made = QPixmap(size * density)
    made.setDevicePixelRatio(density)
    made.fill(ground)
    painter = QPainter(made)
    draw(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return made


def _weight(picture: QPixmap | None) -> int:
    """Bytes; a cell that was met once weighs what its entry does."""
    return SEEN if picture is None else SEEN + picture.width() * picture.height() * 4
