"""Source systems: what they are, how far they have been read, and how they are doing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)

from ordertower_desktop.domain.authority import Authority
from ordertower_desktop.domain.census import Census
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.store.dialect import Key, upsert
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata

READER = "pull-"
"""The worker that reads a source is called this and the source's id."""

sources = Table(
    "sources",
    metadata,
    Column("id", String(96), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("connected", Boolean, nullable=False),
    Column("interval_s", Integer, nullable=False),
    Column("cursor", LargeBinary, nullable=False),
    Column("tried_at", BigInteger),
    Column("seen_at", BigInteger),
    Column("refused_since", BigInteger),
    Column("reason_code", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    Column("skew_s", Float, nullable=False),
    Column("orders", Integer, nullable=False),
    Column("gaps", Text, nullable=False),
    Column("write_back", String(8)),
    Column("census", LargeBinary),
    Column("authority", LargeBinary),
    Column("push", Text),
    Column("news_at", BigInteger),
)

requests = Table(
    "source_requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(96), nullable=False),
    Column("order_id", Key, nullable=False),
    Column("why", Text, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
)
"""Orders that somebody asked to read again now."""


@dataclass(frozen=True, slots=True)
class Source:
    """A system and its health. `connected`: a worker reads it by itself; an imported file is not. `write_back`: off | dry | on.

    `push`: on, or why its pushes do not arrive; empty where it has none. `news_at`: the newest change that it told, by its own clock.
    """

    id: str
    name: str
    kind: SourceKind
    connected: bool = False
    interval: timedelta = timedelta(minutes=15)
    cursor: bytes = b""
    tried_at: datetime | None = None
    seen_at: datetime | None = None
    refused_since: datetime | None = None
    reason_code: str = ""
    reason: str = ""
    skew_s: float = 0.0
    orders: int = 0
    gaps: tuple[str, ...] = ()
    write_back: str = "off"
    census: Census = field(default_factory=Census)
    authority: Authority = field(default_factory=Authority)
    push: str = ""
    news_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody wants one order read again; nobody in `by`: it could not be read, and is tried whenever the source is."""

    id: int
    source: str
    order: str
    why: str
    by: str


_authority = msgspec.json.Decoder(Authority)
_census = msgspec.json.Decoder(Census)
_EVERY = select(sources).order_by(sources.c.id)


def every(conn: Connection) -> tuple[Source, ...]:
    return tuple(_source(row) for row in conn.execute(_EVERY))


def one(conn: Connection, key: str) -> Source | None:
    row = conn.execute(select(sources).where(sources.c.id == key)).one_or_none()
    return _source(row) if row else None


def put(conn: Connection, changed: Iterable[Source]) -> None:
    rows = [
        {
            "id": s.id,
            "name": s.name,
            "kind": s.kind,
            "connected": s.connected,
            "interval_s": int(s.interval.total_seconds()),
            "cursor": s.cursor,
            "tried_at": micros(s.tried_at),
            "seen_at": micros(s.seen_at),
            "refused_since": micros(s.refused_since),
            "reason_code": s.reason_code,
            "reason": s.reason,
            "skew_s": s.skew_s,
            "orders": s.orders,
            "gaps": "\n".join(s.gaps),
            "write_back": s.write_back,
            "census": msgspec.json.encode(s.census),
            "authority": msgspec.json.encode(s.authority),
            "push": s.push,
            "news_at": micros(s.news_at),
        }
        for s in changed
    ]
    if rows:
        insert_ = upsert(conn, sources)
        new = {column.name: insert_.excluded[column.name] for column in sources.c if column.name != "id"}
        conn.execute(insert_.on_conflict_do_update(index_elements=["id"], set_=new), rows)


def forget(conn: Connection, key: str) -> bool:
    return conn.execute(delete(sources).where(sources.c.id == key)).rowcount == 1


def disconnect_others(conn: Connection, connected: Iterable[str]) -> None:
    """Say of every source not named that no worker reads it any more."""
    conn.execute(update(sources).where(sources.c.id.not_in(list(connected))).values(connected=False))


def tell(conn: Connection, modes: Mapping[str, str]) -> list[str]:
    """Source -> how it is told of shipments (`dry` or `on`); nobody else is. Returns the sources for which that is new."""
    known = {source.id: source.write_back for source in every(conn)}
    changed = [key for key, before in known.items() if modes.get(key, "off") != before]
    for key in changed:
        conn.execute(update(sources).where(sources.c.id == key).values(write_back=modes.get(key, "off")))
    return changed


def ask(conn: Connection, source: str, *, order: str, why: str, by: str, now: datetime) -> None:
    conn.execute(insert(requests).values(source=source, order_id=order, why=why, by=by, at=micros(now)))


def asked(conn: Connection, source: str) -> list[Request]:
    query = select(requests).where(requests.c.source == source).order_by(requests.c.id)
    return [Request(row.id, row.source, row.order_id, row.why, row.by) for row in conn.execute(query)]


def set_aside(conn: Connection, source: str, unread: Mapping[str, str], now: datetime) -> None:
    """Orders that could not be read, and why: to be read again, each once and behind those that wait already."""
    mine = (requests.c.source == source) & (requests.c.by == "") & requests.c.order_id.in_(list(unread))
    conn.execute(delete(requests).where(mine))
    for order, why in unread.items():
        ask(conn, source, order=order, why=why, by="", now=now)


def read_at_last(conn: Connection, source: str, orders: Iterable[str]) -> None:
    """What had been set aside has been read."""
    mine = (requests.c.source == source) & (requests.c.by == "") & requests.c.order_id.in_(list(orders))
    conn.execute(delete(requests).where(mine))


def answered(conn: Connection, done: Iterable[int]) -> None:
    conn.execute(delete(requests).where(requests.c.id.in_(list(done))))


def _source(row: Any) -> Source:
    return Source(
        row.id, row.name, SourceKind(row.kind), row.connected, timedelta(seconds=row.interval_s), row.cursor, moment(row.tried_at),
        moment(row.seen_at), moment(row.refused_since), row.reason_code, row.reason, row.skew_s, row.orders,
        tuple(row.gaps.split("\n")) if row.gaps else (), row.write_back or "off",
        Census() if row.census is None else _census.decode(row.census),
        Authority() if row.authority is None else _authority.decode(row.authority),
        row.push or "",
        moment(row.news_at),
    )  # fmt: skip
