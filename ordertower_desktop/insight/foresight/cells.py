"""Survival by cells: for orders that had stood on a rung so long, how long it took them until the aim (weighted Kaplan-Meier)."""

from dataclasses import dataclass

import numpy as np

from ordertower_desktop.insight.foresight.passage import Aim
from ordertower_desktop.insight.foresight.table import Bools, Floats, Ints

EDGES = {
    Aim.SHIP: np.concatenate([np.arange(0, 6, 0.25), np.arange(6, 24, 0.5), np.arange(24, 96, 1.0), np.arange(96, 241, 6.0)]),
    Aim.ARRIVE: np.concatenate([np.arange(0, 240, 4.0), np.arange(240, 721, 12.0)]),
}
"""Hours from coming to the rung until the aim; whatever takes longer counts as the last."""
AGES = {
    Aim.SHIP: np.array(
        [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 28, 32, 36, 40, 44, 48, 60, 72, 96, 144.0]
    ),
    Aim.ARRIVE: np.array([0, 2, 4, 8, 12, 18, 24, 30, 36, 42, 48, 60, 72, 84, 96, 120, 144, 168, 240, 336.0]),
}
"""Hours already spent on the rung, after which the rest is asked."""
FEWEST = 20
"""A cell that ever held fewer says nothing, and costs as much as any other."""
SLOW = 0.9
"""Who stands longer than this share of the others is slow."""


@dataclass(frozen=True, slots=True)
class Stays:
    """Past orders on one rung: `stay` and `whole` in hours (how long on the rung, how long until the aim), `left` and `reached` whether
    that is an end or only how far it is known, `weight` by age."""

    stay: Floats
    left: Floats
    whole: Floats
    reached: Floats
    weight: Floats


@dataclass(frozen=True, slots=True)
class Cells:
    """`keys` ascending, a cell each. For cell, age and edge: `alive` not there yet, `risk` their weight, `count` their number at an age."""

    aim: Aim
    keys: Ints
    alive: Floats
    risk: Floats
    count: Floats
    slow: Floats

    def find(self, keys: Ints) -> Ints:
        """The cell of each key, -1 where it is not known."""
        if not len(self.keys):
            return np.full(len(keys), -1)
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where((self.keys[place] == keys) & (keys >= 0), place, -1)

    def at(self, cell: Ints, age: Ints, time: Floats) -> Floats:
        """The share that is not there after `time` hours, between two edges by a straight line."""
        edges = EDGES[self.aim]
        bin_ = np.clip(np.searchsorted(edges, time, "right") - 1, 0, len(edges) - 2)
        part = np.clip((time - edges[bin_]) / (edges[bin_ + 1] - edges[bin_]), 0, 1)
        low, high = self.alive[cell, age, bin_], self.alive[cell, age, bin_ + 1]
        share: Floats = low + (high - low) * part
        return share

    def until(self, cell: Ints, age: Ints, share: Floats) -> Floats:
        """After how many hours no more than `share` are not there; NaN where that is beyond the last edge."""
        edges = EDGES[self.aim]
        low, high = np.zeros(len(cell), np.int64), np.full(len(cell), len(edges) - 1)
        for _ in range(len(edges).bit_length()):
            middle = (low + high) // 2
            there = self.alive[cell, age, middle] <= share
            low, high = np.where(there, low, np.minimum(middle + 1, high)), np.where(there, middle, high)
        before = np.maximum(low - 1, 0)
        more, less = self.alive[cell, age, before], self.alive[cell, age, low]
        part = np.divide(more - share, more - less, out=np.ones(len(cell)), where=more > less)
        return np.where(less <= share, edges[before] + (edges[low] - edges[before]) * part, np.nan)

    def weight(self, cell: Ints, age: Ints, time: Floats) -> Floats:
        """How much history stands behind an answer for orders of this age."""
        edges = EDGES[self.aim]
        found: Floats = self.risk[cell, age, np.clip(np.searchsorted(edges, time, "right") - 1, 0, len(edges) - 1)]
        return found


def cells(aim: Aim, keys: Ints, stays: Stays) -> Cells:
    """Count `stays` by their keys; a negative key belongs to no cell."""
    met, size = np.unique(keys, return_counts=True)
    belongs = (keys >= 0) & np.isin(keys, met[size >= FEWEST])
    known, cell = np.unique(keys[belongs], return_inverse=True)
    edges, ages = EDGES[aim], AGES[aim]
    shape = (len(known), len(ages), len(edges))
    age = np.searchsorted(ages, stays.stay[belongs], "right") - 1
    bin_ = np.searchsorted(edges, stays.whole[belongs], "right") - 1
    flat = (cell * shape[1] + age) * shape[2] + bin_
    weight, reached = stays.weight[belongs], stays.reached[belongs]

    def counted(by: Floats, axis: int) -> Floats:
        """Sums over everything of at least that age."""
        found: Floats = np.bincount(flat, by, shape[0] * shape[1] * shape[2]).reshape(shape).astype(np.float64, copy=False)
        return _from_behind(found, axis)

    ended = counted(weight * reached, 1)
    risk = _from_behind(counted(weight, 1), 2)
    hazard = np.divide(ended, risk, out=np.zeros(shape), where=risk > 0)
    alive = np.ones(shape)
    np.cumprod(1 - np.minimum(hazard[:, :, :-1], 1), axis=2, out=alive[:, :, 1:])
    count = _from_behind(np.bincount(cell * shape[1] + age, minlength=shape[0] * shape[1]).reshape(shape[:2]).astype(np.float64), 1)
    return Cells(aim, known, alive, risk, count, _slow(cell, stays, belongs, shape[0]))


def _from_behind(found: Floats, axis: int) -> Floats:
    """Each place with everything behind it, in the same memory."""
    behind = np.flip(found, axis)
    np.cumsum(behind, axis=axis, out=behind)
    return found


def _slow(cell: Ints, stays: Stays, belongs: Bools, number: int) -> Floats:
    """How long nine in ten stood on the rung itself, of those that have left it."""
    gone = stays.left[belongs] > 0
    stay, cell = stays.stay[belongs][gone], cell[gone]
    order = np.lexsort((stay, cell))
    size = np.bincount(cell, minlength=number)
    first = np.concatenate([[0], np.cumsum(size)[:-1]]).astype(np.int64)
    place = np.minimum(first + np.floor(size * SLOW).astype(np.int64), first + size - 1)
    return np.where(size > 0, stay[order][np.clip(place, 0, max(0, len(stay) - 1))] if len(stay) else np.nan, np.nan)
