"""Names and phones: what stays of them is masked, whatever came in."""

import re
import unicodedata

from ordertower_desktop.hub.connectors.sheets.cells.text import NAME_LIMIT, plain
from ordertower_desktop.hub.connectors.sheets.table import Cell

_MASKS = "*＊xX●"
_COUNTRY = re.compile(r"^(?:\+?86|0086)-?(?=1[3-9])")
_VIRTUAL = re.compile(r"([\d*]{11})(?:转|ext\.?|[-,#])\d{1,6}", re.IGNORECASE)


def person(cell: Cell) -> str | None:
    """`李婷` -> `李*`; a name that came masked stays as it is."""
    text = plain(cell)[:NAME_LIMIT]
    if not text:
        return None
    visible = [mark for mark in text if mark not in "*＊●"]
    if len(visible) < len(text) and len(visible) <= 2:
        return text[:8]
    return text[0] + "*" * min(len(text) - 1, 2)


def phone(cell: Cell) -> tuple[str, str] | None:
    """The number masked (`138****5678`) and its last four digits (empty when they were masked already)."""
    text = unicodedata.normalize("NFKC", plain(cell)).replace(" ", "")
    if not text:
        return None
    if any(mark in text for mark in _MASKS):
        return _masked_already(text)
    digits = re.sub(r"\D", "", _line(text))
    if len(digits) < 7:
        return "****", ""
    return f"{digits[:3]}****{digits[-4:]}", digits[-4:]


def _line(text: str) -> str:
    """Without the country code, and without the extension of a virtual number."""
    text = _COUNTRY.sub("", text)
    virtual = _VIRTUAL.fullmatch(text)
    return virtual[1] if virtual else text


def _masked_already(text: str) -> tuple[str, str]:
    text = _line(text)
    tail = re.search(r"(\d{4})$", text)
    head = re.match(r"\d{1,3}", text)
    return f"{head[0] if head else ''}****{tail[1] if tail else ''}", tail[1] if tail else ""
