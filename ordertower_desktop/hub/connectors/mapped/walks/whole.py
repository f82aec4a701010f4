"""All rows of a stretch, each order once, or none: where pages move under our feet they are read again until two passes agree."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ordertower_desktop.domain.event import digest
from ordertower_desktop.hub.connectors.connector import Unreachable
from ordertower_desktop.hub.connectors.mapped.http.ask import Answer
from ordertower_desktop.hub.connectors.mapped.spec.walk import Cursor, Keyset, NextUrl, Offset, Once, Pages, ReversePages, Walk
from ordertower_desktop.hub.connectors.mapped.walks.chained import cursor, next_url
from ordertower_desktop.hub.connectors.mapped.walks.counted import offset, pages, reverse_pages
from ordertower_desktop.hub.connectors.mapped.walks.keyset import keyset
from ordertower_desktop.hub.connectors.mapped.walks.sheet import Sheet, Turner, whole_number

PASSES = 6
MOST_SHEETS = 5_000
MOST_ROWS = 200_000


@dataclass(slots=True)
class Stretch:
    """What a walk brought: every different row in the order of reading, the orders they are about, and the first answer."""

    rows: dict[str, Any] = field(default_factory=dict)
    orders: set[str] = field(default_factory=set)
    first: Answer | None = None


@dataclass(slots=True)
class _Pass:
    """What one way through the pages saw. `totals` are the counts that its pages promised."""

    keys: set[str] = field(default_factory=set)
    full: int = 0
    totals: set[int] = field(default_factory=set)
    last: int = 0

    @property
    def steady(self) -> bool:
        """True when nothing can have moved between its pages: there was one at most, or as many came as all pages promised."""
        return self.full <= 1 or (len(self.totals) == 1 and len(self.keys) == self.last)


def walked(walk: Walk, turner: Turner, *, start: datetime | None, by_id: bool) -> Iterator[Sheet]:
    """One way through the pages."""
    match walk:
        case Once():
            return iter((turner.at({}),))
        case Pages():
            return pages(walk, turner)
        case ReversePages():
            return reverse_pages(walk, turner)
        case Offset():
            return offset(walk, turner)
        case Cursor():
            return cursor(walk, turner)
        case NextUrl():
            return next_url(walk, turner)
        case Keyset():
            return keyset(walk, turner, start=start, by_id=by_id)


def whole(walk: Walk, turner: Turner, order: Callable[[Any], str], *, start: datetime | None, by_id: bool) -> Stretch:
    """Everything, read as often as it takes; `order` says which order a row is about. Raises `Unreachable` where the system says that
    there is more than it gave."""
    stretch = Stretch()
    for number in range(PASSES):
        known = len(stretch.orders)
        seen = _through(stretch, walked(walk, turner, start=start, by_id=by_id), walk, order)
        if isinstance(walk, Once | Cursor | NextUrl | Keyset) or seen.steady or (number and len(stretch.orders) == known):
            if len(stretch.rows) < seen.last:
                raise Unreachable(f"来源说有 {seen.last} 行，只给了 {len(stretch.rows)} 行，没有读入，下次重取")
            return stretch
    raise Unreachable("来源的内容一直在变，读了几遍都不一样，没有读入；请用 reverse_pages 或 keyset 走法")


def _through(stretch: Stretch, sheets: Iterator[Sheet], walk: Walk, order: Callable[[Any], str]) -> _Pass:
    seen = _Pass()
    for count, sheet in enumerate(sheets, 1):
        stretch.first = stretch.first or sheet.answer
        for row in sheet.rows:
            content = digest(row)
            seen.keys.add(content)
            stretch.rows.pop(content, None)  # what was read again was read later
            stretch.rows[content] = row
            stretch.orders.add(order(row))
        seen.full += bool(sheet.rows)
        if isinstance(walk, Pages | ReversePages | Offset) and (total := whole_number(walk.total, sheet)) is not None:
            seen.totals.add(total)
            seen.last = total
        if count >= MOST_SHEETS or len(stretch.rows) > MOST_ROWS:
            raise Unreachable(f"一段时间里超过 {MOST_ROWS} 单或 {MOST_SHEETS} 页，没有读入；请把 window 的 span 调小")
    return seen
