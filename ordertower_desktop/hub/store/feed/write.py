"""How a writer puts things on the feed: inside its own transaction, without a number."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from ordertower_desktop.hub.store.dialect import put_rows
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
    rows = [(d.topic, d.key, scope_of(d.topic, d.key), b"null" if d.gone else encode(d.body), d.gone) for d in things]
    put_rows(conn, pending, rows, renew=("body", "gone"))
    return len(rows)
