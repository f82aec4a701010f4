"""The orders that are not over, kept in hand between trials of a rule: while somebody types, only what has changed is read again."""

import threading
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from ordertower_desktop.domain.order import Order
from ordertower_desktop.hub.store.tables import orders

MOST = 10_000
"""How many are tried, and kept: beyond it a trial would be no answer while typing, and says of how many it speaks."""


class OpenOrders:
    """Gives the open orders as they are in a transaction."""

    def __init__(self, most: int = MOST) -> None:
        self._guard = threading.Lock()
        self._most = most
        self._kept: dict[str, tuple[tuple[Any, ...], Order]] = {}

    def current(self, conn: Connection) -> Sequence[Order]:
        """At most `most` of them, those whose time comes first. Whoever asks meanwhile waits for the one reading."""
        with self._guard:
            marks = orders.open_marks(conn, limit=self._most)
            kept = {key: known for key, mark in marks.items() if (known := self._kept.get(key)) is not None and known[0] == mark}
            fresh = orders.load(conn, (key for key in marks if key not in kept))
            self._kept = kept | {key: (marks[key], order) for key, order in fresh.items()}
            return [order for _, order in self._kept.values()]
