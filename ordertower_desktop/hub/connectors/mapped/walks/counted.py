"""Walks by number: pages forward, pages backward, offsets."""

from collections.abc import Iterator

from ordertower_desktop.hub.connectors.connector import Unreachable
from ordertower_desktop.hub.connectors.mapped.spec.walk import Offset, Pages, ReversePages
from ordertower_desktop.hub.connectors.mapped.walks.sheet import Sheet, Turner, said, whole_number


def pages(walk: Pages, turner: Turner) -> Iterator[Sheet]:
    """From the first page on. A short page is no end: a system may give less than it was asked for."""
    number, got, before = walk.first, 0, None
    while True:
        sheet = turner.at({"page": number})
        if before is not None and sheet.rows and sheet.rows == before.rows:
            raise Unreachable(f"第 {number} 页与前一页完全相同，来源没有理会页码；请核对翻页的参数名")
        yield sheet
        got += len(sheet.rows)
        if _over(walk, sheet, got):
            return
        number, before = number + 1, sheet


def offset(walk: Offset, turner: Turner) -> Iterator[Sheet]:
    got, before = 0, None
    while True:
        sheet = turner.at({"offset": got})
        if before is not None and sheet.rows and sheet.rows == before.rows:
            raise Unreachable(f"跳过 {got} 行后给的与前一页完全相同，来源没有理会 offset；请核对翻页的参数名")
        yield sheet
        got += len(sheet.rows)
        if _over(walk, sheet, got):
            return
        before = sheet


def _over(walk: Pages | Offset, sheet: Sheet, got: int) -> bool:
    """True when this page was the last one, as far as the system can be believed."""
    if not sheet.rows:
        return True
    if walk.more is not None:
        return not said(walk.more, sheet)
    total = whole_number(walk.total, sheet)
    return total is not None and got >= total


def reverse_pages(walk: ReversePages, turner: Turner) -> Iterator[Sheet]:
    """The first page tells how many there are; then from the last one back. What leaves the window meanwhile moves rows towards
    pages that are still to be read."""
    first = turner.at({"page": walk.first})
    total = whole_number(walk.total, first) or 0
    if len(first.rows) < min(total, walk.size):
        raise Unreachable(f"来源说有 {total} 行，一页却只给了 {len(first.rows)} 行；请把 size 写成来源允许的每页条数")
    yield first
    for number in range(walk.first + (total - 1) // walk.size, walk.first - 1, -1):
        if total:
            yield turner.at({"page": number})
