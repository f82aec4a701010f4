"""What orders have in common, as keyed hashes: when something happened to any order with a value, and which orders have it now."""

import hashlib
import hmac
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, LargeBinary, Select, String, Table, delete, func, insert, select

from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata

marks = Table(
    "burst_marks",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("at", BigInteger, primary_key=True),
    Column("order_id", Key, primary_key=True),
)
"""`key` is the hash of event, field and value; nothing plain is kept (D14)."""
Index("burst_marks_order", marks.c.order_id)
Index("burst_marks_at", marks.c.at)
links = Table(
    "burst_links",
    metadata,
    Column("order_id", Key, primary_key=True),
    Column("event", String(96), primary_key=True),
    Column("field", String(96), primary_key=True),
    Column("key", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
)
"""The value that an order has now, by event and field, and when that was last said."""
Index("burst_links_key", links.c.key)
secret = Table("burst_secret", metadata, Column("id", Integer, primary_key=True), Column("body", LargeBinary, nullable=False))
"""One row: what the hashes are keyed with. Made when the first is needed; every hub of a floor uses the same."""

_A_QUERY = 500

Crowds = dict[str, dict[tuple[str, str], tuple[datetime, ...]]]


def hasher(conn: Connection) -> "hmac.HMAC":
    """The keyed hash of this floor, to be copied for each value. Runs in a write transaction."""
    body = conn.execute(select(secret.c.body).where(secret.c.id == 1)).scalar()
    if body is None:
        body = secrets.token_bytes(32)
        conn.execute(insert(secret).values(id=1, body=body))
    return hmac.new(body, digestmod=hashlib.sha256)


def known_hasher(conn: Connection) -> "hmac.HMAC | None":
    """The same without making it: nothing where nothing has been hashed yet."""
    body = conn.execute(select(secret.c.body).where(secret.c.id == 1)).scalar()
    return None if body is None else hmac.new(body, digestmod=hashlib.sha256)


def hashed(keyed: "hmac.HMAC", event: str, field: str, value: str) -> str:
    mine = keyed.copy()
    mine.update("\0".join((event, field, value)).encode("utf-8", "replace"))
    return mine.hexdigest()


def put(conn: Connection, told: Sequence[tuple[str, int, str]], linked: Sequence[tuple[str, str, str, str, int]]) -> None:
    """(key, at, order) that happened; (order, event, field, key, at) as orders are now."""
    put_rows(conn, marks, told)
    put_rows(conn, links, linked, renew=("key", "at"))


def numbers(conn: Connection, keys: Iterable[str], since: datetime | None = None) -> dict[str, int]:
    """Key -> how many are marked under it, after `since`."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, int] = {}
    for start in range(0, len(wanted), _A_QUERY):
        query = select(marks.c.key, func.count()).where(marks.c.key.in_(wanted[start : start + _A_QUERY])).group_by(marks.c.key)
        query = query if since is None else query.where(marks.c.at > micros(since))
        found |= {row.key: int(row[1]) for row in conn.execute(query)}
    return found


def linked(conn: Connection, keys: Sequence[str]) -> list[str]:
    """The orders that have one of these values now."""
    found: dict[str, None] = {}
    for start in range(0, len(keys), _A_QUERY):
        query = select(links.c.order_id).where(links.c.key.in_(keys[start : start + _A_QUERY]))
        found |= dict.fromkeys(conn.execute(query).scalars())
    return list(found)


def links_of(conn: Connection, ids: Sequence[str]) -> dict[tuple[str, str, str], str]:
    """(order, event, field) -> the key of the value that it had last."""
    found: dict[tuple[str, str, str], str] = {}
    for start in range(0, len(ids), _A_QUERY):
        query = select(links).where(links.c.order_id.in_(ids[start : start + _A_QUERY]))
        found |= {(row.order_id, row.event, row.field): row.key for row in conn.execute(query)}
    return found


def crowds(conn: Connection, ids: Sequence[str]) -> Crowds:
    """Order -> (event, field) -> when it happened to any order with its value, ascending."""
    rows = conn.execute(select(links).where(links.c.order_id.in_(ids))).all()
    if not rows:
        return {}
    times = _times(conn, list({row.key for row in rows}))
    found: Crowds = defaultdict(dict)
    for row in rows:
        if row.key in times:
            found[row.order_id][row.event, row.field] = times[row.key]
    return found


def _times(conn: Connection, keys: Sequence[str]) -> Mapping[str, tuple[datetime, ...]]:
    told: dict[str, list[datetime]] = defaultdict(list)
    for start in range(0, len(keys), _A_QUERY):
        query = select(marks.c.key, marks.c.at).where(marks.c.key.in_(keys[start : start + _A_QUERY])).order_by(marks.c.key, marks.c.at)
        for row in conn.execute(query):
            told[row.key].append(moment(row.at))
    return {key: tuple(at) for key, at in told.items()}


def forget(conn: Connection, ids: Sequence[str]) -> None:
    """Orders, or what was said of them, were taken out again."""
    for start in range(0, len(ids), _A_QUERY):
        part = ids[start : start + _A_QUERY]
        conn.execute(delete(marks).where(marks.c.order_id.in_(part)))
        conn.execute(delete(links).where(links.c.order_id.in_(part)))


def forget_marks(conn: Connection, before: datetime) -> None:
    """What no window holds any more."""
    conn.execute(delete(marks).where(marks.c.at < micros(before)))


def forget_links(conn: Connection, ended: Select[tuple[str]], before: datetime) -> None:
    """Orders that are over and silent for long may share what they like."""
    old = (links.c.at < micros(before), links.c.order_id.in_(ended), links.c.key.not_in(select(marks.c.key)))
    conn.execute(delete(links).where(*old))
