"""From the rows of an answer to readings of orders; what could not be read is named, and the order comes in without it."""

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ordertower_desktop.domain.event import Event, Value, digest
from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.hub.connectors.mapped.language.expression import Expression
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Mapping, Steps
from ordertower_desktop.hub.connectors.mapped.values.targets import TARGETS, Take, kept, taker
from ordertower_desktop.hub.connectors.sheets.cells import text
from ordertower_desktop.hub.connectors.sheets.cells.place import Atlas
from ordertower_desktop.hub.connectors.sheets.cells.simple import known_platform
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad
from ordertower_desktop.hub.connectors.sheets.columns.detect import atlas
from ordertower_desktop.hub.connectors.sheets.columns.words import Meaning

SPECIAL = frozenset({"order_id", "status", "province", "city", "district", "address"})
WHEREABOUTS = ("province", "city", "district")
NOWHERE = Meaning()


@dataclass(slots=True)
class Told:
    """What rows said. `gaps` are status words that nobody mapped, `slips` what could not be read (field: why, once each)."""

    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    gaps: dict[str, None] = field(default_factory=dict)
    slips: dict[str, str] = field(default_factory=dict)
    nameless: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """The words without a meaning, then what could not be read."""
        return (*self.gaps, *(f"{TARGETS.get(name, name)}（{name}）：{why}" for name, why in self.slips.items()))


class RowReader:
    """Reads rows by one mapping."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self._takers: list[tuple[str, Expression, Take]] = [
            (name, found, taker(name, mapping.zone)) for name, found in mapping.fields.items() if name not in SPECIAL
        ]
        self._number = taker("order_id", mapping.zone)
        self._atlas: Atlas = atlas()

    def order(self, row: Any) -> str:
        """Which order a row is about; a row without a number is about itself."""
        try:
            return str(self._number(self._mapping.fields["order_id"].find(self.table(row))) or digest(row))
        except Bad:
            return digest(row)

    def table(self, row: Any) -> Any:
        """A row given by position as one given by name."""
        columns = self._mapping.pull.columns
        return dict(zip(columns, row, strict=False)) if columns and isinstance(row, list) else row

    def read(self, rows: Iterable[Any], *, now: datetime) -> Told:
        """All rows; the later of two about one order counts."""
        told = Told()
        for row in rows:
            self._one(self.table(row), told, now)
        return told

    def _one(self, row: Any, told: Told, now: datetime) -> None:
        number = self._taken("order_id", self._mapping.fields["order_id"], self._number, row=row, told=told)
        if not isinstance(row, dict) or not isinstance(number, str):
            told.nameless += 1
            told.slips.setdefault("order_id", "有的行没有订单号，未读入")
            return
        values = {name: self._taken(name, found, take, row=row, told=told) for name, found, take in self._takers}
        values |= {name: self._taken(name, found, kept, row=row, told=told) for name, found in self._mapping.own.items()}
        values |= self._place(row, told)
        word, meaning = self._meaning(row, told)
        if meaning.tags:
            listed = values.get("tags")
            values["tags"] = [*dict.fromkeys((*(listed if isinstance(listed, list) else ()), *meaning.tags))]
        platform = values.get("platform") or self._mapping.platform or known_platform(str(values.get("shop") or ""))
        values["platform"] = platform or None
        fields = {name: value for name, value in sorted(values.items()) if value is not None and value != ""}
        about = self._mapping
        told.snapshots[number] = Snapshot(now, about.id, about.kind, number, fields, meaning.stage, meaning.facts, word)
        if about.steps is not None:
            told.events.extend(self._steps(about.steps, row, number, told))

    def _taken(self, name: str, found: Expression, take: Take, *, row: Any, told: Told) -> Value:
        try:
            value = found.find(row)
            return None if value is None else take(value)
        except Bad as bad:
            told.slips.setdefault(name, f"{bad.reason}{'，' + bad.proposal if bad.proposal else ''}")
            return None

    def _place(self, row: Any, told: Told) -> Table[str, Value]:
        """Province, city and district by their own names; of an address nothing else is kept."""
        fields = self._mapping.fields
        parts = [self._taken(name, fields[name], text.name, row=row, told=told) if name in fields else None for name in WHEREABOUTS]  # type: ignore[arg-type]
        place = self._atlas.read(*(str(part) for part in parts if part))
        if "address" in fields and not place.district:
            line = self._taken("address", fields["address"], _line, row=row, told=told)
            found = self._atlas.read(str(line or ""))
            place = found if not place.province or (found.province == place.province and found.city) else place
        return dict(place.fields) or {name: part for name, part in zip(WHEREABOUTS, parts, strict=True) if part}

    def _meaning(self, row: Any, told: Told) -> tuple[str, Meaning]:
        """The row's own word and what it means; a word that nobody mapped is a gap, never a guess."""
        found = self._mapping.fields.get("status")
        spoken = self._taken("status", found, _word, row=row, told=told) if found else None
        word = str(spoken or "")
        for one in self._mapping.words.when:
            if self._holds(one.condition, row, told):
                return word, one.meaning
        known = self._mapping.words.exact.get(word)
        if word and known is None:
            told.gaps[word] = None
        return word, known or NOWHERE

    def _holds(self, condition: Expression, row: Any, told: Told) -> bool:
        try:
            return condition.find(row) not in (None, False, "", [], {})
        except Bad as bad:
            told.slips.setdefault("status", bad.reason)
            return False

    def _steps(self, steps: Steps, row: Any, number: str, told: Told) -> Iterator[Event]:
        """The events inside a row; one without a time or a name is told and left out."""
        try:
            inside = steps.rows.find(row)
        except Bad as bad:
            told.slips.setdefault("events", bad.reason)
            return
        for one in inside if isinstance(inside, list) else ():
            at = self._taken("events", steps.at, taker("created_at", self._mapping.zone), row=one, told=told)
            word = self._taken("events", steps.name, _word, row=one, told=told)
            if at and word:
                name = steps.names.get(str(word), str(word))
                yield Event(datetime.fromisoformat(str(at)), self._mapping.id, name, number)
            else:
                told.slips.setdefault("events", "有的步骤没有时间或名字，未读入")


def _word(value: object) -> Value:
    """A state as a word: a number is one too."""
    if isinstance(value, list | dict):
        raise Bad("状态取到的不是一个词")
    return text.name(value)  # type: ignore[arg-type]


def _line(value: object) -> Value:
    """An address as it came; only its place is ever looked at."""
    return value if isinstance(value, str) else None
