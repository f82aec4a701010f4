"""Fake platforms, ERP, WMS, carrier and CRM: real HTTP servers on loopback that check keys and signatures, page, and can refuse."""

import hashlib
import hmac
import json
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ordertower_desktop.demo import goods
from ordertower_desktop.demo.world import Record, World

SKEW = timedelta(minutes=10)
MOST_SPAN = timedelta(days=2)
MOST_SIZE = 500
POLL = 0.02
"""Seconds within which a server takes note that it is stopped."""


def signature(secret: str, path: str, stamp: str) -> str:
    """What a caller proves that it knows the secret with: HMAC-SHA256 over path with query and time stamp."""
    return hmac.new(secret.encode(), f"{path}\n{stamp}".encode(), hashlib.sha256).hexdigest()


def receiver(order: str) -> dict[str, str]:
    """Who an order of the demo goes to."""
    dice = int(hashlib.sha256(order.encode()).hexdigest(), 16)
    name = "王李张刘陈杨赵黄"[dice % 8] + ("雪莲", "思远", "嘉禾", "望舒", "明澈")[dice // 8 % 5]
    phone = f"1000{dice // 40 % 10**7:07d}"
    return {"name": name, "phone": phone, "address": f"演示省演示市演示路 {dice % 400 + 1} 号 {dice // 7 % 30 + 1} 栋"}


class _Server(ThreadingHTTPServer):
    """A caller that hangs up in the middle of an answer is no news; anything else is told as ever."""

    daemon_threads = False  # a caller that has gone ends its thread, and stop() waits for that

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class FakeSystem:
    """One system of the floor. `refusal` is (HTTP status, message) while it lets nobody in."""

    def __init__(self, name: str, secret: str, world: World, *, now: Callable[[], datetime]) -> None:
        self.name, self._secret, self._world, self.now = name, secret, world, now
        self.refusal: tuple[int, str] | None = None
        self.refuses_from: tuple[datetime, int, str] | None = None
        self.ships_from: datetime | None = None
        self.shipped_word = ""
        self.reveals = 200
        """So many receivers may be asked for in plain until the server is started anew."""
        self.revealed: list[Mapping[str, str]] = []
        self.calls = 0
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(POLL,), name=f"fake-{name}", daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        """Status and body of a GET."""
        self.calls += 1
        now = self.now()
        refused = self.refusal
        if self.refuses_from is not None and now >= self.refuses_from[0]:
            refused = self.refuses_from[1:]
        if refused is not None:
            return refused[0], {"code": refused[0], "message": refused[1]}
        if problem := self._unproven(path, headers, now):
            return 403, {"code": "signature", "message": problem}
        split = urlsplit(path)
        if split.path == "/orders":
            return self._page({key: values[0] for key, values in parse_qs(split.query).items()}, now)
        if split.path.startswith("/orders/"):
            found = self._world.one(self.name, split.path.removeprefix("/orders/"), now)
            return 200, {"code": 0, "item": None if found is None else _item(found)}
        if split.path == "/stock" and (told := goods.told(self.name, now)):
            return 200, {"code": 0, "items": told}
        return 404, {"code": 404, "message": "没有这个接口"}

    def hear(self, path: str, headers: Mapping[str, str], content: str) -> tuple[int, dict[str, Any]]:
        """Status and body of a POST: a shop is told that an order has left; until `ships_from` it takes no more."""
        self.calls += 1
        now = self.now()
        if path.startswith("/orders/") and path.endswith("/reveal"):
            return self._unproven_or(path, headers, content, lambda: self._reveal(path.split("/")[2], json.loads(content), now))
        order = path.removeprefix("/orders/").removesuffix("/ship")
        if not self.shipped_word or path != f"/orders/{order}/ship":
            return 404, {"code": 404, "message": "没有这个接口"}
        if problem := self._unproven(f"{path}\n{content}", headers, now):
            return 403, {"code": "signature", "message": problem}
        if self.ships_from is not None and now < self.ships_from:
            return 429, {"code": 429, "message": "平台限流", "wait": int((self.ships_from - now).total_seconds()) + 1}
        return self._ship(order, json.loads(content), now)

    def _ship(self, order: str, said: Mapping[str, str], now: datetime) -> tuple[int, dict[str, Any]]:
        seen = self._world.one(self.name, order, now)
        if seen is None or seen.status == self.shipped_word:
            return 409, {"code": 409, "message": "没有这个订单" if seen is None else "订单已发货"}
        fields = {**seen.fields, "shipped_at": now.isoformat(), "carrier": said["carrier"], "waybill": said["waybill"]}
        self._world.add(Record(self.name, order, now, self.shipped_word, fields))
        return 200, {"code": 0, "message": ""}

    def _unproven_or(
        self, path: str, headers: Mapping[str, str], content: str, then: Callable[[], tuple[int, dict[str, Any]]]
    ) -> tuple[int, dict[str, Any]]:
        problem = self._unproven(f"{path}\n{content}", headers, self.now())
        return (403, {"code": "signature", "message": problem}) if problem else then()

    def _reveal(self, order: str, said: Mapping[str, str], now: datetime) -> tuple[int, dict[str, Any]]:
        """The receiver in plain: made of the number, the same every time, nobody's in the world."""
        if self._world.one(self.name, order, now) is None:
            return 404, {"code": 404, "message": "没有这个订单"}
        if len(self.revealed) >= self.reveals:
            return 429, {"code": 429, "message": "今天的解密额度已用完"}
        self.revealed.append({"order": order, **said})
        return 200, {"code": 0, "message": "", "receiver": receiver(order)}

    def _unproven(self, path: str, headers: Mapping[str, str], now: datetime) -> str:
        stamp = headers.get("X-Time", "")
        try:
            skew = abs(datetime.fromisoformat(stamp) - now)
        except (ValueError, TypeError):
            return "缺少时间戳"
        if skew > SKEW:
            return "时间戳相差超过 10 分钟"
        return "" if hmac.compare_digest(headers.get("X-Sign", ""), signature(self._secret, path, stamp)) else "签名不对"

    def _page(self, query: dict[str, str], now: datetime) -> tuple[int, dict[str, Any]]:
        try:
            since, until = datetime.fromisoformat(query["since"]), min(datetime.fromisoformat(query["until"]), now)
            page, size = int(query.get("page", "1")), int(query.get("size", "100"))
        except (KeyError, ValueError):
            return 400, {"code": 400, "message": "参数不对：since、until、page、size"}
        if until - since > MOST_SPAN or not 0 < size <= MOST_SIZE or page < 1:
            return 400, {"code": 400, "message": "时间窗最长 2 天，每页最多 500"}
        found = self._world.changed(self.name, since, until)
        items = found[(page - 1) * size : page * size]
        return 200, {"code": 0, "total": len(found), "items": [_item(record) for record in items]}


def _item(record: Record) -> dict[str, Any]:
    log = [{"at": told.at.isoformat(), "event": told.event, "payload": dict(told.payload)} for told in record.log]
    return {"no": record.order, "updated": record.at.isoformat(), "status": record.status, "fields": dict(record.fields), "log": log}


def _handler(system: FakeSystem) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "fake"

        def do_GET(self) -> None:
            self._say(*system.answer(self.path, dict(self.headers.items())))

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            self._say(*system.hear(self.path, dict(self.headers.items()), content))

        def _say(self, status: int, body: dict[str, Any]) -> None:
            content = json.dumps(body, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            if "wait" in body:
                self.send_header("Retry-After", str(body["wait"]))
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def date_time_string(self, timestamp: float | None = None) -> str:
            """The system's own clock, which is the demo's."""
            return system.now().strftime("%a, %d %b %Y %H:%M:%S GMT")

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    return Handler
