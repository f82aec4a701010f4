"""The one way out over HTTP: every client of the hub is made here, so every call is heard."""

import time
from collections.abc import Iterator
from ssl import SSLContext
from typing import Any

import httpx

from ordertower_desktop.domain.calllog import Answered, by_status, interface_of
from ordertower_desktop.hub.calling.book import Ear, ear
from ordertower_desktop.hub.calling.reach import Checked

NAMED = "ordertower.interface"
"""The extension of a request under which a caller says what it calls, where the path does not."""


def client(
    *, base_url: str = "", timeout: float, verify: bool | SSLContext = True, transport: httpx.BaseTransport | None = None, **more: Any
) -> httpx.Client:
    """A client that goes where it is told and nowhere else; whoever listens on the thread that uses it hears of each call."""
    way = Heard(transport or Checked(lambda: httpx.HTTPTransport(verify=verify, trust_env=False)))
    return httpx.Client(base_url=base_url, timeout=timeout, trust_env=False, transport=way, **more)


def named(interface: str) -> dict[str, Any]:
    """What to give a request as its extensions."""
    return {NAMED: interface}


class Heard(httpx.BaseTransport):
    """Another transport, overheard."""

    def __init__(self, way: httpx.BaseTransport) -> None:
        self._way = way

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        listening = ear()
        if listening is None:
            return self._way.handle_request(request)
        call = _Call(listening, request)
        try:
            response = self._way.handle_request(request)
        except httpx.TransportError as error:
            call.failed(error)
            raise
        call.status = response.status_code
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = _Counted(response.stream, call)
        return response

    def close(self) -> None:
        self._way.close()


class _Call:
    """One call that is under way."""

    def __init__(self, listening: Ear, request: httpx.Request) -> None:
        self._ear, self._began = listening, time.monotonic()
        self._name = str(request.extensions.get(NAMED) or interface_of(request.url.path))[:96]
        said = request.headers.get("content-length", "")
        self._sent = int(said) if said.isascii() and said.isdigit() else 0
        self._over = False
        self.status, self.got = 0, 0

    def failed(self, error: httpx.TransportError) -> None:
        late = isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout)
        self._end(Answered.TIMEOUT if late else Answered.NETWORK)

    def ended(self) -> None:
        self._end(by_status(self.status))

    def _end(self, answered: Answered) -> None:
        if self._over:
            return
        self._over = True
        took = time.monotonic() - self._began
        self._ear.hear(self._name, took=took, status=self.status, answered=answered, sent=self._sent, got=self.got)


class _Counted(httpx.SyncByteStream):
    """The bytes of an answer as they come; the call has ended when they have."""

    def __init__(self, stream: httpx.SyncByteStream, call: _Call) -> None:
        self._stream, self._call = stream, call

    def __iter__(self) -> Iterator[bytes]:
        try:
            for part in self._stream:
                self._call.got += len(part)
                yield part
        except httpx.TransportError as error:
            self._call.failed(error)
            raise

    def close(self) -> None:
        self._stream.close()
        self._call.ended()
