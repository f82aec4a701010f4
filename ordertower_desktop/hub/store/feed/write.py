"""How a writer puts things on the feed: inside its own transaction, without a number."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from ordertower_desktop.hub.store.dialect import upsert
from ordertower_desktop.hub.store.feed.scope import scope_of
from ordertower_desktop.hub.store.feed.tables import pending
from ordertower_desktop.wire.codec import encode


@dataclass(frozen=True, slots=True)
class Document:
    """A thing as desks should know it from now on; a `gone` one is to be forgotten."""

    topic: str
    key: str
    body: object = None
    gone: bool = False


def put(conn: Connection, things: Iterable[Document]) -> int:
    """Leave the newest content of these things for the sequencer; returns how many."""
    rows = [
        {"topic": d.topic, "key": d.key, "scope": scope_of(d.topic, d.key), "body": b"null" if d.gone else encode(d.body), "gone": d.gone}
        for d in things
    ]
    if rows:
        insert = upsert(conn, pending)
        new = {"body": insert.excluded.body, "gone": insert.excluded.gone}
        conn.execute(insert.on_conflict_do_update(index_elements=["topic", "key"], set_=new), rows)
    return len(rows)
