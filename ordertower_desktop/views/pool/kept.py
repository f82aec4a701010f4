"""Cells that were painted before: most of a repaint is the same words again, and laying out words is what costs."""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap

from ordertower_desktop.models.pool.line import Line

BYTES = 24 * 1024 * 1024
Draw = Callable[[QPainter, QRectF], None]
Cell = tuple[int, str]
Key = tuple[str, Cell, int, int, int, float]


class Kept:
    """Pictures of cells on their ground, the least used ones let go. A line that was made anew is painted anew."""

    def __init__(self) -> None:
        self._pictures: OrderedDict[Key, tuple[Line, QPixmap]] = OrderedDict()
        self._bytes = 0

    def clear(self) -> None:
        """Every colour is another now."""
        self._pictures.clear()
        self._bytes = 0

    def picture(self, line: Line, cell: Cell, size: QSize, ground: QColor, *, density: float, draw: Draw) -> QPixmap:
        """The cell (column, and what it says beside its line) on opaque ground, so that letters are smoothed as on the screen itself."""
        key = (line.case, cell, size.width(), size.height(), ground.rgb(), density)
        found = self._pictures.get(key)
        if found is not None and found[0] is line:
            self._pictures.move_to_end(key)
            return found[1]
        made = _drawn(size, ground, density, draw)
        self._keep(key, line, made)
        return made

    def _keep(self, key: Key, line: Line, made: QPixmap) -> None:
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


def _weight(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
