"""Parcels that were stopped at the printing desk because somebody had been sent the same lately, and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, String, Table, Text, select, update

from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata

stops = Table(
    "ship_stops",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("order_id", Key, nullable=False),
    Column("before", Key, nullable=False),
    Column("station", String(64), nullable=False),
    Column("by", String(64), nullable=False),
    Column("took_us", Integer, nullable=False),
    Column("why", Text, nullable=False),
    Column("same", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("said", Text, nullable=False),
    Column("settled_by", String(64), nullable=False),
    Column("settled_at", BigInteger),
)
"""The id is the two orders: the same parcel scanned again is the same stop. `state`: waiting | passed | ended."""
Index("ship_stops_at", stops.c.at)
Index("ship_stops_order", stops.c.order_id)

WAITING, PASSED, ENDED = "waiting", "passed", "ended"


@dataclass(frozen=True, slots=True)
class Stop:
    """One parcel that was stopped. `passed`: somebody let it go, `said` why; `ended`: it is not sent."""

    id: str
    at: datetime
    order: str
    before: str
    station: str
    by: str
    took_us: int
    why: str
    same: str
    state: str = WAITING
    said: str = ""
    settled_by: str = ""
    settled_at: datetime | None = None


def put(conn: Connection, found: Sequence[Stop]) -> None:
    """Store stops; a known one keeps what was decided of it."""
    put_rows(conn, stops, [_row(one) for one in found], renew=("at", "station", "by", "took_us"))


def _row(s: Stop) -> tuple[Any, ...]:
    told = s.order, s.before, s.station[:64], s.by, s.took_us, s.why, s.same, s.state, s.said, s.settled_by
    return s.id, micros(s.at), *told, micros(s.settled_at)


def settle(conn: Connection, key: str, state: str, *, said: str, by: str, now: datetime) -> None:
    """What became of it."""
    conn.execute(update(stops).where(stops.c.id == key).values(state=state, said=said, settled_by=by, settled_at=micros(now)))


def one(conn: Connection, key: str) -> Stop | None:
    row = conn.execute(select(stops).where(stops.c.id == key)).first()
    return None if row is None else _stop(row)


def of_orders(conn: Connection, ids: Sequence[str]) -> list[Stop]:
    """The stops of these orders."""
    found: list[Stop] = []
    for start in range(0, len(ids), 400):
        found += [_stop(row) for row in conn.execute(select(stops).where(stops.c.order_id.in_(ids[start : start + 400])))]
    return found


def newest(conn: Connection, since: datetime, *, limit: int) -> list[Stop]:
    """The newest first."""
    query = select(stops).where(stops.c.at >= micros(since)).order_by(stops.c.at.desc(), stops.c.id).limit(limit)
    return [_stop(row) for row in conn.execute(query)]


def _stop(row: Any) -> Stop:
    told = row.order_id, row.before, row.station, row.by, row.took_us, row.why, row.same, row.state, row.said, row.settled_by
    return Stop(row.id, moment(row.at), *told, moment(row.settled_at))
