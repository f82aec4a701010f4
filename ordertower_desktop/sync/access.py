"""The bearer that goes with each request: the login's own token, or a short-lived one bought with it; one purchase at a time."""

import threading
from collections.abc import Callable

from ordertower_desktop.sync.trouble import LoggedOut, Refused
from ordertower_desktop.wire.pages import Token

Buy = Callable[[str], Token]
"""Device token -> access token; raises `Unreachable` or `Refused`."""


class Access:
    """A login's token and what it was last exchanged for. Safe on any thread."""

    def __init__(self, token: str, buy: Buy) -> None:
        self._token, self._buy = token, buy
        self._bearer = token
        self._lock = threading.Lock()

    def bearer(self) -> str:
        return self._bearer

    def renewed(self, stale: str) -> str:
        """A bearer newer than `stale`: the first to come buys it, the others wait and share. Raises `LoggedOut` if there is none."""
        with self._lock:
            if self._bearer != stale:
                return self._bearer
            try:
                self._bearer = self._buy(self._token).token
            except Refused as refused:
                raise LoggedOut(refused.why or "登录已失效，请重新登录", status=401, type=refused.type) from refused
            return self._bearer
