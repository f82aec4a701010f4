"""Where this desk finds its hub: at an address, or beside itself."""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from ordertower_desktop.sync.beside import Beside, HubFile, Waits
from ordertower_desktop.sync.files import Files
from ordertower_desktop.sync.trouble import Refused, Unreachable

if TYPE_CHECKING:
    from ordertower_desktop.sync.http import Client

TOKEN = "ORDERTOWER__HUB__TOKEN"
"""The variable that a token for a floor's hub may stand in."""


class Source(Protocol):
    """Gives the client for the hub as it can be reached now; the same object as long as nothing has changed."""

    def client(self) -> "Client":
        """Raises `Unreachable`."""
        ...

    def doubt(self) -> None:
        """The last call came to nothing: look again before the next."""

    def close(self) -> None:
        """Let go of the connection."""

    def quit(self) -> None:
        """The desk is leaving for good: what was started for it ends too."""


class FixedHub:
    """A floor's hub at an address that somebody configured."""

    def __init__(self, url: str, token: Callable[[], str], *, ca: str = "") -> None:
        self._url, self._token, self._ca = url, token, ca
        self._client: Client | None = None

    def client(self) -> "Client":
        if self._client is None:
            from ordertower_desktop.sync.http import Client

            self._client = Client(self._url, self._token(), ca=self._ca)
        return self._client

    def doubt(self) -> None:
        """An address stays what it is."""

    def close(self) -> None:
        if self._client is not None:
            self._client.close()

    def quit(self) -> None:
        """A floor's hub stays."""


class BesideHub:
    """The hub beside this desk: started when it is not there, found again at its new port when it died."""

    def __init__(self, beside: Beside) -> None:
        self._beside = beside
        self._at: HubFile | None = None
        self._client: Client | None = None
        self._doubt = False

    def client(self) -> "Client":
        if self._client is not None and not self._doubt:
            return self._client
        at = self._beside.ensure()
        from ordertower_desktop.sync.http import Client

        if self._client is None or (self._at and (at.url, at.token) != (self._at.url, self._at.token)):
            self.close()
            self._client = Client(at.url, at.token)
        self._at, self._doubt = at, False
        return self._client

    def doubt(self) -> None:
        self._doubt = True

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def quit(self) -> None:
        self._beside.stop()


def answers(hub: HubFile) -> bool:
    """True if a hub is alive at this address."""
    from ordertower_desktop.sync.http import Client

    asking = Client(hub.url, hub.token)
    try:
        asking.get("/healthz", object)
    except (Unreachable, Refused):
        return False
    finally:
        asking.close()
    return True


def source_of(files: Files, hub: str | None, token: str, *, ca: str = "") -> Source:
    """A hub at an address (behind the authority `ca`, where that is given), or one beside this folder."""
    if hub:
        from ordertower_desktop.sync.trust import authority

        return FixedHub(hub, lambda: token, ca=authority(files.folder, ca))
    waits = Waits(threading.Event().wait, time.monotonic)
    return BesideHub(Beside(files.folder, answers, waits))
