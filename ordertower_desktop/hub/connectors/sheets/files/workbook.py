"""Tables in workbooks: the sheet that looks most like orders, merged cells filled down."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from ordertower_desktop.hub.connectors.sheets.files.head import Head, empty
from ordertower_desktop.hub.connectors.sheets.files.origin import Origin, refuse_bomb
from ordertower_desktop.hub.connectors.sheets.table import Cell, Cells, Format, Table, Unreadable

_CONVINCING = 6  # so many known headings: no need to load further sheets
_TALL = 1000  # merges over more rows are decoration


def open_workbook(origin: Origin, sheet: str | None) -> Table:
    """The table of a workbook: `sheet` if named, else the one that looks most like orders."""
    with _workbook(origin) as book:
        names = tuple(one.name for one in book.sheets_metadata if one.typ is SheetTypeEnum.WorkSheet)
        hidden = {one.name for one in book.sheets_metadata if one.visible is not SheetVisibleEnum.Visible}
        if sheet is not None and sheet not in names:
            raise Unreadable(f"{origin.name} 里没有名为“{sheet}”的工作表，有：{'、'.join(names)}")
        name, loaded, head = _chosen(book, [sheet] if sheet else sorted(names, key=lambda one: (one in hidden, names.index(one))))
    if loaded is None or head is None or not head.found:
        raise Unreadable(f"{origin.name} 里找不到表头，请确认有一张工作表带列名（订单号、付款时间……）")
    fills = _fills(loaded)

    def walk() -> Iterator[tuple[int, Cells]]:
        for number, row in enumerate(_filled(loaded, fills), start=1):
            if number > head.row and not empty(row):
                yield number, row

    return Table(origin.name, Format.WORKBOOK, "", names, name, head.headings, head.row, head.sample, walk)


def _chosen(book: CalamineWorkbook, names: list[str]) -> tuple[str, CalamineSheet | None, Head | None]:
    """One sheet is in memory at a time, and the best so far."""
    best: tuple[str, CalamineSheet | None, Head | None] = ("", None, None)
    for name in names:
        loaded = book.get_sheet_by_name(name)
        head = Head(_filled(loaded, _fills(loaded)))
        if head.found and (best[2] is None or _worth(head) > _worth(best[2])):
            best = name, loaded, head
        if best[2] is not None and best[2].sample and best[2].score >= _CONVINCING:
            break
    return best


def _worth(head: Head) -> tuple[bool, int]:
    return bool(head.sample), head.score


@contextmanager
def _workbook(origin: Origin) -> Iterator[CalamineWorkbook]:
    with origin.opened() as stream:
        data: BinaryIO = io.BytesIO(stream.read()) if origin.packed else stream
        if data.read(2) == b"PK":
            refuse_bomb(data, origin.name)
        data.seek(0)
        try:
            book = CalamineWorkbook.from_filelike(data)
        except PasswordError as error:
            raise Unreadable(f"{origin.name} 有打开密码，请去掉密码后再导入") from error
        except CalamineError as error:
            raise Unreadable(f"{origin.name} 不是完整的工作簿，请在表格软件里另存为 XLSX 再导入") from error
        yield book


def _fills(sheet: CalamineSheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Cell -> the cell above that it is merged with; cells merged sideways only (titles) stay as they are."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    left = sheet.start[1] if sheet.start else 0
    for (top, first), (bottom, last) in sheet.merged_cell_ranges or ():
        if first == last and 0 < bottom - top <= _TALL:
            found |= {(row, first - left): (top, first - left) for row in range(top + 1, bottom + 1)}
    return found


def _filled(sheet: CalamineSheet, fills: dict[tuple[int, int], tuple[int, int]]) -> Iterator[list[Cell]]:
    if not fills:
        yield from map(list, sheet.iter_rows())
        return
    wanted, kept = set(fills.values()), dict[tuple[int, int], Cell]()
    by_row: dict[int, list[int]] = {}
    for at, column in fills:
        by_row.setdefault(at, []).append(column)
    for number, cells in enumerate(sheet.iter_rows()):
        row: list[Cell] = list(cells)
        for column in by_row.get(number, ()):
            row[column] = kept.get(fills[number, column], row[column])
        kept |= {(number, column): row[column] for column in range(len(row)) if (number, column) in wanted}
        yield row
