"""Suggestions to merge and what became of them, what people did about customers, and who was forgotten."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Index, Integer, LargeBinary, String, Table, Text, func, insert, select, update

from ordertower_desktop.domain.consolidate import Plan
from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.wire.codec import encode

merges = Table(
    "merge_offers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer", String(64), nullable=False),
    Column("state", String(8), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("plan", LargeBinary, nullable=False),
    Column("saved_fen", BigInteger, nullable=False),
    Column("chosen", LargeBinary, nullable=False),
    Column("by", String(64), nullable=False),
    Column("decided_at", BigInteger),
    Column("why", Text, nullable=False),
    Column("job", String(64), nullable=False),
)
"""The id is a digest of customer and orders: the same orders are suggested once. `chosen` are the orders that a person merged."""
Index("merge_offers_state", merges.c.state, merges.c.until)
Index("merge_offers_of", merges.c.customer)
Index("merge_offers_decided", merges.c.decided_at)

acts = Table(
    "customer_acts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("by", String(64), nullable=False),
    Column("what", String(16), nullable=False),
    Column("about", String(160), nullable=False),
    Column("why", Text, nullable=False),
    Column("before", LargeBinary, nullable=False),
    Column("undone_at", BigInteger),
    Column("undone_by", String(64), nullable=False),
)
"""What people did, with what it takes to undo it."""
Index("customer_acts_at", acts.c.at)

purges = Table(
    "customer_purges",
    metadata,
    Column("at", BigInteger, primary_key=True),
    Column("faces", Integer, nullable=False),
    Column("orders", Integer, nullable=False),
    Column("oldest", BigInteger, nullable=False),
    Column("months", Integer, nullable=False),
)

OPEN, BLOCKED, TAKEN, DONE, VETOED, NEVER, GONE = "open", "blocked", "taken", "done", "vetoed", "never", "gone"
DECIDED = (TAKEN, DONE, VETOED, NEVER)
_A_QUERY = 400
_plan = msgspec.json.Decoder(Plan)
_ids = msgspec.json.Decoder(tuple[str, ...])


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggestion. `open`: may be taken; `blocked`: fewer than two may go; `taken`: a person has it in hand; `gone`: its time is over."""

    id: str
    customer: str
    state: str
    at: datetime
    plan: Plan
    chosen: tuple[str, ...] = ()
    by: str = ""
    decided_at: datetime | None = None
    why: str = ""
    job: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """Something that a person did about customers."""

    id: str
    at: datetime
    by: str
    what: str
    about: str
    why: str
    before: bytes
    undone_at: datetime | None = None
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class Purge:
    """A round of forgetting: how many, and how old the oldest was."""

    at: datetime
    faces: int
    orders: int
    oldest: datetime
    months: int


def put(conn: Connection, found: Iterable[Offer]) -> None:
    """Store suggestions as they are now."""
    renewed = ("state", "until", "plan", "saved_fen", "chosen", "by", "decided_at", "why", "job")
    put_rows(conn, merges, [_row(one) for one in found], renew=renewed)


def _row(o: Offer) -> tuple[Any, ...]:
    told = micros(o.at), micros(o.plan.until), encode(o.plan), o.plan.saved_fen, encode(list(o.chosen))
    return o.id, o.customer, o.state, *told, o.by, micros(o.decided_at), o.why, o.job


def one(conn: Connection, key: str) -> Offer | None:
    row = conn.execute(select(merges).where(merges.c.id == key)).first()
    return None if row is None else _offer(row)


def of_customers(conn: Connection, customers: Iterable[str]) -> list[Offer]:
    """Everything that was ever suggested to these."""
    wanted, found = sorted(set(customers)), list[Offer]()
    for start in range(0, len(wanted), _A_QUERY):
        found += [_offer(row) for row in conn.execute(select(merges).where(merges.c.customer.in_(wanted[start : start + _A_QUERY])))]
    return found


def standing(conn: Connection, *states: str, limit: int) -> list[Offer]:
    """Suggestions of these states, those that end first before the others."""
    query = select(merges).where(merges.c.state.in_(states)).order_by(merges.c.until, merges.c.id).limit(limit)
    return [_offer(row) for row in conn.execute(query)]


def decided(conn: Connection, since: datetime, *, limit: int) -> list[Offer]:
    """What people decided since, the newest first."""
    query = select(merges).where(merges.c.decided_at >= micros(since)).order_by(merges.c.decided_at.desc()).limit(limit)
    return [_offer(row) for row in conn.execute(query)]


def over(conn: Connection, now: datetime) -> int:
    """Suggestions whose time is over are suggestions no more; returns how many."""
    past = (merges.c.state.in_((OPEN, BLOCKED)), merges.c.until <= micros(now))
    return int(conn.execute(update(merges).where(*past).values(state=GONE)).rowcount)


def drop(conn: Connection, customers: Iterable[str]) -> None:
    """These are other people now: what was suggested to them is not, until it is suggested anew."""
    standing = (merges.c.state.in_((OPEN, BLOCKED)), merges.c.customer.in_(sorted(set(customers))))
    conn.execute(update(merges).where(*standing).values(state=GONE))


def numbers(conn: Connection) -> dict[str, int]:
    """State -> how many."""
    return {row.state: int(row[1]) for row in conn.execute(select(merges.c.state, func.count()).group_by(merges.c.state))}


def since(conn: Connection, at: datetime) -> list[tuple[str, int, int]]:
    """State, how many and fen of what was suggested since and could be merged."""
    query = select(merges.c.state, func.count(), func.sum(merges.c.saved_fen)).group_by(merges.c.state)
    rows = conn.execute(query.where(merges.c.at >= micros(at), merges.c.state != BLOCKED, merges.c.saved_fen > 0))
    return [(row[0], int(row[1]), int(row[2])) for row in rows]


def did(conn: Connection, done: Done) -> None:
    """Remember what somebody did."""
    row = {"id": done.id, "at": micros(done.at), "by": done.by, "what": done.what, "about": done.about, "why": done.why}
    conn.execute(insert(acts).values(**row, before=done.before, undone_at=None, undone_by=""))


def act(conn: Connection, key: str) -> Done | None:
    row = conn.execute(select(acts).where(acts.c.id == key)).first()
    return None if row is None else _done(row)


def undone(conn: Connection, key: str, *, by: str, now: datetime) -> None:
    conn.execute(update(acts).where(acts.c.id == key).values(undone_at=micros(now), undone_by=by))


def latest(conn: Connection, *, limit: int) -> list[Done]:
    """What people did last."""
    return [_done(row) for row in conn.execute(select(acts).order_by(acts.c.at.desc(), acts.c.id).limit(limit))]


def purged(conn: Connection, made: Purge) -> None:
    """The report of a round of forgetting."""
    put_rows(conn, purges, [(micros(made.at), made.faces, made.orders, micros(made.oldest), made.months)])


def reports(conn: Connection, *, limit: int) -> list[Purge]:
    """The newest rounds of forgetting."""
    rows: Sequence[Any] = conn.execute(select(purges).order_by(purges.c.at.desc()).limit(limit)).all()
    return [Purge(moment(row.at), row.faces, row.orders, moment(row.oldest), row.months) for row in rows]


def _offer(row: Any) -> Offer:
    at = moment(row.at), _plan.decode(row.plan), _ids.decode(row.chosen)
    return Offer(row.id, row.customer, row.state, *at, row.by, moment(row.decided_at), row.why, row.job)


def _done(row: Any) -> Done:
    told = moment(row.at), row.by, row.what, row.about, row.why, row.before
    return Done(row.id, *told, moment(row.undone_at), row.undone_by)
