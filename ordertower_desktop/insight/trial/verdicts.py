"""How right a rule is, by what agents said of its cases with one key: real or a false alarm."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ordertower_desktop.domain.aggregate import wilson_upper

ENOUGH = 20
"""So many verdicts must there be before a share of them means something."""
LATELY, BEFORE = timedelta(days=7), timedelta(days=28)
FALLEN = 0.1
"""A precision that is lower by so much, beyond what chance explains, has fallen."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A case that somebody marked: `real` or not; `rules` stood on it, each of a kind of trouble."""

    order: str
    at: datetime
    real: bool
    rules: frozenset[str]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Right:
    """Of marked orders: how many a rule hit rightly, wrongly, and how many real ones it did not hit."""

    right: int
    wrong: int
    missed: int

    @property
    def marked(self) -> int:
        return self.right + self.wrong

    @property
    def precision(self) -> float | None:
        """Of the marked orders that it hit, the share that was real; None while too few are marked."""
        return self.right / self.marked if self.marked >= ENOUGH else None

    @property
    def recall(self) -> float | None:
        """Of the real ones, the share that it hit; None while there are too few."""
        real = self.right + self.missed
        return self.right / real if real >= ENOUGH else None


def right(marks: Iterable[Mark], hit: Collection[str], *, rule: str, kind: str) -> Right:
    """How the orders that are hit stand to the marks that speak of this rule or of its kind of trouble."""
    about = [mark for mark in marks if rule in mark.rules or kind in mark.kinds or mark.order in hit]
    real, false = {mark.order for mark in about if mark.real}, {mark.order for mark in about if not mark.real}
    false -= real  # where two cases of an order differ, it was real once
    return Right(len(real.intersection(hit)), len(false.intersection(hit)), len(real.difference(hit)))


@dataclass(frozen=True, slots=True)
class Drift:
    """How often a rule was right lately and before that."""

    rule: str
    right: int
    wrong: int
    right_before: int
    wrong_before: int

    @property
    def fallen(self) -> bool:
        """Lately it is wrong more often than it was, and too often for chance."""
        lately, before = self.right + self.wrong, self.right_before + self.wrong_before
        if lately < ENOUGH or before < ENOUGH:
            return False
        was = self.right_before / before
        return self.right / lately <= was - FALLEN and wilson_upper(self.right, lately) < was


def drifts(marks: Iterable[Mark], now: datetime) -> list[Drift]:
    """For every rule that was marked: the last week beside the four before it."""
    counts: dict[str, list[int]] = {}
    for mark in marks:
        if now - LATELY - BEFORE <= mark.at <= now:
            place = (0 if mark.at > now - LATELY else 2) + (not mark.real)
            for rule in mark.rules:
                counts.setdefault(rule, [0, 0, 0, 0])[place] += 1
    return [Drift(rule, *found) for rule, found in sorted(counts.items())]
