"""Every step that tells somebody something: queued, claimed by a worker, sent, or called off."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Connection, Index, Integer, String, Table, Text, bindparam, func, select, update

from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata

LEASE = timedelta(seconds=15)
QUIET = "免打扰"
"""How the why of what waits for the end of quiet hours begins."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case_id", Key, nullable=False),
    Column("order_id", Key, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("step", String(128), nullable=False),
    Column("role", String(16), nullable=False),
    Column("person", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("lease_until", BigInteger),
    Column("epoch", Integer, nullable=False),
    Column("whom", String(64), nullable=False, server_default=""),
    Column("queued_at", BigInteger),
    Column("sent_at", BigInteger),
    Column("delivered_at", BigInteger),
)
"""The id is case, cycle and step (and a further person), so that a step can be taken only once however often it is judged.

Nobody takes a row before `lease_until`: either a worker is at it, or its next try is then.
"""
Index("deliveries_state", deliveries.c.state, deliveries.c.channel, deliveries.c.due_at)
Index("deliveries_case", deliveries.c.case_id)


class State(StrEnum):
    """`due`: its channel is not connected, the step is recorded as owed. `queued` waits for whom it speaks to, `pending` to be sent.

    `sending` whose lease ran out may have arrived, whoever sent it: it goes once more, labelled, as `repeating`, and never a third time.
    """

    QUEUED = "queued"
    DUE = "due"
    PENDING = "pending"
    SENDING = "sending"
    REPEATING = "repeating"
    SENT = "sent"
    STALE = "stale"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNSENT = (State.QUEUED, State.DUE, State.PENDING)
"""Not yet begun: what an answer calls off."""
OUTBOUND = (State.PENDING, State.SENDING, State.REPEATING)
"""What the deliver worker has to see to."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One telling of one step. `epoch` counts the claims: who holds an older one must not send.

    `at` is when it came into its state; `queued_at`, `sent_at` (a platform took it) and `delivered_at` stay.
    """

    id: str
    case: str
    order: str
    channel: str
    step: str
    role: str
    person: str
    due_at: datetime
    at: datetime
    state: State = State.QUEUED
    why: str = ""
    epoch: int = 0
    whom: str = ""
    queued_at: datetime | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None

    @property
    def cycle(self) -> int:
        """Of the chain that it is a step of."""
        return int(self._place[0])

    @property
    def number(self) -> int:
        """Of the step in its cycle."""
        return int(self._place[1])

    @property
    def _place(self) -> list[str]:
        return self.id.removeprefix(f"{self.case}/").split("/")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claimed delivery; `person` is who was told, several joined by commas."""

    held: Delivery
    state: State
    person: str = ""
    why: str = ""


def row(new: Delivery) -> tuple[Any, ...]:
    due_at, at = micros(new.due_at), micros(new.at)
    told = new.id, new.case, new.order, new.channel, new.step, new.role, new.person, new.state, due_at, at, new.why
    return *told, None, 0, new.whom, micros(new.queued_at or new.at), micros(new.sent_at), micros(new.delivered_at)


def queue(conn: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Leave these for the worker; known ids stay as they are."""
    put_rows(conn, deliveries, rows)


def claim(
    conn: Connection, now: datetime, *, limit: int, states: Collection[State] = (State.QUEUED,), channel: str = "", lease: timedelta = LEASE
) -> list[Delivery]:
    """Take ones in these states that nobody holds; each claim counts the epoch up, so an earlier holder is fenced off."""
    query = select(deliveries).where(*_free(now, states, channel)).order_by(deliveries.c.due_at).limit(limit)
    rows = [_delivery(row) for row in conn.execute(query)]
    of = deliveries.c.id.in_([held.id for held in rows])
    conn.execute(update(deliveries).where(of).values(lease_until=micros(now + lease), epoch=deliveries.c.epoch + 1))
    return [replace(held, epoch=held.epoch + 1) for held in rows]


def still_held(conn: Connection, held: Sequence[Delivery]) -> list[Delivery]:
    """Of what was claimed, what is still ours and still owed."""
    query = select(deliveries.c.id, deliveries.c.epoch, deliveries.c.state).where(deliveries.c.id.in_([one.id for one in held]))
    now = {row.id: (row.epoch, row.state) for row in conn.execute(query)}
    return [one for one in held if now.get(one.id) == (one.epoch, one.state)]


def settle(conn: Connection, outcomes: Sequence[Outcome], *, now: datetime, until: datetime | None = None) -> None:
    """Say what became of claimed ones; the guard keeps a settled one settled. `until`: nobody takes them before then."""
    ours = (deliveries.c.id == bindparam("i"), deliveries.c.epoch == bindparam("e"), deliveries.c.state == bindparam("b"))
    done = {"state": bindparam("s"), "at": micros(now), "person": bindparam("p"), "why": bindparam("w"), "lease_until": micros(until)}
    rows = [{"i": o.held.id, "e": o.held.epoch, "b": o.held.state, "s": o.state, "p": o.person, "w": o.why} for o in outcomes]
    if rows:
        conn.execute(update(deliveries).where(*ours).values(done), rows)
    if here := [o.held.id for o in outcomes if o.state is State.DELIVERED]:
        seen = (deliveries.c.id.in_(here), deliveries.c.state == State.DELIVERED)
        conn.execute(update(deliveries).where(*seen).values(sent_at=micros(now), delivered_at=micros(now)))


def arrived(conn: Connection, held: Sequence[Delivery], *, now: datetime, why: str) -> None:
    """The platform said yes. True whoever holds them by now: a worker that was slow to hear it spares the next one a repeat."""
    under_way = (deliveries.c.id.in_([one.id for one in held]), deliveries.c.state.in_((State.SENDING, State.REPEATING)))
    done = {"state": State.SENT, "at": micros(now), "sent_at": micros(now), "why": why, "lease_until": None}
    conn.execute(update(deliveries).where(*under_way).values(done))


def stranded(conn: Connection, connected: Collection[str]) -> bool:
    """True where something waits for a channel that is not set up."""
    lost = (deliveries.c.state == State.PENDING, deliveries.c.channel.not_in(list(connected)))
    return conn.execute(select(deliveries.c.id).where(*lost).limit(1)).first() is not None


def disconnect_others(conn: Connection, connected: Collection[str], *, now: datetime, why: str) -> int:
    """What waits for a channel that is no longer set up is owed from now on."""
    lost = (deliveries.c.state == State.PENDING, deliveries.c.channel.not_in(list(connected)))
    return conn.execute(update(deliveries).where(*lost).values(state=State.DUE, at=micros(now), why=why)).rowcount


def call_off(conn: Connection, case_ids: Sequence[str], *, now: datetime) -> int:
    """Nothing still owed for these cases goes out."""
    owed = deliveries.c.state.in_(UNSENT)
    done = {"state": State.CANCELLED, "at": micros(now)}
    return sum(conn.execute(update(deliveries).where(deliveries.c.case_id == key, owed).values(done)).rowcount for key in case_ids)


def of_case(conn: Connection, case: str) -> list[Delivery]:
    query = select(deliveries).where(deliveries.c.case_id == case).order_by(deliveries.c.due_at, deliveries.c.id)
    return [_delivery(row) for row in conn.execute(query)]


def missed(conn: Connection, since: datetime, until: datetime, *, limit: int) -> tuple[int, list[Delivery]]:
    """How many that were due in `[since, until)` reached nobody, and the first of them."""
    lost = (State.FAILED, State.STALE, State.DUE)
    where = (deliveries.c.state.in_(lost), deliveries.c.due_at >= micros(since), deliveries.c.due_at < micros(until))
    count = conn.execute(select(func.count()).select_from(deliveries).where(*where)).scalar_one()
    query = select(deliveries).where(*where).order_by(deliveries.c.due_at, deliveries.c.id).limit(limit)
    return count, [_delivery(row) for row in conn.execute(query)]


def due_times(conn: Connection, since: datetime, *, channel: str, person: str = "") -> list[datetime]:
    """When steps fell due that speak by this channel (to one person, where named), oldest first."""
    where = [deliveries.c.channel == channel, deliveries.c.due_at > micros(since)]
    if person:
        where.append(deliveries.c.person == person)
    return [moment(at) for at in conn.execute(select(deliveries.c.due_at).where(*where).order_by(deliveries.c.due_at)).scalars()]


def page(conn: Connection, *, after: str, limit: int, state: str = "") -> list[Delivery]:
    query = select(deliveries).where(deliveries.c.id > after).order_by(deliveries.c.id).limit(limit)
    if state:
        query = query.where(deliveries.c.state == state)
    return [_delivery(row) for row in conn.execute(query)]


def _delivery(row: Any) -> Delivery:
    return Delivery(
        row.id, row.case_id, row.order_id, row.channel, row.step, row.role, row.person, moment(row.due_at), moment(row.at),
        State(row.state), row.why, row.epoch, row.whom, moment(row.queued_at), moment(row.sent_at), moment(row.delivered_at),
    )  # fmt: skip


def owed_since(conn: Connection, channel: str, since: datetime) -> datetime | None:
    """When the first step fell due after `since` that this channel has still to send or could not; quiet hours owe nobody."""
    left = deliveries.c.state.in_((*OUTBOUND, State.FAILED, State.STALE))
    owed = (deliveries.c.channel == channel, left, deliveries.c.due_at > micros(since), deliveries.c.why.not_like(f"{QUIET}%"))
    return moment(conn.execute(select(func.min(deliveries.c.due_at)).where(*owed)).scalar())


def waiting(conn: Connection, now: datetime, *, states: Collection[State] = (State.QUEUED,), channel: str = "") -> bool:
    """True while something is in these states that nobody holds."""
    return conn.execute(select(deliveries.c.id).where(*_free(now, states, channel)).limit(1)).first() is not None


def _free(now: datetime, states: Collection[State], channel: str) -> list[ColumnElement[bool]]:
    free = (deliveries.c.lease_until.is_(None)) | (deliveries.c.lease_until <= micros(now))
    found: list[ColumnElement[bool]] = [deliveries.c.state.in_(list(states)), free]
    return [*found, deliveries.c.channel == channel] if channel else found
