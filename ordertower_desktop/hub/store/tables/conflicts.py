"""Which orders the systems contradict each other about, by moments: who asks at a time finds what is open then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Column, ColumnElement, Connection, Index, String, Table, and_, delete, func, or_, select

from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata

conflicts = Table(
    "conflicts",
    metadata,
    Column("order_id", Key, primary_key=True),
    Column("field", String(64), primary_key=True),
    Column("since", BigInteger, nullable=False),
    Column("counts_at", BigInteger, nullable=False),
    Column("over_at", BigInteger),
    Column("platform", String(32), nullable=False),
    Column("sources", String(512), nullable=False),
)
"""It counts from `counts_at`, when it has lasted, until `over_at`, when the agreement has: nobody has to look again for it to ripen.
`sources` stand between bars, so that each is found whole."""
Index("conflicts_since", conflicts.c.since, conflicts.c.order_id)

_A_QUERY = 500


@dataclass(frozen=True, slots=True)
class Stood:
    """A conflict of one order about one field."""

    order: str
    field: str
    since: datetime
    counts_at: datetime
    over_at: datetime | None = None
    platform: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is open at `now`, of this field, source and platform; empty is any."""

    now: datetime
    field: str = ""
    source: str = ""
    platform: str = ""


def renew(conn: Connection, orders: Sequence[str], found: Sequence[Stood]) -> None:
    """Of these orders, these and no others."""
    for start in range(0, len(orders), _A_QUERY):
        conn.execute(delete(conflicts).where(conflicts.c.order_id.in_(orders[start : start + _A_QUERY])))
    rows = [
        (one.order, one.field[:64], micros(one.since), micros(one.counts_at), micros(one.over_at), one.platform[:32], _barred(one.sources))
        for one in found
    ]
    put_rows(conn, conflicts, rows)


def page(conn: Connection, asked: Asked, *, after: str, limit: int) -> list[Stood]:
    """The oldest first; `after` is the `mark` of the last one of the page before. Raises `ValueError` where it is none."""
    where = [_open(asked)]
    if after:
        at, field, order = _unmarked(after)
        here, key = conflicts.c.since, (conflicts.c.order_id, conflicts.c.field)
        later = or_(key[0] > order, and_(key[0] == order, key[1] > field))
        where.append(or_(here > at, and_(here == at, later)))
    query = select(conflicts).where(*where).order_by(conflicts.c.since, conflicts.c.order_id, conflicts.c.field).limit(limit)
    return [
        Stood(row.order_id, row.field, _at(row.since), _at(row.counts_at), moment(row.over_at), row.platform, _unbarred(row.sources))
        for row in conn.execute(query)
    ]


def by_field(conn: Connection, asked: Asked) -> dict[str, int]:
    """How many are open, field by field, the most first."""
    count = func.count().label("n")
    query = select(conflicts.c.field, count).where(_open(asked)).group_by(conflicts.c.field).order_by(count.desc(), conflicts.c.field)
    return {row.field: int(row.n) for row in conn.execute(query)}


def mark(one: Stood) -> str:
    return f"{micros(one.since)}.{one.field}.{one.order}"


def _open(asked: Asked) -> ColumnElement[bool]:
    now = micros(asked.now)
    wanted = [conflicts.c.counts_at <= now, or_(conflicts.c.over_at.is_(None), conflicts.c.over_at > now)]
    if asked.field:
        wanted.append(conflicts.c.field == asked.field)
    if asked.platform:
        wanted.append(conflicts.c.platform == asked.platform)
    if asked.source:
        wanted.append(conflicts.c.sources.contains(f"|{asked.source}|", autoescape=True))
    return and_(*wanted)


def _unmarked(text: str) -> tuple[int, str, str]:
    at, field, order = text.split(".", 2)
    if not (at.isascii() and at.isdigit() and len(at) <= 18):
        raise ValueError(text)
    return int(at), field, order


def _barred(sources: Sequence[str]) -> str:
    """As many as fit, each whole."""
    told = "|"
    for source in sources:
        told += f"{source}|" if len(told) + len(source) < 512 else ""
    return told


def _unbarred(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _at(value: int) -> datetime:
    found = moment(value)
    assert found is not None
    return found
