"""Counts, yes-or-no cells, lists of tags, platform names."""

import re
import unicodedata
from functools import lru_cache

from ordertower_desktop.hub.connectors.sheets.cells.text import NAME_LIMIT, Bad, plain, scrub
from ordertower_desktop.hub.connectors.sheets.table import Cell

_COUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.0+)?(?:件|个|台|套|pcs)?", re.IGNORECASE)
_NO = frozenset({"否", "不是", "n", "no", "false", "0", "f"})
_PLATFORMS = (
    ("taobao", ("taobao", "淘宝", "天猫", "tmall", "阿里")),
    ("jd", ("jd", "京东", "jingdong")),
    ("pdd", ("pdd", "拼多多", "pinduoduo")),
    ("douyin", ("douyin", "抖音", "抖店", "放心购", "doudian")),
    ("kuaishou", ("kuaishou", "快手")),
)


def count(cell: Cell) -> int | None:
    """A whole number of goods, None when the cell is empty."""
    text = unicodedata.normalize("NFKC", plain(cell))
    if not text:
        return None
    found = _COUNT.fullmatch(text)
    if found is None:
        raise Bad(f"件数写成“{text[:16]}”", "请改成整数")
    return int(found[1].replace(",", ""))


def flag(cell: Cell) -> bool | None:
    """True for anything said, False for a no, None for an empty cell."""
    text = plain(cell).lower()
    return None if not text else text not in _NO


def tags(cell: Cell) -> tuple[str, ...]:
    """The tags of a cell, in order, each once."""
    parts = (part.strip() for part in re.split(r"[,，;；、|\s]+", scrub(plain(cell))))
    return tuple(dict.fromkeys(part[:NAME_LIMIT] for part in parts if part))[:20]


def platform(cell: Cell) -> str | None:
    """The code of a platform that we know by one of its names, else the text."""
    text = plain(cell)[:NAME_LIMIT]
    return (known_platform(text) or text) or None


@lru_cache(maxsize=1024)
def known_platform(text: str) -> str | None:
    """The code of the platform that a text names, such as a shop called 京东自营; None when it names none."""
    words = text.lower()
    return next((code for code, names in _PLATFORMS if any(name in words for name in names)), None)
