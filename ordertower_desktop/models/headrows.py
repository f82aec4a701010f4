"""The first rows of a file as a table, every cell plain text."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ordertower_desktop.wire.pages import ColumnGuess

DISPLAY, ALIGN = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.TextAlignmentRole)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTER = int(Qt.AlignmentFlag.AlignCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
MONEY = frozenset({"amount_fen", "freight_fen", "refund_fen", "items"})
Index = QModelIndex | QPersistentModelIndex


class HeadRows(QAbstractTableModel):
    """Row 0 is left free for the choices; the headings are the file's own."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: Sequence[ColumnGuess] = ()
        self._rows: Sequence[Sequence[str]] = ()

    def show(self, columns: Sequence[ColumnGuess], rows: Sequence[Sequence[str]]) -> None:
        self.beginResetModel()
        self._columns, self._rows = columns, rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() or not self._columns else len(self._rows) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if role == ALIGN:
            return RIGHT if self._columns[index.column()].field in MONEY else LEFT
        if role != DISPLAY or index.row() == 0:
            return None
        row, place = self._rows[index.row() - 1], self._columns[index.column()].index
        return row[place] if place < len(row) else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if role == ALIGN:
            return LEFT if orientation == Qt.Orientation.Horizontal else CENTER
        if role != DISPLAY:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self._columns[section].heading if section < len(self._columns) else ""
        return str(section) if section else ""
