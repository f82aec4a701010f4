"""A source that tells the plain receiver of one order when it is asked, and forgets nothing of being asked; nothing of it is kept here."""

import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from ordertower_desktop.domain.reveal import Plain
from ordertower_desktop.hub.connectors.connector import About


@dataclass(frozen=True, slots=True)
class Wish:
    """One order, why, and by whom: systems that keep a list of their own want to know."""

    order: str
    reason: str
    person: str


class Revealer(Protocol):
    """The side of a connector that reveals; a system that cannot has none."""

    @property
    def about(self) -> About: ...

    def reveal(self, wish: Wish, *, now: datetime) -> Plain:
        """Ask now. Raises `SourceRefused` (`quota` where its own allowance is spent) or `Unreachable`, never with a plain value in it."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class InTurn:
    """A revealer that many may ask: one line to a system carries one question at a time."""

    inner: Revealer
    _turn: threading.Lock = field(default_factory=threading.Lock)

    @property
    def about(self) -> About:
        return self.inner.about

    def reveal(self, wish: Wish, *, now: datetime) -> Plain:
        with self._turn:
            return self.inner.reveal(wish, now=now)

    def close(self) -> None:
        self.inner.close()
