"""库存占用: one row an order's line, as it holds goods, lacks them, gave them back or used them; and whose orders have moved since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
)

from ordertower_desktop.domain.stock import HOLDING, Standing
from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.hub.store.tables import orders

holds = Table(
    "stock_holds",
    metadata,
    Column("order_id", Key, primary_key=True),
    Column("sku", Key, primary_key=True),
    Column("warehouse", String(128), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("ended_at", BigInteger),
    Column("why", Text, nullable=False),
)
"""The key is the line, so that it holds once however often it comes. An empty warehouse: nobody has said yet which."""
Index("stock_holds_sku", holds.c.sku, holds.c.state)
Index("stock_holds_until", holds.c.state, holds.c.until)
moved = Table("stock_moved", metadata, Column("order_id", Key, primary_key=True), Column("mark", BigInteger, nullable=False))
"""Orders that moved and whose lines have to be looked at; a mark of its own keeps a move during the look."""
_A_QUERY = 400


@dataclass(frozen=True, slots=True)
class Hold:
    """One line of an order. `until`: let go of then unless paid; `ended_at`: when it gave back or used what it held."""

    order: str
    sku: str
    warehouse: str
    quantity: int
    state: Standing
    since: datetime
    until: datetime | None = None
    ended_at: datetime | None = None
    why: str = ""


def note(conn: Connection, ids: Sequence[str]) -> None:
    """These have moved."""
    put_rows(conn, moved, [(key, uuid4().int >> 65) for key in ids], renew=("mark",))


def note_all_open(conn: Connection) -> None:
    """Somebody tells of goods of which nobody told before: every order that is not over may stand on them."""
    query = select(orders.orders.c.id).where(orders.orders.c.ended.is_(False))
    note(conn, [str(row.id) for row in conn.execute(query)])


def waiting(conn: Connection, *, limit: int) -> list[tuple[str, int]]:
    query = select(moved).order_by(moved.c.order_id).limit(limit)
    return [(row.order_id, row.mark) for row in conn.execute(query)]


def unmoved(conn: Connection, part: Sequence[tuple[str, int]]) -> set[str]:
    """Of these moves the orders that have not moved again, and that nobody has looked at meanwhile."""
    marks, ids, found = dict(part), [order for order, _ in part], set[str]()
    for start in range(0, len(ids), _A_QUERY):
        rows = conn.execute(select(moved).where(moved.c.order_id.in_(ids[start : start + _A_QUERY])))
        found |= {row.order_id for row in rows if marks[row.order_id] == row.mark}
    return found


def settle(conn: Connection, part: Sequence[tuple[str, int]]) -> None:
    """These have been looked at; what moved meanwhile has another mark and stays."""
    if part:
        gone = delete(moved).where(moved.c.order_id == bindparam("looked_at"), moved.c.mark == bindparam("with_mark"))
        conn.execute(gone, [{"looked_at": order, "with_mark": mark} for order, mark in part])


def due(conn: Connection, now: datetime, *, limit: int) -> list[str]:
    """Orders whose time to be paid is over."""
    over = (holds.c.state.in_(HOLDING), holds.c.until <= micros(now))
    return [str(row.order_id) for row in conn.execute(select(holds.c.order_id).distinct().where(*over).limit(limit))]


def anything(conn: Connection, now: datetime) -> bool:
    """Whether there is anything to be looked at."""
    over = exists().where(holds.c.state.in_(HOLDING), holds.c.until <= micros(now))
    return bool(conn.execute(select(exists().where(moved.c.order_id != "") | over)).scalar())


def put(conn: Connection, found: Sequence[Hold]) -> None:
    rows = [
        (
            one.order, one.sku, one.warehouse, one.quantity, one.state.value, micros(one.since), micros(one.until), micros(one.ended_at),
            one.why,
        )
        for one in found
    ]  # fmt: skip
    put_rows(conn, holds, rows, renew=("warehouse", "quantity", "state", "since", "until", "ended_at", "why"))


def of_orders(conn: Connection, ids: Iterable[str]) -> dict[str, dict[str, Hold]]:
    """Order -> code -> its line."""
    wanted, found = list(ids), dict[str, dict[str, Hold]]()
    for start in range(0, len(wanted), _A_QUERY):
        for row in conn.execute(select(holds).where(holds.c.order_id.in_(wanted[start : start + _A_QUERY]))):
            found.setdefault(row.order_id, {})[row.sku] = _hold(row)
    return found


def of_sku(conn: Connection, sku: str, warehouse: str | None, *, limit: int) -> list[Hold]:
    """Lines that wait for these goods, the oldest first; of one warehouse with those that nobody has sent to one."""
    where = [holds.c.sku == sku, holds.c.state.in_(HOLDING)]
    if warehouse:
        where.append(holds.c.warehouse.in_((warehouse, "")))
    return [_hold(row) for row in conn.execute(select(holds).where(*where).order_by(holds.c.since, holds.c.order_id).limit(limit))]


def short(conn: Connection, skus: Iterable[str]) -> list[Hold]:
    """Lines that lack some of these goods, the oldest first."""
    wanted, found = list(dict.fromkeys(skus)), list[Hold]()
    for start in range(0, len(wanted), _A_QUERY):
        where = holds.c.state == Standing.SHORT, holds.c.sku.in_(wanted[start : start + _A_QUERY])
        found += [_hold(row) for row in conn.execute(select(holds).where(*where))]
    return sorted(found, key=lambda one: (one.since, one.order))


def taken(conn: Connection, skus: Iterable[str], *, since: datetime) -> list[Hold]:
    """Lines that hold some of these goods, and those that used them since then: a figure that is older still counts those."""
    wanted, found = list(dict.fromkeys(skus)), list[Hold]()
    counts = or_(holds.c.state == Standing.HELD, and_(holds.c.state == Standing.USED, holds.c.ended_at >= micros(since)))
    for start in range(0, len(wanted), _A_QUERY):
        query = select(holds).where(holds.c.sku.in_(wanted[start : start + _A_QUERY]), counts)
        found += [_hold(row) for row in conn.execute(query)]
    return found


def forget(conn: Connection, before: datetime) -> int:
    """Throw away what ended before then; returns how many lines."""
    over = holds.c.state.in_((Standing.FREED, Standing.USED)), holds.c.ended_at < micros(before)
    return conn.execute(delete(holds).where(*over)).rowcount


def all_taken(conn: Connection, *, since: datetime) -> list[Hold]:
    """Every line that holds or lacks goods, and every one that used them since then."""
    counts = or_(holds.c.state.in_(HOLDING), and_(holds.c.state == Standing.USED, holds.c.ended_at >= micros(since)))
    return [_hold(row) for row in conn.execute(select(holds).where(counts))]


def standing(conn: Connection, after: str, *, limit: int) -> list[str]:
    """Orders with a line that waits, by number."""
    query = select(holds.c.order_id).distinct().where(holds.c.state.in_(HOLDING), holds.c.order_id > after)
    return [str(row.order_id) for row in conn.execute(query.order_by(holds.c.order_id).limit(limit))]


def unpaid(conn: Connection) -> tuple[int, datetime | None]:
    """How many orders hold goods unpaid, and when the first of them lets go."""
    row = conn.execute(
        select(func.count(func.distinct(holds.c.order_id)).label("n"), func.min(holds.c.until).label("first")).where(
            holds.c.state.in_(HOLDING), holds.c.until.is_not(None)
        )
    ).one()
    return int(row.n), moment(row.first)


def _hold(row: Any) -> Hold:
    times = moment(row.since), moment(row.until), moment(row.ended_at)
    return Hold(row.order_id, row.sku, row.warehouse, row.quantity, Standing(row.state), *times, row.why)
