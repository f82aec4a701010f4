"""Walking through the pages of one window so that nothing is lost while orders change under our feet.

An order that is touched during the walk leaves the window (its time is now later than the window's end) and everything behind it
moves up by one: who walks forward by page numbers misses the order that slipped over the border.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from ordertower_desktop.hub.connectors.connector import Unreachable

MOST_TURNS = 3000
NO_MORE = frozenset({"", "nomore"})

Row = Mapping[str, Any]


class Way(StrEnum):
    """REVERSE: from the last page to the first. KEYSET: oldest first, beginning again at the latest time seen. CURSOR: by their mark."""

    REVERSE = "reverse"
    KEYSET = "keyset"
    CURSOR = "cursor"


@dataclass(frozen=True, slots=True)
class Turn:
    """One page to ask for: its number from 1, from when on, by which mark; `counting` asks how many there are in all."""

    since: datetime
    page: int = 1
    mark: str = ""
    counting: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page as it came: its rows, how many there are in all, the mark of the next."""

    rows: tuple[Row, ...]
    total: int | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """What a walk needs: how to get a page, how large pages are, what the number and the time of a row are."""

    ask: Callable[[Turn], Leaf]
    size: int
    number: Callable[[Row], str]
    stamp: Callable[[Row], datetime]


class _Found:
    """Every order as it was last seen, and how many pages it took."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self.rows: dict[str, Row] = {}
        self._turns = 0

    def turn(self, turn: Turn) -> Leaf:
        self._turns += 1
        if self._turns > MOST_TURNS:
            raise Unreachable(f"翻了 {MOST_TURNS} 页仍没有到头，下次缩短时间窗重取")
        leaf = self._pages.ask(turn)
        for row in leaf.rows:
            self.rows[self._pages.number(row)] = row
        return leaf


def walk(way: Way, pages: Pages, since: datetime) -> list[Row]:
    """Every row of the window once, or an error."""
    found = _Found(pages)
    match way:
        case Way.REVERSE:
            _reverse(found, pages, since)
        case Way.KEYSET:
            _keyset(found, pages, since)
        case Way.CURSOR:
            _cursor(found, since)
    return list(found.rows.values())


def _reverse(found: _Found, pages: Pages, since: datetime) -> None:
    """What slips up while we walk down comes to meet us."""
    total = _counted(found, since)
    last = -(-total // pages.size)
    for page in range(last, 0 if last > 1 else 1, -1):
        found.turn(Turn(since, page=page))
    if len(found.rows) < total:
        left = _counted(found, since)
        if len(found.rows) < left:
            raise Unreachable(f"说有 {left} 单，只给了 {len(found.rows)} 单，下次重取")


def _counted(found: _Found, since: datetime) -> int:
    total = found.turn(Turn(since, counting=True)).total
    if total is None:
        raise Unreachable("没有说一共多少单，下次重取")
    return total


def _keyset(found: _Found, pages: Pages, since: datetime) -> None:
    """Page numbers count only within one second, and there the count must stand still."""
    page, seen, promised = 1, 0, None
    while True:
        leaf = found.turn(Turn(since, page=page))
        if promised is not None and leaf.total is not None and leaf.total < promised:
            page, seen, promised = 1, 0, None
            continue
        seen += len(leaf.rows)
        if not leaf.rows or (leaf.total is not None and seen >= leaf.total):
            if seen < (leaf.total or 0):
                raise Unreachable(f"说有 {leaf.total} 单，只给了 {seen} 单，下次重取")
            return
        latest = max(map(pages.stamp, leaf.rows))
        if latest > since:
            since, page, seen, promised = latest, 1, 0, None
        else:
            page, promised = page + 1, leaf.total


def _cursor(found: _Found, since: datetime) -> None:
    """Their mark knows the place."""
    mark = ""
    while True:
        after = found.turn(Turn(since, mark=mark)).mark
        if after in NO_MORE:
            return
        if after == mark:
            raise Unreachable("翻页游标原地不动，下次重取")
        mark = after
