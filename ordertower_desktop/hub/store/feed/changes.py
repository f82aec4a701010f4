"""What a desk reads: everything above its number, each thing once under its newest, and the digest to prove it."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, delete, func, select, update

from ordertower_desktop.hub.store.feed.tables import documents, pending, state, sums
from ordertower_desktop.wire.rows import Change


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the feed. At `cursor == head` everything held must sum up to `digest`; `reset` asks for a start from nothing."""

    epoch: str
    head: int
    cursor: int
    changes: list[Change]
    digest: dict[str, str]
    reset: bool = False


def position(conn: Connection) -> tuple[str, int]:
    """This life of the feed and its newest number."""
    row = conn.execute(select(state)).one()
    return row.epoch, row.head


def dirty(conn: Connection) -> int:
    """How many things wait for their numbers."""
    return conn.execute(select(func.count()).select_from(pending)).scalar_one()


def holds(conn: Connection, topic: str) -> bool:
    """True once anything of a topic has been told, numbered or not."""
    told = (table.c.topic == topic for table in (documents, pending))
    return any(conn.execute(select(one).where(one).limit(1)).first() is not None for one in told)


def page(conn: Connection, cursor: int, *, epoch: str, scopes: Mapping[str, str], limit: int) -> Page:
    """The changes above `cursor` in these scopes (topic -> scope), oldest number first; one snapshot, so cursor and digest agree."""
    now = conn.execute(select(state)).one()
    digest = _digest(conn, scopes)
    if _other_life(cursor, epoch, now.epoch, now.head, now.floor):
        return Page(now.epoch, now.head, 0, [], digest, reset=True)
    query = select(documents).where(documents.c.n > cursor, documents.c.scope.in_(scopes.values())).order_by(documents.c.n).limit(limit)
    if cursor == 0:
        query = query.where(documents.c.gone.is_(False))
    rows = conn.execute(query).all()
    found = [Change(row.n, row.topic, row.key, row.version, msgspec.Raw(row.body), row.gone) for row in rows]
    return Page(now.epoch, now.head, found[-1].n if len(found) == limit else now.head, found, digest)


def held(conn: Connection, scope: str) -> list[Change]:
    """Everything of a scope that is not gone."""
    rows = conn.execute(select(documents).where(documents.c.scope == scope, documents.c.gone.is_(False)))
    return [Change(row.n, row.topic, row.key, row.version, msgspec.Raw(row.body)) for row in rows]


def _other_life(cursor: int, epoch: str, true_epoch: str, head: int, floor: int) -> bool:
    if cursor == 0 and epoch in ("", true_epoch):
        return False
    return epoch != true_epoch or cursor > head or cursor < floor


def _digest(conn: Connection, scopes: Mapping[str, str]) -> dict[str, str]:
    rows = conn.execute(select(sums).where(sums.c.scope.in_(scopes.values())))
    total = {row.scope: row.total for row in rows}
    return {topic: total.get(scope, "0" * 16) for topic, scope in scopes.items()}


def clear_tombstones(conn: Connection, *, keep: int) -> int:
    """Forget what has been gone for more than `keep` numbers; a desk that is further behind starts from nothing."""
    now = conn.execute(select(state)).one()
    floor = now.head - keep
    if floor <= now.floor:
        return 0
    cleared = conn.execute(delete(documents).where(documents.c.gone.is_(True), documents.c.n <= floor)).rowcount
    if cleared:
        conn.execute(update(state).values(floor=floor))
    return cleared
