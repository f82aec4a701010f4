"""Which encoding a text file is in: proved by decoding all of it, in pieces."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ordertower_desktop.hub.connectors.sheets.files.origin import UNPACKED_LIMIT, Origin
from ordertower_desktop.hub.connectors.sheets.table import Unreadable

_PIECE = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig", "UTF-8"), (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"), (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"))
_TOLERATED = 1e-3  # exports cut notes in the middle of a character


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec and its name for people; `broken` bytes are replaced and dropped."""

    codec: str
    label: str
    broken: int = 0

    @property
    def errors(self) -> str:
        return "replace" if self.broken else "strict"


def encoding(origin: Origin) -> Encoding:
    """By byte order mark, else UTF-8 if all of it decodes, else GB 18030, else refused."""
    head = origin.head(4096)
    for mark, codec, label in _MARKS:
        if head.startswith(mark):
            return _checked(origin, codec, label)
    if wide := _wide(head):
        return _checked(origin, wide, "UTF-16")
    if _broken(origin, "utf-8", "strict") >= 0:
        return Encoding("utf-8", "UTF-8")
    if _mostly_utf8(head):
        return _checked(origin, "utf-8", "UTF-8")
    return _checked(origin, "gb18030", "GB 18030")


def _checked(origin: Origin, codec: str, label: str) -> Encoding:
    if _broken(origin, codec, "strict") >= 0:
        return Encoding(codec, label)
    broken = _broken(origin, codec, "replace")
    if broken > max(4, _TOLERATED * _size(origin)):
        raise Unreadable(f"{origin.name} 既不是 UTF-8 也不是 GBK 编码，请在表格软件里另存为“CSV UTF-8”再导入")
    return Encoding(codec, label, broken)


def _wide(head: bytes) -> str:
    """UTF-16 without a mark shows as zeros at every other byte of plain digits and commas."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) // 20 or not even + odd:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _mostly_utf8(head: bytes) -> bool:
    """A broken UTF-8 file may decode as GB 18030 by luck; but GB 18030 text hardly ever holds whole UTF-8 characters."""
    text = head.decode("utf-8", "replace")
    return sum("\u4e00" <= mark <= "\u9fff" for mark in text) > 10 * text[:-1].count("\ufffd")


def _broken(origin: Origin, codec: str, errors: str) -> int:
    """How many replacement characters decoding gives (an export may hold some of its own); in strict mode -1 at the first broken byte."""
    decoder = codecs.getincrementaldecoder(codec)(errors)
    count = 0
    try:
        with origin.opened() as stream:
            for piece in _pieces(stream, origin.name):
                count += decoder.decode(piece).count("\ufffd")
            count += decoder.decode(b"", final=True).count("\ufffd")
    except UnicodeError:
        return -1
    return count


def _pieces(stream: BinaryIO, name: str) -> Iterator[bytes]:
    size = 0
    while piece := stream.read(_PIECE):
        size += len(piece)
        if size > UNPACKED_LIMIT:
            raise Unreadable(f"{name} 解开后超过 {UNPACKED_LIMIT >> 30} GB，不像订单表，请拆成几个文件")
        yield piece


def _size(origin: Origin) -> int:
    with origin.opened() as stream:
        return sum(len(piece) for piece in _pieces(stream, origin.name))
