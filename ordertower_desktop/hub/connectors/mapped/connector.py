"""A connector that does what its mapping file says: window by window, a sweep of what is open, and a second look at what left it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.domain.stock import Figure
from ordertower_desktop.hub.connectors.connector import About, Page, SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.mapped.http.ask import Answer, Ask
from ordertower_desktop.hub.connectors.mapped.http.asking import asking
from ordertower_desktop.hub.connectors.mapped.http.line import Ticker
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys
from ordertower_desktop.hub.connectors.mapped.language.expression import Expression
from ordertower_desktop.hub.connectors.mapped.progress import MOST_OPEN, Progress, progress
from ordertower_desktop.hub.connectors.mapped.speaking import speaking
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Call
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Mapping as Mapped
from ordertower_desktop.hub.connectors.mapped.spec.walk import Window
from ordertower_desktop.hub.connectors.mapped.stocking import StockReader
from ordertower_desktop.hub.connectors.mapped.values.rows import RowReader, Told
from ordertower_desktop.hub.connectors.mapped.walks.sheet import Sheet, Turner, rows_of
from ordertower_desktop.hub.connectors.mapped.walks.whole import Stretch, walked, whole
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad

MOST_LEFT = 50
MOST_BACK = 24
MOST_SKEW = timedelta(days=1)
BORDER = timedelta(seconds=10)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
TICKER = Ticker()


@dataclass(frozen=True, slots=True)
class Frame:
    """The stretch of time that one pull asks for."""

    start: datetime
    end: datetime

    @property
    def blanks(self) -> dict[str, object]:
        return {"window.start": self.start, "window.end": self.end}


class MappedConnector:
    """One system by one mapping. It remembers its token and when it may ask again; everything that matters is in the cursor."""

    def __init__(self, mapping: Mapped, *, every: timedelta, keys: Keys, ticker: Ticker = TICKER) -> None:
        self._mapping, self._pull = mapping, mapping.pull
        self._about = About(mapping.id, mapping.name, mapping.kind, every)
        self._line, self._caller = speaking(mapping, keys, ticker=ticker)
        self._reader = RowReader(mapping)
        self._stock = StockReader(mapping, mapping.stock, keys=keys, ticker=ticker) if mapping.stock is not None else None
        self._stumbled = ""
        self._ahead = timedelta()

    @property
    def about(self) -> About:
        return self._about

    def close(self) -> None:
        self._line.close()
        if self._stock is not None:
            self._stock.close()

    @property
    def stock_every(self) -> timedelta | None:
        """Nothing where the file has no `[stock]`."""
        return None if self._stock is None else self._stock.every

    def stock(self, *, now: datetime) -> Sequence[Figure]:
        """What lies in its warehouses."""
        return () if self._stock is None else self._stock.read(now=now)

    def pull(self, cursor: bytes, *, now: datetime) -> Page:
        """One window, one sweep, or one round of second looks. What fails twice in a row lets the window go first."""
        at = progress(cursor)
        turn = "window" if at.turn == self._stumbled else at.turn
        self._stumbled = turn if turn != "window" else ""
        match turn:
            case "sweep":
                page = self._sweep(at, now)
            case "left":
                page = self._look_again(at, now)
            case _:
                page = self._window(at, now)
        self._stumbled = ""
        return page

    def read(self, order: str, *, now: datetime) -> Page:
        """This one order; a mapping that does not say how to ask for it tells nothing."""
        if self._pull.read is None:
            return Page(b"")
        told, answer = self._one(order, now)
        return self._page(b"", told, answer=answer, now=now)

    def first(self, *, now: datetime) -> tuple[Sheet, Told]:
        """One page of the newest window that has any row, as a dry run shows it."""
        window = self._window_of
        end = now - window.lag
        for _ in range(MOST_BACK):
            frame = Frame(end - window.span, end)
            turner = self._turner(self._pull.call, frame, now)
            sheet = next(iter(walked(self._pull.walk, turner, start=frame.start, by_id=self._by_id)))
            if sheet.rows or self._pull.window is None:
                break
            end = frame.start
        return sheet, self._reader.read(sheet.rows, now=now)

    @property
    def _window_of(self) -> Window:
        return self._pull.window or Window()

    @property
    def _by_id(self) -> bool:
        return "keyset.id" in self._pull.call.blanks

    def _frame(self, at: Progress, theirs: datetime) -> Frame:
        """From a little before where we stopped to not quite now, by their clock; a call that names no end gets everything since."""
        window = self._window_of
        latest = theirs - window.lag
        # What was long past when it was asked for has no late comers; only the borders of two windows must not fall between them.
        overlap = min(window.overlap, max(self._pull.grain, BORDER)) if at.behind else window.overlap
        start = min(at.told, latest) - overlap if at.told else theirs - window.first
        bounded = "window.end" in self._pull.call.blanks
        return Frame(start, min(latest, start + window.span) if bounded else latest)

    def _window(self, at: Progress, now: datetime) -> Page:
        theirs = now + self._ahead
        frame = self._frame(at, theirs)
        turner = self._turner(self._pull.call, frame, now)
        stretch = whole(self._pull.walk, turner, self._reader.order, start=frame.start, by_id=self._by_id)
        self._heeded(stretch, frame)
        told = self._reader.read(stretch.rows.values(), now=now)
        more = frame.end < theirs - self._window_of.lag
        turn = "window" if more else self._after_window(at, now)
        after = replace(at, told=self._reached(frame, stretch, now), behind=more, turn=turn)
        return self._page(after.written(), told, answer=stretch.first, now=now, more=more or after.turn != "window")

    def _reached(self, frame: Frame, stretch: Stretch, now: datetime) -> datetime:
        """The end of the window, but never beyond what the system's own clock had reached when it answered."""
        ahead = stretch.first.at - now if stretch.first is not None and stretch.first.at is not None else None
        if ahead is None or abs(ahead) > MOST_SKEW:  # a clock that is days off says nothing about anything
            return frame.end
        self._ahead = ahead
        return min(frame.end, max(now + ahead - self._window_of.lag, frame.start))

    def _after_window(self, at: Progress, now: datetime) -> str:
        sweep = self._pull.sweep
        if sweep is not None and (at.swept is None or now - at.swept >= sweep.every):
            return "sweep"
        return "left" if at.left else "window"

    def _sweep(self, at: Progress, now: datetime) -> Page:
        """Everything open; an order that was open before and is not now is looked at again."""
        sweep = self._pull.sweep
        if sweep is None:  # the mapping had one when the cursor was written
            return Page(replace(at, turn="window").written(), more=True)
        frame = Frame(EARLIEST, now)
        stretch = whole(self._pull.walk, self._turner(sweep.call, frame, now), self._reader.order, start=EARLIEST, by_id=self._by_id)
        if sweep.check is not None:
            self._all_hold(sweep.check, stretch.rows.values())
        told = self._reader.read(stretch.rows.values(), now=now)
        known = tuple(sorted(told.snapshots))[:MOST_OPEN] if self._pull.read else ()
        left = tuple(sorted({*at.left, *at.open} - set(told.snapshots)))
        after = replace(at, swept=now, open=known, left=left, turn="left" if left else "window")
        return self._page(after.written(), told, answer=stretch.first, now=now, more=bool(left))

    def _look_again(self, at: Progress, now: datetime) -> Page:
        total, answer = Told(), None
        for order in at.left[:MOST_LEFT] if self._pull.read else ():
            told, answer = self._one(order, now)
            total.snapshots |= told.snapshots
            total.events += told.events
            total.gaps |= told.gaps
            total.slips |= told.slips
        left = at.left[MOST_LEFT:] if self._pull.read else ()
        after = replace(at, left=left, turn="left" if left else "window")
        return self._page(after.written(), total, answer=answer, now=now, more=bool(left))

    def _one(self, order: str, now: datetime) -> tuple[Told, Answer | None]:
        one = self._pull.read
        assert one is not None
        blanks = {"order": order, "now": now, "size": self._pull.size, "offset": 0, "page": 1}
        answer = self._caller.call(asking(one.call, blanks), now=now)
        found = _quietly(one.rows, answer.body) if answer is not None else None
        rows = found if isinstance(found, list) else [found] if found else []
        told = self._reader.read((row for row in rows if self._reader.order(self._reader.table(row)) == order), now=now)
        if not told.snapshots:
            told.snapshots[order] = Snapshot(now, self._about.id, self._about.kind, order, absent=True)
        return told, answer

    def _turner(self, call: Call, frame: Frame, now: datetime) -> Turner:
        always: dict[str, object] = {**frame.blanks, "now": now, "size": self._pull.size, "cursor": ""}

        def at(values: Mapping[str, object]) -> Sheet:
            return self._sheet(asking(call, always | dict(values)), now)

        def url(address: str) -> Sheet:
            whole = self._line.own(address)
            if not whole:
                raise SourceRefused("redirect", "来源给的下一页在别的地址上，为了不泄露密钥没有跟去；请核对 base_url")
            return self._sheet(Ask(whole, call.method), now)

        return Turner(at, url)

    def _sheet(self, ask: Ask, now: datetime) -> Sheet:
        answer = self._caller.call(ask, now=now)
        if answer is None:
            raise SourceRefused("404", "来源没有这个接口，请核对 base_url 和 path")
        return Sheet(tuple(rows_of(self._pull.rows, answer, may_lack=self._mapping.errors.prove_success)), answer)

    def _heeded(self, stretch: Stretch, frame: Frame) -> None:
        """A system that does not know our filter gives everything; that must be seen, not paid for on every pull."""
        if self._pull.stamp is None or self._pull.window is None:
            return
        earliest = (frame.start - self._pull.grain).replace(microsecond=0)
        for row in stretch.rows.values():
            stamp = _quietly(self._pull.stamp, self._reader.table(row))
            if isinstance(stamp, str) and datetime.fromisoformat(stamp) < earliest:
                raise SourceRefused(
                    "filter", f"来源没有理会时间条件：给了 {stamp[:19]} 的订单，早于 {earliest.isoformat()[:19]}；请核对参数名"
                )

    def _all_hold(self, check: Expression, rows: Iterable[Any]) -> None:
        if not all(_quietly(check, self._reader.table(row)) for row in rows):
            raise SourceRefused("filter", "来源没有理会未完结订单的条件：给了不符合 sweep.check 的订单；请核对 sweep.query")

    def _page(self, cursor: bytes, told: Told, *, answer: Answer | None, now: datetime, more: bool = False) -> Page:
        if told.nameless and not told.snapshots:
            raise Unreachable("一页里没有一行读得出订单号，没有读入；请核对 rows 和 map.order_id")
        skew = (answer.at - now).total_seconds() if answer is not None and answer.at else None
        return Page(cursor, tuple(told.snapshots.values()), tuple(told.events), more=more, skew_s=skew, gaps=told.notes)


def _quietly(path: Expression, row: Any) -> Any:
    try:
        return path.find(row)
    except Bad:
        return None
