"""Exact counts of every view, kept up row by row; time moves rows between views too."""

import heapq
from collections import Counter
from datetime import datetime

from ordertower_desktop.models.pool.filters import NEAR_PROMISE, SOON, Test, View, tests
from ordertower_desktop.wire.rows import PoolRow


class Counts:
    """How many rows each view holds. `put` and `drop` keep it true at the cost of the rows that changed."""

    def __init__(self) -> None:
        self._views: tuple[View, ...] = ()
        self._tests: list[list[Test]] = []
        self._masks: dict[str, int] = {}
        self._turns: list[tuple[datetime, str]] = []
        self.counts: Counter[str] = Counter()

    def watch(self, views: tuple[View, ...], rows: dict[str, PoolRow], *, me: str, now: datetime) -> None:
        """Count everything anew for these views."""
        self._views, self._masks, self._turns = views, {}, []
        self.counts = Counter({view.key: 0 for view in views})
        self._aim(me, now)
        for row in rows.values():
            self.put(row, now)

    def _aim(self, me: str, now: datetime) -> None:
        self._me = me
        self._tests = [tests(view.filter, me=me, now=now) for view in self._views]

    def put(self, row: PoolRow, now: datetime) -> int:
        """Count a new or changed row; returns its mask of views."""
        mask = 0
        for place, wanted in enumerate(self._tests):
            if all(test(row) for test in wanted):
                mask |= 1 << place
        self._replace(row.case, mask)
        turn = _next_turn(row, now)
        if turn is not None:
            heapq.heappush(self._turns, (turn, row.case))
        return mask

    def drop(self, case: str) -> None:
        self._replace(case, 0)
        self._masks.pop(case, None)

    def turn(self, rows: dict[str, PoolRow], now: datetime) -> list[str]:
        """Time has come to `now`: recount the rows that it moves; returns them."""
        self._aim(self._me, now)
        moved = []
        while self._turns and self._turns[0][0] <= now:
            _, case = heapq.heappop(self._turns)
            row = rows.get(case)
            if row is not None:
                self.put(row, now)
                moved.append(case)
        return moved

    def _replace(self, case: str, mask: int) -> None:
        old = self._masks.get(case, 0)
        if old == mask:
            return
        self._masks[case] = mask
        for place, view in enumerate(self._views):
            bit = 1 << place
            self.counts[view.key] += bool(mask & bit) - bool(old & bit)


def _next_turn(row: PoolRow, now: datetime) -> datetime | None:
    """The next moment at which time alone moves this row into or out of a view."""
    if row.state != "open":
        return None
    moments = [row.due_at, row.due_at - SOON] if row.due_at is not None else []
    for clock in row.clocks:
        if clock.kind == "platform" and clock.due_at is not None:
            moments += [clock.due_at, clock.due_at - NEAR_PROMISE]
    return min((at for at in moments if at > now), default=None)
