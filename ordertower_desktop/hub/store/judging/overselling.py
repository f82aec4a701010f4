"""What is on sale against what the warehouses have, code by code (S20, D6); orders that stand on it are raised like by any conflict."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stock import HOLDING, TELLS, Figure, Oversold, compared
from ordertower_desktop.hub.store.judging.holding import stockroom
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.hub.store.tables import holdings, orders, stock
from ordertower_desktop.hub.store.tables.holdings import Hold

MOST_RAISED = 500
"""So many orders that stand on one code are told, the oldest first: those who look see the rest on the page."""


def compare(conn: Connection, skus: Iterable[str], *, now: datetime, floor: Floor) -> int:
    """Look at these goods anew; returns of how many it turned."""
    skus = set(skus)
    told, had = stock.of_skus(conn, skus), stock.oversold_of(conn, skus)
    room = stockroom(conn, skus)
    keys = {(one.sku, one.warehouse) for one in told if one.on_sale is not None} | had.keys()
    found = {key: compared(had.get(key), *key, offered=room.offered(*key), now=now) for key in sorted(keys)}
    stock.forget_oversold(conn, [key for key, one in found.items() if one is None and key in had])
    stock.put_oversold(conn, [one for one in found.values() if one is not None])
    turned = [key for key, one in found.items() if _open(one) != _open(had.get(key))]
    for key in turned:
        tell(conn, orders.load(conn, [hold.order for hold in holdings.of_sku(conn, *key, limit=MOST_RAISED)]), now=now, floor=floor)
    return len(turned)


def _open(one: Oversold | None) -> bool:
    return one is not None and one.cleared_at is None


def tell(conn: Connection, known: Mapping[str, Order], *, now: datetime, floor: Floor) -> None:
    """Let each order know the worst that is said of its goods; one that knew of something and stands on it no more, that it is settled."""
    lines = holdings.of_orders(conn, known)
    skus = {sku for had in lines.values() for sku in had}
    over = [one for one in stock.oversold_of(conn, skus).values() if _open(one)]
    kinds = {one.source: one.kind for one in stock.of_skus(conn, {one.sku for one in over})}
    said: list[Snapshot] = []
    for key, order in known.items():
        near = [one for one in over if _stands_on(lines.get(key, {}).get(one.sku), one)]
        worst = max(near, key=lambda one: (one.on_sale - one.free, one.sku), default=None)
        if worst is None or not _knows(order):
            said += _settled(order, now) if worst is None else _readings(key, worst, kinds, now)
    if said:
        take_in(conn, said, now=now, floor=floor)


def _stands_on(line: Hold | None, one: Oversold) -> bool:
    return line is not None and line.state in HOLDING and (not one.warehouse or line.warehouse in (one.warehouse, ""))


def _readings(order: str, one: Oversold, kinds: Mapping[str, SourceKind], now: datetime) -> list[Snapshot]:
    """What both sides say of the goods, as they would say it of the order: so it lasts, clears and stands in the pool like any conflict."""
    shop, store = one.told
    return [
        Snapshot(now, shop + TELLS, _seller(kinds.get(shop)), order, {"stock": one.on_sale}),
        Snapshot(now, store + TELLS, SourceKind.WMS, order, {"stock": max(one.free, 0)}),
    ]


def _knows(order: Order) -> bool:
    """It has been told already of something that is not settled."""
    return len({_number(one) for source, one in order.current.items() if source.endswith(TELLS)}) > 1


def _settled(order: Order, now: datetime) -> list[Snapshot]:
    """What was said last, without what was too much of it."""
    told = [one for source, one in order.current.items() if source.endswith(TELLS)]
    least = min((_number(one) for one in told), default=0)
    return [replace(one, at=now, last_at=None, arrived=None, fields={"stock": least}) for one in told if _number(one) > least]


def _number(one: Snapshot) -> int:
    told = one.fields.get("stock")
    return told if isinstance(told, int) else 0


def _seller(kind: SourceKind | None) -> SourceKind:
    return SourceKind.PLATFORM if kind in (None, SourceKind.WMS) else kind


def accuracy(conn: Connection, now: datetime) -> tuple[int, int]:
    """(lines, right): a line is a code in a warehouse that somebody counts. It is right where every system counts the same, nothing is
    oversold, and orders hold no more than lies there (S86)."""
    told = stock.everything(conn)
    room = stockroom(conn, {one.sku for one in told})
    wrong = {key for key, one in stock.oversold_of(conn).items() if one.counts(now)}
    counts: dict[tuple[str, str], list[Figure]] = {}
    for one in told:
        if one.on_hand is not None:
            counts.setdefault((one.sku, one.warehouse), []).append(one)
    right = sum(
        len({one.on_hand for one in all_}) == 1 and key not in wrong and (key[0], "") not in wrong and room.free(*key) >= 0
        for key, all_ in counts.items()
    )
    return len(counts), right
