"""The forecast: curves learnt from what was known at a moment, and what they say of open orders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ordertower_desktop.insight.foresight.cells import AGES, SLOW, Cells, Stays, cells
from ordertower_desktop.insight.foresight.levels import LEVELS, keys_of
from ordertower_desktop.insight.foresight.passage import WARM, Aim
from ordertower_desktop.insight.foresight.table import AIMS, LAST, LEAVES, Bools, Floats, Ints, Table, first

HALF_LIFE_H = 30 * 24.0
"""After so long an order counts half."""
PARENT = 15.0
"""So many orders' worth the coarser level counts beside the finer one."""
LEAST = 5
"""Fewer orders of this age say nothing of a cell: it is skipped."""
LEAST_ETA = 30
FLOOR = 1e-4
GATE_H = {Aim.SHIP: 4.0, Aim.ARRIVE: 24.0}
"""With no more than this left, who stands longer than the slowest tenth is told of whatever the curves say."""
USED = 0.8
"""While nothing is learnt, who has used this share of the promise counts as slow."""

Group = tuple[Aim, int]


@dataclass(frozen=True, slots=True)
class Scores:
    """What is said of orders: a row for each promise. Times in hours since 1970.

    `place`: row of the table; `p`: late with this chance; `rule`: the fixed rule alarms; `warm`: p comes from curves, else from the rule.
    `level`, `count`, `cell_p`, `parent_p`: the finest level that had enough orders of this age, how many, and what it and its parent say.
    `skipped`: finer levels that had too few. `half`, `late`: by when half and nine in ten of such orders are there; NaN where unknown.
    """

    place: Ints
    aim: Ints
    hop: Ints
    due: Floats
    age: Floats
    slow: Floats
    p: Floats
    rule: Bools
    warm: Bools
    seen: Ints
    level: Ints
    count: Ints
    cell_p: Floats
    parent_p: Floats
    skipped: Ints
    half: Floats
    late: Floats

    def __len__(self) -> int:
        return len(self.place)

    def take(self, places: Ints) -> "Scores":
        return Scores(*(getattr(self, name)[places] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Foresight:
    """What was learnt at a moment. `seen`: (aim, hop) -> how many orders had reached the aim from there."""

    groups: Mapping[Group, Sequence[Cells]]
    seen: Mapping[Group, int]

    def score(self, table: Table, now: float) -> Scores:
        """What is to be said at `now` of every promise that an order has still to keep; orders without one are left out."""
        known = table.at(now)
        found = [part for aim in AIMS for hop in range(LAST[aim] + 1) if len(part := self._group(known, aim, hop, now))]
        if not found:
            return _nothing()
        every = Scores(*(np.concatenate([getattr(part, name) for part in found]) for name in Scores.__slots__))
        return Scores(table.begun(now)[every.place], *(getattr(every, name) for name in Scores.__slots__[1:]))

    def _group(self, table: Table, aim: Aim, hop: int, now: float) -> Scores:
        """Orders that stand on one rung and have this promise before them."""
        due = table.due[:, AIMS.index(aim)]
        place = np.flatnonzero(standing(table, hop) & (due > now) & ~table.held & np.isnan(table.over))
        age, left = now - table.entered[place, hop], due[place] - now
        grown = self.groups.get((aim, hop), ())
        seen = self.seen.get((aim, hop), 0)
        row = np.searchsorted(AGES[aim], age, "right") - 1
        asked = _Asked(aim, hop, place, age, left, _experienced(grown[0], row) if grown else row)
        said = _said(table, grown, asked)
        promised = due[place] - first(table.entered[place])
        used = 1 - left / np.maximum(promised, 1e-9)
        tardy = np.where(np.isnan(said.slow), used >= USED, age > said.slow)
        warm = said.count > 0
        p = np.where(warm, said.p, np.clip(used, 0, 1) * 0.5)
        full = np.full(len(place), seen)
        return Scores(
            place, np.full(len(place), AIMS.index(aim)), np.full(len(place), hop), due[place], age, said.slow, np.clip(p, FLOOR, 1 - FLOOR),
            tardy & (left <= GATE_H[aim]), warm, full, said.level, said.count, said.cell_p, said.parent_p, said.skipped,
            now + said.half, now + said.late,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asked:
    aim: Aim
    hop: int
    place: Ints
    age: Floats
    left: Floats
    row: Ints


class _Said:
    """What the levels say, gathered from coarse to fine."""

    def __init__(self, number: int) -> None:
        self.p, self.cell_p, self.parent_p = (np.full(number, 0.5) for _ in range(3))
        self.level, self.count, self.skipped = (np.zeros(number, np.int64) for _ in range(3))
        self.sure, self.cell = np.full(number, -1), np.zeros(number, np.int64)
        self.slow, self.half, self.late = (np.full(number, np.nan) for _ in range(3))

    def hear(self, grown: Cells, level: int, keys: Ints, asked: _Asked) -> None:
        """The next finer level; where it has too few orders of this age, the coarser one stands."""
        cell = grown.find(keys)
        at = np.maximum(cell, 0)
        weight = np.where(cell >= 0, grown.weight(at, asked.row, asked.age), 0)
        here = grown.at(at, asked.row, asked.age)
        says = np.divide(grown.at(at, asked.row, asked.age + asked.left), here, out=self.p.copy(), where=here > 0)
        count = np.where(cell >= 0, grown.count[at, asked.row], 0).astype(np.int64)
        enough = (count >= LEAST) & (here > 0)
        self.parent_p = np.where(enough, self.p, self.parent_p)
        mixed = (weight * says + PARENT * self.p) / (weight + PARENT) if level else says
        self.p, self.cell_p = np.where(enough, mixed, self.p), np.where(enough, says, self.cell_p)
        self.level, self.count = np.where(enough, level, self.level), np.where(enough, count, self.count)
        self.skipped = np.where(enough, 0, self.skipped + (keys >= 0))
        self.slow = np.where(enough, grown.slow[at], self.slow)
        sure = enough & (count >= LEAST_ETA)
        self.sure, self.cell = np.where(sure, level, self.sure), np.where(sure, at, self.cell)

    def arrive(self, grown: Sequence[Cells], asked: _Asked) -> None:
        """When half and nine in ten are there, from the finest curve that has enough behind it."""
        for level, one in enumerate(grown):
            chosen = np.flatnonzero(self.sure == level)
            cell, row, age = self.cell[chosen], asked.row[chosen], asked.age[chosen]
            here = one.at(cell, row, age)
            self.half[chosen] = one.until(cell, row, here * 0.5) - age
            self.late[chosen] = one.until(cell, row, here * (1 - SLOW)) - age


def _experienced(all_: Cells, row: Ints) -> Ints:
    """The age at which enough others still stood there: who stands longer than anybody is judged by those who stood longest."""
    enough = all_.count[0] >= LEAST
    last = np.maximum.accumulate(np.where(enough, np.arange(len(enough)), 0))
    found: Ints = last[row]
    return found


def learn(table: Table, now: float) -> Foresight:
    """Curves of everything that was known at `now`; orders that are not there yet count as not there yet, however old."""
    known = table.at(now)
    groups: dict[Group, list[Cells]] = {}
    seen: dict[Group, int] = {}
    for aim in AIMS:
        for hop in range(LAST[aim] + 1):
            place, stays = _stays(known, aim, hop, now)
            seen[aim, hop] = int(stays.reached.sum())
            if seen[aim, hop] >= WARM:
                levels = LEVELS[aim, hop >= LEAVES]
                groups[aim, hop] = [cells(aim, keys_of(known, place, aim, hop, level), stays) for level in levels]
    return Foresight(groups, seen)


def standing(table: Table, hop: int) -> Bools:
    """The orders whose last known rung is this one."""
    here = ~np.isnan(table.entered[:, hop])
    return here & np.isnan(table.entered[:, hop + 1 :]).all(axis=1)


def _stays(table: Table, aim: Aim, hop: int, now: float) -> tuple[Ints, Stays]:
    """Which orders have been on the rung, and how that went."""
    entered = table.entered[:, hop]
    left = first(table.entered[:, hop + 1 :])
    place = np.flatnonzero(~np.isnan(entered) & ~(left < entered))
    came, end = entered[place], np.fmin(table.over[place], now)
    gone, there = left[place], table.reached(aim)[place]
    ended_by = np.fmax(end, came)
    stay, whole = np.fmin(gone, ended_by) - came, np.fmin(there, ended_by) - came
    has_left, reached = gone <= ended_by, there <= ended_by
    weight = 2.0 ** -((now - came) / HALF_LIFE_H)
    return place, Stays(stay, has_left.astype(np.float64), whole, reached.astype(np.float64), weight)


def _said(table: Table, grown: Sequence[Cells], asked: _Asked) -> _Said:
    said = _Said(len(asked.place))
    for level, (factors, one) in enumerate(zip(LEVELS[asked.aim, asked.hop >= LEAVES], grown, strict=False)):
        if len(one.keys) and len(asked.place):
            said.hear(one, level, keys_of(table, asked.place, asked.aim, asked.hop, factors), asked)
    said.arrive(grown, asked)
    return said


def _nothing() -> Scores:
    none, empty, no = np.empty(0), np.empty(0, np.int64), np.empty(0, np.bool_)
    return Scores(empty, empty, empty, none, none, none, none, no, no, empty, empty, empty, none, none, empty, none, none)
