"""The order numbers of a table, looked over once before its rows are read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ordertower_desktop.hub.connectors.sheets.cells import ids
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad, plain
from ordertower_desktop.hub.connectors.sheets.orders.line import LineReader
from ordertower_desktop.hub.connectors.sheets.table import Cells, Table

_TOTALS = ("合计", "总计", "小计", "汇总", "共计", "共 ", "本页", "导出时间", "制表", "total")
_REMARK = 2  # so few filled cells without a number are a remark, not an order
_PROOF = 3


@dataclass(frozen=True, slots=True)
class Numbers:
    """Order number -> the row where it stands last; `cut` when a spreadsheet has cut every long number of the file."""

    last: dict[str, int]
    cut: bool


class Numbered(NamedTuple):
    """A row with the order numbers that it belongs to, the column where they stand, and what is wrong when there are none."""

    row: int
    cells: Cells
    found: tuple[str, ...]
    place: int
    bad: Bad | None = None


def numbered(table: Table, reader: LineReader) -> Iterator[Numbered]:
    """Every row but totals and remarks; a goods line without a number belongs to the order above it."""
    before: tuple[str, ...] = ()
    for row, cells in table.rows():
        found, place, bad = order_numbers(reader, row, cells)
        if not found and is_total(cells):
            continue
        if not found and bad is None:
            found = before if continues(reader, cells) else ()
            if not found and is_remark(cells, len(table.headings)):
                continue
        before = found
        yield Numbered(row, cells, found, place, bad)


def numbers(table: Table, reader: LineReader) -> Numbers:
    """Walks the table for its order numbers alone, so that rows of one order meet wherever they stand."""
    last = {one: line.row for line in numbered(table, reader) for one in line.found}
    long = [one for one in last if ids.long(one)]
    return Numbers(last, len(long) >= _PROOF and all(ids.cut(one) for one in long))


def order_numbers(reader: LineReader, row: int, cells: Cells) -> tuple[tuple[str, ...], int, Bad | None]:
    """The numbers of a row, the column where they stand, and what is wrong with them."""
    for place in reader.id_places:
        try:
            found = ids.identifiers(reader.cell(row, cells, place))
        except Bad as bad:
            return (), place, bad
        if found:
            return found, place, None
    return (), reader.id_places[0], None


def continues(reader: LineReader, cells: Cells) -> bool:
    """True for a further goods line whose order number stands only above it."""
    return reader.has_goods(cells) and len(_filled(cells)) > 1


def is_total(cells: Cells) -> bool:
    """True for sums and colophons below a table, and for rows of blank words."""
    filled = _filled(cells)
    return not filled or filled[0].lower().startswith(_TOTALS)


def is_remark(cells: Cells, width: int) -> bool:
    """True for a row of one or two cells in a wide table."""
    return width > 2 * _REMARK >= 2 * len(_filled(cells))


def _filled(cells: Cells) -> list[str]:
    return [text for cell in cells if (text := plain(cell))]
