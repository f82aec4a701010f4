"""One row of a table as fields of an order, with everything that was wrong with it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.stage import Fact
from ordertower_desktop.hub.connectors.sheets.cells import ids, money, people, simple, text
from ordertower_desktop.hub.connectors.sheets.cells.place import NOWHERE
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad
from ordertower_desktop.hub.connectors.sheets.cells.times import Times
from ordertower_desktop.hub.connectors.sheets.columns.columnmap import ColumnMap
from ordertower_desktop.hub.connectors.sheets.columns.detect import atlas
from ordertower_desktop.hub.connectors.sheets.columns.field import FIELDS, Field, Sort
from ordertower_desktop.hub.connectors.sheets.columns.heading import named
from ordertower_desktop.hub.connectors.sheets.columns.preset import COMMON, preset
from ordertower_desktop.hub.connectors.sheets.columns.words import NOTHING, Meaning, both
from ordertower_desktop.hub.connectors.sheets.table import Cell, Cells, Table

DEFAULT_ZONE = "Asia/Shanghai"
_TIMES = frozenset({Sort.TIME, Sort.DEADLINE})
_PRIVATE = frozenset({Sort.PERSON, Sort.PHONE, Sort.ADDRESS})
_SPOKEN = frozenset({Sort.STATUS, Sort.REFUND})
_OWN = frozenset({"order_id", "province", "city", "district", "address"})  # read together, not each by itself

Fixes = Mapping[tuple[int, str], str]
"""(row, column) -> the text to read there instead: a proposal that a person accepted."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A cell of this row that could not be read."""

    column: str
    value: str
    bad: Bad
    sets_aside: bool


@dataclass(slots=True)
class Line:
    """What one row says; `meaning` is that of its status words together, `gaps` the words (with their columns) that nobody mapped."""

    row: int
    values: dict[str, Value] = field(default_factory=dict)
    meaning: Meaning = NOTHING
    word: str = ""
    gaps: list[tuple[str, str]] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)

    @property
    def set_aside(self) -> bool:
        return any(slip.sets_aside for slip in self.slips)


@dataclass(frozen=True, slots=True)
class _Column:
    field: Field
    place: int
    name: str
    read: Callable[[Cell], Value]
    sets_aside: bool
    private: bool


class LineReader:
    """Reads the rows of one table by one map; `id_places` are the columns that may hold the order's number, the platform's first."""

    def __init__(self, table: Table, column_map: ColumnMap, *, read_at: datetime, fixes: Fixes) -> None:
        self._known = preset(column_map.preset or COMMON)
        self.kind: SourceKind = column_map.kind or self._known.kind
        self._words = self._known.words(column_map.status_words)
        self._times = Times(ZoneInfo(column_map.timezone or DEFAULT_ZONE), read_at)
        self._places = column_map.places(table.headings)
        self._names = named(table.headings)
        columns = [self._column(name) for name in self._places if name not in _OWN]
        self._columns = [(column.place, column.field.name, column.read, column) for column in columns if column.field.sort not in _SPOKEN]
        self._spoken = [column for column in columns if column.field.sort in _SPOKEN]
        self._whereabouts = [self._places[name] for name in ("province", "city", "district") if name in self._places]
        self._address = self._places.get("address", len(table.headings))
        self.id_places = tuple(self._places[name] for name in ("order_id", "erp_order_id") if name in self._places)
        self._fixes = {(row, self._names.index(name)): said for (row, name), said in fixes.items() if name in self._names}

    def name(self, place: int) -> str:
        return self._names[place] if place < len(self._names) else ""

    @property
    def platform(self) -> str:
        """The platform whose export this is, empty for an ERP's."""
        return self._known.platform

    @property
    def time_name(self) -> str:
        """The column that an order without any time should have filled."""
        return next(self._names[self._places[name]] for name in ("paid_at", "created_at") if name in self._places)

    def has_goods(self, cells: Cells) -> bool:
        """True when the row names a good."""
        places = (self._places[name] for name in ("title", "sku", "sub_order_id") if name in self._places)
        return any(place < len(cells) and text.plain(cells[place]) for place in places)

    def day_in(self, order_id: str) -> str | None:
        """The first instant of the day that a number like `250105-…` begins with, where the platform numbers so."""
        if not self._known.order_pattern or not re.fullmatch(self._known.order_pattern, order_id):
            return None
        try:
            return self._times.moment(f"20{order_id[:2]}-{order_id[2:4]}-{order_id[4:6]}")
        except Bad:
            return None

    def cell(self, row: int, cells: Cells, place: int) -> Cell:
        fixed = self._fixes.get((row, place)) if self._fixes else None
        return fixed if fixed is not None else cells[place] if place < len(cells) else None

    def read(self, row: int, cells: Cells) -> Line:
        """Everything that the row says but its order number."""
        line = Line(row)
        values, width = line.values, len(cells)
        for place, name, reader, column in self._columns:
            cell = self.cell(row, cells, place) if self._fixes else cells[place] if place < width else None
            if cell is None or cell == "":
                continue
            try:
                value = reader(cell)
            except Bad as bad:
                self._slip(line, column, cell, bad)
                continue
            if isinstance(value, dict):  # a phone is two values
                values |= value
            elif value is not None:
                values[name] = value
        for column in self._spoken:
            self._mean(line, column, self.cell(row, cells, column.place))
        self._locate(line, cells)
        return line

    def _slip(self, line: Line, column: _Column, cell: Cell, bad: Bad) -> None:
        shown = "****" if column.private else text.shown(cell)
        line.slips.append(Slip(column.name, shown, bad, column.sets_aside))

    def _mean(self, line: Line, column: _Column, cell: Cell) -> None:
        word = text.name(cell)
        if word is None:
            return
        said = self._words.read(word)
        if column.field.sort is Sort.STATUS:
            line.word = word
        else:
            line.values[column.field.name] = word
        if said is None:
            line.gaps.append((column.name, word))
            return
        line.meaning = said if line.meaning is NOTHING else both(line.meaning, said)

    def _locate(self, line: Line, cells: Cells) -> None:
        place = atlas().read(*(cells[at] for at in self._whereabouts if at < len(cells))) if self._whereabouts else NOWHERE
        if self._address < len(cells) and not (place.district and place.city):
            told = atlas().read(cells[self._address])
            place = told if not place.province or (told.province == place.province and told.city) else place
        line.values |= place.fields
        if "hold_reason" in line.values:
            line.meaning = Meaning(line.meaning.stage, line.meaning.facts | {Fact.HELD}, line.meaning.tags)

    def _column(self, name: str) -> _Column:
        place = self._places[name]
        sort = FIELDS[name].sort
        return _Column(FIELDS[name], place, self._names[place], self._reader(sort), sort in _TIMES, sort in _PRIVATE)

    def _reader(self, sort: Sort) -> Callable[[Cell], Value]:
        readers: dict[Sort, Callable[[Cell], Value]] = {
            Sort.ID: ids.identifier,
            Sort.TIME: self._times.moment,
            Sort.DEADLINE: self._times.deadline,
            Sort.MONEY: money.fen,
            Sort.COUNT: simple.count,
            Sort.FLAG: simple.flag,
            Sort.PERSON: people.person,
            Sort.PHONE: _phone,
            Sort.TAGS: _tags,
            Sort.PLATFORM: simple.platform,
            Sort.NOTE: text.note,
        }
        return readers.get(sort, text.name)


def _phone(cell: Cell) -> Value:
    found = people.phone(cell)
    if found is None:
        return None
    masked, tail = found
    return {"phone": masked, "phone_tail": tail} if tail else {"phone": masked}


def _tags(cell: Cell) -> Value:
    found: Sequence[Value] = simple.tags(cell)
    return list(found) or None
