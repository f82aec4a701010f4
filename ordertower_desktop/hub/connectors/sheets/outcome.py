"""What became of the rows of a file: orders read, problems named, words that nobody has mapped yet."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from ordertower_desktop.domain.snapshot import Snapshot


class Fate(StrEnum):
    """What a problem cost."""

    SET_ASIDE = "set_aside"  # the whole row stayed out
    LEFT_OUT = "left_out"  # the row came in without this value


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell that could not be read or contradicts another row.

    `value` is clamped and masked; `fix` is a text for the cell that a person may accept, or empty.
    """

    file: str
    sheet: str
    row: int
    column: str
    value: str
    reason: str
    proposal: str = ""
    fix: str = ""
    order_id: str = ""
    fate: Fate = Fate.SET_ASIDE


@dataclass(frozen=True, slots=True)
class Gap:
    """A status word that the map does not know; the order came in with its times and without a stage."""

    file: str
    sheet: str
    row: int
    column: str
    word: str
    order_id: str


@dataclass(frozen=True, slots=True)
class Taken:
    """One order as the file tells it, and the rows that it was read from."""

    snapshot: Snapshot
    rows: tuple[int, ...]


Row = Taken | Problem | Gap


@dataclass(slots=True)
class Tally:
    """Counts over what `read` gave: add every row, then look."""

    orders: int = 0
    rows: int = 0
    set_aside: int = 0
    left_out: int = 0
    gaps: Counter[str] = field(default_factory=Counter)
    gap_rows: dict[str, int] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        match row:
            case Taken():
                self.orders += 1
                self.rows += len(row.rows)
            case Problem(fate=Fate.SET_ASIDE):
                self.set_aside += 1
            case Problem():
                self.left_out += 1
            case Gap():
                self.gaps[row.word] += 1
                self.gap_rows.setdefault(row.word, row.row)
