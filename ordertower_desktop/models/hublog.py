"""A log that the hub keeps, as a table at the desk: newest first, page after page, every line in words."""

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

Index = QModelIndex | QPersistentModelIndex


class HubLog(QAbstractTableModel):
    """`question` as on every page; `changed` after an answer. Who inherits says `columns`, `row` and what a page asks for."""

    question = Signal(str, list)
    changed = Signal()
    columns: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Any] = []
        self.after, self.trouble, self.waiting = "", "", ""

    def row(self, place: int) -> tuple[str, ...]:
        """A line in words."""
        raise NotImplementedError

    def ask(self, how: str) -> None:
        """Emit the question for the first page ("fresh") or for the one `after` ("more"); kept in `waiting` until the answer."""
        raise NotImplementedError

    def more(self) -> None:
        """The next page, if there is one and none is on its way."""
        if self.after and not self.waiting:
            self.ask("more")

    def take(self, lines: Sequence[Any], how: str) -> None:
        """A page that has come: behind the others, or in place of all."""
        self.trouble = ""
        if how != "more":
            self.beginResetModel()
            self.lines = list(lines)
            self.endResetModel()
        elif lines:
            first = len(self.lines)
            self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
            self.lines += lines
            self.endInsertRows()

    def rowCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(self.lines)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.row(index.row())[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section]
        return None
