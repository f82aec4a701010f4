"""Brings files in: a dry run first, then the commit, in parts that others can work between; a killed one goes on where it was."""

import json
import logging
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import msgspec

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.hub.connectors.sheets import ColumnMap, Unreadable, from_toml, to_toml
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging.intake import Taken, ground_of, take_in, try_out
from ordertower_desktop.hub.store.judging.rows import source_row
from ordertower_desktop.hub.store.judging.undoing import take_back
from ordertower_desktop.hub.store.tables import audit, imports, sources
from ordertower_desktop.hub.store.tables.imports import Batch
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.hub.workers.apart import PART, File
from ordertower_desktop.hub.workers.reading import Beside, beside, reading
from ordertower_desktop.hub.workers.upload import Opened, Said, counted, describe
from ordertower_desktop.wire.codec import Malformed, decode
from ordertower_desktop.wire.pages import ImportPlan, ImportView, RowProblem

INCOMPLETE = "还差订单号列或时间列，请在列对应里指定"
log = logging.getLogger(__name__)


def tick(tower: Tower, now: datetime) -> int:
    """Work on every file that waits; returns how many were moved on."""
    del now
    with tower.db.read() as conn:
        waiting = imports.waiting(conn, tower.uploads)
    for batch in waiting:
        with tower.bulk:
            _move_on(tower, batch)
    return len(waiting)


def _move_on(tower: Tower, batch: Batch) -> None:
    try:
        match batch.view.state:
            case "reading":
                with beside(Path(batch.path)) as other:
                    _dry_run(tower, batch, other)
            case "committing":
                with beside(Path(batch.path)) as other:
                    _commit(tower, batch, other)
            case "undoing":
                _undo(tower, batch)
            case _:
                pass
    except (Unreadable, Malformed) as error:
        _end(tower, batch, msgspec.structs.replace(batch.view, state="failed", error=str(error)))
    except OSError as error:
        log.exception("an upload could not be read")
        _end(tower, batch, msgspec.structs.replace(batch.view, state="failed", error=f"读不了上传的文件：{error.strerror}，请重新上传"))


def _dry_run(tower: Tower, batch: Batch, other: Beside | None) -> None:
    file, opened, view = _open(tower, batch)
    if not _ready(opened):
        _keep(tower, batch, msgspec.structs.replace(view, state="ready", error=INCOMPLETE))
        return
    with tower.db.read() as conn:
        ground = ground_of(conn, tower.floors.current(conn), tower.now(), dry=True)
    told = reading(file, opened, other, ground=ground)
    for said in told.parts():
        arrivals, problems = _split(said)
        with tower.db.read() as conn:
            taken = try_out(conn, arrivals, now=tower.now(), floor=tower.floors.current(conn), by=told.weigh)
        view = _added(counted(view, problems), taken, said)
        if not _keep(tower, batch, view):
            return
    _keep(tower, batch, msgspec.structs.replace(view, state="ready", rows_total=view.rows_done))


def _commit(tower: Tower, batch: Batch, other: Beside | None) -> None:
    file, opened, view = _open(tower, batch)
    if not _ready(opened):
        _keep(tower, batch, msgspec.structs.replace(view, state="ready", error=INCOMPLETE))
        return
    with tower.db.read() as conn:
        ground = ground_of(conn, tower.floors.current(conn), tower.now())
    told = reading(file, opened, other, ground=ground)
    for said in told.parts():
        arrivals, problems = _split(said)
        with tower.db.write() as conn:
            if imports.cancelled(conn, batch.id):
                break
            taken = take_in(conn, arrivals, now=tower.now(), floor=tower.floors.current(conn), batch=batch.id, by=told.weigh)
            view = _added(counted(view, problems), taken, said)
            imports.put(conn, Batch(batch.id, batch.by, batch.path, view, batch.plan), tower.now())
    else:
        _done(tower, batch, opened, view)
        return
    _undo(tower, batch)


def _ready(opened: Opened) -> bool:
    return opened.detection is None or opened.detection.ready


def _done(tower: Tower, batch: Batch, opened: Opened, view: ImportView) -> None:
    now, plan = tower.now(), decode(batch.plan, ImportPlan)
    undo = now + tower.settings.undo
    view = msgspec.structs.replace(view, state="done", rows_total=view.rows_done, undo_until=undo)
    with tower.db.write() as conn:
        known = sources.one(conn, opened.source)
        if known is None or not known.connected:
            orders = (known.orders if known else 0) + view.orders_new
            gaps = tuple(gap.value for gap in view.gaps)
            name = opened.name if opened.source != "file" else "导入的文件"
            source = Source(opened.source, name, opened.kind or SourceKind.PLATFORM, seen_at=now, orders=orders, gaps=gaps)
            sources.put(conn, [source])
            put(conn, [Document("source", source.id, source_row(source, now))])
        if plan.remember and (plan.columns or plan.status or plan.map) and opened.detection and opened.column_map:
            imports.remember(conn, opened.detection.fingerprint, to_toml(opened.column_map).encode())
        imports.put(conn, Batch(batch.id, batch.by, batch.path, view, batch.plan), now)
        said = json.dumps({"name": view.name, "new": view.orders_new, "changed": view.orders_changed}, ensure_ascii=False)
        audit.append(conn, audit.Record(now, batch.by, "import", batch.id, said))


def _undo(tower: Tower, batch: Batch) -> None:
    """Take back what the batch brought, part by part."""
    while True:
        with tower.db.write() as conn:
            if not take_back(conn, batch.id, now=tower.now(), floor=tower.floors.current(conn), limit=PART):
                break
    state = "cancelled" if batch.view.state == "committing" else "undone"
    with tower.db.write() as conn:
        audit.append(conn, audit.Record(tower.now(), batch.by, "import_undone", batch.id, batch.view.name))
    _end(tower, batch, msgspec.structs.replace(batch.view, state=state, undo_until=None))


def _open(tower: Tower, batch: Batch) -> tuple[File, Opened, ImportView]:
    """The file and how it is read, and what its head tells."""
    plan = decode(batch.plan, ImportPlan)
    file = File(Path(batch.path), batch.view.name, plan, None, tower.now())
    opened = file.open()
    if opened.detection is not None and not plan.columns:
        with tower.db.read() as conn:
            body = imports.remembered(conn, opened.detection.fingerprint)
        remembered = _map(body)
        if remembered is not None:
            file = replace(file, remembered=remembered)
            opened = file.open()
    fresh = ImportView(batch.id, batch.view.name, batch.view.state, remembered=file.remembered is not None)
    return file, opened, describe(fresh, opened)


def _map(body: bytes | None) -> ColumnMap | None:
    try:
        return from_toml(body.decode("utf-8"), "记住的列对应") if body else None
    except Unreadable:
        return None  # written by another version: guess again


def _split(said: list[Said]) -> tuple[list[Event | Snapshot], list[RowProblem]]:
    return [one for one in said if not isinstance(one, RowProblem)], [one for one in said if isinstance(one, RowProblem)]


def _added(view: ImportView, taken: Taken, said: list[Said]) -> ImportView:
    return msgspec.structs.replace(
        view,
        rows_done=view.rows_done + len(said),
        orders_new=view.orders_new + taken.new,
        orders_changed=view.orders_changed + taken.changed,
        orders_same=view.orders_same + taken.same,
        late=view.late + taken.late,
    )


def _keep(tower: Tower, batch: Batch, view: ImportView) -> bool:
    """Store the view unless somebody has cancelled the file meanwhile."""
    with tower.db.write() as conn:
        if imports.cancelled(conn, batch.id):
            return False
        imports.put(conn, Batch(batch.id, batch.by, batch.path, view, batch.plan), tower.now())
    return True


def _end(tower: Tower, batch: Batch, view: ImportView) -> None:
    with tower.db.write() as conn:
        imports.put(conn, Batch(batch.id, batch.by, batch.path, view, batch.plan), tower.now())
