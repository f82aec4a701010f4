"""The delay pool of a past moment: as it was known then, or as everything told since makes of it."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from ordertower_desktop.domain.stage import STAGE_NAMES, Stage
from ordertower_desktop.models import text
from ordertower_desktop.models.pool.line import PLATFORM_NAMES
from ordertower_desktop.wire.rows import PoolRow

COLUMNS = ("订单", "平台", "阶段", "延迟类型", "原因", "责任人", "时限")
KNOWN, RECKONED = "known", "reckoned"
Index = QModelIndex | QPersistentModelIndex


class ThenPool(QAbstractTableModel):
    """`question("pool_at", [moment, known | reckoned])`; `answered` brings the page or the trouble. `changed`: another page or state."""

    question = Signal(str, list)
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.at: datetime | None = None
        self.told, self.trouble = KNOWN, ""
        self.total, self.waiting = 0, False
        self._rows: list[PoolRow] = []
        self._lines: list[tuple[str, ...]] = []

    def open(self, at: datetime) -> None:
        """The pool of this moment."""
        self.at = at
        self._ask()

    def tell(self, how: str) -> None:
        """As it was known, or as it turned out."""
        if how != self.told:
            self.told = how
            self._ask()

    def answered(self, answer: Any) -> None:
        """Rows of another moment than the one that is looked at are let go."""
        self.waiting = False
        if isinstance(answer, Exception):
            self.trouble = str(answer)
            self._take([], 0)
        elif answer.now == self.at:
            self.trouble = ""
            self._take(answer.items, answer.total)
        self.changed.emit()

    def order(self, row: int) -> str:
        return self._rows[row].order if 0 <= row < len(self._rows) else ""

    def rowCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(self._rows)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._lines[index.row()][index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None

    def _ask(self) -> None:
        self._take([], 0)
        self.waiting, self.trouble = True, ""
        self.question.emit("pool_at", [self.at, self.told])
        self.changed.emit()

    def _take(self, rows: list[PoolRow], total: int) -> None:
        self.beginResetModel()
        self._rows, self.total = rows, total
        self._lines = [line(row, self.at) for row in rows] if self.at is not None else []
        self.endResetModel()


def line(row: PoolRow, at: datetime) -> tuple[str, ...]:
    """A row in words; its clock stands as it stood at the moment."""
    head, tail = text.grouped(row.order)
    stage = STAGE_NAMES[Stage(row.stage)] if row.stage in Stage.__members__ else row.stage
    left = text.left(row.due_at - at) if row.due_at is not None else "—"
    cause = row.cause_detail or row.cause_name or "原因未明"
    platform = PLATFORM_NAMES.get(row.platform, row.platform)
    return f"{head} {tail}".strip(), platform, stage, row.kind_name, cause, row.owner_name or "待认领", left
