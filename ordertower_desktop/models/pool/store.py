"""The rows that match, in order: one sorted list of keys, changed only where rows changed."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

from ordertower_desktop.models.pool.filters import TIMES, Filter, Test, every, tests
from ordertower_desktop.models.pool.sorts import SORTS, Key
from ordertower_desktop.wire.rows import PoolRow

Cause = tuple[str, str]


class Plan(msgspec.Struct):
    """Which keys go, which turn into others, which come."""

    leaving: list[Key] = []
    moved: list[tuple[Key, Key]] = []
    coming: list[Key] = []

    def __len__(self) -> int:
        return len(self.leaving) + len(self.moved) + len(self.coming)


class Store:
    """All rows by case; `order` holds the keys of those that pass the filter. Sums and causes are kept up beside it."""

    def __init__(self) -> None:
        self.rows: dict[str, PoolRow] = {}
        self.order: list[Key] = []
        self.causes: Counter[Cause] = Counter()
        self.amount_fen = 0
        self._keys: dict[str, Key] = {}
        self._kept: dict[str, PoolRow] = {}
        self._key: Callable[[PoolRow], Key] = SORTS["loss"][1]
        self._among: frozenset[str] = frozenset()
        self._passes: Test = every([])

    def known(self) -> list[str]:
        """Every case that is held, shown or not."""
        return list(self.rows)

    def unanswered(self) -> int:
        """How many open cases nobody has in hand: the alarm chains that run."""
        return sum(row.closed_at is None and not row.acknowledged for row in self.rows.values())

    def look(self, wanted: Filter, *, me: str, now: datetime) -> None:
        """From now on these pass; what is shown stays until it is settled."""
        self._among = wanted.cause
        self._passes = every(tests(msgspec.structs.replace(wanted, cause=frozenset()), me=me, now=now))

    def aim(self, sort: str) -> None:
        """Filter and sort everything anew; in whole sweeps, because row by row it takes three times as long."""
        key, among = SORTS[sort][1], self._among
        self._key = key
        passed = [row for row in self.rows.values() if self._passes(row)]
        shown = [row for row in passed if row.cause in among] if among else passed
        self._kept = {row.case: row for row in passed}
        self._keys = {row.case: key(row) for row in shown}
        self.causes = Counter([(row.cause, row.cause_name) for row in passed])
        self.amount_fen = sum([row.amount_fen for row in shown])
        self.order = sorted(self._keys.values())

    def moves(self, case: str, *, gone: bool) -> bool:
        """Whether this row does not belong where it stands."""
        return self._keys.get(case) != (None if gone else self._key_of(self.rows[case]))

    def plan(self, changed: Iterable[str], gone: set[str]) -> Plan:
        """What must happen to the order; keys, causes and sums are already the new ones afterwards."""
        made = Plan()
        for case in changed:
            old = self._keys.get(case)
            new = self._want(case, None if case in gone else self.rows[case])
            if old is not None and new is None:
                made.leaving.append(old)
            elif new is not None and old is None:
                made.coming.append(new)
            elif old is not None and new is not None and old != new:
                made.moved.append((old, new))
        made.leaving.sort()
        made.coming.sort()
        return made

    def carry(self, plan: Plan) -> None:
        """The order as the plan makes it, in one go: by cutting and joining, or by sorting where most of it is new."""
        leaving = [*plan.leaving, *(old for old, _ in plan.moved)]
        coming = [*plan.coming, *(new for _, new in plan.moved)]
        if 4 * len(coming) > len(self.order):
            self.order = sorted(self._keys.values())
        else:
            self.order = _with(_without(self.order, sorted(leaving)), sorted(coming))

    def place(self, key: Key) -> int:
        return bisect_left(self.order, key)

    @staticmethod
    def place_in(order: list[Key], key: Key) -> int:
        return bisect_left(order, key)

    def key(self, case: str) -> Key | None:
        """The key of a row that passes."""
        return self._keys.get(case)

    def shifted(self, moved: Iterable[tuple[Key, Key]]) -> list[Key]:
        """The order with these keys in their new places."""
        pairs = list(moved)
        return _with(_without(self.order, sorted(old for old, _ in pairs)), sorted(new for _, new in pairs))

    def ranked(self) -> list[tuple[str, str, int]]:
        """(cause, its name, count) of what matches but for the choice of a cause, largest first."""
        return [(key, name, count) for (key, name), count in self.causes.most_common() if count > 0]

    def values(self, name: str) -> list[tuple[str, int]]:
        """The values that a field takes among open rows and how often."""
        found = Counter(str(getattr(row, name)) for row in self.rows.values() if row.state == "open")
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))

    def tally(
        self, wanted: Filter, time: str, periods: Iterable[tuple[datetime | None, datetime | None]], *, me: str, now: datetime
    ) -> list[int]:
        """How many rows `wanted` would show with each of these in the place of its own time."""
        rest, read = every(tests(msgspec.structs.replace(wanted, time="", within=""), me=me, now=now)), TIMES[time]
        times = [at for row in self.rows.values() if rest(row) and (at := read(row)) is not None]
        first, last = min(times, default=now), max(times, default=now)
        return [len([at for at in times if (start or first) <= at and (at <= last if end is None else at < end)]) for start, end in periods]

    def _key_of(self, row: PoolRow) -> Key | None:
        return self._key(row) if self._passes(row) and (not self._among or row.cause in self._among) else None

    def _want(self, case: str, row: PoolRow | None) -> Key | None:
        """Reckon one row anew: its key if it passes, its cause if it passes but for the cause, its sum."""
        before, counted = self._kept.pop(case, None), case in self._keys
        if before is not None:
            self.causes[before.cause, before.cause_name] -= 1
            self.amount_fen -= before.amount_fen if counted else 0
        self._keys.pop(case, None)
        if row is None or not self._passes(row):
            return None
        self._kept[case] = row
        self.causes[row.cause, row.cause_name] += 1
        key = self._key(row) if not self._among or row.cause in self._among else None
        if key is not None:
            self._keys[case] = key
            self.amount_fen += row.amount_fen
        return key


def spans(keys: list[Key], order: list[Key]) -> list[tuple[int, int]]:
    """Sorted keys of `order` as (first, last) places, neighbours together."""
    found: list[tuple[int, int]] = []
    for key in keys:
        place = bisect_left(order, key)
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def gaps(keys: list[Key], order: list[Key]) -> list[tuple[int, list[Key]]]:
    """Sorted new keys as (place in `order`, keys that go in before it)."""
    found: list[tuple[int, list[Key]]] = []
    for key in keys:
        place = bisect_left(order, key)
        if found and found[-1][0] == place:
            found[-1][1].append(key)
        else:
            found.append((place, [key]))
    return found


def _without(order: list[Key], gone: list[Key]) -> list[Key]:
    made: list[Key] = []
    start = 0
    for first, last in spans(gone, order):
        made += order[start:first]
        start = last + 1
    made += order[start:]
    return made


def _with(order: list[Key], fresh: list[Key]) -> list[Key]:
    made: list[Key] = []
    start = 0
    for place, keys in gaps(fresh, order):
        made += order[start:place]
        made += keys
        start = place
    made += order[start:]
    return made
