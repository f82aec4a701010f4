"""How each order counts in each rule over a rate, kept as orders change; and how far a rule that was edited has been counted anew."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Index, Integer, String, Table, and_, delete, exists, func, or_, select

from ordertower_desktop.domain.aggregate import Cell
from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.hub.store.tables.orders import events, orders, snapshots

cells = Table(
    "rate_cells",
    metadata,
    Column("rule", Key, primary_key=True),
    Column("order_id", Key, primary_key=True),
    Column("day", Integer, nullable=False),
    Column("grp", Key, nullable=False),
    Column("good", Boolean, nullable=False),
)
"""`day` is a date's ordinal; an order that counts on it in no group (out of scope, or without one) has an empty `grp`."""
Index("rate_cells_day", cells.c.rule, cells.c.day, cells.c.grp, cells.c.good)
Index("rate_cells_order", cells.c.order_id)

counts = Table(
    "rate_counts",
    metadata,
    Column("rule", Key, primary_key=True),
    Column("spec", String(64), nullable=False),
    Column("after", Key, nullable=False),
    Column("done", Boolean, nullable=False),
)
"""`spec` is a digest of what the rule counts; `after` the last order that has been counted by it."""

_A_QUERY = 500


def put(conn: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Store how orders count: (rule, order, day's ordinal, group, whether it happened)."""
    put_rows(conn, cells, rows, renew=("day", "grp", "good"))


def tally(conn: Connection, rule: str, first: date, last: date) -> Counter[Cell]:
    """The orders of a rule's days from `first` to `last`, counted."""
    days = (cells.c.rule == rule, cells.c.day >= first.toordinal(), cells.c.day <= last.toordinal(), cells.c.grp != "")
    query = select(cells.c.day, cells.c.grp, cells.c.good, func.count()).where(*days).group_by(cells.c.day, cells.c.grp, cells.c.good)
    return Counter({(date.fromordinal(day), grp, bool(good)): number for day, grp, good, number in conn.execute(query)})


@dataclass(frozen=True, slots=True)
class Short:
    """An order to which it had not happened by the end of its day."""

    order_id: str
    day: date
    stage: str
    platform: str


def behind(conn: Connection, rule: str, grp: str, *, first: date, last: date, limit: int) -> list[Short]:
    """The orders of a group to which it did not happen, the newest day first."""
    days = (cells.c.rule == rule, cells.c.day >= first.toordinal(), cells.c.day <= last.toordinal())
    query = select(cells.c.day, orders.c.id, orders.c.stage, orders.c.platform).join(orders, orders.c.id == cells.c.order_id)
    found = query.where(*days, cells.c.grp == grp, cells.c.good.is_(False)).order_by(cells.c.day.desc(), orders.c.id).limit(limit)
    return [Short(row.id, date.fromordinal(row.day), row.stage, row.platform) for row in conn.execute(found)]


def rules_of(conn: Connection, order: str) -> list[tuple[str, date, str, bool]]:
    """(rule, day, group, whether it happened) of every rate in which an order counts."""
    query = select(cells.c.rule, cells.c.day, cells.c.grp, cells.c.good).where(cells.c.order_id == order, cells.c.grp != "")
    return [(row.rule, date.fromordinal(row.day), row.grp, bool(row.good)) for row in conn.execute(query.order_by(cells.c.rule))]


def forget(conn: Connection, ids: Sequence[str]) -> None:
    """These orders count nowhere until they are counted again."""
    for start in range(0, len(ids), _A_QUERY):
        conn.execute(delete(cells).where(cells.c.order_id.in_(ids[start : start + _A_QUERY])))


def forget_before(conn: Connection, rule: str, day: date) -> None:
    """Days that nobody asks for any more."""
    conn.execute(delete(cells).where(cells.c.rule == rule, cells.c.day < day.toordinal()))


def counted(conn: Connection) -> dict[str, tuple[str, str, bool]]:
    """Rule -> what it counts, how far it was counted, and whether that was the end."""
    return {row.rule: (row.spec, row.after, bool(row.done)) for row in conn.execute(select(counts))}


def begin(conn: Connection, rule: str, spec: str) -> None:
    """Count this rule from the beginning."""
    conn.execute(delete(cells).where(cells.c.rule == rule))
    put_rows(conn, counts, [(rule, spec, "", False)], renew=("spec", "after", "done"))


def go_on(conn: Connection, rule: str, spec: str, after: str, *, done: bool) -> None:
    """Note how far a rule has been counted."""
    put_rows(conn, counts, [(rule, spec, after, done)], renew=("spec", "after", "done"))


def drop(conn: Connection, rule: str) -> None:
    """A rule that is no more, or no rate any more."""
    conn.execute(delete(cells).where(cells.c.rule == rule))
    conn.execute(delete(counts).where(counts.c.rule == rule))


def moved_since(conn: Connection, at: int, after: str, *, limit: int) -> list[str]:
    """Orders above `after`, ascending, of which something was said about a time since `at` (in microseconds)."""
    told = exists().where(and_(events.c.order_id == orders.c.id, events.c.at >= at))
    read = exists().where(and_(snapshots.c.order_id == orders.c.id, func.coalesce(snapshots.c.last_at, snapshots.c.at) >= at))
    query = select(orders.c.id).where(orders.c.id > after, or_(told, read)).order_by(orders.c.id).limit(limit)
    return list(conn.execute(query).scalars())
