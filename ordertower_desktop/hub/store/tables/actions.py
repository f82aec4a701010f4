"""What people did: every action once, by its own id, with the result that was answered."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Index, LargeBinary, String, Table, insert, select

from ordertower_desktop.domain.actions import Action
from ordertower_desktop.hub.store.dialect import Key
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.wire import actions as wire
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.sync import Result

actions = Table(
    "actions",
    metadata,
    Column("id", Key, primary_key=True),
    Column("body_hash", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("target", Key, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("result", LargeBinary, nullable=False),
)
Index("actions_target", actions.c.target)

_A_QUERY = 500


@dataclass(frozen=True, slots=True)
class Done:
    """An action that was answered before."""

    body_hash: str
    result: Result


def body_hash(action: Action) -> str:
    """Equal for the same action however its JSON was written."""
    return hashlib.sha256(encode(sorted(wire.to_plain(action).items()))).hexdigest()


def known(conn: Connection, ids: Iterable[str]) -> dict[str, Done]:
    """Id -> what was answered, for those that came before."""
    wanted = list(ids)
    found = {}
    for start in range(0, len(wanted), _A_QUERY):
        for row in conn.execute(select(actions).where(actions.c.id.in_(wanted[start : start + _A_QUERY]))):
            found[row.id] = Done(row.body_hash, msgspec.json.decode(row.result, type=Result))
    return found


def keep(conn: Connection, action: Action, result: Result, *, person: str, now: datetime) -> None:
    """Store the answer with the action; the same id a second time is an error of ours."""
    target = getattr(action, "case", "") or getattr(action, "order", "")
    body = wire.to_bytes(action)
    conn.execute(
        insert(actions).values(
            id=action.id, body_hash=body_hash(action), person=person, target=target, at=micros(now), body=body, result=encode(result)
        )
    )
