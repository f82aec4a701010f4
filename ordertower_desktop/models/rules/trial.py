"""The orders that a rule on trial would newly hit, or hit no more: the first few by name."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from ordertower_desktop.models import text
from ordertower_desktop.wire.rules import TrialOrder

Index = QModelIndex | QPersistentModelIndex
DISPLAY, ACCESSIBLE = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)
ORDER, AGE = int(Qt.ItemDataRole.UserRole) + 1, int(Qt.ItemDataRole.UserRole) + 2


class TrialModel(QAbstractListModel):
    """One list at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[tuple[TrialOrder, str], ...] = ()

    def take(self, orders: Sequence[TrialOrder], at: datetime) -> None:
        """These orders, with how long each was paid at the moment of the trial."""
        lines = tuple((one, _age(one.paid_at, at)) for one in orders)
        if lines != self._lines:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        order, age = self._lines[index.row()]
        match role:
            case _ if role == ORDER:
                return order
            case _ if role == AGE:
                return age
            case _ if role in (DISPLAY, ACCESSIBLE):
                return f"{order.order}，{order.platform_name}，{order.stage}，{age}"
        return None


def _age(paid: datetime | None, at: datetime) -> str:
    """From two days on in whole days: there is room for no more."""
    if paid is None:
        return "未付款"
    span = at - paid
    return f"付款 {text.spoken(timedelta(days=span.days) if span.days > 1 else span)}"
