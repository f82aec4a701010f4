"""Everything that somebody gets who asks a hub for all there is, and a desk's real files fed by its answers."""

import time
from pathlib import Path

import httpx

from ordertower_desktop.hub.api.release import DOWNLOAD
from ordertower_desktop.hub.api.routes import STREAM, routes
from ordertower_desktop.sync.files import Files
from ordertower_desktop.sync.memory import Login, Memory
from ordertower_desktop.wire.codec import decode, encode
from ordertower_desktop.wire.sync import SyncAnswer
from tests.hub.floor import NOON, Floor

ORDER = "880000000000000042"


def received(floor: Floor, who: str, order: str = ORDER) -> str:
    """Everything that somebody gets who asks for all there is."""
    return "\n".join(got.text for got in answers(floor, who, order).values())


def answers(floor: Floor, who: str, order: str = ORDER) -> dict[str, httpx.Response]:
    """Path -> what it answers, of every GET route of the table; `POST /v1/sync` from nothing is among them."""
    asked = [route for route in routes("test") if route.method == "GET" and route.path not in (STREAM, DOWNLOAD)]
    paths = [(path, {"limit": "1000"} if "limit" in route.query else {}) for route in asked for path in filled(route.path, order)]
    days = {"since": "2025-11-10", "until": "2025-11-13"}
    paths += [(path, days) for path in ("/v1/kpi", "/v1/trends", "/v1/alarms")]
    paths += [("/v1/drill", {**days, "by": "warehouse,shop"}), ("/v1/drill/orders", {**days, "which": "all", "limit": "1000"})]
    paths += [("/v1/pool", {"at": at.isoformat(), "as": sort}) for at in (NOON, floor.now) for sort in ("known", "reckoned")]
    got = {f"{path} {params}": patiently(floor, who, path, params) for path, params in paths}
    return got | {"POST /v1/sync": floor.call("POST", "/v1/sync", who=who, json={})}


def patiently(floor: Floor, who: str, path: str, params: dict[str, str]) -> httpx.Response:
    """The answer itself, however fast this machine asks."""
    while (got := floor.call("GET", path, who=who, params=params)).status_code == 429:
        time.sleep(0.05)
    return got


def filled(path: str, order: str = ORDER) -> list[str]:
    if "{what}" in path:
        return [path.replace("{what}", what) for what in ("events", "orders", "cases")]
    known = {"order_id:path": order, "day": "2025-11-12", "person": "li", "import_id": "none", "name": "none"}
    for name, value in known.items():
        path = path.replace("{" + name + "}", value)
    return [path]


class OnDisk:
    """A desk's real files, fed by the floor's real answers."""

    def __init__(self, floor: Floor, who: str, folder: Path) -> None:
        self._floor, self._who, self._folder = floor, who, folder
        self._memory = Memory.at(Files(folder).made(), Login(who, "test"))
        self.sent = b""

    def catch_up(self) -> None:
        for _ in range(20):
            asked = self._memory.request()
            answer = self._floor.call("POST", "/v1/sync", who=self._who, content=encode(asked))
            self.sent += answer.content
            if self._memory.take(asked, decode(answer.content, SyncAnswer), now=self._floor.now).head:
                return
        raise AssertionError("the desk does not arrive")

    def stored(self) -> bytes:
        return b"".join(path.read_bytes() for path in self._folder.rglob("*") if path.is_file())

    def close(self) -> None:
        self._memory.close()
