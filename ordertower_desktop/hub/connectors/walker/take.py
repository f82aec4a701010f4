"""Reading a platform's row: where a value lies, and what it becomes here."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from ordertower_desktop.domain.event import Value
from ordertower_desktop.hub.connectors.sheets.cells.people import person
from ordertower_desktop.hub.signing.stamp import Stamp, read

LONGEST = 200
MOST_FEN = 10**15
NOISE = Decimal("0.0001")
"""What a binary number adds behind the last digit: 0.1 + 0.2 is thirty fen."""

_UNSTORABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")

Reader = Callable[[list[object]], Value]
"""All values that were found, in their order, as one of ours; None for nothing. ValueError for what it cannot be."""


def found(row: object, path: str) -> list[object]:
    """What lies at a dotted path; `[]` goes through every entry of a list, and a step that is not there ends the way."""
    values = [row]
    for name, several in _steps(path):
        inner = [value[name] for value in values if isinstance(value, dict) and value.get(name) is not None]
        values = [entry for one in inner for entry in (one if isinstance(one, list) else [one])] if several else inner
    return values


@lru_cache(maxsize=1024)
def _steps(path: str) -> tuple[tuple[str, bool], ...]:
    return tuple((step.removesuffix("[]"), step.endswith("[]")) for step in path.split("."))


@dataclass(frozen=True, slots=True)
class Field:
    """One of our fields, and the first of their paths that says something."""

    name: str
    paths: tuple[str, ...]
    reader: Reader

    def value(self, row: object) -> Value:
        for path in self.paths:
            if (values := [value for value in found(row, path) if value not in (None, "")]) and (made := self.reader(values)) is not None:
                return made
        return None


def field(name: str, *paths: str, reader: Reader) -> Field:
    return Field(name, paths, reader)


def words(value: object) -> str:
    """Text or a number as text that any database takes: half an emoji and control characters become spaces. ValueError for the rest."""
    if not isinstance(value, str | int | float | Decimal):
        raise ValueError("不是文字")  # noqa: TRY004  it is the platform's mistake, not ours
    return _UNSTORABLE.sub(" ", str(value))[:LONGEST].strip()


def text(values: list[object]) -> Value:
    """The first, as text: a number stays the number that it is."""
    return words(values[0]) or None


def texts(values: list[object]) -> Value:
    """All different ones in one line."""
    return "、".join(dict.fromkeys(map(words, values)))[:LONGEST]


def buyer(values: list[object]) -> Value:
    return person(words(values[0]))


def fen(values: list[object]) -> Value:
    return _whole(Decimal(str(values[0])))


def yuan(values: list[object]) -> Value:
    """Yuan as text or number, decimal all the way."""
    try:
        return _whole(Decimal(str(values[0])) * 100)
    except InvalidOperation:
        raise ValueError("不是金额") from None


def count(values: list[object]) -> Value:
    """The sum of whole numbers."""
    return sum(int(str(value)) for value in values)


def _whole(amount: Decimal) -> int:
    if not amount.is_finite() or abs(amount) > MOST_FEN or abs(amount - amount.to_integral_value()) > NOISE:
        raise ValueError("不是金额")
    return int(amount.to_integral_value())


def one_of(*these: object) -> Reader:
    """True where a value is among these; no false, so that nobody is contradicted."""
    said = {str(word) for word in these}
    return lambda values: True if any(str(value) in said for value in values) else None


def when(stamp: Stamp) -> Reader:
    """The earliest of the moments, as ISO text."""

    def earliest(values: list[object]) -> Value:
        moments = [at for at in (read(value, stamp) for value in values) if at is not None]
        return min(moments).isoformat() if moments else None

    return earliest


def fields_of(row: object, table: tuple[Field, ...]) -> Iterator[tuple[str, Value, str]]:
    """Name, value and complaint of every field: what is not as agreed is left out and named, for one bad value must not stop a shop."""
    for one in table:
        try:
            yield one.name, one.value(row), ""
        except (ValueError, ArithmeticError) as error:
            yield one.name, None, f"{one.paths[0]}={_shown(row, one)}（{error if str(error) else '不认识'}）"


def _shown(row: object, one: Field) -> str:
    values = [value for path in one.paths for value in found(row, path) if value not in (None, "")]
    try:
        return words(values[0])[:24]
    except ValueError:
        return "…"
