"""Pre-audits: what was decided of each order by which clauses, who looked again, and how the audit ended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    exists,
    func,
    or_,
    select,
    update,
)

from ordertower_desktop.domain.preaudit import Clause, Decision, State
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.hub.store.tables.orders import events, orders, snapshots
from ordertower_desktop.wire.codec import encode

audits = Table(
    "pre_audits",
    metadata,
    Column("order_id", Key, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("state", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    Column("paid_at", BigInteger),
    Column("passed", Boolean, nullable=False),
    Column("sampled", Boolean, nullable=False),
    Column("address", Text, nullable=False),
    Column("clauses", LargeBinary, nullable=False),
    Column("mark", String(8), nullable=False),
    Column("mark_by", String(64), nullable=False),
    Column("mark_at", BigInteger),
    Column("done_at", BigInteger),
    Column("done_by", String(64), nullable=False),
)
"""`state` is how the pre-audit stood when it was decided; `done_by` is `auto`, `source` (audited elsewhere), `gone`
(cancelled or refunded before anybody audited it) or a person.
"""
Index("pre_audits_at", audits.c.at)
Index("pre_audits_done", audits.c.done_at)
Index("pre_audits_mark", audits.c.mark_at)

AUTO, SOURCE, GONE = "auto", "source", "gone"
WATCHED = (Stage.TO_ACCEPT, Stage.TO_AUDIT, Stage.TO_PRINT)
_RENEWED = ("at", "state", "version", "paid_at", "passed", "sampled", "address", "clauses")
_clauses = msgspec.json.Decoder(list[Clause])


class Mark(StrEnum):
    """What a person said of a sampled decision."""

    NONE = ""
    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Audit:
    """One order's pre-audit. `address` says what is unclear about its address."""

    order: str
    at: datetime
    state: State
    version: int
    decision: Decision
    paid_at: datetime | None = None
    sampled: bool = False
    address: str = ""
    mark: Mark = Mark.NONE
    mark_by: str = ""
    mark_at: datetime | None = None
    done_at: datetime | None = None
    done_by: str = ""


def undecided(conn: Connection, before: datetime, *, version: int, limit: int) -> list[str]:
    """Orders before their printing that were never decided, not since `before`, not by this version, or of which more is known since."""
    said = (select(told.c.order_id).where(told.c.order_id == orders.c.id, told.c.arrived > audits.c.at) for told in (events, snapshots))
    old = audits.c.at < micros(before)
    stale = or_(audits.c.order_id.is_(None), old, audits.c.version != version, *(exists(one) for one in said))
    query = select(orders.c.id).outerjoin(audits, audits.c.order_id == orders.c.id).where(orders.c.ended.is_(False))
    query = query.where(orders.c.stage.in_(WATCHED), stale, audits.c.done_at.is_(None))
    return list(conn.execute(query.order_by(audits.c.at.is_not(None), audits.c.at, orders.c.id).limit(limit)).scalars())


def left(conn: Connection, *, limit: int) -> list[str]:
    """Orders whose audit is not done here and which have gone on all the same."""
    query = select(audits.c.order_id).join(orders, audits.c.order_id == orders.c.id)
    gone = or_(orders.c.stage.not_in((*WATCHED, Stage.UNPAID)), orders.c.ended.is_(True))
    return list(conn.execute(query.where(audits.c.done_at.is_(None), gone).limit(limit)).scalars())


def put(conn: Connection, found: Iterable[Audit]) -> None:
    """Store what was decided; what people said of it and how it ended stay."""
    put_rows(conn, audits, [_row(one) for one in found], renew=_RENEWED)


def one(conn: Connection, order: str) -> Audit | None:
    return of_orders(conn, [order]).get(order)


def of_orders(conn: Connection, wanted: Sequence[str]) -> dict[str, Audit]:
    found: dict[str, Audit] = {}
    for start in range(0, len(wanted), 500):
        part = select(audits).where(audits.c.order_id.in_(wanted[start : start + 500]))
        found |= {row.order_id: _audit(row) for row in conn.execute(part)}
    return found


def marked(conn: Connection, order: str, mark: Mark, *, by: str, now: datetime) -> bool:
    """A person has looked; False where somebody had."""
    open_ = (audits.c.order_id == order, audits.c.mark == Mark.NONE, audits.c.sampled.is_(True))
    return conn.execute(update(audits).where(*open_).values(mark=mark, mark_by=by, mark_at=micros(now))).rowcount == 1


def done(conn: Connection, order: str, *, by: str, at: datetime) -> None:
    """Its audit has ended; the first end counts."""
    conn.execute(update(audits).where(audits.c.order_id == order, audits.c.done_at.is_(None)).values(done_at=micros(at), done_by=by))


def reopened(conn: Connection, order: str) -> None:
    """It was called back: its audit is to be made again, by a person."""
    conn.execute(update(audits).where(audits.c.order_id == order).values(done_at=None, done_by=""))


def marks(conn: Connection, since: datetime, *, limit: int) -> list[Mark]:
    """What people said since then, newest first."""
    query = select(audits.c.mark).where(audits.c.mark_at >= micros(since)).order_by(audits.c.mark_at.desc(), audits.c.order_id)
    return [Mark(mark) for mark in conn.execute(query.limit(limit)).scalars()]


def waiting(conn: Connection, what: str, *, limit: int) -> list[Audit]:
    """What waits for people: `sampled` ones to be looked at, `hand` those that did not pass, `pass` those that did, unclear `address`es."""
    query = select(audits).where(*_waits(what)).order_by(audits.c.paid_at, audits.c.order_id).limit(limit)
    return list(map(_audit, conn.execute(query)))


def count(conn: Connection, what: str) -> int:
    """How many wait."""
    return int(conn.execute(select(func.count()).select_from(audits).where(*_waits(what))).scalar() or 0)


def _waits(what: str) -> tuple[ColumnElement[bool], ...]:
    c = audits.c
    which: dict[str, tuple[ColumnElement[bool], ...]] = {
        "sampled": (c.sampled.is_(True), c.mark == Mark.NONE),
        "hand": (or_(c.passed.is_(False), c.mark == Mark.WRONG),),
        "pass": (c.passed.is_(True), c.mark != Mark.WRONG),
        "address": (c.address != "",),
    }
    return c.done_at.is_(None), *which[what]


@dataclass(frozen=True, slots=True)
class Ended:
    """Audits that ended in one way: how many, and their minutes since the payment together."""

    by: str
    count: int
    minutes: float


def ended(conn: Connection, since: datetime) -> list[Ended]:
    """Everything that was audited since then, by whom; what was cancelled before that is no audit."""
    c = audits.c
    query = select(c.done_by, func.count().label("n"), func.sum(c.done_at - c.paid_at).label("span"))
    query = query.where(c.done_at >= micros(since), c.paid_at.is_not(None), c.done_by != GONE).group_by(c.done_by)
    return [Ended(row.done_by, row.n, float(row.span or 0) / 60_000_000) for row in conn.execute(query)]


def _row(one: Audit) -> tuple[Any, ...]:
    decision = one.decision
    return (
        one.order, micros(one.at), one.state, one.version, micros(one.paid_at), decision.passed, one.sampled, one.address,
        encode(list(decision.clauses)), one.mark, one.mark_by, micros(one.mark_at), micros(one.done_at), one.done_by,
    )  # fmt: skip


def _audit(row: Any) -> Audit:
    return Audit(
        row.order_id, moment(row.at), State(row.state), row.version, Decision(tuple(_clauses.decode(row.clauses))), moment(row.paid_at),
        row.sampled, row.address, Mark(row.mark), row.mark_by, moment(row.mark_at), moment(row.done_at), row.done_by,
    )  # fmt: skip
