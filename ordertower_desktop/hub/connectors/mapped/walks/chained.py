"""Walks where each answer leads to the next: cursors and whole addresses."""

import re
from collections.abc import Iterator

from ordertower_desktop.hub.connectors.connector import Unreachable
from ordertower_desktop.hub.connectors.mapped.spec.walk import Cursor, NextUrl
from ordertower_desktop.hub.connectors.mapped.walks.sheet import Sheet, Turner, said

_NEXT = re.compile(r'<([^>]*)>\s*;[^,]*\brel="?next"?', re.IGNORECASE)


def cursor(walk: Cursor, turner: Turner) -> Iterator[Sheet]:
    at: str = walk.first
    seen = {at}
    while True:
        sheet = turner.at({"cursor": at})
        yield sheet
        told = said(walk.next, sheet)
        at = "" if told is None or told is False else str(told)
        if not at or at in walk.ends:
            return
        if at in seen:
            raise Unreachable("来源给的游标转了一圈又回来了，没有读入；请核对 cursor 的参数名")
        seen.add(at)


def next_url(walk: NextUrl, turner: Turner) -> Iterator[Sheet]:
    sheet = turner.at({})
    seen: set[str] = set()
    while True:
        yield sheet
        url = _following(walk, sheet)
        if not url:
            return
        if url in seen:
            raise Unreachable("来源给的下一页地址转了一圈又回来了，没有读入")
        seen.add(url)
        sheet = turner.url(url)


def _following(walk: NextUrl, sheet: Sheet) -> str:
    if walk.next is None:
        found = _NEXT.search(sheet.answer.headers.get("link", ""))
        return found[1] if found else ""
    told = said(walk.next, sheet)
    return told if isinstance(told, str) else ""
