"""What is wrong with a table of plain values: keys that nobody knows, numbers outside their bounds."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ordertower_desktop.domain.fault import Fault
from ordertower_desktop.domain.fieldname import meant

Bounds = Mapping[str, tuple[float, float, str]]
"""Key -> least, most, and what is wanted, in words."""


def strange(table: Mapping[str, Any], known: Iterable[str], file: str) -> Iterator[Fault]:
    """A fault for every key that is not `known`, with the one that was probably meant."""
    for key in table:
        if key not in known:
            near = meant(key, known)
            yield Fault("", key, f"不认识这一项，{f'是不是 {near}？' if near else '可用：' + '、'.join(known)}", file)


def out_of_bounds(table: Mapping[str, Any], bounds: Bounds, file: str) -> Iterator[Fault]:
    """A fault for every value that is no number or lies outside; what is not written is right."""
    for key, (least, most, wanted) in bounds.items():
        value = table.get(key, least)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            yield Fault("", key, f"要写{wanted}", file)
