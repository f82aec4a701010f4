"""Words for small screens: cut by bytes between whole characters, cleaned of what could act, and honest about what is left out."""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence

ELLIPSIS = "…"
_JOINERS = {"\u200d", "\ufe0e", "\ufe0f", *map(chr, range(0x1F3FB, 0x1F400))}
_BIDI = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}


def octets(text: str) -> int:
    return len(text.encode())


def clean(text: str) -> str:
    """One line without control and direction characters and half surrogates: what a source wrote must not act on a phone."""
    spaced = (" " if ch in "\r\n\t" else ch for ch in text if ch not in _BIDI)
    return "".join(ch for ch in spaced if unicodedata.category(ch) not in ("Cc", "Cs", "Zl", "Zp"))


def cut(text: str, most: int, *, size: Callable[[str], int] = octets) -> str:
    """`text` in at most `most` by `size` (bytes where nothing is said), ending in … where it was cut; no character is halved."""
    if size(text) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle] + ELLIPSIS) <= most else (low, middle - 1)
    while low and _belongs_to_what_is_before(text, low):
        low -= 1
    made = text[:low].rstrip() + ELLIPSIS
    return made if size(made) <= most else ""


def fit(head: str, lines: Sequence[str], most: int, *, size: Callable[[str], int] = octets) -> str:
    """Head and as many whole lines as fit, and how many more there are."""
    if size(whole := _joined(head, lines, len(lines))) <= most:
        return whole
    kept = bisect_right(range(1, len(lines)), most, key=lambda count: size(_joined(head, lines, count)))
    if kept:
        return _joined(head, lines, kept)
    rest = f"\n{_more(len(lines) - 1)}" if len(lines) > 1 else ""
    one = f"{head}\n{lines[0]}" if lines else head
    return cut(one, most, size=lambda text: size(text + rest)) + rest


def _joined(head: str, lines: Sequence[str], kept: int) -> str:
    rest = [_more(len(lines) - kept)] if kept < len(lines) else []
    return "\n".join([head, *lines[:kept], *rest])


def _more(count: int) -> str:
    return f"还有 {count} 单，请在订单控制塔里查看"


def _belongs_to_what_is_before(text: str, at: int) -> bool:
    """Whether a cut before `text[at]` would part a letter from its mark, or an emoji from its other half."""
    after = text[at] if at < len(text) else ""
    return bool(after) and (unicodedata.combining(after) != 0 or after in _JOINERS or text[at - 1] == "\u200d")
