"""The one place that gives feed numbers: after the writers' commits, gap-free, with the digests carried along."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, tuple_, update

from ordertower_desktop.hub.store import dialect
from ordertower_desktop.hub.store.feed.tables import documents, pending, state, sums
from ordertower_desktop.wire.digest import feed_hash, minus, plus, spell

BATCH = 1000
_KEYS_A_QUERY = 400
Key = tuple[str, str]


def sequence(conn: Connection, *, limit: int = BATCH) -> int:
    """Number what writers left, at most `limit` things; returns how many left the queue.

    Runs in a write transaction of its own. Content equal to what desks already hold gets no number. Two sequencers at once are
    harmless: the lock makes them one after the other.
    """
    dialect.lock(conn, "sequencer")
    queue = select(pending).order_by(pending.c.topic, pending.c.key).limit(limit).with_for_update(skip_locked=True)
    left = conn.execute(queue).mappings().all()
    if not left:
        return 0
    known = _known(conn, [(row["topic"], row["key"]) for row in left])
    head = conn.execute(select(state.c.head)).scalar_one()
    stamped: list[dict[str, Any]] = []
    for row in left:
        old = known.get((row["topic"], row["key"]))
        if _same(old, row):
            continue
        stamped.append(dict(row) | {"n": head + len(stamped) + 1, "version": old["version"] + 1 if old else 1})
    if stamped:
        _store(conn, stamped)
        _count(conn, stamped, known)
        conn.execute(update(state).values(head=head + len(stamped)))
    _leave(conn, [(row["topic"], row["key"]) for row in left])
    return len(left)


def _same(old: Any, row: Any) -> bool:
    """True when no desk would see a difference; what was never known cannot go."""
    return bool(row["gone"]) if old is None else (old["body"], old["gone"]) == (row["body"], row["gone"])


def _known(conn: Connection, keys: Sequence[Key]) -> dict[Key, Any]:
    found: dict[Key, Any] = {}
    pair = tuple_(documents.c.topic, documents.c.key)
    for start in range(0, len(keys), _KEYS_A_QUERY):
        rows = conn.execute(select(documents).where(pair.in_(keys[start : start + _KEYS_A_QUERY]))).mappings()
        found |= {(row["topic"], row["key"]): row for row in rows}
    return found


def _store(conn: Connection, rows: list[dict[str, Any]]) -> None:
    insert = dialect.upsert(conn, documents)
    new = {name: insert.excluded[name] for name in ("body", "gone", "n", "version")}
    conn.execute(insert.on_conflict_do_update(index_elements=["topic", "key"], set_=new), rows)


def _count(conn: Connection, rows: list[dict[str, Any]], known: dict[Key, Any]) -> None:
    """Take the old versions out of the sums and put the new ones in."""
    scopes = {row["scope"] for row in rows}
    total = {row.scope: int(row.total, 16) for row in conn.execute(select(sums).where(sums.c.scope.in_(scopes)))}
    for row in rows:
        scope, topic, key = row["scope"], row["topic"], row["key"]
        old = known.get((topic, key))
        if old is not None and not old["gone"]:
            total[scope] = minus(total.get(scope, 0), feed_hash(topic, key, old["version"]))
        if not row["gone"]:
            total[scope] = plus(total.get(scope, 0), feed_hash(topic, key, row["version"]))
    insert = dialect.upsert(conn, sums)
    found = [{"scope": scope, "total": spell(value)} for scope, value in total.items()]
    conn.execute(insert.on_conflict_do_update(index_elements=["scope"], set_={"total": insert.excluded.total}), found)


def _leave(conn: Connection, keys: Sequence[Key]) -> None:
    pair = tuple_(pending.c.topic, pending.c.key)
    for start in range(0, len(keys), _KEYS_A_QUERY):
        conn.execute(delete(pending).where(pair.in_(keys[start : start + _KEYS_A_QUERY])))
