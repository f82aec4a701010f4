"""Crises that were rehearsed: each a response of its own, kept apart from everything that counts."""

from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, Column, Connection, LargeBinary, Table, select

from ordertower_desktop.domain.response import Response, ended
from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.wire.codec import encode

drills = Table(
    "crisis_drills",
    metadata,
    Column("id", Key, primary_key=True),
    Column("opened_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("body", LargeBinary, nullable=False),
)

_response = msgspec.json.Decoder(Response)


def put(conn: Connection, drill: Response, *, over: datetime | None = None) -> None:
    """Store a drill as it stands; `over` ends one that nobody ended."""
    last = ended(drill)
    end = last.at if last is not None else over
    put_rows(conn, drills, [(drill.id, micros(drill.opened_at), micros(end), encode(drill))], renew=("ended_at", "body"))


def open_one(conn: Connection) -> Response | None:
    """The drill that is under way."""
    query = select(drills.c.body).where(drills.c.ended_at.is_(None)).order_by(drills.c.opened_at).limit(1)
    body = conn.execute(query).scalar()
    return _response.decode(body) if body else None


def one(conn: Connection, key: str) -> Response | None:
    body = conn.execute(select(drills.c.body).where(drills.c.id == key)).scalar()
    return _response.decode(body) if body else None
