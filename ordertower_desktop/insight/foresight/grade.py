"""How good the forecasts were, from what became of the orders: never from the model's own word."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

BINS, FIFTHS = 10, 5


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of an order while there was still an hour, when the alarm came (hours before its time), and whether it was late."""

    p: float
    late: bool
    lead_h: float | None = None


@dataclass(frozen=True, slots=True)
class Bin:
    """Orders to which a like chance was given: how many, the mean of it, and the share that was late."""

    count: int
    said: float
    was: float


@dataclass(frozen=True, slots=True)
class Grade:
    """`brier` and `base`: ours, and of whoever always says the average; both are better when lower. None where nothing can be said."""

    count: int
    late: int
    brier: float | None
    base: float | None
    alarmed: int
    hit: int
    precision: float | None
    recall: float | None
    lead_h: float | None
    bins: tuple[Bin, ...] = ()
    fifths: tuple[Bin, ...] = ()


def grade(told: Sequence[Told]) -> Grade:
    """The sums over orders whose time has passed."""
    count, late = len(told), sum(one.late for one in told)
    alarmed = [one for one in told if one.lead_h is not None]
    hits = [one.lead_h for one in alarmed if one.late and one.lead_h is not None]
    mean = late / count if count else 0.0
    return Grade(
        count, late,
        sum((one.p - one.late) ** 2 for one in told) / count if count else None,
        mean * (1 - mean) if count else None,
        len(alarmed), len(hits),
        len(hits) / len(alarmed) if alarmed else None,
        len(hits) / late if late else None,
        median(hits) if hits else None,
        tuple(_bins(told, BINS)), tuple(_bins(told, FIFTHS)),
    )  # fmt: skip


def _bins(told: Sequence[Told], number: int) -> list[Bin]:
    parts: list[list[Told]] = [[] for _ in range(number)]
    for one in told:
        parts[min(number - 1, int(one.p * number))].append(one)
    return [Bin(len(part), sum(o.p for o in part) / len(part), sum(o.late for o in part) / len(part)) for part in parts if part]
