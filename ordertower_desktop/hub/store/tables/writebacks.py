"""What shops have to be told of shipments: what is owed, who is at it, what it came to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Connection, Index, Integer, String, Table, Text, select, update

from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata

write_backs = Table(
    "write_backs",
    metadata,
    Column("id", Key, primary_key=True),
    Column("source", String(96), nullable=False),
    Column("order_id", Key, nullable=False),
    Column("waybill", Text, nullable=False),
    Column("carrier", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("out_at", BigInteger, nullable=False),
    Column("begun", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("done_at", BigInteger),
    Column("lease_until", BigInteger),
    Column("epoch", Integer, nullable=False),
)
"""The id is shop, order and waybill, so that the same shipment is owed once however often it is judged.

`out_at` is the outbound scan, `begun` when the present round of tries began. Nobody takes a row before `lease_until`: either a worker is
at it, or its next try is then.
"""
Index("write_backs_state", write_backs.c.source, write_backs.c.state, write_backs.c.lease_until)
Index("write_backs_order", write_backs.c.order_id)
Index("write_backs_out", write_backs.c.out_at)
Index("write_backs_at", write_backs.c.at)


class State(StrEnum):
    """`sending` whose lease ran out may have been told. `dry` was only rehearsed; `cancelled` is no longer owed."""

    PENDING = "pending"
    SENDING = "sending"
    DONE = "done"
    DRY = "dry"
    PERSON = "person"
    GIVEN_UP = "given_up"
    CANCELLED = "cancelled"


OPEN = (State.PENDING, State.SENDING)
HANDED = (State.PERSON, State.GIVEN_UP)
"""In people's hands."""
RENEWABLE = (*HANDED, State.PENDING)
"""What a person may have begun anew."""


@dataclass(frozen=True, slots=True)
class WriteBack:
    """One shipment that one shop has to be told of. `epoch` counts the claims: who holds an older one marks nothing."""

    source: str
    order: str
    waybill: str
    carrier: str
    out_at: datetime
    begun: datetime
    at: datetime
    state: State = State.PENDING
    why: str = ""
    done_at: datetime | None = None
    until: datetime | None = None
    epoch: int = 0

    @property
    def id(self) -> str:
        return f"{self.source}/{self.order}/{self.waybill}"


def row(new: WriteBack) -> tuple[Any, ...]:
    times = micros(new.out_at), micros(new.begun), micros(new.at)
    return new.id, new.source, new.order, new.waybill, new.carrier, new.state, *times, new.why, None, None, 0


def queue(conn: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Leave these for the worker; known ones stay as they are."""
    put_rows(conn, write_backs, rows)


def waiting(conn: Connection, source: str, now: datetime) -> bool:
    """True while something is owed to this shop that nobody holds."""
    return conn.execute(select(write_backs.c.id).where(*_free(source, now)).limit(1)).first() is not None


def claim(conn: Connection, source: str, now: datetime, *, lease: timedelta) -> WriteBack | None:
    """Take the next one, those never tried first; each claim counts the epoch up, so an earlier holder is fenced off."""
    tried = write_backs.c.lease_until.is_not(None)
    query = select(write_backs).where(*_free(source, now)).order_by(tried, write_backs.c.lease_until, write_backs.c.out_at).limit(1)
    found = next(map(read_row, conn.execute(query)), None)
    if found is None:
        return None
    taken = {"lease_until": micros(now + lease), "epoch": write_backs.c.epoch + 1}
    conn.execute(update(write_backs).where(write_backs.c.id == found.id).values(taken))
    return replace(found, epoch=found.epoch + 1)


def settle(conn: Connection, held: WriteBack, state: State, *, now: datetime, why: str = "", until: datetime | None = None) -> bool:
    """Say what became of a claimed one; False where somebody else has it by now. Nobody takes it again before `until`."""
    ours = (write_backs.c.id == held.id, write_backs.c.epoch == held.epoch, write_backs.c.state.in_(OPEN))
    done = micros(now) if state is State.DONE else None
    values = {"state": state, "at": micros(now), "why": why, "lease_until": micros(until), "done_at": done}
    return conn.execute(update(write_backs).where(*ours).values(values)).rowcount == 1


def arrived(conn: Connection, held: WriteBack, *, now: datetime, why: str) -> bool:
    """The shop has it. True whoever holds it by now: a worker that was slow to hear it spares the next one a repeat."""
    not_yet = (write_backs.c.id == held.id, write_backs.c.state != State.DONE)
    values = {"state": State.DONE, "at": micros(now), "done_at": micros(now), "why": why, "lease_until": None}
    return conn.execute(update(write_backs).where(*not_yet).values(values)).rowcount == 1


def again(conn: Connection, keys: Sequence[str], *, now: datetime) -> list[str]:
    """Begin a new round for these at once; returns for which."""
    renewable = (write_backs.c.id.in_(keys), write_backs.c.state.in_(RENEWABLE))
    found = list(conn.execute(select(write_backs.c.id).where(*renewable)).scalars())
    anew = {"state": State.PENDING, "begun": micros(now), "at": micros(now), "lease_until": None, "why": ""}
    conn.execute(update(write_backs).where(write_backs.c.id.in_(found)).values(anew))
    return found


def to_look_at(conn: Connection, source: str, now: datetime, *, limit: int) -> list[WriteBack]:
    """What people have in hand and nobody has looked at for a while."""
    theirs = (write_backs.c.source == source, write_backs.c.state.in_(HANDED), write_backs.c.lease_until <= micros(now))
    return list(map(read_row, conn.execute(select(write_backs).where(*theirs).order_by(write_backs.c.lease_until).limit(limit))))


def look_later(conn: Connection, keys: Sequence[str], at: datetime) -> None:
    conn.execute(update(write_backs).where(write_backs.c.id.in_(keys), write_backs.c.state.in_(HANDED)).values(lease_until=micros(at)))


def really(conn: Connection, source: str, *, now: datetime) -> int:
    """What was only rehearsed for this shop is owed now."""
    rehearsed = (write_backs.c.source == source, write_backs.c.state == State.DRY)
    owed = {"state": State.PENDING, "begun": micros(now), "at": micros(now), "lease_until": None, "why": ""}
    return conn.execute(update(write_backs).where(*rehearsed).values(owed)).rowcount


def of_order(conn: Connection, order: str) -> list[WriteBack]:
    """Every shipment of an order, oldest first."""
    query = select(write_backs).where(write_backs.c.order_id == order).order_by(write_backs.c.out_at, write_backs.c.id)
    return list(map(read_row, conn.execute(query)))


def handed(conn: Connection, source: str, *, limit: int) -> list[str]:
    """What people have in hand of this shop (empty: of all), the oldest first."""
    query = select(write_backs.c.id).where(write_backs.c.state.in_(HANDED)).order_by(write_backs.c.out_at).limit(limit)
    return list(conn.execute(query.where(write_backs.c.source == source) if source else query).scalars())


def newest(
    conn: Connection, *, after: str = "", limit: int = 1000, states: Sequence[State] = tuple(State), where: Mapping[str, str] | None = None
) -> list[WriteBack]:
    """The last that changed first; `where` may name source and order_id, `after` is the `mark` of the last one of the page before."""
    at, _, key = after.partition("/")
    c = write_backs.c
    query = select(write_backs).where(c.state.in_(states), *(c[name] == value for name, value in (where or {}).items() if value))
    if at.isdigit():
        query = query.where((c.at < int(at)) | ((c.at == int(at)) & (c.id > key)))
    return list(map(read_row, conn.execute(query.order_by(c.at.desc(), c.id).limit(limit))))


def mark(one: WriteBack) -> str:
    """Its place in `newest`."""
    return f"{micros(one.at)}/{one.id}"


def marks(conn: Connection, since: datetime) -> list[tuple[str, datetime, datetime | None]]:
    """Shop, outbound scan and when it was told, of everything that left since then and was to be told."""
    really = write_backs.c.state.not_in((State.DRY, State.CANCELLED))
    query = select(write_backs.c.source, write_backs.c.out_at, write_backs.c.done_at).where(write_backs.c.out_at >= micros(since), really)
    return [(row.source, moment(row.out_at), moment(row.done_at)) for row in conn.execute(query)]


def _free(source: str, now: datetime) -> list[ColumnElement[bool]]:
    free = write_backs.c.lease_until.is_(None) | (write_backs.c.lease_until <= micros(now))
    return [write_backs.c.source == source, write_backs.c.state.in_(OPEN), free]


def read_row(row: Any) -> WriteBack:
    """A row of the table as its value."""
    return WriteBack(
        row.source, row.order_id, row.waybill, row.carrier, moment(row.out_at), moment(row.begun), moment(row.at), State(row.state),
        row.why, moment(row.done_at), moment(row.lease_until), row.epoch,
    )  # fmt: skip
