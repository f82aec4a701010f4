"""What the cells of a column look like, whatever its heading says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from ordertower_desktop.hub.connectors.sheets.cells.money import fen
from ordertower_desktop.hub.connectors.sheets.cells.place import Atlas
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad, plain
from ordertower_desktop.hub.connectors.sheets.cells.times import Times
from ordertower_desktop.hub.connectors.sheets.columns.words import Dictionary
from ordertower_desktop.hub.connectors.sheets.table import Cell

_PHONE = re.compile(r"1[3-9][\d*]{9}|0\d{2,3}-?\d{7,8}|\d{0,3}\*{4,8}\d{4}|1[3-9]\d{9}[-转]\d+")
_WAYBILL = re.compile(r"(?:SF|YT|JT|JD|JDV|YD|ZTO|STO|DPK|EMS|78|77|43|73|46|31)[0-9A-Z]{9,16}")
_ORDER = re.compile(r"\d{6}-\d{9,15}|\d{11,24}|[A-Z]{1,4}\d{8,20}", re.ASCII)
_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,4}|[\u4e00-\u9fff]\*{1,3}[\u4e00-\u9fff]?")
_COUNT = re.compile(r"[1-9]\d{0,2}")
ENOUGH = 0.8


class Look(StrEnum):
    """What sort of cells a column holds."""

    EMPTY = "empty"
    TIME = "time"
    MONEY = "money"
    COUNT = "count"
    PHONE = "phone"
    ORDER = "order"
    WAYBILL = "waybill"
    STATUS = "status"
    PLACE = "place"
    PERSON = "person"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Content:
    """The look of a column, the share of filled cells that have it, how many are filled, and the share of different values among them."""

    look: Look
    share: float
    filled: int
    distinct: float


def content(cells: Sequence[Cell], *, words: Dictionary, atlas: Atlas) -> Content:
    """The look that most of the filled cells share; TEXT when no look has enough of them."""
    filled = [cell for cell in cells if plain(cell)]
    if not filled:
        return Content(Look.EMPTY, 1.0, 0, 0.0)
    looks = [_look(cell, words, atlas) for cell in filled]
    if Look.MONEY in looks:  # whole amounts look like counts
        looks = [Look.MONEY if look is Look.COUNT else look for look in looks]
    best = max(Look, key=looks.count)
    share = looks.count(best) / len(looks)
    distinct = len({plain(cell) for cell in filled}) / len(filled)
    return Content(best if share >= ENOUGH else Look.TEXT, share, len(filled), distinct)


def _look(cell: Cell, words: Dictionary, atlas: Atlas) -> Look:
    text = plain(cell).replace(" ", "")
    if not isinstance(cell, str) and cell is not None and not isinstance(cell, int | float):
        return Look.TIME
    shapes = ((Look.PHONE, _PHONE), (Look.WAYBILL, _WAYBILL), (Look.ORDER, _ORDER), (Look.COUNT, _COUNT))
    if shape := next((look for look, pattern in shapes if pattern.fullmatch(text)), None):
        return shape
    if text in words:
        return Look.STATUS
    if _is_time(cell):
        return Look.TIME
    if _is_money(cell):
        return Look.MONEY
    if atlas.read(text).province:
        return Look.PLACE
    return Look.PERSON if _PERSON.fullmatch(text) else Look.TEXT


def _is_time(cell: Cell) -> bool:
    try:
        return Times(UTC, datetime(2025, 1, 1, tzinfo=UTC)).moment(cell) is not None
    except Bad:
        return False


def _is_money(cell: Cell) -> bool:
    try:
        return fen(cell) is not None
    except Bad:
        return False
