"""The order numbers of a table, looked over once before its rows are read."""

from collections.abc import Iterator
from dataclasses import dataclass

from ordertower_desktop.hub.connectors.sheets.cells import ids
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad, plain
from ordertower_desktop.hub.connectors.sheets.orders.line import LineReader
from ordertower_desktop.hub.connectors.sheets.table import Cells, Table

_TOTALS = ("合计", "总计", "小计", "汇总", "共计", "共 ", "本页", "导出时间", "制表", "total")
_FURNITURE = 2  # a row with so few filled cells and no number is a remark, not an order
_PROOF = 3


@dataclass(frozen=True, slots=True)
class Numbers:
    """Order number -> the row where it stands last; `cut` when a spreadsheet has cut every long number of the file."""

    last: dict[str, int]
    cut: bool


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row with the order numbers that it belongs to, the column where they stand, and what is wrong when there are none."""

    row: int
    cells: Cells
    found: tuple[str, ...]
    place: int
    bad: Bad | None = None


def numbered(table: Table, reader: LineReader) -> Iterator[Numbered]:
    """Every row that is not furniture; a goods line without a number belongs to the order above it."""
    before: tuple[str, ...] = ()
    for row, cells in table.rows():
        found, place, bad = order_numbers(reader, row, cells)
        if not found and is_furniture(cells, ruined=bad):
            continue
        if not found and bad is None:
            found = before if reader.has_goods(cells) else ()
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


def is_furniture(cells: Cells, *, ruined: Bad | None) -> bool:
    """True for totals and remarks below a table; a row whose number is only `ruined` is none."""
    filled = [text for cell in cells if (text := plain(cell))]
    first = filled[0].lower() if filled else ""
    return not filled or first.startswith(_TOTALS) or (ruined is None and len(filled) <= _FURNITURE and len(cells) > 2 * _FURNITURE)
