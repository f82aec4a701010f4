"""A table to read and to move about in: rows of one height, one column that takes what is left, nothing to edit."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from ordertower_desktop.views.theme import fonts

NEAR = 12
"""So many rows before the end the next page is asked for."""
BLANK = 200


class PlainTable(QTableView):
    """`near_end` when somebody has scrolled down to the last rows. In `widths` 0 is the column that stretches."""

    near_end = Signal()

    def __init__(self, model: QAbstractItemModel, widths: Sequence[int], *, name: str, row: int = 30) -> None:
        super().__init__()
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setFont(fonts.tabular(13))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width or BLANK)
        header.setSectionResizeMode(list(widths).index(0), QHeaderView.ResizeMode.Stretch)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def _scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - NEAR:
            self.near_end.emit()
