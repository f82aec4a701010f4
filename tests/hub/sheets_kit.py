"""What the tests of exported files share: tables written by the tests themselves, and their reading."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter

from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.hub.connectors.sheets import ColumnMap, Gap, Problem, Row, Table, Taken, detect, open_table, read

READ_AT = datetime(2025, 11, 12, 6, 32, 8, tzinfo=UTC)  # 14:32:08 in Shanghai
HEADINGS = ("订单编号", "付款时间", "订单状态", "金额")

Sheet = Sequence[Sequence[object]]


def csv_bytes(rows: Sheet, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def csv_table(rows: Sheet, encoding: str = "utf-8", name: str = "orders.csv") -> Table:
    return open_table(io.BytesIO(csv_bytes(rows, encoding)), name)


def workbook(path: Path, sheets: dict[str, Sheet], merged: Sequence[tuple[str, str, object]] = ()) -> Path:
    """A workbook; `merged` are (sheet, range such as A2:A3, value)."""
    with xlsxwriter.Workbook(path) as book:
        moment, day = (book.add_format({"num_format": form}) for form in ("yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd"))
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    match cell:
                        case datetime():
                            sheet.write_datetime(at, place, cell, moment)
                        case date():
                            sheet.write_datetime(at, place, cell, day)
                        case str():
                            sheet.write_string(at, place, cell)
                        case int() | float():
                            sheet.write_number(at, place, cell)
            for where, cells, value in merged:
                if where == name:
                    sheet.merge_range(cells, value)
    return path


def results(table: Table, column_map: ColumnMap | None = None, **fixes: object) -> list[Row]:
    return list(read(table, column_map or detect(table).column_map, source="shop-1", read_at=READ_AT, **fixes))  # type: ignore[arg-type]


def snapshots(table: Table, column_map: ColumnMap | None = None) -> dict[str, Snapshot]:
    return {row.snapshot.order_id: row.snapshot for row in results(table, column_map) if isinstance(row, Taken)}


def problems(table: Table) -> list[Problem]:
    return [row for row in results(table) if isinstance(row, Problem)]


def gaps(table: Table) -> list[Gap]:
    return [row for row in results(table) if isinstance(row, Gap)]


def only(rows: Sheet) -> Snapshot:
    """The one order of a table."""
    (found,) = snapshots(csv_table(rows)).values()
    return found
