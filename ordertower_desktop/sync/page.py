"""A page of the feed taken into the cache's tables: rows and sums, and what that changed."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from ordertower_desktop.sync.files import Damaged
from ordertower_desktop.sync.seal import sealed
from ordertower_desktop.wire.digest import feed_hash, hash_of, minus, plus, spell
from ordertower_desktop.wire.named import named
from ordertower_desktop.wire.rows import Change

NEVER = 1 << 62
NOTHING = (0, 0, 0)
_PUT = """
INSERT INTO rows (topic, key, n, version, life, due, body, crc) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (topic, key) DO UPDATE SET
    n = excluded.n, version = excluded.version, life = excluded.life, due = excluded.due, body = excluded.body, crc = excluded.crc
"""
_SUM = "INSERT INTO sums VALUES (?, ?) ON CONFLICT (topic) DO UPDATE SET total = excluded.total"


class _Hot(msgspec.Struct, gc=False):
    """The little of a case that first paint sorts by."""

    due_at: datetime | None = None
    closed_at: datetime | None = None


_hot = msgspec.json.Decoder(_Hot)


@dataclass(slots=True)
class Delta:
    """What a page changed: topic -> keys that are new or different, topic -> keys that are gone."""

    changed: dict[str, list[str]] = field(default_factory=dict)
    gone: dict[str, list[str]] = field(default_factory=dict)


def take(db: sqlite3.Connection, changes: Sequence[Change], life: int) -> Delta:
    """Put the changes into rows and sums; numbers already seen in this life do nothing. The caller holds the transaction."""
    delta = Delta()
    sums = totals(db)
    held = _held(db, changes)
    puts: list[tuple[object, ...]] = []
    for (topic, key), change in {(c.topic, c.key): c for c in changes}.items():
        n, old_life, version = held.get((topic, key), NOTHING)
        current = old_life == life
        if current and change.n <= n:
            continue  # a page seen twice
        total = sums.get(topic, 0)
        if current:
            total = minus(total, feed_hash(topic, key, version))
        if change.gone:
            db.execute("DELETE FROM rows WHERE topic = ? AND key = ?", (topic, key))
            delta.gone.setdefault(topic, []).append(key)
        else:
            name, body = named(topic, key, change.version), bytes(change.body)
            total = plus(total, hash_of(name))
            puts.append((topic, key, change.n, change.version, life, _due(topic, body), body, sealed(name, body)))
            delta.changed.setdefault(topic, []).append(key)
        sums[topic] = total
    db.executemany(_PUT, puts)
    db.executemany(_SUM, [(topic, spell(total)) for topic, total in sums.items()])
    return delta


def totals(db: sqlite3.Connection) -> dict[str, int]:
    """Topic -> sum as carried along with every page."""
    try:
        return {topic: int(total, 16) for topic, total in db.execute("SELECT topic, total FROM sums").fetchall()}
    except (TypeError, ValueError) as error:
        raise Damaged("a cached sum is not a number") from error


def sweep(db: sqlite3.Connection, life: int, delta: Delta) -> None:
    """What an earlier life left behind and this one did not bring again is gone."""
    left = db.execute("SELECT topic, key FROM rows WHERE life < ?", (life,)).fetchall()
    for topic, key in left:
        delta.gone.setdefault(topic, []).append(key)
    if left:
        db.execute("DELETE FROM rows WHERE life < ?", (life,))


def recount(db: sqlite3.Connection, life: int) -> None:
    """Sums from the rows themselves, so that a row lost from the file cannot hide behind a sum that was kept."""
    counted: dict[str, int] = {}
    for topic, key, version in db.execute("SELECT topic, key, version FROM rows NOT INDEXED WHERE life = ?", (life,)):
        counted[topic] = plus(counted.get(topic, 0), feed_hash(topic, key, version))
    db.execute("DELETE FROM sums")
    db.executemany(_SUM, [(topic, spell(total)) for topic, total in counted.items()])


def _held(db: sqlite3.Connection, changes: Iterable[Change]) -> dict[tuple[str, str], tuple[int, int, int]]:
    """(topic, key) -> (n, life, version) of what is held already; one question a topic, a page has at most 1,000 keys."""
    keys: dict[str, list[str]] = {}
    for change in changes:
        keys.setdefault(change.topic, []).append(change.key)
    held = {}
    for topic, wanted in keys.items():
        marks = ",".join("?" * len(wanted))
        query = f"SELECT key, n, life, version FROM rows WHERE topic = ? AND key IN ({marks})"  # noqa: S608 - only question marks
        for key, *found in db.execute(query, (topic, *wanted)):
            held[topic, key] = _whole(found)
    return held


def _whole(found: Sequence[object]) -> tuple[int, int, int]:
    n, life, version = found
    if not (isinstance(n, int) and isinstance(life, int) and isinstance(version, int)):
        raise Damaged("a cached row has no number")
    return n, life, version


def _due(topic: str, body: bytes) -> int | None:
    """Milliseconds that first paint sorts by; None for whatever is not an open case."""
    if topic != "case":
        return None
    hot = _hot.decode(body)
    if hot.closed_at is not None:
        return None
    return NEVER if hot.due_at is None else int(hot.due_at.timestamp() * 1000)
