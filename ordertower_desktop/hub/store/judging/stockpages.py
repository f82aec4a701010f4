"""The page 库存: what is told, what is held, what is free, and who says so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.stage import STAGE_NAMES
from ordertower_desktop.domain.stock import Figure, Oversold, Standing, code
from ordertower_desktop.domain.stockroom import Stockroom
from ordertower_desktop.hub.store.judging.board import PLATFORM_NAMES
from ordertower_desktop.hub.store.judging.holding import piece
from ordertower_desktop.hub.store.tables import holdings, orders, sources, stock
from ordertower_desktop.wire.stock import HoldPage, HoldRow, StockNight, StockPage, StockRow

NIGHTS, MOST_HOLDS = 30, 300
STATES = ("oversold", "short", "stale")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines: codes that hold `like`, of one warehouse, in a state; empty is any. Raises `ValueError` where there is no such state."""

    now: datetime
    like: str = ""
    warehouse: str = ""
    state: str = ""

    def __post_init__(self) -> None:
        if self.state not in ("", *STATES):
            raise ValueError(self.state)


@dataclass(frozen=True, slots=True)
class _Known:
    room: Stockroom
    pieces: Mapping[tuple[str, str, Standing], int]
    over: Mapping[Key, Oversold]
    names: Mapping[str, str]
    now: datetime


def page(conn: Connection, asked: Asked, *, after: str, limit: int) -> StockPage:
    """A page of lines, counted over all that are meant by code and warehouse whatever their state."""
    told = stock.everything(conn, warehouse=asked.warehouse, like=code(asked.like))
    known = _known(conn, told, asked.now)
    shown: dict[Key, list[Figure]] = defaultdict(list)
    for one in told:
        shown[one.sku, one.warehouse].append(one)
    rows = [_row(key, figures, known) for key, figures in shown.items()]
    wanted = [row for row in rows if not asked.state or _is(row, asked.state)]
    later = [row for row in wanted if not after or mark(row) > after]
    unpaid, frees_at = holdings.unpaid(conn)
    return StockPage(
        later[:limit],
        stock.warehouses(conn),
        {"": len(rows), **{state: sum(_is(row, state) for row in rows) for state in STATES}},
        [StockNight(*night) for night in stock.last_nights(conn, NIGHTS)],
        [f"{known.names.get(source, source)}：{why}" for source, why in stock.troubles(conn).items()],
        unpaid,
        frees_at,
        mark(later[limit - 1]) if len(later) > limit else "",
    )


def mark(row: StockRow) -> str:
    """Where a page ended."""
    return f"{row.sku}\t{row.warehouse}"


def _is(row: StockRow, state: str) -> bool:
    match state:
        case "oversold":
            return row.since is not None
        case "short":
            return row.short > 0
        case _:
            return row.stale


def _known(conn: Connection, told: Sequence[Figure], now: datetime) -> _Known:
    """A line of a warehouse is counted against all warehouses, so that what is held nowhere yet is missing everywhere."""
    every = stock.of_skus(conn, {one.sku for one in told})
    since = min((one.at for one in every), default=now)
    held, pieces = holdings.all_taken(conn, since=since), defaultdict[tuple[str, str, Standing], int](int)
    for one in held:
        pieces[one.sku, one.warehouse, one.state] += one.quantity
        if one.warehouse:
            pieces[one.sku, "", one.state] += one.quantity
    room = Stockroom(every, [piece(one) for one in held if one.state is not Standing.SHORT])
    return _Known(room, pieces, stock.oversold_of(conn), _names(conn, {one.source for one in every}), now)


def _names(conn: Connection, ids: Iterable[str]) -> dict[str, str]:
    known = {one.id: one.name for one in sources.every(conn)}
    return {key: known.get(key, PLATFORM_NAMES.get(key, key)) for key in ids}


def _row(key: Key, figures: Sequence[Figure], known: _Known) -> StockRow:
    counts, over = known.room.lies(*key), known.over.get(key)
    offered = max((one for one in figures if one.on_sale is not None), key=lambda one: (one.on_sale or 0, one.source), default=None)
    spoken = counts or offered
    open_ = over is not None and over.counts(known.now)
    return StockRow(
        *key,
        on_hand=counts.on_hand if counts else None,
        reserved=counts.reserved if counts else None,
        held=known.pieces.get((*key, Standing.HELD), 0),
        short=known.pieces.get((*key, Standing.SHORT), 0),
        free=known.room.free(*key) if known.room.everywhere(key[0]) else None,
        on_sale=offered.on_sale if offered else None,
        at=spoken.at if spoken else None,
        stale=any(one.stale(known.now) for one in figures),
        source=known.names[counts.source] if counts else "",
        shop=known.names[offered.source] if offered else "",
        since=over.since if over is not None and open_ else None,
        times=over.times if over is not None and open_ else 0,
        oversold=over.on_sale - over.free if over is not None and open_ else 0,
    )


def held_by(conn: Connection, sku: str, warehouse: str) -> HoldPage:
    """The orders that hold these goods or lack them; of a warehouse with those that nobody has sent to one."""
    found = holdings.of_sku(conn, code(sku), warehouse or None, limit=MOST_HOLDS)
    known = orders.lines(conn, [one.order for one in found])
    return HoldPage(
        [
            HoldRow(
                one.order, one.sku, one.warehouse, one.quantity, one.state.value, one.since, one.until,
                PLATFORM_NAMES.get(known[one.order].platform, known[one.order].platform), known[one.order].shop,
                STAGE_NAMES[known[one.order].stage],
            )
            for one in found
            if one.order in known
        ]
    )  # fmt: skip
