"""Exact counts of every view, kept up row by row; time moves rows between views too."""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from ordertower_desktop.models.pool.filters import NEAR_PROMISE, SOON, TIMES, Filter, Test, View, every, period, tests
from ordertower_desktop.wire.rows import PoolRow

if TYPE_CHECKING:
    from ordertower_desktop.domain.period import Period

Moving = tuple[str, "Period"]
_BEGINNING = datetime.min.replace(tzinfo=UTC)


class Counts:
    """How many rows each view holds. `put` and `drop` keep it true at the cost of the rows that changed."""

    def __init__(self) -> None:
        self._views: tuple[View, ...] = ()
        self._tests: list[tuple[int, Test]] = []
        self._masks: dict[str, int] = {}
        self._turns: list[tuple[datetime, str]] = []
        self._turn_of: dict[str, datetime] = {}
        self._me = ""
        self._moving: list[Moving] = []
        self._followed: list[Moving] = []
        self.counts: Counter[str] = Counter()

    def watch(self, views: tuple[View, ...], rows: Mapping[str, PoolRow], *, me: str, now: datetime) -> None:
        """Count everything anew for these views."""
        self._views, self._me = views, me
        self._masks, self._turns, self._turn_of = {}, [], {}
        self.counts = Counter({view.key: 0 for view in views})
        self._aim(now)
        self._moving = _moving((view.filter for view in views), now)
        for row in rows.values():
            self.put(row, now)

    def follow(self, wanted: Filter, rows: Mapping[str, PoolRow], now: datetime) -> None:
        """This filter is in force, kept as a view or not: from now on `turn` tells of the rows that it loses or gains by time."""
        self._followed = _moving((wanted,), now)
        rest = every(tests(msgspec.structs.replace(wanted, time="", within=""), me=self._me, now=now))
        for time, meant in self._followed:
            read, start = TIMES[time], meant.bounds(now)[0] or _BEGINNING
            for row in rows.values():
                at = read(row)
                if at is not None and at >= start and rest(row):  # before the start it stays outside; any change counts it anew
                    self._sooner(row.case, min((turn for turn in meant.turns(at) if turn > now), default=None))

    def _sooner(self, case: str, turn: datetime | None) -> None:
        known = self._turn_of.get(case)
        if turn is not None and (known is None or turn < known):
            self._await(case, turn)

    def _aim(self, now: datetime) -> None:
        self._tests = [(1 << place, every(tests(view.filter, me=self._me, now=now))) for place, view in enumerate(self._views)]

    def put(self, row: PoolRow, now: datetime) -> None:
        """Count a new or changed row."""
        mask = 0
        for bit, passes in self._tests:
            if passes(row):
                mask |= bit
        self._replace(row.case, mask)
        turn = _next_turn(row, now, [*self._moving, *self._followed])
        if turn is not None and self._turn_of.get(row.case) != turn:
            self._await(row.case, turn)

    def _await(self, case: str, turn: datetime) -> None:
        """Look at this row again then."""
        self._turn_of[case] = turn
        heapq.heappush(self._turns, (turn, case))

    def drop(self, case: str) -> None:
        self._replace(case, 0)
        self._masks.pop(case, None)
        self._turn_of.pop(case, None)

    def turn(self, rows: Mapping[str, PoolRow], now: datetime) -> list[str]:
        """Time has come to `now`: recount the rows that it moves; returns them."""
        self._aim(now)
        moved = []
        while self._turns and self._turns[0][0] <= now:
            at, case = heapq.heappop(self._turns)
            if self._turn_of.get(case) == at:
                del self._turn_of[case]
                self.put(rows[case], now)
                moved.append(case)
        return moved

    def _replace(self, case: str, mask: int) -> None:
        old = self._masks.get(case, 0)
        if old == mask:
            return
        self._masks[case] = mask
        turned = old ^ mask
        for place, view in enumerate(self._views):
            if turned >> place & 1:
                self.counts[view.key] += 1 if mask >> place & 1 else -1


def _moving(filters: Iterable[Filter], now: datetime) -> list[Moving]:
    """The periods that do not stand still."""
    found = ((wanted.time, period(wanted, now)) for wanted in filters if wanted.within and wanted.time in TIMES)
    return [(time, meant) for time, meant in found if meant is not None and meant.moves]


def _turns(row: PoolRow, moving: Iterable[Moving], now: datetime) -> Iterator[datetime]:
    """The moments ahead at which the row comes into one of the periods or leaves it."""
    for time, meant in moving:
        at = TIMES[time](row)
        if at is not None:
            yield from (turn for turn in meant.turns(at) if turn > now)


def _next_turn(row: PoolRow, now: datetime, moving: list[Moving]) -> datetime | None:
    """The next moment at which time alone moves this row into or out of a view."""
    moments = list(_turns(row, moving, now)) if moving else []
    if row.state != "open":
        return min(moments, default=None)
    if row.due_at is not None:
        moments += [row.due_at, row.due_at - SOON]
    for clock in row.clocks:
        if clock.kind == "platform" and clock.due_at is not None:
            moments += [clock.due_at, clock.due_at - NEAR_PROMISE]
    return min((at for at in moments if at > now), default=None)
