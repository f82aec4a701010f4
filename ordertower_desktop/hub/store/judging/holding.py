"""An order's lines hold goods from its coming until it is shipped, cancelled or half an hour unpaid (S84), and leaks are found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.stage import SHIPPED
from ordertower_desktop.domain.stock import HOLDING, Claim, Standing, claim, lines
from ordertower_desktop.domain.stockroom import Piece, Stockroom
from ordertower_desktop.hub.store.tables import audit, holdings, orders, stock
from ordertower_desktop.hub.store.tables.holdings import Hold

KEPT = timedelta(days=30)
"""So long a line that ended can be looked up."""
LEAKED = "泄漏："
MOST_NAMED = 5


def follow(conn: Connection, known: Mapping[str, Order], now: datetime) -> list[str]:
    """Bring the lines of these orders to what the orders ask now; returns the codes of goods that were given back.

    Everything is read and written in one write transaction, and those stand in one queue: two hubs cannot hold the same piece.
    """
    had = holdings.of_orders(conn, known)
    wanted = {key: lines(order) for key, order in known.items()}
    skus = {sku for one in wanted.values() for sku in one} | {sku for one in had.values() for sku in one}
    room = stockroom(conn, skus)
    changed: list[Hold] = []
    for key in sorted(known, key=lambda key: (claim(known[key], now).at or now, key)):
        changed += _of_order(known[key], had.get(key, {}), room, now=now)
    holdings.put(conn, changed)
    return sorted({one.sku for one in changed if one.state is Standing.FREED})


def _of_order(order: Order, had: Mapping[str, Hold], room: Stockroom, *, now: datetime) -> list[Hold]:
    asked = claim(order, now)
    if asked.standing is not Standing.HELD:
        return [_ended(one, asked) for one in had.values() if one.state in HOLDING]
    place = order.text("warehouse")
    wanted = {sku: number for sku, number in lines(order).items() if room.knows(sku, place)}
    gone = [_ended(one, Claim(Standing.FREED, "改单", at=now)) for one in had.values() if one.sku not in wanted and one.state in HOLDING]
    new = (Hold(order.id, sku, place, number, Standing.HELD, asked.at or now, asked.until) for sku, number in wanted.items())
    return [*gone, *(one for line in new if (one := _placed(line, had.get(line.sku), room)) != had.get(line.sku))]


def _placed(new: Hold, old: Hold | None, room: Stockroom) -> Hold:
    """The line as it holds, or as it lacks; what it holds already it keeps, wherever it is sent."""
    if old is not None and old.state in HOLDING:
        new = replace(new, since=old.since)
    if old is not None and old.state is Standing.HELD:
        if (old.quantity, old.warehouse) == (new.quantity, new.warehouse):
            return replace(old, until=new.until)
        room.take(Piece(old.sku, old.warehouse, -old.quantity, old.since))
    if room.free(new.sku, new.warehouse) < new.quantity:
        return replace(new, state=Standing.SHORT, why="可用不够")
    room.take(piece(new))
    return new


def _ended(one: Hold, asked: Claim) -> Hold:
    return replace(one, state=asked.standing, until=None, ended_at=asked.at, why=asked.why)


def stockroom(conn: Connection, skus: Iterable[str]) -> Stockroom:
    """These goods as they are told and held."""
    told = stock.of_skus(conn, skus := set(skus))
    since = min((one.at for one in told), default=None)
    return Stockroom(told, map(piece, holdings.taken(conn, skus, since=since) if since is not None else ()))


def piece(one: Hold) -> Piece:
    """The pieces of a line."""
    return Piece(one.sku, one.warehouse, one.quantity, one.since, one.ended_at if one.state is Standing.USED else None)


def try_again(conn: Connection, skus: Iterable[str]) -> None:
    """Orders that lack some of these goods and could have them now are looked at again, the oldest first."""
    lacking = holdings.short(conn, skus)
    room = stockroom(conn, {one.sku for one in lacking})
    holdings.note(conn, list(dict.fromkeys(one.order for one in lacking if room.free(one.sku, one.warehouse) >= one.quantity)))


def leaks(conn: Connection, after: str, now: datetime, *, limit: int) -> tuple[str, list[str]]:
    """Look at lines that wait, whatever nobody told. Returns the last order that was looked at (empty: it was the end) and what was freed.

    The narrow rows tell whom to suspect, so that a look at everything opens hardly an order.
    """
    ids = holdings.standing(conn, after, limit=limit)
    told = orders.lines(conn, ids)
    suspect = [key for key in ids if key not in told or told[key].ended or told[key].stage in SHIPPED]
    return ids[-1] if len(ids) == limit else "", let_go(conn, suspect, now)


def let_go(conn: Connection, ids: Sequence[str], now: datetime) -> list[str]:
    """Those of these orders that are shipped, cancelled or unknown give back what they still hold, and are reported; returns the codes."""
    known, had = orders.load(conn, ids), holdings.of_orders(conn, ids)
    asked = {key: claim(known[key], now) if key in known else Claim(Standing.FREED, "中心没有这一单", at=now) for key in ids}
    lost = [
        _ended(one, replace(asked[key], why=LEAKED + asked[key].why))
        for key in ids
        if asked[key].standing is not Standing.HELD
        for one in had[key].values()
        if one.state in HOLDING
    ]
    holdings.put(conn, lost)
    if lost:
        stock.count_leaks(conn, now.astimezone(SHANGHAI).date(), len(lost))
        named = "、".join(f"{one.order}（{one.why.removeprefix(LEAKED)}）" for one in lost[:MOST_NAMED])
        audit.append(conn, audit.Record(now, "", "stock_leaks", "stock", f"放开 {len(lost)} 行：{named}"))
    return sorted({one.sku for one in lost})
