"""Names and phones: what stays of them is masked, whatever came in."""

import re
import unicodedata

from ordertower_desktop.hub.connectors.sheets.cells.text import NAME_LIMIT, plain
from ordertower_desktop.hub.connectors.sheets.table import Cell

_MASKS = "*＊xX●"
_EXTENSION = re.compile(r"(?:转|ext\.?|[-,#])\s*\d{1,6}$", re.IGNORECASE)


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
    digits = re.sub(r"\D", "", _mobile(text))
    if len(digits) < 7:
        return "****", ""
    return f"{digits[:3]}****{digits[-4:]}", digits[-4:]


def _mobile(text: str) -> str:
    """Without the extension of a virtual number and without the country code."""
    short = _EXTENSION.sub("", text)
    kept = short if len(re.sub(r"\D", "", short)) >= 7 else text
    return re.sub(r"^(?:\+?86|0086)-?(?=1\d{10}$)", "", kept)


def _masked_already(text: str) -> tuple[str, str]:
    tail = re.search(r"(\d{4})$", _EXTENSION.sub("", text))
    head = re.match(r"\d{1,3}", text)
    return f"{head[0] if head else ''}****{tail[1] if tail else ''}", tail[1] if tail else ""
