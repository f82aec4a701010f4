"""The side of a connector that tells of stock: what lies in warehouses, what of it is reserved, and what is on sale."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from ordertower_desktop.domain.stock import Figure


@runtime_checkable
class Stocked(Protocol):
    """It only says how to ask: what is held against what, and what follows, is the hub's."""

    @property
    def stock_every(self) -> timedelta | None:
        """How often it may be asked; None where the system or the settings have no such question."""
        ...

    def stock(self, *, now: datetime) -> Sequence[Figure]:
        """All of it, or nothing: raises `SourceRefused` or `Unreachable`; then what it told before stays."""
        ...
