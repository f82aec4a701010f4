"""Back-tests: what was asked, how far it is, what it found, and the orders of its lists one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Integer, LargeBinary, String, Table, delete, func, insert, select, update

from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.wire.backtests import BacktestOrder, BacktestView
from ordertower_desktop.wire.codec import encode

backtests = Table(
    "backtests",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("asked", LargeBinary, nullable=False),
    Column("view", LargeBinary, nullable=False),
)
named = Table(
    "backtest_orders",
    metadata,
    Column("job", String(32), primary_key=True),
    Column("list", String(8), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("order_id", Key, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

ACTIVE = ("waiting", "running")
KEPT = 20
"""So many back-tests can be looked at again."""
_view, _order = msgspec.json.Decoder(BacktestView), msgspec.json.Decoder(BacktestOrder)


class Asked(msgspec.Struct, frozen=True):
    """What a worker needs to know: the floor's texts as they are and as they would be, the rule on trial (empty: all), and labels."""

    before: dict[str, str]
    after: dict[str, str]
    rule: str
    days: int
    labels: list[str]
    version: int


@dataclass(frozen=True, slots=True)
class Job:
    """A back-test with what it was asked."""

    asked: Asked
    view: BacktestView

    @property
    def id(self) -> str:
        return self.view.id


def add(conn: Connection, job: Job) -> None:
    """Queue it, and forget the oldest."""
    view = job.view
    conn.execute(insert(backtests).values(id=job.id, at=micros(view.at), state=view.state, asked=encode(job.asked), view=encode(view)))
    old = list(conn.execute(select(backtests.c.id).order_by(backtests.c.at.desc(), backtests.c.id).offset(KEPT)).scalars())
    for table, column in ((backtests, backtests.c.id), (named, named.c.job)):
        conn.execute(delete(table).where(column.in_(old)))


def keep(conn: Connection, view: BacktestView) -> bool:
    """Store how it is now, unless it is over: somebody called it off. False then."""
    here = update(backtests).where(backtests.c.id == view.id, backtests.c.state.in_(ACTIVE))
    return bool(conn.execute(here.values(state=view.state, view=encode(view))).rowcount)


def active(conn: Connection) -> Job | None:
    """The one that is to be worked on, if any: there is never more than one."""
    row = conn.execute(select(backtests).where(backtests.c.state.in_(ACTIVE)).order_by(backtests.c.at).limit(1)).one_or_none()
    return Job(msgspec.json.decode(row.asked, type=Asked), _view.decode(row.view)) if row else None


def stands(conn: Connection, key: str) -> bool:
    """Whether it is still to be worked on."""
    return conn.execute(select(backtests.c.state).where(backtests.c.id == key)).scalar() in ACTIVE


def waiting(conn: Connection) -> bool:
    return conn.execute(select(backtests.c.id).where(backtests.c.state.in_(ACTIVE)).limit(1)).scalar() is not None


def one(conn: Connection, key: str) -> BacktestView | None:
    body = conn.execute(select(backtests.c.view).where(backtests.c.id == key)).scalar()
    return None if body is None else _view.decode(body)


def recent(conn: Connection, *, limit: int) -> list[BacktestView]:
    """The newest first."""
    query = select(backtests.c.view).order_by(backtests.c.at.desc(), backtests.c.id).limit(limit)
    return [_view.decode(body) for body in conn.execute(query).scalars()]


def put_orders(conn: Connection, job: str, which: str, orders: Iterable[BacktestOrder]) -> None:
    put_rows(conn, named, [(job, which, place, one.order, encode(one)) for place, one in enumerate(orders)])


def page(conn: Connection, job: str, which: str, *, after: int, limit: int) -> tuple[int, list[BacktestOrder]]:
    """How many there are in the list, and those from place `after` on."""
    of = (named.c.job == job, named.c.list == which)
    total = conn.execute(select(func.count()).select_from(named).where(*of)).scalar_one()
    query = select(named.c.body).where(*of, named.c.place >= after).order_by(named.c.place).limit(limit)
    return total, [_order.decode(body) for body in conn.execute(query).scalars()]


def since(view: BacktestView, now: datetime) -> float:
    """Seconds that it has taken."""
    return round((now - view.at).total_seconds(), 1)
