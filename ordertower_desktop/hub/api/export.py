"""GET /v1/export/{what}: everything of one sort as NDJSON, read in pages so that nothing is held whole."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime

from starlette.concurrency import iterate_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

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
    return StreamingResponse(
        _lines(call.tower, what, since, until), media_type="application/x-ndjson", headers={"Cache-Control": "no-store"}
    )


async def _lines(tower: Tower, what: str, since: datetime | None, until: datetime | None) -> AsyncIterator[bytes]:
    async for page in iterate_in_threadpool(_pages(tower, what, since, until)):
        yield b"".join(encode(line) + b"\n" for line in page)


def _pages(tower: Tower, what: str, since: datetime | None, until: datetime | None) -> Iterator[list[object]]:
    """One short read a page: a long export must not keep the write-ahead log from being folded back."""
    after = exporting.START
    while True:
        with tower.db.read() as conn:
            page, after = exporting.page(conn, what, after, since=since, until=until)
        if not page:
            return
        yield page
