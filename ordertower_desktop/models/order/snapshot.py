"""What every system says of one order, as a table: a row a field, a column a system."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ordertower_desktop.models import text
from ordertower_desktop.wire.order import Cell, SnapshotColumn, SnapshotLine

Index = QModelIndex | QPersistentModelIndex
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
LOOK = int(Qt.ItemDataRole.UserRole) + 1
"""How a cell looks: name | value | empty | absent | differs."""
NONE = "—"
STATES = {"fresh": "正常", "late": "晚到", "refused": "被拒绝", "silent": "没有回音", "unknown": "导入的文件"}


class SnapshotModel(QAbstractTableModel):
    """Column 0 names the field; the words are made once, when a page arrives."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: list[SnapshotColumn] = []
        self._names: list[str] = []
        self._words: list[list[str]] = []
        self._looks: list[list[str]] = []
        self._tips: list[list[str]] = []

    @property
    def columns(self) -> Sequence[SnapshotColumn]:
        return self._columns

    @property
    def differing(self) -> int:
        """How many cells stand against the value that counts."""
        return sum(look == "differs" for line in self._looks for look in line)

    def show_lines(self, columns: Sequence[SnapshotColumn], lines: Sequence[SnapshotLine]) -> None:
        """Another page, or the same order read again."""
        self.beginResetModel()
        self._columns = list(columns)
        self._names = [line.name for line in lines]
        self._words, self._looks, self._tips = [], [], []
        for line in lines:
            cells = {cell.source: cell for cell in line.cells}
            found = [cells.get(column.source, Cell(column.source)) for column in columns]
            self._words.append([words_of(cell) for cell in found])
            self._looks.append([look_of(cell) for cell in found])
            self._tips.append([tip_of(cell, column, line.name) for cell, column in zip(found, columns, strict=True)])
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._names)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation is Qt.Orientation.Vertical or role != DISPLAY:
            return None
        return self._columns[section - 1].name if 0 < section <= len(self._columns) else ""

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column() - 1
        if column < 0:
            return self._names[row] if role in (DISPLAY, ACCESSIBLE) else "name" if role == LOOK else None
        if role == DISPLAY:
            return self._words[row][column]
        if role == LOOK:
            return self._looks[row][column]
        return self._tips[row][column] if role in (TOOL_TIP, ACCESSIBLE) else None


def words_of(cell: Cell) -> str:
    if cell.absent:
        return cell.text or "无此单"
    return cell.text or NONE


def look_of(cell: Cell) -> str:
    if cell.differs:
        return "differs"
    return "absent" if cell.absent else "value" if cell.text else "empty"


def tip_of(cell: Cell, column: SnapshotColumn, field: str) -> str:
    """Who says so, and when they said it."""
    said = f"{field}：{words_of(cell)}" if cell.text or cell.absent else f"{field}：没有说"
    lines = [said, f"来源 {column.name}（{STATES.get(column.state, column.state)}）"]
    at = cell.at or column.seen_at
    if at is not None:
        lines.append(f"读到 {text.full_moment(at)}")
    if cell.differs:
        lines.append("与为准的值不一致")
    return "\n".join(lines)


def age_of(column: SnapshotColumn, now: datetime) -> tuple[str, str]:
    """(words, hue) of how old a system's news is."""
    if column.seen_at is None:
        return NONE, "neutral"
    hue = {"fresh": "green", "late": "amber", "refused": "amber", "silent": "amber"}.get(column.state, "neutral")
    return f"{text.spoken(now - column.seen_at)}前", hue
