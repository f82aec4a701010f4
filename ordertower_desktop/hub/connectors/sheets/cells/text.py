"""Text of a cell: guards off, hostile marks out, one normal form, clamped."""

import re
import unicodedata
from functools import lru_cache

from ordertower_desktop.hub.connectors.sheets.table import Cell

NAME_LIMIT = 64
NOTE_LIMIT = 2000
SHOWN_LIMIT = 40

_EMPTY = frozenset({
    "", "-", "--", "---", "—", "——", "/", "\\", "\\n", "无", "空", "(空)", "暂无", "null", "none", "nan", "nil", "n/a", "#n/a", "#value!",
})  # fmt: skip
_LONGEST_EMPTY = max(map(len, _EMPTY))
_DIGITS = re.compile(r"\d{3}")
_PHONE = re.compile(r"(?<!\d)((?:\+?86[- ]?)?1[3-9]\d)([- ]?)\d{4}\2(\d{4})(?!\d)")
_IDENTITY_CARD = re.compile(r"(?<![0-9A-Za-z])(\d{6})(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])")


class Bad(Exception):
    """This cell cannot be read: why, what to do, and (when there is one) the text that was probably meant."""

    def __init__(self, reason: str, proposal: str = "", fix: str = "") -> None:
        super().__init__(reason)
        self.reason, self.proposal, self.fix = reason, proposal, fix


def plain(cell: Cell) -> str:
    """The cell as the text that its author meant: guards (`="…"`, `'`, tabs) off, blank words as empty."""
    text = cell if isinstance(cell, str) else _spoken(cell)
    return _often(text) if len(text) <= NAME_LIMIT else _bare(text)


def _bare(text: str) -> str:
    text = tidy(text)
    if text.startswith('="') and text.endswith('"') and len(text) > 2:
        text = text[2:-1].replace('""', '"').strip()
    text = text.removeprefix("'").strip()
    return "" if len(text) <= _LONGEST_EMPTY and text.lower() in _EMPTY else text


_often = lru_cache(maxsize=8192)(_bare)  # shops, goods and status words repeat; only short texts, so that the cache stays small


def tidy(text: str) -> str:
    """NFC; white space as single spaces; controls, bidi marks, zero-width marks and broken characters dropped."""
    if not text.isprintable():
        text = "".join(_kept(mark) for mark in text)
    if text.isascii():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", text.replace("\ufffd", "")).split())


def _kept(mark: str) -> str:
    if mark.isspace():
        return " "
    return "" if unicodedata.category(mark) in {"Cc", "Cf", "Cs", "Cn"} else mark


def _spoken(cell: Cell) -> str:
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def name(cell: Cell) -> str | None:
    """A short text; a phone number inside is masked."""
    text = note(cell)
    return text if text is None or len(text) <= NAME_LIMIT else text[:NAME_LIMIT].rstrip()


def note(cell: Cell) -> str | None:
    """A longer text; phone and identity numbers inside are masked."""
    text = cell if isinstance(cell, str) else _spoken(cell)
    return _often_noted(text) if len(text) <= NAME_LIMIT else _noted(text)


def _noted(text: str) -> str | None:
    return scrub(plain(text))[:NOTE_LIMIT].rstrip() or None


_often_noted = lru_cache(maxsize=8192)(_noted)


def scrub(text: str) -> str:
    """The text with every phone and identity number in it masked."""
    if not _DIGITS.search(text):
        return text
    return _PHONE.sub(r"\1****\3", _IDENTITY_CARD.sub(r"\1************", text))


def shown(cell: Cell) -> str:
    """A cell as a problem may quote it: clamped and masked."""
    return scrub(plain(cell))[:SHOWN_LIMIT]
