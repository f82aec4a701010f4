"""Follows the sales of one Tryton: what was written since, a sweep of what is open, and a second look at what left it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from msgspec.structs import replace

from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.hub.connectors.connector import About, Page, SourceRefused
from ordertower_desktop.hub.connectors.tryton.books import OPEN, Book, Books, changed, heeded
from ordertower_desktop.hub.connectors.tryton.progress import MOST_OPEN, Progress, Turn, progress
from ordertower_desktop.hub.connectors.tryton.reading import events, snapshot
from ordertower_desktop.hub.connectors.tryton.rpc import Rpc

SIZE = 200
FIRST = timedelta(days=30)
LEAST_OVERLAP = timedelta(seconds=120)
"""A row carries the time at which its transaction began, and is seen when that has ended."""
SWEEP_EVERY = timedelta(minutes=10)
BLIND = "ir.model.log：账号没有读取操作日志的权限，时间轴上不知道是谁做的"


class TrytonConnector:
    """One line to one database. Everything that matters is in the cursor."""

    def __init__(self, about: About, rpc: Rpc, *, size: int = SIZE) -> None:
        self._about, self._rpc, self._size = about, rpc, size
        self._books = Books(rpc)
        self._overlap = max(LEAST_OVERLAP, 2 * about.interval)

    @property
    def about(self) -> About:
        return self._about

    @property
    def books(self) -> Books:
        return self._books

    @property
    def rpc(self) -> Rpc:
        return self._rpc

    def close(self) -> None:
        self._rpc.close()

    def pull(self, cursor: bytes, *, now: datetime) -> Page:
        at = progress(cursor)
        match at.turn:
            case Turn.CHANGED:
                return self._changed(at, now)
            case Turn.SWEEP:
                return self._sweep(at, now)
            case Turn.LEFT:
                return self._left(at, now)

    def read(self, order: str, *, now: datetime) -> Page:
        found = self._books.numbered(order, now)
        if not found:
            return Page(b"", (Snapshot(now, self._about.id, self._about.kind, order, absent=True),), skew_s=self._skew(now))
        return self._page(Progress(), found, now, more=False)

    def _changed(self, at: Progress, now: datetime) -> Page:
        """One batch of what was written since; the round's end is the server's own time when it began."""
        until = at.until or self._there(now)
        since = at.told - self._overlap if at.told else until - FIRST
        ids = self._books.ids(changed(since), at.after, self._size, now)
        found = self._books.of(ids, now)
        heeded(found, since, self._about.name)
        if len(ids) == self._size:
            return self._page(replace(at, until=until, after=ids[-1]), found, now, more=True)
        due = at.swept is None or now - at.swept >= SWEEP_EVERY
        turn = Turn.SWEEP if due else Turn.LEFT if at.left else Turn.CHANGED
        after = replace(at, told=until, until=None, after=0, turn=turn)
        return self._page(after, found, now, more=turn is not Turn.CHANGED)

    def _sweep(self, at: Progress, now: datetime) -> Page:
        """One batch of everything open; at its end, what was open before and was not met is looked at again."""
        ids = self._books.ids([["state", "in", list(OPEN)]], at.after, self._size, now)
        found = self._books.of(ids, now)
        if any(one.id in ids and one.sale.get("state") not in OPEN and one.touched < now - self._overlap for one in found):
            raise SourceRefused("filter", f"{self._about.name} 没有按状态筛选，未读入，请核对 Tryton 的版本")
        seen = (*at.seen, *ids)
        if len(ids) == self._size:
            return self._page(replace(at, after=ids[-1], seen=seen), found, now, more=True)
        left = tuple(sorted({*at.left, *at.open} - set(seen)))
        turn = Turn.LEFT if left else Turn.CHANGED
        after = replace(at, after=0, seen=(), open=seen[:MOST_OPEN], left=left, swept=now, turn=turn)
        return self._page(after, found, now, more=bool(left))

    def _left(self, at: Progress, now: datetime) -> Page:
        found = self._books.of(at.left[: self._size], now)
        left = at.left[self._size :]
        return self._page(replace(at, left=left, turn=Turn.LEFT if left else Turn.CHANGED), found, now, more=bool(left))

    def _there(self, now: datetime) -> datetime:
        """The server's clock; before it has said anything, one question tells."""
        self._books.ids([["id", "<", 0]], 0, 1, now)
        return self._rpc.clock or now

    def _skew(self, now: datetime) -> float | None:
        return None if self._rpc.clock is None else (self._rpc.clock - now).total_seconds()

    def _page(self, after: Progress, found: Collection[Book], now: datetime, *, more: bool) -> Page:
        """A draft that has no number of any kind is nobody's order yet."""
        orders: defaultdict[str, list[Book]] = defaultdict(list)
        for one in found:
            if one.order:
                orders[one.order].append(one)
        told = [snapshot(books, source=self._about.id, waybill=self._books.waybill, at=now) for books in orders.values()]
        happened = [event for books in orders.values() for event in events(books, source=self._about.id)]
        gaps = tuple(dict.fromkeys((*(gap for _, missing in told for gap in missing), *((BLIND,) if self._books.blind else ()))))
        page = (tuple(one for one, _ in told), tuple(happened))
        return Page(after.written(), *page, more=more, skew_s=self._skew(now), gaps=gaps)
