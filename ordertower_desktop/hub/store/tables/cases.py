"""Cases: the whole value as one body, and the few columns that find it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Connection, Index, Integer, LargeBinary, String, Table, delete, func, or_, select

from ordertower_desktop.domain.case import Case
from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.wire.codec import encode

cases = Table(
    "cases",
    metadata,
    Column("id", Key, primary_key=True),
    Column("order_id", Key, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("vip", Boolean, nullable=False),
    Column("triage", String(16), nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("breached_at", BigInteger),
    Column("closed_at", BigInteger),
    Column("body", LargeBinary, nullable=False),
)
Index("cases_order", cases.c.order_id)
Index("cases_open", cases.c.id, sqlite_where=cases.c.open.is_(True))
Index("cases_breached", cases.c.breached_at)
Index("cases_closed", cases.c.closed_at)

_RENEWED = tuple(column.name for column in cases.c if column.name not in ("id", "order_id"))
_case = msgspec.json.Decoder(Case)
_A_QUERY = 500


def latest(conn: Connection, order_ids: Iterable[str]) -> dict[str, Case]:
    """Order id -> its newest case."""
    wanted = list(dict.fromkeys(order_ids))
    found: dict[str, Case] = {}
    for start in range(0, len(wanted), _A_QUERY):
        query = select(cases.c.body).where(cases.c.order_id.in_(wanted[start : start + _A_QUERY])).order_by(cases.c.opened_at, cases.c.id)
        for body in conn.execute(query).scalars():
            case = _case.decode(body)
            found[case.order] = case
    return found


def order_of(conn: Connection, case: str) -> str | None:
    """The order that a case is about."""
    return conn.execute(select(cases.c.order_id).where(cases.c.id == case)).scalar()


def of_order(conn: Connection, order: str) -> list[Case]:
    """Every case that the order ever had, oldest first."""
    query = select(cases.c.body).where(cases.c.order_id == order).order_by(cases.c.opened_at, cases.c.id)
    return [_case.decode(body) for body in conn.execute(query).scalars()]


def of_orders(conn: Connection, orders: Sequence[str]) -> list[Case]:
    """Every case that these orders ever had, oldest first."""
    found: list[Case] = []
    for start in range(0, len(orders), _A_QUERY):
        query = select(cases.c.body).where(cases.c.order_id.in_(orders[start : start + _A_QUERY])).order_by(cases.c.opened_at, cases.c.id)
        found += [_case.decode(body) for body in conn.execute(query).scalars()]
    return found


def put(conn: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Store cases."""
    put_rows(conn, cases, rows, renew=_RENEWED)


def row(case: Case, tags: Collection[str]) -> tuple[Any, ...]:
    """A case, and whether its customer is a VIP by the tags of its order."""
    did = case.handling
    return (
        case.id, case.order, case.open, did.state, did.owner, case.version, "vip" in tags, case.triage, micros(case.opened_at),
        micros(case.breached_at), micros(did.closed_at), encode(case),
    )  # fmt: skip


def closed_before(conn: Connection, before: datetime, *, after: datetime, limit: int) -> list[tuple[str, datetime]]:
    """Id and time of cases that were closed in `[after, before)`, in the order of closing."""
    query = select(cases.c.id, cases.c.closed_at).where(cases.c.closed_at >= micros(after), cases.c.closed_at < micros(before))
    return [(row.id, moment(row.closed_at)) for row in conn.execute(query.order_by(cases.c.closed_at).limit(limit))]


def breached_orders(conn: Connection, since: datetime, until: datetime) -> tuple[int, int]:
    """Distinct orders whose clock passed in `[since, until)`, and how many of them are VIPs' (D2)."""
    passed = (cases.c.breached_at >= micros(since), cases.c.breached_at < micros(until))
    total = conn.execute(select(func.count(func.distinct(cases.c.order_id))).where(*passed)).scalar_one()
    vip = conn.execute(select(func.count(func.distinct(cases.c.order_id))).where(*passed, cases.c.vip.is_(True))).scalar_one()
    return total, vip


@dataclass(frozen=True, slots=True)
class Closing:
    """Who closed a case, how, what lane it was in, and when."""

    owner: str
    state: str
    triage: str
    at: datetime


def closings(conn: Connection, since: datetime) -> list[Closing]:
    """Every case closed since."""
    query = select(cases.c.owner, cases.c.state, cases.c.triage, cases.c.closed_at).where(cases.c.closed_at >= micros(since))
    return [Closing(row.owner, row.state, row.triage, moment(row.closed_at)) for row in conn.execute(query)]


def ownerless(conn: Connection) -> list[str]:
    """The orders whose case waits in the queue of its post because nobody was there."""
    return list(conn.execute(select(cases.c.order_id).where(cases.c.open.is_(True), cases.c.owner == "")).scalars())


def owned_by(conn: Connection, person: str) -> list[str]:
    """The orders whose open case somebody owns."""
    return list(conn.execute(select(cases.c.order_id).where(cases.c.open.is_(True), cases.c.owner == person)).scalars())


def open_orders(conn: Connection) -> list[str]:
    """The orders that have an open case."""
    return list(conn.execute(select(cases.c.order_id).where(cases.c.open.is_(True))).scalars())


class _Policy(msgspec.Struct):
    id: str


class _Chain(msgspec.Struct):
    policy: _Policy
    stopped_at: datetime | None = None


class _Handling(msgspec.Struct):
    chain: _Chain | None = None


class _Chained(msgspec.Struct):
    handling: _Handling


_chained = msgspec.json.Decoder(_Chained)
"""Of a case only what tells the chain that runs: a thousand cases are counted while somebody waits."""


def on_chain(conn: Connection, policy: str) -> int:
    """How many open cases are being escalated by this chain."""
    chains = (_chained.decode(body).handling.chain for body in conn.execute(select(cases.c.body).where(cases.c.open.is_(True))).scalars())
    return sum(1 for one in chains if one is not None and one.policy.id == policy and one.stopped_at is None)


def standing_in(conn: Connection, since: datetime, until: datetime) -> list[Case]:
    """Every case that was open at some moment of `[since, until)`."""
    query = select(cases.c.body).where(cases.c.opened_at < micros(until), or_(cases.c.open.is_(True), cases.c.closed_at >= micros(since)))
    return [_case.decode(body) for body in conn.execute(query.order_by(cases.c.opened_at, cases.c.id)).scalars()]


def forget(conn: Connection, order_ids: Sequence[str]) -> list[str]:
    """Take out the cases of these orders; returns their ids."""
    gone: list[str] = []
    for start in range(0, len(order_ids), _A_QUERY):
        part = cases.c.order_id.in_(order_ids[start : start + _A_QUERY])
        gone += conn.execute(select(cases.c.id).where(part)).scalars()
        conn.execute(delete(cases).where(part))
    return gone
