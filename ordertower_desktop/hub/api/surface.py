"""The HTTP surface as one ASGI application: every route through the same guard, every error as a problem."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence

from sqlalchemy.exc import DataError, OperationalError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.routing import Route as Path
from starlette.types import Receive, Scope, Send

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.hub.api.guard import Pace, admit, check_door
from ordertower_desktop.hub.api.http import Answer, Body, Call, Refused, Route, as_problem
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.wire.codec import Malformed

MOST_BYTES = 1_000_000
log = logging.getLogger(__name__)

Streaming = Callable[[Request, Call], Awaitable[Response]]


class Surface:
    """Answers every request, or says in Chinese why not."""

    def __init__(self, tower: Tower, routes: Sequence[Route], streams: Mapping[str, Streaming]) -> None:
        self._tower = tower
        self._streams = streams
        self._pace = Pace(tower.settings.rate)
        self._paths = [(Path(route.path, _unused, methods=[route.method]), route) for route in routes]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            response = await self._answer(Request(scope, receive))
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        try:
            check_door(request.url.path, request.headers, self._tower.settings)
            route, params = self._find(request)
            return await self._serve(request, route, params)
        except Refused as refused:
            return _response(as_problem(refused))
        except Malformed as error:
            return _response(as_problem(Refused(400, str(error)[:300], kind="malformed")))
        except Refusal as refusal:
            return _response(as_problem(Refused(422, str(refusal)[:300], kind="refused")))
        except ClientDisconnect:
            raise
        except (DataError, OverflowError):
            log.warning("a number that no column holds", exc_info=True, extra={"path": request.url.path})
            return _response(as_problem(Refused(400, "内容里有个数大得存不下，请检查后再发", kind="malformed")))
        except OperationalError:
            log.exception("the database did not answer", extra={"path": request.url.path})
            return _response(as_problem(Refused(503, "数据库此刻没有应答，请稍后再试", kind="database", headers={"Retry-After": "2"})))
        except Exception:
            log.exception("a resource failed", extra={"path": request.url.path})
            return _response(as_problem(Refused(500, "中心内部出错，已记入日志，请稍后再试", kind="internal")))

    def _find(self, request: Request) -> tuple[Route, Mapping[str, str]]:
        allowed = []
        for path, route in self._paths:
            match, found = path.matches(request.scope)
            if match is Match.FULL and (request.method == route.method):
                return route, found["path_params"]
            if match is not Match.NONE:
                allowed.append(route.method)
        if allowed:
            raise Refused(405, "这个地址不支持这种请求", kind="method", headers={"Allow": ", ".join(sorted(allowed))})
        raise Refused(404, "没有这个地址", kind="not_found")

    async def _serve(self, request: Request, route: Route, params: Mapping[str, str]) -> Response:
        actor, token = await run_in_threadpool(admit, self._tower, route, request.headers)
        caller = request.client.host if request.client else ""
        self._pace.spend(token or caller)
        body = b"" if route.body is Body.STREAM else await _whole(request)
        _unpacked(body)
        _without_nul(body, *params.values(), *request.query_params.values())
        call = Call(
            self._tower.through(actor.warehouses) if actor.warehouses else self._tower,
            self._tower.now(),
            actor,
            token,
            params,
            dict(request.query_params),
            body,
            request.headers.get("content-type", "").partition(";")[0].strip().lower(),
            caller,
        )
        if route.handler is None:
            return await self._streams[route.path](request, call)
        return _response(await run_in_threadpool(route.handler, call))


def _unpacked(body: bytes) -> None:
    """Only whole files may come packed; they are streamed, not read here."""
    if body.startswith(b"\x1f\x8b"):
        raise Refused(415, "内容是压缩过的（gzip），请不压缩发送", kind="packed")


def _without_nul(body: bytes, *words: str) -> None:
    """No database but SQLite keeps a NUL in a text, and no text that means something has one."""
    if b"\0" in body or b"\\u0000" in body or any("\0" in word for word in words):
        raise Refused(400, "内容里有空字符（U+0000），请去掉后再发", kind="malformed")


async def _whole(request: Request) -> bytes:
    """The body, at most 1 MB; a longer one is refused before it is read."""
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > MOST_BYTES:
        raise Refused(413, "内容超过 1 MB，请分几次发送", kind="too_large")
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            raise Refused(413, "内容超过 1 MB，请分几次发送", kind="too_large")
        parts.append(part)
    return b"".join(parts)


def _response(answer: Answer) -> Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"} | dict(answer.headers)
    return Response(answer.body, answer.status, headers, answer.kind)


async def _unused(_request: Request) -> Response:
    """Only the path of a starlette route is used; who answers is decided above."""
    return Response(status_code=500)
