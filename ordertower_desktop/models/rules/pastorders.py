"""The orders of a back-test's list, one a line."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from ordertower_desktop.models import text
from ordertower_desktop.wire.backtests import BacktestOrder

Index = QModelIndex | QPersistentModelIndex
DISPLAY, ACCESSIBLE, TIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.ToolTipRole)
ORDER, WHEN = int(Qt.ItemDataRole.UserRole) + 1, int(Qt.ItemDataRole.UserRole) + 2


class PastOrders(QAbstractListModel):
    """A list that only grows at its end, until another one takes its place."""

    def __init__(self) -> None:
        super().__init__()
        self._orders: tuple[BacktestOrder, ...] = ()
        self._at: datetime | None = None

    def take(self, orders: Sequence[BacktestOrder], at: datetime | None) -> None:
        """These orders; `at` is when the back-test began."""
        new, old = tuple(orders), self._orders
        if new == old and at == self._at:
            return
        if old and at == self._at and new[: len(old)] == old:
            self.beginInsertRows(QModelIndex(), len(old), len(new) - 1)
            self._orders = new
            self.endInsertRows()
            return
        self.beginResetModel()
        self._orders, self._at = new, at
        self.endResetModel()

    def order(self, place: int) -> str:
        return self._orders[place].order if 0 <= place < len(self._orders) else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._orders)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        one = self._orders[index.row()]
        match role:
            case _ if role == ORDER:
                return one
            case _ if role == WHEN:
                return _when(one)
            case _ if role in (DISPLAY, ACCESSIBLE, TIP):
                return "，".join(word for word in (one.order, one.platform_name, one.stage, one.shop, _spelled(one)) if word)
        return None


def _when(one: BacktestOrder) -> str:
    """What stands at the end of its line."""
    return one.why or (f"{one.since.astimezone(text.SHANGHAI):%m-%d %H:%M}" if one.since else "")


def _spelled(one: BacktestOrder) -> str:
    if one.why or one.since is None:
        return one.why
    until = f"到 {text.moment(one.until)}" if one.until else "至今"
    return f"{text.moment(one.since)} {until}"
