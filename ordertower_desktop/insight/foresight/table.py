"""Passages as columns: a row an order, times in hours, words as numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ordertower_desktop.insight.foresight.passage import HOPS, RUNGS, Aim, Passage

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Row = tuple[Any, ...]

AIMS = tuple(Aim)
LEAVES = RUNGS.index(HOPS[-2])
"""From this rung on an order has left us."""
LAST = {Aim.SHIP: LEAVES - 1, Aim.ARRIVE: len(HOPS) - 1}
"""Aim -> the last hop before it is reached."""
HOUR_US = 3_600_000_000
PROMISES = (24.5, 48.5, 72.5, 120.5, 240.5)
"""Lengths of a promise, in hours, that are told apart."""
WORDS = ("warehouse", "carrier", "province")


class Names:
    """Words as small numbers, the same for history and for open orders; an empty word is -1."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {"": -1}

    def numbers(self, words: Iterable[str]) -> Ints:
        known = self._known
        return np.array([known.setdefault(word, len(known) - 1) for word in words], np.int64)


@dataclass(frozen=True, slots=True)
class Table:
    """`entered`: hours since 1970 for each order and rung, NaN where unknown; `due`: for each order and aim."""

    orders: Sequence[str]
    entered: Floats
    over: Floats
    due: Floats
    held: Bools
    words: dict[str, Ints]

    def __len__(self) -> int:
        return len(self.orders)

    def begun(self, now: float) -> Ints:
        """The rows of orders that had begun then."""
        return np.flatnonzero((self.entered <= now).any(axis=1))

    def at(self, now: float) -> "Table":
        """What was known then: orders that had begun, and of them nothing that came later."""
        entered = np.where(self.entered <= now, self.entered, np.nan)
        begun = self.begun(now)
        return Table(
            [self.orders[int(place)] for place in begun],
            entered[begun],
            np.where(self.over <= now, self.over, np.nan)[begun],
            self.due[begun],
            self.held[begun],
            {name: numbers[begun] for name, numbers in self.words.items()},
        )

    def reached(self, aim: Aim) -> Floats:
        """When each order came to its aim."""
        return first(self.entered[:, LAST[aim] + 1 :])

    def promised(self, aim: Aim) -> Ints:
        """How long a promise each order had; -1 where none."""
        length = self.due[:, AIMS.index(aim)] - first(self.entered)
        return np.where(np.isnan(length), -1, np.searchsorted(np.array(PROMISES), length)).astype(np.int64)


def first(times: Floats) -> Floats:
    """The earliest of each row, NaN where there is none."""
    found: Floats = np.fmin.reduce(times, axis=1)
    return found


def hours(at: datetime) -> float:
    return at.timestamp() / 3600


def moment_of(hours: float) -> datetime:
    return datetime.fromtimestamp(round(hours * 3600), UTC)


def table(rows: Sequence[Row], names: Names) -> Table:
    """Rows are (order, microseconds or None for each rung, over, ship_by, deliver_by, held, warehouse, carrier, province)."""
    if not rows:
        none = np.empty((0, len(RUNGS)))
        return Table([], none, np.empty(0), np.empty((0, 2)), np.empty(0, np.bool_), {name: np.empty(0, np.int64) for name in WORDS})
    columns = list(zip(*rows, strict=True))
    ways = 1 + len(RUNGS)
    return Table(
        columns[0],
        np.column_stack([_hours(column) for column in columns[1:ways]]),
        _hours(columns[ways]),
        np.column_stack([_hours(column) for column in columns[ways + 1 : ways + 3]]),
        np.array(columns[ways + 3], np.bool_),
        {name: names.numbers(column) for name, column in zip(WORDS, columns[ways + 4 : ways + 7], strict=True)},
    )


def row_of(one: Passage) -> Row:
    """A passage as a row of `table`."""
    times = (*one.entered, one.over_at, one.ship_by, one.deliver_by)
    return one.order, *(_micros(at) for at in times), one.held, one.warehouse, one.carrier, one.province


def _micros(at: datetime | None) -> int | None:
    return None if at is None else round(at.timestamp() * 1e6)


def _hours(column: Sequence[int | None]) -> Floats:
    return np.array(column, np.float64) / HOUR_US
