"""The rows that match, in order: re-sorted by moving only what changed."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

from ordertower_desktop.models.pool.filters import Filter, Test, tests
from ordertower_desktop.models.pool.sorts import SORTS, Key
from ordertower_desktop.wire.rows import PoolRow


class Store:
    """All rows by case, and the sorted cases of those that pass the filter."""

    def __init__(self) -> None:
        self.rows: dict[str, PoolRow] = {}
        self.shown: list[str] = []
        self.causes: Counter[tuple[str, str]] = Counter()
        self._sorted: list[tuple[Key, str]] = []
        self._keys: dict[str, Key] = {}
        self._key: Callable[[PoolRow], Key] = SORTS["loss"][1]
        self._tests: list[Test] = []

    def aim(self, wanted: Filter, sort: str, *, me: str, now: datetime) -> None:
        """Filter and sort everything anew."""
        self._key = SORTS[sort][1]
        self._tests = tests(wanted, me=me, now=now)
        passed = [row for row in self.rows.values() if all(test(row) for test in self._tests)]
        self._keys = {row.case: self._key(row) for row in passed}
        self._sorted = sorted((key, case) for case, key in self._keys.items())
        self._publish()

    def settle(self, changed: Iterable[str], wanted: Filter, *, me: str, now: datetime) -> bool:
        """Put the changed rows where they belong now; True when membership or order became another."""
        self._tests = tests(wanted, me=me, now=now)
        moved: set[str] = set()
        fresh: list[tuple[Key, str]] = []
        for case in changed:
            row = self.rows.get(case)
            key = self._key(row) if row is not None and all(test(row) for test in self._tests) else None
            if key != self._keys.get(case):
                moved.add(case)
                self._move(case, key, fresh)
        if not moved:
            return False
        self._sorted = [pair for pair in self._sorted if pair[1] not in moved]
        self._sorted += fresh
        self._sorted.sort()
        before = self.shown
        self._publish()
        return before != self.shown

    def _move(self, case: str, key: Key | None, fresh: list[tuple[Key, str]]) -> None:
        if key is None:
            self._keys.pop(case, None)
        else:
            self._keys[case] = key
            fresh.append((key, case))

    def _publish(self) -> None:
        self.shown = [case for _, case in self._sorted]

    def count_causes(self) -> Counter[tuple[str, str]]:
        """(cause, its name) -> how many of the rows that are shown."""
        rows = self.rows
        self.causes = Counter((rows[case].cause, rows[case].cause_name) for case in self.shown if case in rows)
        return self.causes
