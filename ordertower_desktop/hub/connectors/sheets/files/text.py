"""Tables in text files: CSV and TSV, whatever the delimiter and the encoding."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from ordertower_desktop.hub.connectors.sheets.files.encoding import Encoding, encoding
from ordertower_desktop.hub.connectors.sheets.files.head import Head, empty
from ordertower_desktop.hub.connectors.sheets.files.origin import Origin
from ordertower_desktop.hub.connectors.sheets.table import Cells, Format, Table, Unreadable

_DELIMITERS = ",\t;|"
_PROBE = 80


def open_text(origin: Origin) -> Table:
    """The table of a CSV or TSV file."""
    told = encoding(origin)
    delimiter = _delimiter(origin, told)
    head = Head(_rows(origin, told, delimiter))
    if not head.found:
        raise Unreadable(f"{origin.name} 里找不到表头，请确认第一张表有一行列名（订单号、付款时间……）")

    def walk() -> Iterator[tuple[int, Cells]]:
        for number, row in enumerate(_rows(origin, told, delimiter), start=1):
            if number > head.row and not empty(row):
                yield number, row

    form = Format.TSV if delimiter == "\t" else Format.CSV
    label = f"{told.label}，{told.broken} 处坏字节" if told.broken else told.label
    return Table(origin.name, form, label, (), "", head.headings, head.row, head.sample, walk)


def _rows(origin: Origin, told: Encoding, delimiter: str) -> Iterator[list[str]]:
    with origin.opened() as stream:
        text = io.TextIOWrapper(stream, encoding=told.codec, errors=told.errors, newline="")
        reader = csv.reader(text, delimiter=delimiter)
        try:
            yield from reader
        except csv.Error as error:
            raise Unreadable(f"{origin.name} 从第 {reader.line_num} 行起引号没有配对，请在表格软件里另存一次再导入") from error
        finally:
            text.detach()


def _delimiter(origin: Origin, told: Encoding) -> str:
    """The mark that cuts the first rows into the most columns, most of them equally many."""
    return max(_DELIMITERS, key=lambda mark: _evenness(origin, told, mark))


def _evenness(origin: Origin, told: Encoding, mark: str) -> tuple[int, int]:
    rows = _rows(origin, told, mark)
    try:
        widths = Counter(len(row) for row in islice(rows, _PROBE) if len(row) > 1)
    except Unreadable:
        return 0, 0
    finally:
        rows.close()  # type: ignore[attr-defined]
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return times, width
