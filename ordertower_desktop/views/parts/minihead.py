"""The heading of a small table inside a card."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

HEIGHT, GUTTER = 28, 16


@dataclass(frozen=True, slots=True)
class Column:
    """`width` 0 takes what is left; `align` is left or right, right for figures."""

    name: str
    width: int
    align: str = "left"


def places(columns: tuple[Column, ...], width: float, *, gutter: int = GUTTER) -> list[QRectF]:
    """Where each column stands in a row of `width`; delegates and heading share it."""
    fixed = sum(column.width for column in columns)
    free = [column for column in columns if not column.width]
    share = max(0.0, width - 2 * gutter - fixed) / max(1, len(free))
    left, found = float(gutter), []
    for column in columns:
        wide = column.width or share
        found.append(QRectF(left, 0, wide, HEIGHT))
        left += wide
    return found


class MiniHead(QWidget):
    """28 px on the canvas tone, a hairline above and below."""

    def __init__(self, theme: Theme, columns: tuple[Column, ...], *, gutter: int = GUTTER) -> None:
        super().__init__()
        self._theme, self._columns, self._gutter = theme, columns, gutter
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("，".join(column.name for column in columns if column.name))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(240, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.fillRect(self.rect(), color.canvas)
        painter.fillRect(QRectF(0, 0, self.width(), 1), color.border)
        painter.fillRect(QRectF(0, HEIGHT - 1, self.width(), 1), color.border)
        painter.setFont(fonts.tabular(12))
        for column, place in zip(self._columns, places(self._columns, self.width(), gutter=self._gutter), strict=True):
            align = paint.RIGHT if column.align == "right" else paint.LEFT
            paint.text(painter, place, column.name, color.text3, align=align)
        painter.end()
