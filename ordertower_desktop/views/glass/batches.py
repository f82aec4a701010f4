"""What the glass needs of acts on many orders."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ordertower_desktop.wire.rows import PoolRow
from ordertower_desktop.wire.sync import Result


class Batches(Protocol):
    """Acts on many orders: shown before, followed while they go out."""

    def wants_preview(self, verb: str, rows: Sequence[PoolRow]) -> bool: ...

    def preview(self, verb: str, rows: Sequence[PoolRow]) -> None: ...

    def take_result(self, action: str, result: Result) -> bool: ...

    def tick(self, now: datetime) -> None: ...
