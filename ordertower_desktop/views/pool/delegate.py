"""The ground of a cell: row line, selection, flash, the red edge, the frame of the cursor. What stands on it is in `cells`."""

from functools import partial

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ordertower_desktop.models.pool.columns import CHECK, COLUMNS
from ordertower_desktop.models.pool.line import Line
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.models.pool.roles import LINE
from ordertower_desktop.views.pool.cells import Cells
from ordertower_desktop.views.pool.kept import Kept
from ordertower_desktop.views.theme.theme import Theme

LAST = len(COLUMNS) - 1
PAD = (2, -6)
PADS = {"check": (3, 1), "clock": (4, 0), "loss": (0, -10), "fresh": (0, -8), "last": (4, -4), "cause": (2, -6)}
"""Column -> how much its words stand in from the left and the right edge."""
SELECTED, HOVERED = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_MouseOver.value  # ints: see models/pool/model


class PoolDelegate(QStyledItemDelegate):
    """Reads the theme directly; selection and focus are fills and frames, never the colour of text."""

    def __init__(self, theme: Theme, model: PoolModel, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._model, self._cells, self._kept = theme, model, Cells(theme, model), Kept()
        theme.changed.connect(self._kept.clear)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, 36)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        line: Line = index.data(LINE)
        column, area, state = index.column(), option.rect, option.state.value
        ground, tag = self._ground(line, state), self._cells.tag(line, COLUMNS[column])
        self._kept.paint(painter, area, line, (column, tag), ground=ground, draw=partial(self._cell, line=line, column=column))
        current = state & SELECTED
        self._lines(painter, area, column, current=current)
        if column == CHECK:
            self._edge(painter, area, line, current=current)

    def _cell(self, painter: QPainter, rect: QRectF, line: Line, column: int) -> None:
        left, right = PADS.get(COLUMNS[column], PAD)
        self._cells.paint(painter, rect.adjusted(left, 0, right, 0), line, COLUMNS[column])

    def _ground(self, line: Line, state: int) -> QColor:
        color = self._theme.color
        if state & SELECTED or line.case in self._model.chosen:
            return color.sel
        if line.case in self._model.flash:
            return color.amberT
        return color.hover if state & HOVERED else color.surface

    def _lines(self, painter: QPainter, area: QRect, column: int, *, current: int) -> None:
        color, left, top, width, height = self._theme.color, area.left(), area.top(), area.width(), area.height()
        painter.fillRect(left, top + height - 1, width, 1, color.focus if current else color.line)
        if current:
            painter.fillRect(left, top, width, 1, color.focus)
            if column == LAST:
                painter.fillRect(left + width - 1, top, 1, height, color.focus)

    def _edge(self, painter: QPainter, area: QRect, line: Line, *, current: int) -> None:
        """Three red pixels for what is overdue, else the frame of the cursor."""
        color = self._theme.color
        late = line.open and line.due_at is not None and line.paused_left_s is None and line.due_at <= self._model.now
        if late:
            painter.fillRect(area.left(), area.top(), 3, area.height() - 1, color.redF)
        elif current:
            painter.fillRect(area.left(), area.top(), 1, area.height(), color.focus)
