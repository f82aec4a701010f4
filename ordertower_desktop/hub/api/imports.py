"""/v1/imports: a file is streamed to disk, a worker reads it; the desk asks how far it is."""

import re
import secrets
from pathlib import Path

import msgspec
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ordertower_desktop.hub.api import veil
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.store.tables import imports
from ordertower_desktop.hub.store.tables.imports import Batch
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.pages import ImportPlan, ImportView

MOST_BYTES = 200_000_000


async def upload(request: Request, call: Call) -> Response:
    """Take the file in, part by part, and leave it to the worker: a dry run unless `commit=true`; with `hold=true` it waits for a plan."""
    name = Path(call.query.get("name", "上传的文件")).name[:200]
    batch = secrets.token_hex(8)
    path = await run_in_threadpool(_place, call.tower.uploads, batch, name)
    try:
        await _write(request, path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    view = await run_in_threadpool(_begin, call, batch, name, path)
    return Response(encode(view), 202, {"Location": f"/v1/imports/{batch}", "Cache-Control": "no-store"}, "application/json")


async def _write(request: Request, path: Path) -> None:
    size = 0
    with path.open("wb") as file:
        async for part in request.stream():
            size += len(part)
            if size > MOST_BYTES:
                raise Refused(413, "文件超过 200 MB，请拆成几个文件", kind="too_large")
            await run_in_threadpool(file.write, part)
    if not size:
        raise Refused(400, "没有收到文件内容", kind="malformed")


def _place(folder: Path, batch: str, name: str) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / (batch + re.sub(r"[^.\w]", "", "".join(Path(name).suffixes[-2:]))[:16])


def _begin(call: Call, batch: str, name: str, path: Path) -> ImportView:
    asked = {name for name in ("commit", "hold") if call.query.get(name, "false").lower() == "true"}
    state = "committing" if "commit" in asked else "ready" if "hold" in asked else "reading"
    plan = ImportPlan(preset=call.query.get("preset", "").removeprefix("auto"), sheet=call.query.get("sheet", ""))
    view = ImportView(batch, name, state)
    with call.tower.db.write() as conn:
        imports.put(conn, Batch(batch, call.actor.id, str(path), view, encode(plan)), call.now)
    return view


def listed(call: Call) -> Answer:
    """The newest files, without their problems."""
    with call.tower.db.read() as conn:
        found = imports.recent(conn, limit=call.limit(20))
    return as_json([_bare(one.view) for one in found if _shown(one, call)])


def _bare(view: ImportView) -> ImportView:
    return msgspec.structs.replace(view, problems=[], gaps=[], head=[], columns=[])


def looked_at(call: Call) -> Answer:
    with call.tower.db.read() as conn:
        found = _there(imports.one(conn, call.params["import_id"]), call)
        return as_json(_told(found, found.view, call, conn))


def _told(of: Batch, view: ImportView, call: Call, conn: Connection) -> ImportView:
    """A file's cells are whatever its owner brought; of another's file whoever sees in part only reads how far it is."""
    return view if of.by == call.actor.id or not veil.eyes_of(call, conn) else _bare(view)


def replan(call: Call) -> Answer:
    """Read the file again as this plan says; still a dry run."""
    return _again(call, "reading")


def commit(call: Call) -> Answer:
    """Bring the file in as this plan says (an empty body: as it was understood)."""
    return _again(call, "committing")


def _again(call: Call, state: str) -> Answer:
    plan = call.read(ImportPlan) if call.body else None
    with call.tower.db.write() as conn:
        batch = _there(imports.one(conn, call.params["import_id"]), call)
        if batch.view.state not in ("ready", "failed") or not batch.path:
            raise Refused(409, f"这次导入现在不能这样做：{_STATE_NAMES.get(batch.view.state, batch.view.state)}", kind="conflict")
        view = ImportView(batch.id, batch.view.name, state, rows_total=batch.view.rows_total)
        imports.put(conn, Batch(batch.id, batch.by, batch.path, view, encode(plan) if plan else batch.plan), call.now)
    return as_json(view, status=202)


def withdraw(call: Call) -> Answer:
    """Stop a file that is still coming in; take one back whose minute is not over."""
    with call.tower.db.write() as conn:
        batch = _there(imports.one(conn, call.params["import_id"]), call)
        state = batch.view.state
        if state == "done":
            if batch.view.undo_until is None or call.now > batch.view.undo_until:
                raise Refused(409, "已过 60 秒，不能撤销这次导入", kind="too_late")
            view = msgspec.structs.replace(batch.view, state="undoing")
        elif state in ("reading", "ready", "failed", "committing"):
            view = msgspec.structs.replace(batch.view, state="cancelled")
        else:
            view = batch.view
        imports.put(conn, Batch(batch.id, batch.by, batch.path, view, batch.plan), call.now)
        view = _told(batch, view, call, conn)
    return as_json(view, status=202 if view.state == "undoing" else 200)


def _there(batch: Batch | None, call: Call) -> Batch:
    if batch is None or not _shown(batch, call):
        raise Refused(404, "没有这次导入", kind="not_found")
    return batch


def _shown(batch: Batch, call: Call) -> bool:
    """A file holds orders of whatever warehouse, so who sees some warehouses only sees their own files."""
    return not call.actor.warehouses or batch.by == call.actor.id


_STATE_NAMES = {
    "reading": "正在读取", "committing": "正在导入", "done": "已导入", "cancelled": "已取消", "undone": "已撤销", "undoing": "正在撤销",
}  # fmt: skip
