"""A system of somebody else's on loopback, which pages, checks who asks, moves while it is read and fails on demand; and mappings of it."""

import gzip
import json
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from ordertower_desktop.hub.connectors.connector import Page
from ordertower_desktop.hub.connectors.mapped.connector import MappedConnector
from ordertower_desktop.hub.connectors.mapped.http.line import Ticker
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys
from ordertower_desktop.hub.connectors.mapped.sources import connectors
from ordertower_desktop.settings import SourceSettings
from tests.hub.floor import NOON

SHANGHAI = ZoneInfo("Asia/Shanghai")
SECRETS = {"env:ERP_KEY": "canary-key-7f3a", "keyring:erp-main": "canary-password-91", "env:ERP_USER": "tower"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the system saw it."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any = None
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes over the wire. `cut` ends the body early, in the middle of what its length promised or of its gzip stream."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None

    @property
    def content(self) -> bytes:
        return json.dumps(self.body, ensure_ascii=False).encode() if self.raw is None else self.raw


def order(number: int | str, minutes_ago: float, state: str = "待发货", **more: Any) -> dict[str, Any]:
    at = NOON - timedelta(minutes=minutes_ago)
    paid = (NOON - timedelta(hours=30)).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    return {"no": str(number), "updated": at.isoformat(), "state": state, "total": "199.90", "pay_time": paid, "shop": "外套店", **more}


def crowd(count: int) -> list[dict[str, Any]]:
    """Four orders share each minute, so equal stamps lie over the border of nearly every page size."""
    return [order(1000 + i, 50 - i // 4) for i in range(count)]


class System:
    """`orders` is its truth; `faults` are replies given instead, one each, when `strike` says that a request is meant;
    `after` runs behind every page, so that the ground can move."""

    def __init__(self, orders: Iterable[dict[str, Any]] = (), *, now: Callable[[], datetime] = lambda: NOON) -> None:
        self.orders = {one["no"]: one for one in orders}
        self.now, self.asked = now, list[Asked]()
        self.faults: deque[Reply | None] = deque()
        self.guard: Callable[[Asked], bool] = lambda _asked: True
        self.after: Callable[[System], None] = lambda _system: None
        self.ignores: set[str] = set()
        self.tokens: set[str] = set()
        self.logins = 0
        self.largest = 1000
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def pages(self) -> list[Asked]:
        return [one for one in self.asked if one.path == "/orders"]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        if asked.path in ("/login", "/token"):
            return self._login(asked)
        if self.faults and (fault := self.faults.popleft()) is not None:
            return fault
        if not self.guard(asked):
            return Reply(200, {"code": 401, "msg": "令牌过期"})
        if asked.path == "/orders":
            reply = self._page({**asked.query, **(asked.body if isinstance(asked.body, dict) else {})})
            self.after(self)
            return reply
        found = self.orders.get(asked.path.removeprefix("/orders/"))
        return Reply(404, {"code": 404}) if found is None else Reply(200, {"code": 0, "data": {"items": [found]}})

    def _login(self, asked: Asked) -> Reply:
        self.logins += 1
        said = asked.body or {}
        if said.get("password", said.get("client_secret", said.get("refresh_token"))) not in (*SECRETS.values(), *self.tokens):
            return Reply(200, {"code": 1002, "msg": f"口令不对：{said.get('password')}"})
        token = f"canary-token-{self.logins}"
        self.tokens.add(token)
        return Reply(200, {"code": 0, "data": {"token": token}, "access_token": token}, {"X-Token": token})

    def _page(self, said: dict[str, Any]) -> Reply:
        said = {key: value for key, value in said.items() if key not in self.ignores}
        rows = sorted(self.orders.values(), key=lambda one: (one["updated"], one["no"]))
        if since := said.get("from"):
            rows = [one for one in rows if _at(one) >= _moment(since)]
        if until := said.get("to"):
            rows = [one for one in rows if _at(one) < _moment(until)]
        if state := said.get("state"):
            rows = [one for one in rows if one["state"] in str(state).split(",")]
        if after := said.get("after_id"):
            rows = [one for one in rows if (_at(one), one["no"]) > (_moment(said["from"]), after)]
        if said.get("sort") == "desc":
            rows.reverse()
        return self._cut(rows, said)

    def _cut(self, rows: list[dict[str, Any]], said: dict[str, Any]) -> Reply:
        size = min(int(said.get("size") or 1000), self.largest)
        start = int(said.get("offset") or 0)
        if "page" in said:
            start = (int(said["page"]) - 1) * size
        if said.get("cursor"):
            start = int(said["cursor"])
        more = start + size < len(rows)
        url = f"{self.url}/orders?cursor={start + size}&size={size}" if more else None
        next_ = str(start + size) if more else "nomore"
        data = {"items": [dict(one) for one in rows[start : start + size]], "total": len(rows), "next": next_, "url": url, "more": more}
        return Reply(200, {"code": 0, "msg": "ok", "data": data}, {"Link": f'<{url}>; rel="next"'} if url else {})


def _at(one: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(one["updated"])


def _moment(text: Any) -> datetime:
    return datetime.fromisoformat(str(text))


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up is no news."""


def _handler(system: System) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._do(b"")

        def do_POST(self) -> None:
            self._do(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

        def _do(self, raw: bytes) -> None:
            split = urlsplit(self.path)
            form = "form" in self.headers.get("Content-Type", "")
            body = dict(parse_qsl(raw.decode())) if form else json.loads(raw) if raw else None
            query = dict(parse_qsl(split.query, keep_blank_values=True))
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = system.answer(Asked(self.command, split.path, query, headers, body, raw))
            content = reply.content
            self.send_response_only(reply.status)
            for name, value in {
                "Date": format_datetime(system.now(), usegmt=True),
                "Content-Length": str(len(content)),
                **reply.headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)
            if "Content-Length" in reply.headers:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


def zipped(body: Any, *, keep: float = 1.0) -> Reply:
    """A gzip answer, of which only a part may come."""
    whole = gzip.compress(json.dumps(body).encode())
    return Reply(200, raw=whole[: int(len(whole) * keep)], headers={"Content-Encoding": "gzip"})


SOURCE = '[source]\nid = "erp"\nname = "ERP"\nkind = "erp"\n'
PAGES = """[pull.orders]
path = "/orders"
query = { from = "{window.start|utc}", to = "{window.end|utc}", page = "{page}", size = "{size}" }
walk = "pages"
total = "data.total"
rows = "data.items"
stamp = "time(updated)"
read = { path = "/orders/{order}" }
"""
MAP = """[map]
order_id = "no"
amount_fen = "yuan(total)"
paid_at = "time(pay_time, '%Y-%m-%d %H:%M:%S')"
status = "state"
shop = "shop"
[status_map]
"待发货" = "TO_SHIP"
"已发货" = "TO_COLLECT"
"已取消" = "cancelled"
"""
ERRORS = """[errors]
rules = [
  { path = "code", is = 401, means = "auth" },
  { path = "code", is = 429, means = "slow_down" },
  { path = "code", is_not = 0, means = "refused" },
]
"""


class Waits:
    """Time that passes when somebody waits, and remembers for how long."""

    def __init__(self) -> None:
        self.at, self.waited = 0.0, list[float]()

    def pause(self, seconds: float) -> None:
        self.at += seconds
        self.waited.append(seconds)

    @property
    def ticker(self) -> Ticker:
        return Ticker(lambda: self.at, self.pause)


@dataclass
class Rig:
    """One connector at one system, by one text."""

    system: System
    connector: MappedConnector
    waits: Waits
    kept: dict[str, str]

    def all(self, cursor: bytes = b"", *, now: datetime = NOON) -> list[Page]:
        """Pull until there is no more, as the worker does."""
        pages = [self.connector.pull(cursor, now=now)]
        while pages[-1].more:
            pages.append(self.connector.pull(pages[-1].cursor, now=now))
            assert len(pages) < 200
        return pages

    def orders(self, cursor: bytes = b"", *, now: datetime = NOON) -> list[str]:
        return sorted({one.order_id for page in self.all(cursor, now=now) for one in page.snapshots})


def text_of(url: str, *, http: str = "", auth: str = "", pull: str = PAGES, map_: str = MAP, errors: str = ERRORS) -> str:
    return f'{SOURCE}[http]\nbase_url = "{url}"\n{http}\n{auth}\n{pull}\n{map_}\n{errors}'


@contextmanager
def rig(folder: Path, orders: Iterable[dict[str, Any]] = (), *, system: System | None = None, **parts: str) -> Iterator[Rig]:
    """A connector against a real server; what the file says is put together from parts."""
    at = system or System(orders)
    (folder / "erp.toml").write_text(text_of(at.url, **parts), "utf-8")
    waits, kept = Waits(), dict(SECRETS)

    def keep(reference: str, value: str) -> bool:
        kept[reference] = value
        return True

    keys = Keys(lambda reference: kept.get(reference, ""), keep)
    made = connectors([SourceSettings("erp.toml", timedelta(seconds=30))], folder, keys=keys, ticker=waits.ticker)["erp"]
    try:
        yield Rig(at, made, waits, kept)
    finally:
        made.close()
        at.stop()


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
