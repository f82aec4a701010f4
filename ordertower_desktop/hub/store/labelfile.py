"""Reads the order numbers that people marked as abnormal by hand (S31): a CSV with or without a heading, or a JSON list."""

from itertools import chain
from pathlib import Path

import msgspec

from ordertower_desktop.domain.fault import BadFile, Fault
from ordertower_desktop.hub.store.lines import Damaged, Records, lines

HEADINGS = ("order_id", "order", "id", "订单号", "平台订单号", "订单编号")


def labels(path: Path) -> tuple[str, ...]:
    """The distinct order numbers of the file, in its order. Raises `BadFile`."""
    try:
        found = _found(path)
    except Damaged as damage:
        raise BadFile((Fault(f"第 {damage.line} 行", "", str(damage), path.name),)) from None
    return tuple(dict.fromkeys(one for one in found if one))


def _found(path: Path) -> list[str]:
    source = (line for line in lines(path) if line.text.strip())
    first = next(source, None)
    if first is None:
        return []
    if first.text.lstrip().startswith(("[", "{")):
        return _from_json("\n".join(line.text for line in chain([first], source)), path.name)
    return _from_csv([record.cells for record in Records(chain([first], source))])


def _from_csv(rows: list[list[str]]) -> list[str]:
    heading = [cell.strip().lower() for cell in rows[0]]
    place = next((heading.index(name) for name in HEADINGS if name in heading), None)
    body = rows if place is None else rows[1:]
    return [row[place or 0].strip() for row in body if len(row) > (place or 0)]


def _from_json(text: str, file: str) -> list[str]:
    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        raise BadFile((Fault("", "", "不是有效的 JSON", file),)) from None
    listed = next((value for value in found.values() if isinstance(value, list)), []) if isinstance(found, dict) else found
    return [str(one.get("order_id", "")) if isinstance(one, dict) else str(one) for one in listed if isinstance(one, str | int | dict)]
