"""Where a login's token is kept: the system's keyring, or this session's memory where there is none."""

import logging
import queue
import threading
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")
log = logging.getLogger(__name__)
SERVICE = "OrderTower"
PATIENCE_S = 20.0


class Keep(StrEnum):
    """Where a token is; the status bar shows `SESSION` with a lock and the words 本次登录不保存."""

    KEYRING = "keyring"
    SESSION = "session"


def account(hub: str, user: str) -> str:
    """The name that a login's token is kept under."""
    return f"{hub}|{user}"


class Tokens:
    """Tokens by account. Never on the GUI thread: a locked keyring waits for its owner. Never in a file of ours."""

    def __init__(self, *, patience_s: float = PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._session: dict[str, str] = {}
        self.keep = Keep.KEYRING

    def load(self, name: str) -> str | None:
        """The token of an account, or None if it has to be asked for again."""
        if name in self._session:
            return self._session[name]
        import keyring

        return self._try(lambda: keyring.get_password(SERVICE, name))

    def save(self, name: str, token: str) -> Keep:
        """Keep a token as safely as this machine can, and say where."""
        import keyring

        def put() -> bool:
            keyring.set_password(SERVICE, name, token)
            return keyring.get_password(SERVICE, name) == token  # the null keyring takes everything and keeps nothing

        if self._try(put):
            self._session.pop(name, None)
        else:
            self.keep = Keep.SESSION
            self._session[name] = token
        return self.keep

    def forget(self, name: str) -> None:
        self._session.pop(name, None)
        import keyring

        self._try(lambda: keyring.delete_password(SERVICE, name))

    def _try(self, call: Callable[[], T]) -> T | None:
        """What the keyring says, or None where there is none, it is locked, or it does not answer in time."""
        answers: queue.SimpleQueue[T | None] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(call())
            except Exception:  # whatever a desktop's keyring comes up with, the desk goes on without it
                log.exception("the keyring failed")
                self.keep = Keep.SESSION
                answers.put(None)

        # A daemon thread: a keyring that waits for a prompt nobody answers must not keep the desk from closing.
        threading.Thread(target=ask, name="desk-keyring", daemon=True).start()
        try:
            return answers.get(timeout=self._patience_s)
        except queue.Empty:
            self.keep = Keep.SESSION
            return None
