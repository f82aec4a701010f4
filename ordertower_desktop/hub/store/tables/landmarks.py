"""Landmarks of days, as they were noticed; what other tables date already is not written twice."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Column, Connection, String, Table, Text, delete, select

from ordertower_desktop.domain.landmark import Landmark, Turning
from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata

landmarks = Table(
    "landmarks",
    metadata,
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), primary_key=True),
    Column("key", Key, primary_key=True),
    Column("text", Text, nullable=False),
    Column("grave", Boolean, nullable=False),
)


def add(conn: Connection, seen: Iterable[Landmark]) -> None:
    put_rows(conn, landmarks, [(micros(one.at), str(one.kind), one.key, one.text, one.grave) for one in seen])


def between(conn: Connection, since: datetime, until: datetime) -> list[Landmark]:
    """What turned in `[since, until)`, oldest first."""
    query = (
        select(landmarks).where(landmarks.c.at >= micros(since), landmarks.c.at < micros(until)).order_by(landmarks.c.at, landmarks.c.key)
    )
    return [Landmark(moment(row.at), Turning(row.kind), row.key, row.text, row.grave) for row in conn.execute(query)]


def newest(conn: Connection, kind: Turning) -> dict[str, Landmark]:
    """What turned -> how it turned last."""
    rows = conn.execute(select(landmarks).where(landmarks.c.kind == str(kind)).order_by(landmarks.c.at))
    return {row.key: Landmark(moment(row.at), kind, row.key, row.text, row.grave) for row in rows}


def forget(conn: Connection, before: datetime) -> None:
    conn.execute(delete(landmarks).where(landmarks.c.at < micros(before)))
