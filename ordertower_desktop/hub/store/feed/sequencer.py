"""The one place that gives feed numbers: after the writers' commits, gap-free, with the digests carried along."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, select, update

from ordertower_desktop.hub.store import dialect
from ordertower_desktop.hub.store.feed import past
from ordertower_desktop.hub.store.feed.tables import documents, pending, state, sums
from ordertower_desktop.wire.digest import feed_hash, minus, plus, spell

BATCH = 1000
_SAME_THING = and_(documents.c.topic == pending.c.topic, documents.c.key == pending.c.key)
_QUEUE = (
    select(
        pending,
        documents.c.version.label("old_version"),
        documents.c.body.label("old_body"),
        documents.c.gone.label("old_gone"),
    )
    .select_from(pending.outerjoin(documents, _SAME_THING))
    .order_by(pending.c.topic, pending.c.key)
)
"""What waits, each beside what desks hold of it; an `old_version` of None: they never heard of it."""
_LEAVE = delete(pending).where(pending.c.topic == bindparam("t"), pending.c.key == bindparam("k"))


def sequence(conn: Connection, *, now: datetime, limit: int = BATCH) -> int:
    """Number what writers left, at most `limit` things; returns how many left the queue. `now` is when desks are told.

    Runs in a write transaction of its own. Content equal to what desks already hold gets no number. Two sequencers at once are
    harmless: write transactions come one after the other.
    """
    left = conn.execute(_QUEUE.limit(limit)).all()
    if not left:
        return 0
    fresh = [row for row in left if not _same(row)]
    if fresh:
        head = conn.execute(select(state.c.head)).scalar_one()
        _store(conn, fresh, head)
        _count(conn, fresh)
        conn.execute(update(state).values(head=head + len(fresh)))
        past.remember(conn, fresh, n=head + len(fresh), now=now)
        dialect.tell(conn, head + len(fresh))
    conn.execute(_LEAVE, [{"t": row.topic, "k": row.key} for row in left])
    return len(left)


def _same(row: Any) -> bool:
    """True when no desk would see a difference; what was never known cannot go."""
    return bool(row.gone) if row.old_version is None else (row.old_body, row.old_gone) == (row.body, row.gone)


def _version(row: Any) -> int:
    return 1 if row.old_version is None else row.old_version + 1


def _store(conn: Connection, fresh: Sequence[Any], head: int) -> None:
    rows = [(row.topic, row.key, row.scope, _version(row), row.body, row.gone, n) for n, row in enumerate(fresh, head + 1)]
    dialect.put_rows(conn, documents, rows, renew=("body", "gone", "n", "version"))


def _count(conn: Connection, fresh: Sequence[Any]) -> None:
    """Take the old versions out of the sums and put the new ones in."""
    scopes = {row.scope for row in fresh}
    total = {row.scope: int(row.total, 16) for row in conn.execute(select(sums).where(sums.c.scope.in_(scopes)))}
    for row in fresh:
        if row.old_version is not None and not row.old_gone:
            total[row.scope] = minus(total.get(row.scope, 0), feed_hash(row.topic, row.key, row.old_version))
        if not row.gone:
            total[row.scope] = plus(total.get(row.scope, 0), feed_hash(row.topic, row.key, _version(row)))
    dialect.put_rows(conn, sums, [(scope, spell(value)) for scope, value in total.items()], renew=("total",))
