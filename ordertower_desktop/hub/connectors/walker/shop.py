"""A shop on a platform as a source of orders: windows, pages and rows by the platform's dialect."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import httpx

from ordertower_desktop.domain.event import Event, Value
from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.hub.connectors.connector import About, Page, SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.walker.asking import DRIFT, Voice
from ordertower_desktop.hub.connectors.walker.dialect import Call, Dialect, Keys
from ordertower_desktop.hub.connectors.walker.status import standing
from ordertower_desktop.hub.connectors.walker.take import fields_of, found, words
from ordertower_desktop.hub.connectors.walker.trouble import NoSuchOrder
from ordertower_desktop.hub.connectors.walker.walk import Leaf, Pages, Row, Turn, walk
from ordertower_desktop.hub.connectors.walker.window import Window, after, next_window
from ordertower_desktop.hub.signing.stamp import read

T = TypeVar("T")

FIRST_LOOK = timedelta(days=2)
PAGE = 50


class PlatformConnector:
    """One shop. The cursor is the end of the last complete window, as ISO text.

    A window that could not be walked to its end is tried again at half its length, so that a busy night with a tight quota ends too.
    """

    def __init__(
        self,
        about: About,
        dialect: Dialect,
        keys: Keys,
        *,
        shop: str = "",
        base_url: str = "",
        size: int = PAGE,
        first: timedelta = FIRST_LOOK,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._about, self._dialect, self._shop, self._first = about, dialect, shop or about.name, first
        self._size = min(size, dialect.listing.most)
        self._span = dialect.listing.reach.span
        self._begun: datetime | None = None
        self._voice = Voice(dialect, keys, base_url or dialect.base_url, who=about.name, transport=transport)

    @property
    def about(self) -> About:
        return self._about

    def close(self) -> None:
        self._voice.close()

    def pull(self, cursor: bytes, *, now: datetime) -> Page:
        """Everything that changed in the next window, all pages or none."""
        believed = self._voice.there(now)
        try:
            page = self._window(cursor, believed, now)
        except SourceRefused:
            if not self._mistaken(believed, now):
                raise
        else:
            if not self._mistaken(believed, now):
                return page
        self._begun = None
        return self._window(cursor, self._voice.there(now), now)

    def _mistaken(self, believed: datetime, now: datetime) -> bool:
        """The answers told another time than we believed: the window was a wrong one."""
        return abs(self._voice.there(now) - believed) > DRIFT

    def _window(self, cursor: bytes, there: datetime, now: datetime) -> Page:
        reach = self._dialect.listing.reach
        self._begun = self._begun or there - self._first  # a first look that fails again and again must not slide on
        window = next_window(cursor, reach, span=self._span, first=self._begun, there=there)
        try:
            rows = self._rows(window, now)
        except Unreachable:
            self._span = max(self._span / 2, reach.least)
            raise
        self._span = min(self._span * 2, reach.span)
        return self._page(after(cursor, window), rows, more=window.cut)

    def read(self, order: str, *, now: datetime) -> Page:
        row = self.row(order, now)
        if row is None:
            return Page(b"", (Snapshot(now, self._about.id, self._about.kind, order, absent=True),), skew_s=self._skew)
        return self._page(b"", [row], more=False)

    def ask(self, call: Call, now: datetime) -> Mapping[str, Any]:
        """Any other method of the platform's, asked under the same keys and with the same patience."""
        return self._voice.ask(call, now)

    @property
    def _skew(self) -> float | None:
        return None if self._voice.offset is None else self._voice.offset.total_seconds()

    def _rows(self, window: Window, now: datetime) -> list[Row]:
        listing, detail = self._dialect.listing, self._dialect.detail
        pages = Pages(partial(self._leaf, window, now), self._size, self._number, self._changed)
        rows = walk(listing.way, pages, window.since)
        if not detail.each:
            return rows
        whole = ((row, self.row(self._number(row), now)) for row in rows)
        return [row if one is None else one for row, one in whole]

    def _leaf(self, window: Window, now: datetime, turn: Turn) -> Leaf:
        listing = self._dialect.listing
        body = self._voice.ask(listing.call(window, turn, self._size), now)
        leaf = self._shaped(lambda: listing.leaf(body))
        self._in_window(leaf.rows, window)
        return leaf

    def _in_window(self, rows: Iterable[Row], window: Window) -> None:
        """A row from before the window proves that nobody looked at our filter, and then no count and no page can be trusted."""
        for row in rows:
            if self._changed(row) < window.since:
                raise Unreachable(f"{self._about.name} 没有按时间窗筛选（给了更早的订单），未读入，请核对接口版本")

    def row(self, order: str, now: datetime) -> Row | None:
        """The order as the platform spells it, or None where it has none."""
        detail = self._dialect.detail
        try:
            call = detail.call(order)
        except ValueError:  # a number of another platform's
            return None
        try:
            body = self._voice.ask(call, now)
        except NoSuchOrder:
            return None
        return self._shaped(lambda: detail.row(body))

    def _number(self, row: Row) -> str:
        return self._shaped(lambda: words(found(row, self._dialect.sheet.number)[0]))

    def _changed(self, row: Row) -> datetime:
        sheet = self._dialect.sheet
        at = self._shaped(lambda: read(found(row, sheet.changed)[0], sheet.stamp))
        if at is None:
            raise Unreachable(f"{self._about.name} 的订单没有修改时间，未读入，请核对接口")
        return at

    def _shaped(self, reading: Callable[[], T]) -> T:
        """What is not of the agreed shape spoils the page, so that nothing of it is lost unseen."""
        try:
            return reading()
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise Unreachable(f"{self._about.name} 的回答缺了约定的内容，未读入，请核对接口：{str(error)[:80]}") from error

    def _page(self, cursor: bytes, rows: list[Row], *, more: bool) -> Page:
        told = [self._told(row) for row in rows]
        snapshots = tuple(snapshot for snapshot, _, _ in told)
        events = tuple(event for _, heard, _ in told for event in heard)
        gaps = tuple(dict.fromkeys(gap for _, _, missing in told for gap in missing))
        return Page(cursor, snapshots, events, more=more, skew_s=self._skew, gaps=gaps)

    def _told(self, row: Row) -> tuple[Snapshot, list[Event], list[str]]:
        """The reading, what it tells of happenings, and what nobody could map."""
        sheet, number = self._dialect.sheet, self._number(row)
        stand = self._shaped(lambda: standing(row, sheet.statuses))
        fields: dict[str, Value] = {"platform": self._dialect.id, "shop": self._shop}
        gaps = list(stand.gaps)
        for name, value, complaint in fields_of(row, sheet.fields):
            gaps += [complaint] if complaint else []
            if value is not None:
                fields[name] = value
        snapshot = Snapshot(self._changed(row), self._about.id, self._about.kind, number, fields, stand.stage, stand.facts, stand.word)
        try:
            return snapshot, sheet.events(row, self._about.id, number), gaps
        except ValueError as error:
            return snapshot, [], [*gaps, str(error)[:60]]
