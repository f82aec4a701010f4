"""A shop on a platform as a source of orders: windows, pages and rows by the platform's dialect."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import httpx

from ordertower_desktop.domain.census import Scope
from ordertower_desktop.domain.event import Event, Value
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.hub.connectors.connector import About, Hints, Listed, Page, SourceRefused, Unreachable, Unreadable
from ordertower_desktop.hub.connectors.onebyone import passable
from ordertower_desktop.hub.connectors.walker.asking import DRIFT, Voice
from ordertower_desktop.hub.connectors.walker.dialect import Call, Dialect, Keys, Listing, Sheet, Side
from ordertower_desktop.hub.connectors.walker.status import standing
from ordertower_desktop.hub.connectors.walker.sums import summed
from ordertower_desktop.hub.connectors.walker.take import fields_of, found, words
from ordertower_desktop.hub.connectors.walker.trouble import NoSuchOrder
from ordertower_desktop.hub.connectors.walker.walk import Leaf, Pages, Row, Turn, walk
from ordertower_desktop.hub.connectors.walker.window import Window, after, next_window
from ordertower_desktop.hub.signing.stamp import read

T = TypeVar("T")

FIRST_LOOK = timedelta(days=2)
PAGE = 50


@dataclass(frozen=True, slots=True)
class _Said:
    """The reading of an order, what it tells of happenings, and what nobody could map."""

    snapshot: Snapshot
    events: list[Event]
    gaps: list[str]


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
        self._size = size
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
            rows, unread = self._rows(window, now)
            page = self._page(rows, now, unread=unread)
            beside = [self._beside(side, window, now) for side in self._dialect.sides]
        except Unreachable:
            self._span = max(self._span / 2, reach.least)
            raise
        self._span = min(self._span * 2, reach.span)
        events = (*page.events, *(event for one in beside for event in one.events))
        gaps = tuple(dict.fromkeys((*page.gaps, *(gap for one in beside for gap in one.gaps))))
        return replace(page, cursor=after(cursor, window), events=events, gaps=gaps, more=window.cut)

    def read(self, order: str, *, now: datetime) -> Page:
        if self._dialect.sheet.orders is not None:
            rows = self._speaking_of(order, now)
        else:
            one = self.row(order, now)
            rows = [] if one is None else [one]
        if not rows:
            return Page(b"", (Snapshot(now, self._about.id, self._about.kind, order, absent=True),), skew_s=self._skew)
        page = self._page(rows, now)
        if order in page.unread:
            raise Unreadable(page.unread[order])
        return replace(page, snapshots=tuple(one for one in page.snapshots if one.order_id == order))

    @property
    def scopes(self) -> frozenset[Scope]:
        return self._dialect.roll.scopes if self._dialect.roll is not None else frozenset()

    def listed(self, scope: Scope, since: datetime, *, until: datetime, now: datetime) -> Listed:
        """By the platform's clock, as far as that is known; the whole stretch or an error."""
        roll, sheet = self._dialect.roll, self._dialect.sheet
        if roll is None:
            raise Unreachable(f"{self._about.name} 没有按下单时间列出订单的接口")
        end = min(since + roll.span, until)
        window = Window(self._voice.there(since), self._voice.there(end), cut=end < until)
        rows = self._walked(roll.listing(scope), replace(sheet, changed=roll.placed, stamp=roll.stamp or sheet.stamp), window, now)
        told: dict[str, datetime] = {}
        for row in rows:
            for order in self._orders(row):
                told[order] = max(self._changed(row, sheet), told.get(order, window.since))
        return Listed(end, told)

    def hints(self, group: str, now: datetime) -> Hints:
        """What the platform's messages speak of, each order once."""
        nudging = self._dialect.nudging
        if nudging is None:
            return Hints()
        body = self._voice.ask(nudging.call(group), now)
        told = self._shaped(lambda: nudging.read(body))
        return Hints(tuple(dict.fromkeys(order for _, order in told if order)), tuple(mark for mark, _ in told))

    def ask(self, call: Call, now: datetime) -> Mapping[str, Any]:
        """Any other method of the platform's, asked under the same keys and with the same patience."""
        return self._voice.ask(call, now)

    @property
    def _skew(self) -> float | None:
        return None if self._voice.offset is None else self._voice.offset.total_seconds()

    def _rows(self, window: Window, now: datetime) -> tuple[list[Row], dict[str, str]]:
        """What changed in the window, as whole as it is told; and which orders' own answers are of no known shape."""
        sheet, detail = self._dialect.sheet, self._dialect.detail
        rows = self._walked(self._dialect.listing, sheet, window, now)
        if not detail.each:
            return rows, {}
        whole, unread = list[Row](), dict[str, str]()
        for row in rows:
            number = self._number(row, sheet)
            try:
                one = self.row(number, now) or row
                self._changed(one, sheet)
            except Unreadable as error:
                unread[number] = str(error)
            else:
                whole.append(one)
        return whole, unread

    def _walked(self, listing: Listing, told: Sheet | Side, window: Window, now: datetime) -> list[Row]:
        ask = partial(self._leaf, listing, told, window, now)
        size = min(self._size, listing.most)
        pages = Pages(ask, size, lambda row: self._number(row, told), lambda row: self._changed(row, told))
        return walk(listing.way, pages, window.since)

    def _leaf(self, listing: Listing, told: Sheet | Side, window: Window, now: datetime, turn: Turn) -> Leaf:
        body = self._voice.ask(listing.call(window, turn, min(self._size, listing.most)), now)
        leaf = self._shaped(lambda: listing.leaf(body))
        for row in leaf.rows:
            if self._changed(row, told) < window.since:  # nobody looked at our filter: then no count and no page can be trusted
                raise Unreachable(f"{self._about.name} 没有按时间窗筛选（给了更早的订单），未读入，请核对接口版本")
        return leaf

    def _beside(self, side: Side, window: Window, now: datetime) -> Page:
        """What a side tells of happenings."""
        events, gaps = list[Event](), list[str]()
        for row in self._walked(side.listing, side, window, now):
            try:
                events += side.events(row, self._about.id)
            except (ValueError, TypeError, AttributeError) as error:
                gaps.append(f"{side.number}={self._number(row, side)[:40]}（{str(error)[:60]}）")
        return Page(b"", events=tuple(events), gaps=tuple(gaps))

    def _speaking_of(self, order: str, now: datetime) -> list[Row]:
        """Every row that speaks of the order."""
        detail, orders = self._dialect.detail, self._dialect.sheet.orders
        try:
            body = self._voice.ask(detail.call(order), now)
        except NoSuchOrder:
            return []
        rows = self._shaped(lambda: detail.rows(body) if detail.rows else [])
        return [row for row in rows if orders is None or order in self._shaped(partial(orders, row))]

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

    def _number(self, row: Row, told: Sheet | Side) -> str:
        return self._shaped(lambda: words(found(row, told.number)[0]))

    def _changed(self, row: Row, told: Sheet | Side) -> datetime:
        at = self._shaped(lambda: read(next(iter(found(row, told.changed)), None), told.stamp))
        if at is None:
            raise Unreadable(f"{self._about.name} 的订单没有修改时间，未读入，请核对接口")
        return at

    def _shaped(self, reading: Callable[[], T]) -> T:
        """What is not of the agreed shape spoils the page, so that nothing of it is lost unseen."""
        try:
            return reading()
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise Unreadable(f"{self._about.name} 的回答缺了约定的内容，未读入，请核对接口：{str(error)[:80]}") from error

    def _page(self, rows: list[Row], now: datetime, *, unread: Mapping[str, str] | None = None) -> Page:
        """What the rows say, order by order. Where a row is one of several, all of them are asked for and summed."""
        sheet = self._dialect.sheet
        mine: dict[str, dict[str, Row]] = {}
        for row in rows:
            for order in self._orders(row):
                mine.setdefault(order, {})[self._number(row, sheet)] = row
        said, lost = list[_Said](), dict(unread or {})
        for order, told in mine.items():
            try:
                said.append(self._said(order, told, now))
            except Unreadable as error:
                lost[order] = str(error)
        snapshots = tuple(one.snapshot for one in said)
        events = tuple(event for one in said for event in one.events)
        gaps = tuple(dict.fromkeys(gap for one in said for gap in one.gaps))
        return Page(b"", snapshots, events, skew_s=self._skew, gaps=gaps, unread=passable(lost, len(said)))

    def _said(self, order: str, told: dict[str, Row], now: datetime) -> _Said:
        """What all rows of one order come to."""
        sheet = self._dialect.sheet
        if len(told) > 1 or any(map(sheet.torn, told.values())):
            told |= {self._number(row, sheet): row for row in self._speaking_of(order, now)}
        parts = [self._told(row, order) for row in told.values()]
        snapshot = parts[0].snapshot if self._whole(told) else summed([one.snapshot for one in parts])
        return _Said(snapshot, [event for one in parts for event in one.events], [gap for one in parts for gap in one.gaps])

    def _orders(self, row: Row) -> tuple[str, ...]:
        orders = self._dialect.sheet.orders
        return (self._number(row, self._dialect.sheet),) if orders is None else self._shaped(lambda: orders(row))

    def _whole(self, told: Mapping[str, Row]) -> bool:
        """One row that speaks of one order."""
        return len(told) == 1 and all(len(self._orders(row)) == 1 for row in told.values())

    def _told(self, row: Row, order: str) -> _Said:
        sheet, at_home = self._dialect.sheet, self._dialect.kind is SourceKind.PLATFORM
        stand = self._shaped(lambda: standing(row, sheet.statuses))
        fields: dict[str, Value] = {"platform": self._dialect.id, "shop": self._shop} if at_home else {}
        gaps = list(stand.gaps)
        for name, value, complaint in fields_of(row, sheet.fields):
            gaps += [complaint] if complaint else []
            if value is not None:
                fields[name] = value
        at = self._changed(row, sheet)
        snapshot = Snapshot(at, self._about.id, self._about.kind, order, fields, stand.stage, stand.facts, stand.word)
        try:
            return _Said(snapshot, sheet.events(row, self._about.id, order), gaps)
        except ValueError as error:
            return _Said(snapshot, [], [*gaps, str(error)[:60]])
