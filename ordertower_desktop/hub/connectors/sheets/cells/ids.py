"""Order, sub-order and waybill numbers: taken exactly, or refused when a spreadsheet has ruined them."""

import re
import unicodedata

from ordertower_desktop.hub.connectors.sheets.cells.text import Bad, plain
from ordertower_desktop.hub.connectors.sheets.table import Cell

LIMIT = 64
EXACT = 15  # a spreadsheet keeps so many digits of a number and writes zeros for the rest

_READY = re.compile(r"""(?:="|')?([0-9A-Za-z][0-9A-Za-z_\-]{2,63})(?:"|\t)?""")
_JOINED = re.compile(r"\s*[,，;；、|]\s*")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d+")
_DECIMAL = re.compile(r"(\d+)\.0+")
_GOOD = re.compile(r"[0-9A-Za-z][0-9A-Za-z_\-./:#]*")
RUINED = "单号被表格软件改成了数字，后几位已丢失"
REMEDY = "请把该列设为文本后重新导出"


def identifier(cell: Cell) -> str | None:
    """The number as text, None when the cell is empty."""
    if isinstance(cell, str) and (ready := _READY.fullmatch(cell)) and ready[1].isdigit():
        return ready[1]
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _from_number(cell)
    text = unicodedata.normalize("NFKC", plain(cell)).replace(" ", "")
    if not text:
        return None
    if _SCIENTIFIC.fullmatch(text):
        raise Bad(RUINED, REMEDY)
    if whole := _DECIMAL.fullmatch(text):
        return _from_number(float(text)) if len(whole[1]) <= EXACT else _lost()
    if len(text) > LIMIT or not _GOOD.fullmatch(text):
        raise Bad("不像单号", "单号只含字母、数字和 - _ . / : #，最长 64 位")
    return text


def identifiers(cell: Cell) -> tuple[str, ...]:
    """All numbers of a cell: an ERP joins those of a merged order by commas."""
    if isinstance(cell, str) and (ready := _READY.fullmatch(cell)) and ready[1].isdigit():
        return (ready[1],)
    parts = [part for part in _JOINED.split(plain(cell)) if part] if isinstance(cell, str) and _JOINED.search(cell) else []
    if len(parts) < 2:
        one = identifier(cell)
        return () if one is None else (one,)
    found = [identifier(part) for part in parts]
    return tuple(dict.fromkeys(one for one in found if one))


def cut(text: str) -> bool:
    """True when all digits behind the fifteenth are zeros, as a spreadsheet leaves a long number."""
    return len(text) > EXACT + 1 and text.isdigit() and not text[EXACT:].strip("0")


def long(text: str) -> bool:
    """True for a number that a spreadsheet would cut."""
    return len(text) > EXACT + 1 and text.isdigit()


def _from_number(number: float) -> str:
    if number != number or number < 0 or number >= 10**EXACT or number != int(number):
        return _lost()
    return str(int(number))


def _lost() -> str:
    raise Bad(RUINED, REMEDY)
