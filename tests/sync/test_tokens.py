"""Where tokens are kept: the keyring where there is one, this session where there is none, never a file of ours."""

import threading
from collections.abc import Callable, Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from ordertower_desktop.sync.tokens import Keep, Tokens, account

NAME = account("https://hub.test", "li")


class Memory(KeyringBackend):
    """A keyring that works."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Locked(Memory):
    """A keyring that nobody has opened."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("locked")


class Waits(Memory):
    """A keyring that shows a prompt which nobody answers."""

    test_is_over = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.test_is_over.wait(30)
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        self.test_is_over.wait(30)


class Odd(Memory):
    """A keyring with a fault of its own."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise TypeError("a fault of its own")


@pytest.fixture
def use() -> Iterator[Callable[[KeyringBackend], None]]:
    before = keyring.get_keyring()
    Waits.test_is_over.clear()
    yield keyring.set_keyring
    Waits.test_is_over.set()
    keyring.set_keyring(before)
    for thread in threading.enumerate():
        if thread.name == "desk-keyring":
            thread.join(10)


def test_a_keyring_keeps_a_token_from_one_session_to_the_next(use: Callable[[KeyringBackend], None]) -> None:
    use(Memory())
    assert Tokens().save(NAME, "秘密") is Keep.KEYRING
    again = Tokens()
    assert again.load(NAME) == "秘密"
    again.forget(NAME)
    assert Tokens().load(NAME) is None


@pytest.mark.parametrize("kind", [Locked, Waits, Odd])
def test_without_a_keyring_the_session_keeps_it_and_says_so(use: Callable[[KeyringBackend], None], kind: type[Memory]) -> None:
    use(kind())
    tokens = Tokens(patience_s=0.2)
    assert tokens.save(NAME, "t1") is Keep.SESSION
    assert tokens.load(NAME) == "t1"
    assert tokens.keep is Keep.SESSION
    assert Tokens(patience_s=0.2).load(NAME) is None


def test_a_keyring_that_keeps_nothing_is_found_out() -> None:
    tokens = Tokens()  # the tests run with keyring's null backend
    assert tokens.save(NAME, "t1") is Keep.SESSION
    assert tokens.load(NAME) == "t1"
