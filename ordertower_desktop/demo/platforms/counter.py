"""A counter on loopback where a fake platform is asked, and where things go wrong on demand."""

import gzip
import json
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit


class Trouble(StrEnum):
    """What may happen to a call; `lost` is heard, done, and never answered.

    The last three are told in the platform's own codes, with HTTP status 200.
    """

    HTML = "html"
    CUT = "cut"
    HANG_UP = "hang_up"
    LOST = "lost"
    TOO_MANY = "too_many"
    BROKEN = "broken"
    THROTTLED = "throttled"
    EXPIRED = "expired"
    BUSY = "busy"


POLL = 0.02
"""How soon, in seconds, a counter notices that it is to close."""

OWN_CODES = frozenset({Trouble.THROTTLED, Trouble.EXPIRED, Trouble.BUSY})


@dataclass(frozen=True, slots=True)
class Asked:
    """One call as it came over the wire."""

    verb: str
    path: str
    query: dict[str, str]
    body: str
    form: dict[str, str] = field(default_factory=dict)


class Booth(Protocol):
    """A platform behind the counter."""

    def answer(self, asked: Asked, now: datetime) -> dict[str, Any]: ...

    def trouble(self, trouble: Trouble) -> dict[str, Any]:
        """The platform's words for being throttled, for an expired token, for a fault of its own."""
        ...


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, headers and bytes; no bytes at all means that the line goes dead."""

    status: int
    content: bytes | None
    headers: tuple[tuple[str, str], ...] = ()


class _Server(ThreadingHTTPServer):
    """A caller that hangs up is no news."""

    daemon_threads = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Counter:
    """Serves one booth. `troubles` strike calls by number from 1; `after` is told each number once it has been answered.

    `curses` strike every call that names this word: an order that the platform itself cannot read, a method that it does not grant.
    """

    def __init__(self, booth: Booth, *, now: Callable[[], datetime]) -> None:
        self.booth, self.now = booth, now
        self.troubles: dict[int, Trouble] = {}
        self.curses: dict[str, Trouble] = {}
        self.after: Callable[[int], None] = lambda _number: None
        self.calls = 0
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(POLL,), name="fake-platform", daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def reply(self, asked: Asked) -> Reply:
        """One call after the other, as one shop's quota has it."""
        with self._lock:
            self.calls += 1
            number = self.calls
            trouble = self.troubles.get(number) or self._cursed(asked)
            reply = self._reply(asked, trouble)
            self.after(number)
        return reply

    def _cursed(self, asked: Asked) -> Trouble | None:
        said = (asked.path, asked.body, *asked.query.values()) if self.curses else ()
        return next((trouble for word, trouble in self.curses.items() if any(word in part for part in said)), None)

    def _reply(self, asked: Asked, trouble: Trouble | None) -> Reply:
        match trouble:
            case Trouble.HTML:
                return Reply(200, b"<html><body>502 Bad Gateway</body></html>", (("Content-Type", "text/html"),))
            case Trouble.HANG_UP:
                return Reply(200, None)
            case Trouble.LOST:
                self.booth.answer(asked, self.now())
                return Reply(200, None)
            case Trouble.TOO_MANY:
                return Reply(429, b'{"message":"too many"}', (("Retry-After", "7"),))
            case Trouble.BROKEN:
                return Reply(500, b'{"message":"oops"}')
            case _:
                said = self.booth.trouble(trouble) if trouble in OWN_CODES and trouble else self.booth.answer(asked, self.now())
        content = gzip.compress(json.dumps(said, ensure_ascii=False).encode())
        whole = content if trouble is not Trouble.CUT else content[: len(content) // 2]
        return Reply(200, whole, (("Content-Type", "application/json; charset=utf-8"), ("Content-Encoding", "gzip")))


def _handler(counter: Counter) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "fake"
        disable_nagle_algorithm = True  # head and body go out apart, and a caller on loopback would wait 40 ms for the second

        def do_GET(self) -> None:
            self._serve("")

        def do_POST(self) -> None:
            self._serve(self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode())

        def _serve(self, body: str) -> None:
            split = urlsplit(self.path)
            query = dict(parse_qsl(split.query, keep_blank_values=True))
            formed = self.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")
            form = dict(parse_qsl(body, keep_blank_values=True)) if formed else {}
            reply = counter.reply(Asked(self.command, split.path, query, body, form))
            if reply.content is None:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in (*reply.headers, ("Content-Length", str(len(reply.content)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.content)

        def date_time_string(self, timestamp: float | None = None) -> str:
            """The platform's own clock."""
            return counter.now().strftime("%a, %d %b %Y %H:%M:%S GMT")

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    return Handler
