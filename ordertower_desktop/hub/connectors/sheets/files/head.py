"""Where the headings of a table stand: below preambles, above the first row of data."""

from collections.abc import Iterable, Sequence
from itertools import islice

from ordertower_desktop.hub.connectors.sheets.cells.text import plain
from ordertower_desktop.hub.connectors.sheets.columns.heading import normal
from ordertower_desktop.hub.connectors.sheets.columns.preset import vocabulary
from ordertower_desktop.hub.connectors.sheets.table import Cell, Cells

REACH = 60  # no export has more preamble
SAMPLE = 200


class Head:
    """The heading row of a table, the rows behind it as a sample, and how much it looks like orders (known headings)."""

    def __init__(self, rows: Iterable[Cells]) -> None:
        first = list(islice(rows, REACH + SAMPLE))
        scores = [_known(row) for row in first[:REACH]]
        self.score = max(scores, default=0)
        place = scores.index(self.score) if self.score >= 2 else _widest(first[:REACH])
        self.row = place + 1  # 0 when there is none
        self.headings = _headings(first[place]) if place >= 0 else ()
        below = ((place + 2 + offset, row) for offset, row in enumerate(first[place + 1 :]))
        self.sample = tuple((number, row) for number, row in below if not empty(row))[:SAMPLE]

    @property
    def found(self) -> bool:
        return self.row > 0


def empty(row: Cells) -> bool:
    return not any(cell not in ("", None) and (not isinstance(cell, str) or cell.strip()) for cell in row)


def _headings(row: Cells) -> tuple[str, ...]:
    texts = [plain(cell) for cell in row]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _known(row: Cells) -> int:
    return len({normal(cell) for cell in row if isinstance(cell, str) and cell} & vocabulary())


def _widest(rows: Sequence[Cells]) -> int:
    """Without one known heading: the first row of different plain texts that is about as wide as the table."""
    filled = [sum(not _blank(cell) for cell in row) for row in rows]
    width = max(filled, default=0)
    for place, row in enumerate(rows):
        if filled[place] >= max(2, 0.6 * width) and _titles(row):
            return place
    return -1


def _titles(row: Cells) -> bool:
    texts = [plain(cell) for cell in row if not _blank(cell)]
    return len(set(texts)) > len(texts) / 2 and all(len(text) <= 30 and not any(mark.isdigit() for mark in text[:2]) for text in texts)


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
