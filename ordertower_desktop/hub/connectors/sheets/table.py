"""An opened table: headings, a sample to guess from, and rows that can be walked as often as wanted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

Cell = str | int | float | bool | datetime | date | time | timedelta | None
Cells = Sequence[Cell]


class Format(StrEnum):
    """What sort of file a table came out of."""

    WORKBOOK = "xlsx"
    CSV = "csv"
    TSV = "tsv"
    NDJSON = "ndjson"


class Unreadable(Exception):
    """The file as a whole cannot be read; the text is one Chinese sentence: what, where, what next."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of one file.

    Row numbers are those that a spreadsheet program shows (the first row is 1); `heading_row` is where the headings stand.
    """

    file: str
    format: Format
    encoding: str
    sheets: tuple[str, ...]
    sheet: str
    headings: tuple[str, ...]
    heading_row: int
    sample: tuple[tuple[int, Cells], ...]
    walk: Callable[[], Iterator[tuple[int, Cells]]]

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """Every row below the headings with its number, from the start each time."""
        return self.walk()
