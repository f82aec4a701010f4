"""GET /v1/stream: server-sent events that say "there is something newer", and nothing else; the rows come by sync."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ordertower_desktop.hub.api import veil
from ordertower_desktop.hub.api.http import Call, Refused
from ordertower_desktop.hub.store.feed.changes import position
from ordertower_desktop.hub.store.tables import people
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.sync import Nudge

KEEP_ALIVE_SECONDS = 4.0
"""How often a desk hears that nothing is newer; a wall calls what it holds old after ten seconds without that."""
GATHER_SECONDS = 0.05
MOST_STREAMS = 500


async def stream(request: Request, call: Call) -> Response:
    """An open stream of nudges for this desk."""
    if call.tower.bell.listeners >= MOST_STREAMS:
        raise Refused(503, "连接太多，请稍后再试", kind="too_many", headers={"Retry-After": "5"})
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_nudges(request, call), media_type="text/event-stream", headers=headers)


async def _nudges(request: Request, call: Call) -> AsyncIterator[bytes]:
    tower = call.tower
    rung, loop = asyncio.Event(), asyncio.get_running_loop()

    def heard() -> None:
        loop.call_soon_threadsafe(rung.set)

    number = tower.bell.listen(heard)
    tower.pulse.come()
    try:
        yield b"retry: 1000\n\n"
        while not await request.is_disconnected():
            yield b"event: nudge\ndata: " + encode(await run_in_threadpool(_nudge, call)) + b"\n\n"
            await _wait(rung)
    finally:
        tower.bell.leave(number)
        tower.pulse.go(tower.now())


async def _wait(rung: asyncio.Event) -> None:
    """Until the bell rings or a keep-alive is due; several rings in a row count as one."""
    try:
        await asyncio.wait_for(rung.wait(), KEEP_ALIVE_SECONDS)
        await asyncio.sleep(GATHER_SECONDS)
    except TimeoutError:
        pass
    rung.clear()


def _nudge(call: Call) -> Nudge:
    """Whoever's post or sight changed since has another epoch than their desk, which comes at once."""
    with call.tower.db.read() as conn:
        epoch, head = position(conn)
        now, actor = people.one(conn, call.actor.id), call.actor
        if now is not None:
            actor = replace(actor, post=now.post, warehouses=frozenset(now.warehouses))
        seen = veil.eyes_of(replace(call, actor=actor), conn)
    return Nudge(head, veil.life(epoch, seen, actor.warehouses), call.tower.now())
