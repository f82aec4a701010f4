"""The fields of an order that a mapping may fill, and how each is taken in: masked, bounded, in our own units."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo

from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.fieldname import FIELD_NAMES
from ordertower_desktop.hub.connectors.sheets.cells import ids, people, simple, text
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad
from ordertower_desktop.hub.connectors.sheets.cells.times import Times
from ordertower_desktop.hub.connectors.sheets.columns.field import FIELDS, Sort
from ordertower_desktop.hub.connectors.sheets.table import Cell

Take = Callable[[object], Value]
FLAGS = ("presale", "split", "overseas", "no_nudge", "urgent", "audit_due")
DERIVED = ("ship_due", "promise_moved", "mainland", "arrived", "region")
TARGETS = {**{name: label for name, label in FIELD_NAMES.items() if name not in DERIVED}, **{f.name: f.label for f in FIELDS.values()}}
"""Field -> its name on the screen: everything that may stand in [map]."""
DEEPEST = 6
_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,6}")
_READ_AT = datetime(2025, 1, 1, tzinfo=UTC)


def taker(name: str, zone: tzinfo) -> Take:
    """How a value of that field is taken in; raises `Bad` for one that is none."""
    if name in FLAGS:
        return lambda value: simple.flag(_cell(value))
    known = FIELDS.get(name)
    if known is None:
        return kept
    times = Times(zone, _READ_AT)
    readers: dict[Sort, Callable[[Cell], Value]] = {
        Sort.ID: _number,
        Sort.TIME: times.moment,
        Sort.DEADLINE: times.deadline,
        Sort.MONEY: _whole_fen,
        Sort.COUNT: simple.count,
        Sort.FLAG: simple.flag,
        Sort.PERSON: people.person,
        Sort.PHONE: _phone,
        Sort.PLATFORM: simple.platform,
        Sort.NOTE: text.note,
    }
    if name == "buyer":
        return _buyer
    if known.sort is Sort.TAGS:
        return _tags
    reader = readers.get(known.sort, text.name)
    return lambda value: reader(_cell(value))


def kept(value: object, depth: int = 0) -> Value:
    """A value of the system's own, with phone and identity numbers in it masked."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return text.note(value)
        case Mapping() if depth < DEEPEST:
            return {str(key)[:64]: kept(one, depth + 1) for key, one in value.items()}
        case list() | tuple() if depth < DEEPEST:
            return [kept(one, depth + 1) for one in value]
        case _:
            return None


def _cell(value: object) -> Cell:
    """A JSON value as a cell; a list or a table is no single value."""
    if isinstance(value, list | dict):
        raise Bad("取到的是一个列表或一组值，不是一个值", "请写到最里面，例如 items[0].sku")
    return value  # type: ignore[return-value]


def _number(cell: Cell) -> Value:
    """A number of an order or parcel; JSON's whole numbers are exact, however long, which a spreadsheet's are not."""
    return ids.identifier(str(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell)


def _buyer(value: object) -> Value:
    """An account's name; what looks like a person's is masked."""
    said = text.name(_cell(value))
    return people.person(said) if said and _PERSON.fullmatch(said) else said


def _whole_fen(cell: Cell) -> Value:
    said = text.plain(cell)
    if not said:
        return None
    if isinstance(cell, bool) or not re.fullmatch(r"-?\d{1,15}", said):
        raise Bad(f"“{text.shown(said)}”不是整数分", "金额以元为单位时写 yuan(…)")
    return int(said)


def _phone(cell: Cell) -> Value:
    found = people.phone(cell)
    return None if found is None else found[0]


def _tags(value: object) -> Value:
    if isinstance(value, list):
        value = ",".join(str(one) for one in value if isinstance(one, str | int))
    return list(simple.tags(_cell(value))) or None
