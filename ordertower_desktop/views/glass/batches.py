"""What the glass needs of acts on many orders."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from ordertower_desktop.wire.rows import FORESEEN, PoolRow
from ordertower_desktop.wire.sync import Result


class Toasts(Protocol):
    """Where the glass says a word in passing."""

    def show(self, kind: str, text: str) -> object: ...


def workable(rows: Sequence[PoolRow], toasts: Toasts) -> list[PoolRow]:
    """Those with a case; of forecasts alone nothing can be taken in hand, and that is said."""
    found = [row for row in rows if row.state != FORESEEN]
    if len(found) < len(rows):
        words = "{0} 单还只是预警，没有异常可以处理；打开订单可看原因，先催仓库或承运商"
        toasts.show("info", QCoreApplication.translate("Batches", words).format(len(rows) - len(found)))
    return found


class Batches(Protocol):
    """Acts on many orders: shown before, followed while they go out."""

    def wants_preview(self, verb: str, rows: Sequence[PoolRow]) -> bool: ...

    def preview(self, verb: str, rows: Sequence[PoolRow]) -> None: ...

    def take_result(self, action: str, result: Result) -> bool: ...

    def tick(self, now: datetime) -> None: ...
