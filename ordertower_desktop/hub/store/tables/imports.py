"""Files on their way in: the view that the desk shows, and what a batch touched, so that it can be taken back."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import BigInteger, Column, ColumnElement, Connection, Index, LargeBinary, String, Table, bindparam, delete, select

from ordertower_desktop.hub.store.dialect import Key, put_rows, upsert
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.pages import ImportView

imports = Table(
    "imports",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("by", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("path", String(1024), nullable=False),
    Column("state", String(16), nullable=False),
    Column("view", LargeBinary, nullable=False),
    Column("plan", LargeBinary, nullable=False),
)

Index("imports_state", imports.c.state)

touched = Table(
    "import_touched",
    metadata,
    Column("batch", String(32), primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("order_id", Key, primary_key=True),
    Column("key", String(32), primary_key=True),
)
"""Events and readings that came with a batch and were not there before; kept for the minute in which it can be undone."""

maps = Table("column_maps", metadata, Column("headings", String(64), primary_key=True), Column("body", LargeBinary, nullable=False))
"""Digest of a file's headings -> how a person wanted them read."""

_view = msgspec.json.Decoder(ImportView)


@dataclass(frozen=True, slots=True)
class Batch:
    """A file on its way in."""

    id: str
    by: str
    path: str
    view: ImportView
    plan: bytes = b"{}"


def put(conn: Connection, batch: Batch, now: datetime) -> None:
    insert_ = upsert(conn, imports)
    row = {
        "id": batch.id,
        "by": batch.by,
        "at": micros(now),
        "path": batch.path,
        "state": batch.view.state,
        "view": encode(batch.view),
        "plan": batch.plan,
    }
    new = {name: insert_.excluded[name] for name in ("path", "state", "view", "plan")}
    conn.execute(insert_.on_conflict_do_update(index_elements=["id"], set_=new), row)


def one(conn: Connection, key: str) -> Batch | None:
    row = conn.execute(select(imports).where(imports.c.id == key)).one_or_none()
    return Batch(row.id, row.by, row.path, _view.decode(row.view), row.plan) if row else None


def recent(conn: Connection, *, limit: int) -> list[Batch]:
    query = select(imports).order_by(imports.c.at.desc()).limit(limit)
    return [Batch(row.id, row.by, row.path, _view.decode(row.view), row.plan) for row in conn.execute(query)]


def brought_in(conn: Connection, since: datetime, until: datetime) -> list[tuple[datetime, ImportView]]:
    """Files of `[since, until)` that came in to stay."""
    query = select(imports.c.at, imports.c.view).where(
        imports.c.state == "done", imports.c.at >= micros(since), imports.c.at < micros(until)
    )
    return [(moment(row.at), _view.decode(row.view)) for row in conn.execute(query.order_by(imports.c.at))]


def touch(conn: Connection, batch: str, brought: Iterable[tuple[str, str, str]]) -> None:
    """Note what a batch brought: (`event` or `reading`, order, key) of everything that was not there before."""
    put_rows(conn, touched, [(batch, *one) for one in brought])


def touched_by(conn: Connection, batch: str, kind: str, *, limit: int) -> list[tuple[str, str]]:
    query = select(touched.c.order_id, touched.c.key).where(touched.c.batch == batch, touched.c.kind == kind).limit(limit)
    return [(row.order_id, row.key) for row in conn.execute(query)]


def settle(conn: Connection, batch: str) -> None:
    """Forget what a batch touched: it can no longer be taken back."""
    conn.execute(delete(touched).where(touched.c.batch == batch))


def remember(conn: Connection, headings: str, body: bytes) -> None:
    insert_ = upsert(conn, maps)
    conn.execute(
        insert_.on_conflict_do_update(index_elements=["headings"], set_={"body": insert_.excluded.body}),
        {"headings": headings, "body": body},
    )


def remembered(conn: Connection, headings: str) -> bytes | None:
    return conn.execute(select(maps.c.body).where(maps.c.headings == headings)).scalar()


def waiting(conn: Connection, folder: Path) -> list[Batch]:
    """Files in this folder that a worker has something to do for, oldest first."""
    states = imports.c.state.in_(("reading", "committing", "undoing"))
    query = select(imports).where(states, _lies_in(folder)).order_by(imports.c.at)
    return [Batch(row.id, row.by, row.path, _view.decode(row.view), row.plan) for row in conn.execute(query)]


def cancelled(conn: Connection, batch: str) -> bool:
    """True once somebody has called the file off."""
    return conn.execute(select(imports.c.state).where(imports.c.id == batch)).scalar() in ("cancelled", "cancelling")


def settled_before(conn: Connection, folder: Path, before: datetime) -> list[Batch]:
    """Files in this folder whose minute of undoing is over, with something still noted or lying about."""
    states = imports.c.state.in_(("done", "failed", "undone", "cancelled", "ready"))
    query = select(imports).where(states, _lies_in(folder), imports.c.at < micros(before))
    return [Batch(row.id, row.by, row.path, _view.decode(row.view), row.plan) for row in conn.execute(query)]


def _lies_in(folder: Path) -> ColumnElement[bool]:
    """Every hub brings in what was sent to it: only there the file lies."""
    return imports.c.path.startswith(f"{folder}{os.sep}", autoescape=True)


def untouch(conn: Connection, batch: str, kind: str, keys: Iterable[tuple[str, str]]) -> None:
    of = (touched.c.batch == batch, touched.c.kind == kind, touched.c.order_id == bindparam("o"), touched.c.key == bindparam("k"))
    rows = [{"o": order, "k": key} for order, key in keys]
    if rows:
        conn.execute(delete(touched).where(*of), rows)
