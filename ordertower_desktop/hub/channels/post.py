"""One request to a platform, and what its answer means for whether anything was sent."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx
import msgspec

from ordertower_desktop.domain.calllog import Answered, interface_of
from ordertower_desktop.hub.calling.book import meant, request_id
from ordertower_desktop.hub.calling.line import client, named
from ordertower_desktop.hub.channels.channel import BUSY, ChannelRefused, SlowDown, Unreachable, Unsure

PATIENCE_S = 5.0
"""Connecting and answering together stay below the lease of a send."""
MOST_BYTES = 64 * 1024
MOST_CHUNKS = 64
MOST_WAIT_S = 3600
ACTIONS = ("x-acs-action", "x-tc-action")
"""Headers that say what is called where every path is the same."""


class Post:
    """Speaks to one base address; every answer of the platform has a key `code`.

    `name` stands in every sentence; the address never does, because a key may be part of it.
    """

    def __init__(self, base_url: str, name: str, *, code: str, transport: httpx.BaseTransport | None = None) -> None:
        certified = not base_url.startswith("http:")  # reading the list of authorities takes 70 ms
        self.name, self._code = name, code
        self.host = httpx.URL(base_url).netloc.decode()
        self._http = client(base_url=base_url, timeout=PATIENCE_S, transport=transport, verify=certified)

    def close(self) -> None:
        self._http.close()

    def json(
        self, path: str, body: object = None, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None,
        method: str = "POST",
    ) -> dict[str, Any]:  # fmt: skip
        """The platform's answer; raises what its silence or its status means."""
        content = body if isinstance(body, bytes) else b"" if body is None else msgspec.json.encode(body)
        more = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
        try:
            status, wait, told = self._ask(method, path, content, params, more)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
            raise Unreachable(f"{self.name}：连不上，请检查网络和 base_url") from error
        except (httpx.HTTPError, ValueError) as error:
            raise Unsure(f"{self.name}：发出去了，但没有等到完整的答复") from error
        return self._read(status, wait, told)

    def _ask(
        self, method: str, path: str, content: bytes, params: Mapping[str, str] | None, headers: Mapping[str, str]
    ) -> tuple[int, str, bytes]:
        """Status, Retry-After and body, of which a dripping answer gets only so much."""
        told = bytearray()
        known = {name.lower(): value for name, value in headers.items()}
        name = next((known[one] for one in ACTIONS if one in known), interface_of(path))
        with self._http.stream(method, path, content=content, params=params, headers=headers, extensions=named(name)) as answer:
            for count, chunk in enumerate(answer.iter_bytes(), 1):
                told += chunk
                if len(told) > MOST_BYTES or count > MOST_CHUNKS:
                    raise ValueError("no end")
            return answer.status_code, answer.headers.get("retry-after", ""), bytes(told)

    def _read(self, status: int, wait: str, told: bytes) -> dict[str, Any]:
        if status in (429, 503):
            meant(Answered.THROTTLED)
            pause = timedelta(seconds=min(int(wait), MOST_WAIT_S)) if wait.isascii() and wait.isdigit() else BUSY
            raise SlowDown(f"{self.name}：平台说太忙（{status}）", pause)
        body = _decoded(told) if status < 500 else None
        if isinstance(body, dict) and self._code in body:
            meant(Answered.OK, request_id=request_id(body))
            return body
        meant(Answered.ERROR)
        if not 300 <= status < 500:
            raise Unsure(f"{self.name}：平台答复 {status}，看不出有没有发出")
        raise ChannelRefused(f"{self.name}：平台拒绝（{status}），请核对 base_url 和密钥")


def _decoded(told: bytes) -> object:
    try:
        return msgspec.json.decode(told)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
