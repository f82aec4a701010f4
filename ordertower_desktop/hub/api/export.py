"""GET /v1/export/{what}: everything of one sort as NDJSON, read in pages so that nothing is held whole."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Any

from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ordertower_desktop.domain.veil import Eyes
from ordertower_desktop.hub.api import veil
from ordertower_desktop.hub.api.http import Call, Refused
from ordertower_desktop.hub.store.tables import exporting
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.wire.codec import encode


async def export(_request: Request, call: Call) -> Response:
    """Stream events, orders or cases, `from` and `to` where given."""
    what = call.params["what"]
    if what not in exporting.WHAT:
        raise Refused(404, f"不能导出 {what[:20]}，可用：{'、'.join(exporting.WHAT)}", kind="not_found")
    since, until = call.moment("since"), call.moment("until")
    seen = await run_in_threadpool(_eyes, call)
    return StreamingResponse(
        _lines(_pages(call.tower, what, since, until), what, seen), media_type="application/x-ndjson", headers={"Cache-Control": "no-store"}
    )


def _eyes(call: Call) -> Eyes:
    with call.tower.db.read() as conn:
        return veil.eyes_of(call, conn)


async def _lines(pages: Iterator[list[Any]], what: str, seen: Eyes) -> AsyncIterator[bytes]:
    by = {"events": veil.event, "orders": veil.found, "cases": veil.case}[what]
    async for page in iterate_in_threadpool(pages):
        yield b"".join(encode(by(line, seen)) + b"\n" for line in page)


def _pages(tower: Tower, what: str, since: datetime | None, until: datetime | None) -> Iterator[list[object]]:
    """One short read a page: a long export must not keep the write-ahead log from being folded back."""
    after = exporting.START
    while True:
        with tower.db.read() as conn:
            page, after = exporting.page(conn, what, after, since=since, until=until)
        if not page:
            return
        yield page
