"""A workbook of plain sheets: every text a text, every number a number, nothing that a spreadsheet would run."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from ordertower_desktop.wire.inert import inert

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}
LONGEST_CELL = 32_767
Cell = str | int
Sheets = Iterable[tuple[str, Iterable[Sequence[Cell]]]]


def write(path: Path, sheets: Sheets) -> None:
    """Raises OSError when the file cannot be written; a file that is half written is none."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as out, xlsxwriter.Workbook(out, OPTIONS) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, int):
                        sheet.write_number(number, column, cell)
                    else:
                        sheet.write_string(number, column, inert(cell)[:LONGEST_CELL])
    part.replace(path)
