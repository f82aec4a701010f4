"""Forecasts joined to the glass: the pool shows their bands, and orders that no rule has found yet stand in its view 将要超期."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from ordertower_desktop.models.pool.ahead import Ahead
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.wire.risk import RiskRow
from ordertower_desktop.wire.rows import PoolRow


class Foreseeing(QObject):
    """Comes after the glass with every case, so that what it adds to a row is not taken off again."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass, self.ahead = glass, Ahead()

    def take(self, rows: Sequence[RiskRow], gone: Sequence[str]) -> None:
        self._glass.model.take(*self.ahead.take(rows, gone))

    def cases(self, rows: Sequence[PoolRow], gone: Sequence[str]) -> None:
        self._glass.model.take(*self.ahead.cases(rows, gone))

    def forget(self) -> None:
        """Another hub."""
        self._glass.model.take([], self.ahead.clear())
