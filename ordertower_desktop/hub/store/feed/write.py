"""How a writer puts things on the feed: inside its own transaction, without a number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

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
    return leave(conn, [row(thing) for thing in things])


def row(thing: Document) -> tuple[Any, ...]:
    return thing.topic, thing.key, scope_of(thing.topic, thing.key), b"null" if thing.gone else encode(thing.body), thing.gone


def leave(conn: Connection, rows: Sequence[tuple[Any, ...]]) -> int:
    """What `put` does, for documents that have been made rows already."""
    put_rows(conn, pending, rows, renew=("body", "gone"))
    return len(rows)
