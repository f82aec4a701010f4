"""Tables in NDJSON: one flat object a line, the headings are all keys in order of appearance."""

import io
import json
from collections.abc import Iterator

import msgspec

from ordertower_desktop.hub.connectors.sheets.files.encoding import encoding
from ordertower_desktop.hub.connectors.sheets.files.origin import Origin
from ordertower_desktop.hub.connectors.sheets.table import Cell, Cells, Format, Table, Unreadable

_SAMPLE = 200


def open_lines(origin: Origin) -> Table:
    """The table of an NDJSON file; the line number is the row number."""
    told = encoding(origin)
    keys = tuple(dict.fromkeys(key for _, record in _records(origin, told.codec) for key in record))

    def walk() -> Iterator[tuple[int, Cells]]:
        for number, record in _records(origin, told.codec):
            yield number, [_cell(record.get(key)) for key in keys]

    rows = walk()
    sample = tuple(row for row, _ in zip(rows, range(_SAMPLE), strict=False))
    return Table(origin.name, Format.NDJSON, told.label, (), "", keys, 0, sample, walk)


def _records(origin: Origin, codec: str) -> Iterator[tuple[int, dict[str, object]]]:
    with origin.opened() as stream:
        text = io.TextIOWrapper(stream, encoding=codec, newline=None)
        try:
            for number, line in enumerate(text, start=1):
                if line.strip():
                    yield number, _record(line, f"{origin.name} 第 {number} 行")
        finally:
            text.detach()


def _record(line: str, where: str) -> dict[str, object]:
    try:
        return msgspec.json.decode(line, type=dict[str, object])
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise Unreadable(f"{where}不是一个 JSON 对象，请检查该行后重新导入") from error


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return json.dumps(value, ensure_ascii=False)
