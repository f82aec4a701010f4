"""The heading line of the pool; its first cell is the mark of all."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ordertower_desktop.models.pool.columns import CHECK, COLUMNS, TITLES
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.area import own_viewport
from ordertower_desktop.views.pool.delegate import PAD, PADS
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

HEIGHT, RIGHT_SIDED = 32, frozenset({"loss", "fresh"})


class Head(QHeaderView):
    """Words stand over the words of their column; a click sorts by it, the chip of the filter line says by what."""

    def __init__(self, theme: Theme, model: PoolModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._model = theme, model
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(HEIGHT)
        own_viewport(self)
        theme.changed.connect(self.viewport().update)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        color, box = self._theme.color, QRectF(rect)
        painter.fillRect(box, color.canvas)
        for y in (box.top(), box.bottom() - 1):
            painter.fillRect(QRectF(box.left(), y, box.width(), 1), color.border)
        if section == CHECK:
            count = self._model.chosen_count()
            state = "off" if not count else "on" if count == self._model.rowCount() else "some"
            paint.checkbox(painter, box.adjusted(3, 0, 1, 0), state, color)
            return
        name = COLUMNS[section]
        left, right = PADS.get(name, PAD)
        painter.setFont(fonts.font(12))
        sign = 14 if name == "clock" else 0
        side = paint.RIGHT if name in RIGHT_SIDED else paint.LEFT
        paint.text(painter, box.adjusted(left + sign, 0, right, 0), TITLES[section], color.text2, align=side)
