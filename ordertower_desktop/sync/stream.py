"""The hub's nudges: a reader that stays connected and says "there is something newer"; the rows themselves come by the exchange."""

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from ordertower_desktop.sync.loop import pause
from ordertower_desktop.sync.trouble import Refused, Unreachable
from ordertower_desktop.wire.codec import Malformed, decode
from ordertower_desktop.wire.sync import Nudge

if TYPE_CHECKING:
    from ordertower_desktop.sync.http import Client

REFUSED_PAUSE_S = 15.0


@dataclass(frozen=True, slots=True)
class Event:
    """One server-sent event."""

    name: str
    data: str


def events(lines: Iterable[str]) -> Iterator[Event]:
    """Lines of a `text/event-stream` as events; comments and unknown fields are nothing, an event cut short is none."""
    name = "message"
    data: list[str] = []
    for line in lines:
        if not line:
            if data:
                yield Event(name, "\n".join(data))
            name, data = "message", []
            continue
        key, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if key == "data":
            data.append(value)
        elif key == "event":
            name = value


class Stream:
    """A thread that holds the stream open. `nudged` is called on it: with a nudge, or with None when the connection is new."""

    def __init__(self, client: "Client", nudged: Callable[[Nudge | None], None], *, chance: Callable[[], float]) -> None:
        self._client, self._nudged, self._chance = client, nudged, chance
        self._stop = threading.Event()
        self._response: httpx.Response | None = None
        self._thread = threading.Thread(target=self._run, name="desk-stream", daemon=True)
        self.open = False

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask the reader to end; it does so at once, even in the middle of a silent read."""
        self._stop.set()
        if (response := self._response) is not None:
            _hang_up(response)

    def join(self, timeout: float) -> bool:
        """True if the reader has ended."""
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            try:
                self._read()
            except Unreachable as trouble:
                failures = 1 if self.open else failures + 1
                self._stop.wait(max(trouble.after, pause(failures, chance=self._chance())))
            except Refused:
                self._stop.wait(REFUSED_PAUSE_S)
            finally:
                self.open = False

    def _read(self) -> None:
        """One connection, until it ends; an end that nobody asked for is `Unreachable`."""
        response = self._client.stream("/v1/stream")
        self._response = response
        try:
            if self._stop.is_set():
                return
            self.open = True
            self._nudged(None)  # whatever came while nobody listened
            for event in events(response.iter_lines()):
                if event.name in ("message", "nudge"):
                    self._nudged(decode(event.data, Nudge))
        except (httpx.HTTPError, httpx.StreamError, Malformed, OSError) as error:
            if not self._stop.is_set():
                raise Unreachable("中枢的提醒通道断了") from error
        finally:
            self._response = None
            response.close()
        if not self._stop.is_set():
            raise Unreachable("中枢关闭了提醒通道")


def _hang_up(response: httpx.Response) -> None:
    """End a read that another thread is in: closing a socket does not wake its reader on Linux, shutting it down does."""
    network = response.extensions.get("network_stream")
    found = network.get_extra_info("socket") if network is not None else None
    if found is not None:
        try:
            found.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it is gone already
