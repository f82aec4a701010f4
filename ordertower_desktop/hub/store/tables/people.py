"""People of the floor and whose turn it was last."""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import json
from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, String, Table, Text, func, select, update

from ordertower_desktop.domain.people import Person, Presence, Role
from ordertower_desktop.hub.store.dialect import upsert
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.hub.store.tables.duties import duties

people = Table(
    "people",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("post", String(32), nullable=False),
    Column("presence", String(8), nullable=False),
    Column("backup", String(64), nullable=False),
    Column("load_limit", Integer, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("turn", BigInteger, nullable=False),
    Column("warehouses", Text, nullable=False, server_default="[]"),
)


_PEOPLE = select(people, duties.c.post.label("duty"), duties.c.backup.label("stand_in")).select_from(
    people.outerjoin(duties, duties.c.person == people.c.id)
)
"""Everybody, with the shift that they are on."""
_EVERYONE = _PEOPLE.order_by(people.c.id)
_TURNS = select(people.c.id, people.c.turn).where(people.c.turn > 0)


def everyone(conn: Connection) -> tuple[Person, ...]:
    return tuple(_person(row) for row in conn.execute(_EVERYONE))


def one(conn: Connection, key: str) -> Person | None:
    row = conn.execute(_PEOPLE.where(people.c.id == key)).one_or_none()
    return _person(row) if row else None


def put(conn: Connection, changed: Iterable[Person]) -> None:
    """Store people; their turns stay, and what the roster says of them."""
    rows = [
        {
            "id": p.id,
            "name": p.name,
            "role": p.role,
            "post": p.post,
            "presence": p.presence,
            "backup": p.backup,
            "load_limit": p.limit,
            "disabled": p.disabled,
            "turn": 0,
            "warehouses": json.encode(p.warehouses).decode(),
        }
        for p in changed
    ]
    if rows:
        insert = upsert(conn, people)
        new = {column.name: insert.excluded[column.name] for column in people.c if column.name not in ("id", "turn")}
        conn.execute(insert.on_conflict_do_update(index_elements=["id"], set_=new), rows)


def turns(conn: Connection) -> dict[str, int]:
    """Person -> number of the last turn taken."""
    return {row.id: row.turn for row in conn.execute(_TURNS)}


def took_turns(conn: Connection, taken: Mapping[str, int]) -> None:
    for key, turn in taken.items():
        conn.execute(update(people).where(people.c.id == key).values(turn=turn))


def count(conn: Connection) -> int:
    return conn.execute(select(func.count()).select_from(people)).scalar_one()


def _person(row: Any) -> Person:
    return Person(
        row.id, row.name, Role(row.role), row.post, Presence(row.presence), row.backup, row.load_limit, row.disabled, row.duty or "",
        row.stand_in or "", json.decode(row.warehouses, type=tuple[str, ...]),
    )  # fmt: skip
