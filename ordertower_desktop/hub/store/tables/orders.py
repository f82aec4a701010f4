"""Orders: a narrow row to search and to wake by, and what every system has said, event by event and reading by reading."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Connection, Index, LargeBinary, String, Table, bindparam, delete, func, select, update

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Fact, Stage
from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.hub.store.tables import bursts
from ordertower_desktop.wire.codec import encode

orders = Table(
    "orders",
    metadata,
    Column("id", Key, primary_key=True),
    Column("tail", Key, nullable=False),
    Column("platform", String(32), nullable=False),
    Column("shop", String(128), nullable=False),
    Column("stage", String(16), nullable=False),
    Column("ended", Boolean, nullable=False),
    Column("buyer", Key, nullable=False),
    Column("phone_tail", String(8), nullable=False),
    Column("waybill", Key, nullable=False),
    Column("created", BigInteger),
    Column("next_at", BigInteger),
    Column("paid", BigInteger),
    Column("warehouse", String(128), nullable=False, server_default=""),
)
"""`tail` is the id backwards, so that the last digits are a prefix; `next_at` is when to look again although nothing arrives.

`warehouse` decides who may see it: every table that speaks of orders is seen through it (`store/glasses`).
"""
Index("orders_next", orders.c.next_at, sqlite_where=orders.c.next_at.is_not(None))
Index("orders_tail", orders.c.tail)
Index("orders_buyer", orders.c.buyer)
Index("orders_phone", orders.c.phone_tail)
Index("orders_waybill", orders.c.waybill)
Index("orders_created", orders.c.created)
Index("orders_paid", orders.c.paid)

events = Table(
    "order_events",
    metadata,
    Column("order_id", Key, primary_key=True),
    Column("key", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("arrived", BigInteger),
    Column("source", String(96), nullable=False),
    Column("name", String(96), nullable=False),
    Column("payload", LargeBinary, nullable=False),
)
Index("order_events_at", events.c.at, events.c.key)

snapshots = Table(
    "order_snapshots",
    metadata,
    Column("order_id", Key, primary_key=True),
    Column("key", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("last_at", BigInteger),
    Column("arrived", BigInteger),
    Column("source", String(96), nullable=False),
    Column("body", LargeBinary, nullable=False),
)
Index("order_snapshots_source", snapshots.c.source)

_RENEWED = tuple(column.name for column in orders.c if column.name not in ("id", "tail"))
_A_QUERY = 500


class _Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a reading holds besides its times."""

    kind: SourceKind
    fields: dict[str, Any] = {}
    stage: Stage | None = None
    facts: list[Fact] = []
    status_word: str = ""
    absent: bool = False


_said = msgspec.json.Decoder(_Said)


@dataclass(frozen=True, slots=True)
class Found:
    """The narrow row of an order, as search finds it."""

    id: str
    platform: str
    shop: str
    stage: Stage
    ended: bool
    buyer: str
    phone_tail: str
    waybill: str
    created: datetime | None
    next_at: datetime | None
    paid: datetime | None
    warehouse: str = ""


def load(conn: Connection, ids: Iterable[str]) -> dict[str, Order]:
    """Id -> the whole order, for those that are known."""
    wanted = list(dict.fromkeys(ids))
    told: dict[str, list[Event]] = defaultdict(list)
    read: dict[str, list[Snapshot]] = defaultdict(list)
    crowds: bursts.Crowds = {}
    for start in range(0, len(wanted), _A_QUERY):
        part = wanted[start : start + _A_QUERY]
        for row in conn.execute(select(events).where(events.c.order_id.in_(part)).order_by(events.c.at, events.c.key)):
            told[row.order_id].append(event_of(row))
        for row in conn.execute(select(snapshots).where(snapshots.c.order_id.in_(part))):
            read[row.order_id].append(_snapshot_of(row))
        crowds |= bursts.crowds(conn, part)
    return {key: _order(key, told[key], read[key], crowds.get(key, {})) for key in wanted if key in told or key in read}


def _order(key: str, told: list[Event], read: list[Snapshot], crowd: Mapping[tuple[str, str], tuple[datetime, ...]]) -> Order:
    return Order(key, tuple(told), tuple(sorted(read, key=lambda s: (s.latest, s.key))), crowd=crowd)


def event_of(row: Any) -> Event:
    return Event(moment(row.at), row.source, row.name, row.order_id, msgspec.json.decode(row.payload), moment(row.arrived))


def _snapshot_of(row: Any) -> Snapshot:
    said = _said.decode(row.body)
    return Snapshot(
        at=moment(row.at),
        source=row.source,
        kind=said.kind,
        order_id=row.order_id,
        fields=said.fields,
        stage=said.stage,
        facts=frozenset(said.facts),
        status_word=said.status_word,
        absent=said.absent,
        last_at=moment(row.last_at),
        arrived=moment(row.arrived),
    )


def event_row(told: Event) -> tuple[Any, ...]:
    at, arrived = micros(told.at), micros(told.arrived)
    return told.order_id, told.key, at, arrived, told.source, told.name, encode(dict(told.payload))


def add_events(conn: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Store these events; those already known stay as they are."""
    put_rows(conn, events, rows)


def snapshot_row(read: Snapshot) -> tuple[Any, ...]:
    said = encode(_Said(read.kind, dict(read.fields), read.stage, sorted(read.facts), read.status_word, read.absent))
    return read.order_id, read.key, micros(read.at), micros(read.last_at), micros(read.arrived), read.source, said


def put_snapshots(conn: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Store these readings; a known content takes over the new span of times."""
    put_rows(conn, snapshots, rows, renew=("at", "last_at", "arrived"))


def row(f: Found) -> tuple[Any, ...]:
    times = micros(f.created), micros(f.next_at), micros(f.paid)
    return f.id, f.id[::-1], f.platform, f.shop, f.stage, f.ended, f.buyer, f.phone_tail, f.waybill, *times, f.warehouse


def put(conn: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Store the narrow rows."""
    put_rows(conn, orders, rows, renew=_RENEWED)


def lines(conn: Connection, ids: Sequence[str]) -> dict[str, Found]:
    """Id -> the narrow row, for those that are known."""
    found: dict[str, Found] = {}
    for start in range(0, len(ids), _A_QUERY):
        rows = conn.execute(select(orders).where(orders.c.id.in_(ids[start : start + _A_QUERY])))
        found |= {row.id: found_of(row) for row in rows}
    return found


def due(conn: Connection, now: datetime, *, limit: int) -> list[str]:
    """The orders whose time has come, earliest first."""
    query = select(orders.c.id).where(orders.c.next_at <= micros(now)).order_by(orders.c.next_at).limit(limit)
    return list(conn.execute(query).scalars())


def page(conn: Connection, after: str, *, limit: int) -> list[str]:
    """Ids above `after`, ascending."""
    return list(conn.execute(select(orders.c.id).where(orders.c.id > after).order_by(orders.c.id).limit(limit)).scalars())


def open_count(conn: Connection) -> int:
    """How many orders are not over."""
    return int(conn.execute(select(func.count()).select_from(orders).where(orders.c.ended.is_(False))).scalar() or 0)


def open_marks(conn: Connection, *, limit: int) -> dict[str, tuple[Any, ...]]:
    """Orders that are not over, those whose time comes first, each with a mark that changes with whatever is said of it."""
    by_time = (orders.c.next_at.is_(None), orders.c.next_at, orders.c.id)
    chosen = select(orders.c.id).where(orders.c.ended.is_(False)).order_by(*by_time).limit(limit)
    found: dict[str, tuple[Any, ...]] = dict.fromkeys(conn.execute(chosen).scalars(), ())
    for said, times in ((events, (events.c.arrived,)), (snapshots, (snapshots.c.arrived, snapshots.c.last_at))):
        marks = select(said.c.order_id, func.count(), *(func.max(time) for time in times))
        for key, *mark in conn.execute(marks.where(said.c.order_id.in_(chosen)).group_by(said.c.order_id)):
            if key in found:  # one that came between the two queries has its turn the next time
                found[key] = (*found[key], said.name, *mark)
    return found


def phone(conn: Connection, order: str) -> str:
    """The last four digits of its phone, where they are known."""
    return str(conn.execute(select(orders.c.phone_tail).where(orders.c.id == order)).scalar() or "")


def first_due(conn: Connection) -> datetime | None:
    """The earliest moment at which an order may change by itself."""
    query = select(orders.c.next_at).where(orders.c.next_at.is_not(None)).order_by(orders.c.next_at).limit(1)
    return moment(conn.execute(query).scalar())


def forget(conn: Connection, ids: Sequence[str]) -> None:
    """Take orders out altogether (the undo of an import that brought them)."""
    for table, column in ((orders, orders.c.id), (events, events.c.order_id), (snapshots, snapshots.c.order_id)):
        for start in range(0, len(ids), _A_QUERY):
            conn.execute(delete(table).where(column.in_(ids[start : start + _A_QUERY])))


def found_of(row: Any) -> Found:
    return Found(
        row.id,
        row.platform,
        row.shop,
        Stage(row.stage),
        row.ended,
        row.buyer,
        row.phone_tail,
        row.waybill,
        moment(row.created),
        moment(row.next_at),
        moment(row.paid),
        row.warehouse,
    )


def wake_all(conn: Connection, now: datetime) -> None:
    """Everything that is not over is to be judged again: the rules are others now."""
    conn.execute(update(orders).where(orders.c.ended.is_(False)).values(next_at=micros(now)))


def wake(conn: Connection, ids: Sequence[str], now: datetime) -> None:
    """These are to be judged again."""
    for start in range(0, len(ids), 500):
        conn.execute(update(orders).where(orders.c.id.in_(ids[start : start + 500])).values(next_at=micros(now)))


def wake_soon(conn: Connection, now: datetime, within: timedelta) -> None:
    """Whatever would be looked at within this time is looked at now."""
    soon = (orders.c.next_at > micros(now), orders.c.next_at <= micros(now + within))
    conn.execute(update(orders).where(*soon).values(next_at=micros(now)))


def wake_shipped(conn: Connection, now: datetime) -> None:
    """Everything that has left and is not over is to be judged again: other shops are told of shipments now."""
    left = (orders.c.ended.is_(False), orders.c.stage.in_([Stage.TO_COLLECT, Stage.IN_TRANSIT]))
    conn.execute(update(orders).where(*left).values(next_at=micros(now)))


def take_out(conn: Connection, kind: str, keys: Sequence[tuple[str, str]]) -> None:
    """Take single events or readings out, each named by its order and key."""
    table = events if kind == "event" else snapshots
    if keys:
        one = delete(table).where(table.c.order_id == bindparam("o"), table.c.key == bindparam("k"))
        conn.execute(one, [{"o": order, "k": key} for order, key in keys])
