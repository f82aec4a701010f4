"""What warehouses have to be told of orders: jobs of many orders, one command an order, who is at it, what it came to."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Connection, Index, Integer, String, Table, Text, func, select, update

from ordertower_desktop.domain.warehouse import Command
from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.hub.store.tables.writebacks import HANDED, OPEN, State

warehouses = Table("warehouses", metadata, Column("id", String(96), primary_key=True), Column("name", String(128), nullable=False))
"""The warehouse systems that can be told something; said by the hub that speaks to them, read by all."""

jobs = Table(
    "warehouse_jobs",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("by", String(64), nullable=False),
    Column("command", String(16), nullable=False),
    Column("why", Text, nullable=False),
    Column("undone_at", BigInteger),
    Column("undone_by", String(64), nullable=False),
)
"""`by` is empty for what the tower did by itself."""
Index("warehouse_jobs_at", jobs.c.at)

commands = Table(
    "warehouse_commands",
    metadata,
    Column("id", Key, primary_key=True),
    Column("job", Key, nullable=False),
    Column("source", String(96), nullable=False),
    Column("order_id", Key, nullable=False),
    Column("command", String(16), nullable=False),
    Column("by", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("begun", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("done_at", BigInteger),
    Column("lease_until", BigInteger),
    Column("epoch", Integer, nullable=False),
)
"""The id is job and order, so that the same job tells an order once however often it is sent."""
Index("warehouse_commands_state", commands.c.source, commands.c.state, commands.c.lease_until)
Index("warehouse_commands_job", commands.c.job)
Index("warehouse_commands_order", commands.c.order_id, commands.c.begun)
Index("warehouse_commands_at", commands.c.at)

_A_QUERY = 500


@dataclass(frozen=True, slots=True)
class Job:
    """One act on many orders. `by` is empty where the tower acted."""

    id: str
    at: datetime
    by: str
    command: Command
    why: str = ""
    undone_at: datetime | None = None
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """One order that one warehouse has to be told of. `epoch` counts the claims: who holds an older one marks nothing."""

    job: str
    source: str
    order: str
    command: Command
    by: str
    begun: datetime
    at: datetime
    state: State = State.PENDING
    why: str = ""
    done_at: datetime | None = None
    until: datetime | None = None
    epoch: int = 0

    @property
    def id(self) -> str:
        return f"{self.job}/{self.order}"


def connect(conn: Connection, names: Mapping[str, str]) -> None:
    """These can be told something from now on, and no others."""
    conn.execute(warehouses.delete().where(warehouses.c.id.not_in(list(names))))
    put_rows(conn, warehouses, list(names.items()), renew=("name",))


def connected(conn: Connection) -> dict[str, str]:
    """Id -> name."""
    return {row.id: row.name for row in conn.execute(select(warehouses).order_by(warehouses.c.id))}


def begin(conn: Connection, job: Job, tellings: Iterable[Telling]) -> None:
    """A job and everything that it tells; known ones stay as they are."""
    put_rows(conn, jobs, [(job.id, micros(job.at), job.by, job.command, job.why, None, "")])
    put_rows(conn, commands, [_row(one) for one in tellings])


def _row(one: Telling) -> tuple[Any, ...]:
    times = micros(one.begun), micros(one.at)
    return one.id, one.job, one.source, one.order, one.command, one.by, one.state, *times, one.why, None, None, 0


def job(conn: Connection, key: str) -> Job | None:
    return next(map(_job, conn.execute(select(jobs).where(jobs.c.id == key))), None)


def newest_jobs(conn: Connection, *, limit: int) -> list[Job]:
    """Those of people, newest first."""
    query = select(jobs).where(jobs.c.by != "").order_by(jobs.c.at.desc(), jobs.c.id).limit(limit)
    return list(map(_job, conn.execute(query)))


def undone(conn: Connection, key: str, *, by: str, now: datetime) -> None:
    conn.execute(update(jobs).where(jobs.c.id == key).values(undone_at=micros(now), undone_by=by))


def of_job(conn: Connection, key: str) -> list[Telling]:
    """Every order of a job, in the order of their numbers."""
    return list(map(_telling, conn.execute(select(commands).where(commands.c.job == key).order_by(commands.c.order_id))))


def counted(conn: Connection, keys: Sequence[str]) -> dict[str, Counter[State]]:
    """Job -> how its orders stand."""
    query = select(commands.c.job, commands.c.state, func.count().label("n")).where(commands.c.job.in_(keys))
    found: dict[str, Counter[State]] = {key: Counter() for key in keys}
    for row in conn.execute(query.group_by(commands.c.job, commands.c.state)):
        found[row.job][State(row.state)] = row.n
    return found


def of_orders(conn: Connection, orders: Sequence[str]) -> dict[str, list[Telling]]:
    """Order -> everything it was told of, oldest first."""
    found: dict[str, list[Telling]] = {order: [] for order in orders}
    for start in range(0, len(orders), _A_QUERY):
        part = commands.c.order_id.in_(orders[start : start + _A_QUERY])
        for row in conn.execute(select(commands).where(part).order_by(commands.c.begun, commands.c.id)):
            found[row.order_id].append(_telling(row))
    return found


def newest(
    conn: Connection, *, after: str = "", limit: int = 200, states: Sequence[State] = tuple(State), where: Mapping[str, str] | None = None
) -> list[Telling]:
    """The last that changed first; `where` may name job, order_id, command and by; `after` is the `mark` of the last one before."""
    at, _, key = after.partition("/")
    c = commands.c
    query = select(commands).where(c.state.in_(states), *(c[name] == value for name, value in (where or {}).items()))
    if at.isdigit():
        query = query.where((c.at < int(at)) | ((c.at == int(at)) & (c.id > key)))
    return list(map(_telling, conn.execute(query.order_by(c.at.desc(), c.id).limit(limit))))


def mark(one: Telling) -> str:
    """Its place in `newest`."""
    return f"{micros(one.at)}/{one.id}"


def waiting(conn: Connection, source: str, now: datetime) -> bool:
    """True while something is owed to this warehouse that nobody holds."""
    return conn.execute(select(commands.c.id).where(*_free(source, now)).limit(1)).first() is not None


def claim(conn: Connection, source: str, now: datetime, *, lease: timedelta) -> Telling | None:
    """Take the next one: what stops an order goes before what sends it on, then whoever waits longest."""
    stops = commands.c.command.not_in((Command.INTERCEPT, Command.HOLD, Command.URGENT))
    query = (
        select(commands).where(*_free(source, now)).order_by(stops, commands.c.lease_until.is_not(None), commands.c.begun, commands.c.id)
    )
    found = next(map(_telling, conn.execute(query.limit(1))), None)
    if found is None:
        return None
    taken = {"lease_until": micros(now + lease), "epoch": commands.c.epoch + 1}
    conn.execute(update(commands).where(commands.c.id == found.id).values(taken))
    return replace(found, epoch=found.epoch + 1)


def settle(conn: Connection, held: Telling, state: State, *, now: datetime, why: str = "", until: datetime | None = None) -> bool:
    """Say what became of a claimed one; False where somebody else has it by now. Nobody takes it again before `until`."""
    ours = (commands.c.id == held.id, commands.c.epoch == held.epoch, commands.c.state.in_(OPEN))
    values = {"state": state, "at": micros(now), "why": why, "lease_until": micros(until), "done_at": None}
    return conn.execute(update(commands).where(*ours).values(values)).rowcount == 1


def arrived(conn: Connection, held: Telling, *, now: datetime, why: str) -> bool:
    """The warehouse has taken it. True whoever holds it by now; what was taken back meanwhile stays so."""
    not_yet = (commands.c.id == held.id, commands.c.state.not_in((State.DONE, State.CANCELLED)))
    values = {"state": State.DONE, "at": micros(now), "done_at": micros(now), "why": why, "lease_until": None}
    return conn.execute(update(commands).where(*not_yet).values(values)).rowcount == 1


def cancel(conn: Connection, keys: Sequence[str], *, now: datetime, why: str) -> None:
    """Not owed any more: whoever holds one of these marks nothing."""
    for start in range(0, len(keys), _A_QUERY):
        open_ones = (commands.c.id.in_(keys[start : start + _A_QUERY]), commands.c.state.in_((*OPEN, *HANDED)))
        conn.execute(update(commands).where(*open_ones).values(state=State.CANCELLED, at=micros(now), why=why, lease_until=None))


def _free(source: str, now: datetime) -> list[ColumnElement[bool]]:
    free = commands.c.lease_until.is_(None) | (commands.c.lease_until <= micros(now))
    return [commands.c.source == source, commands.c.state.in_(OPEN), free]


def _job(row: Any) -> Job:
    return Job(row.id, moment(row.at), row.by, Command(row.command), row.why, moment(row.undone_at), row.undone_by)


def _telling(row: Any) -> Telling:
    return Telling(
        row.job, row.source, row.order_id, Command(row.command), row.by, moment(row.begun), moment(row.at), State(row.state), row.why,
        moment(row.done_at), moment(row.lease_until), row.epoch,
    )  # fmt: skip
