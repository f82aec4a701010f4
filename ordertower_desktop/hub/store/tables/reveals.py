"""Who has seen which order's receiver in plain, and why; of the plain values nothing, ever."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, String, Table, Text, func, insert, select, update

from ordertower_desktop.hub.store.dialect import Key
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata

ASKED, SHOWN, FAILED, REFUSED = "asked", "shown", "failed", "refused"
"""`asked`: the source is being asked, or the hub fell while it was; it counts like a look, since nobody can say that it was none."""
SPENT = (ASKED, SHOWN)

reveals = Table(
    "reveals",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("order_id", Key, nullable=False),
    Column("source", String(96), nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("why", Text, nullable=False),
    Column("fields", String(64), nullable=False),
)
"""`why` says what stood in the way; `fields` names what was shown."""
Index("reveals_person", reveals.c.person, reveals.c.at)
Index("reveals_at", reveals.c.at, reveals.c.id)


@dataclass(frozen=True, slots=True)
class Look:
    """One wish to see an order's receiver in plain."""

    id: str
    person: str
    at: datetime
    order: str
    source: str
    reason: str
    state: str
    why: str = ""
    fields: str = ""


def add(conn: Connection, look: Look) -> None:
    conn.execute(
        insert(reveals).values(
            id=look.id, person=look.person, at=micros(look.at), order_id=look.order, source=look.source, reason=look.reason,
            state=look.state, why=look.why, fields=look.fields,
        )
    )  # fmt: skip


def end(conn: Connection, key: str, state: str, *, why: str = "", fields: str = "") -> None:
    """What came of it."""
    conn.execute(update(reveals).where(reveals.c.id == key).values(state=state, why=why, fields=fields))


def spent(conn: Connection, person: str, span: tuple[datetime, datetime]) -> int:
    """How often this person has looked from then until then."""
    since, until = map(micros, span)
    wanted = (reveals.c.person == person, reveals.c.at >= since, reveals.c.at < until, reveals.c.state.in_(SPENT))
    return conn.execute(select(func.count()).select_from(reveals).where(*wanted)).scalar_one()


def newest(conn: Connection, *, who: str, order: str, before: str, limit: int, states: Collection[str] = ()) -> list[Look]:
    """The newest first; `before` is the id of the last of the page before."""
    query = select(reveals).order_by(reveals.c.at.desc(), reveals.c.id.desc()).limit(limit)
    if who:
        query = query.where(reveals.c.person == who)
    if order:
        query = query.where(reveals.c.order_id == order)
    if states:
        query = query.where(reveals.c.state.in_(states))
    if before and (last := conn.execute(select(reveals.c.at).where(reveals.c.id == before)).scalar_one_or_none()) is not None:
        query = query.where((reveals.c.at < last) | ((reveals.c.at == last) & (reveals.c.id < before)))
    return [_look(row) for row in conn.execute(query)]


def totals(conn: Connection, span: tuple[datetime, datetime]) -> dict[str, int]:
    """Person -> how often they have looked from then until then."""
    since, until = map(micros, span)
    wanted = (reveals.c.at >= since, reveals.c.at < until, reveals.c.state.in_(SPENT))
    rows = conn.execute(select(reveals.c.person, func.count()).where(*wanted).group_by(reveals.c.person))
    return {row[0]: row[1] for row in rows}


def _look(row: Any) -> Look:
    return Look(row.id, row.person, moment(row.at), row.order_id, row.source, row.reason, row.state, row.why, row.fields)
