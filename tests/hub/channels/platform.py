"""A platform on loopback: real HTTP, a clock in the hand, and moods in which its answers get lost."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Now = Callable[[], datetime]
Answer = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class Asked:
    """A request as it came over the wire."""

    method: str
    path: str
    raw_query: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.raw_query, keep_blank_values=True))

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.body)


@dataclass
class Platform:
    """`judge` answers as the real one; what it took stands in `taken`. `mood` goes before it, once each: a status, html, drop."""

    now: Now
    taken: list[Any] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    moods: list[str] = field(default_factory=list)
    on_taken: Callable[[], None] = lambda: None

    def judge(self, asked: Asked) -> Answer:
        raise NotImplementedError

    def start(self) -> "Platform":
        platform = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _serve(self) -> None:
                url = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                platform._answer(self, Asked(self.command, url.path, url.query, headers, body))

            do_GET = do_POST = _serve

            def log_message(self, *_: object) -> None:
                """The test says what is wrong."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def _answer(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        self.asked.append(asked)
        mood = self.moods.pop(0) if self.moods else ""
        before = len(self.taken)
        status, told = self.judge(asked) if mood in ("", "drop", "html", "500") else (int(mood), {})
        if len(self.taken) > before:
            self.on_taken()
        if mood == "drop":
            handler.close_connection = True
            return
        body = b"<html>gateway</html>" if mood == "html" else json.dumps(told).encode()
        handler.send_response(500 if mood == "500" else status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def within(self, times: list[datetime], span: timedelta, most: int) -> bool:
        """Whether one more is allowed, as platforms count: at most so many in the last stretch."""
        times[:] = [at for at in times if at > self.now() - span]
        times.append(self.now())
        return len(times) <= most
