"""What the system is asked to show, and what anything that can show it promises."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import SignalInstance

TITLE, LINES = 20, 2


@dataclass(frozen=True, slots=True)
class Popup:
    """One toast. The same `id` again replaces it. `acts` are (key, words); `quiet` says that only its words changed."""

    id: str
    title: str
    body: str
    severity: str = "warning"
    acts: tuple[tuple[str, str], ...] = ()
    sound: str = ""
    quiet: str = ""


class Notifier(Protocol):
    """Something that can interrupt. `invoked(id, act)`: a person clicked; `gone(id)`: a person closed it; `turned`: `works` has changed."""

    invoked: SignalInstance
    gone: SignalInstance
    turned: SignalInstance
    name: str

    @property
    def works(self) -> bool: ...

    def start(self) -> None:
        """Find out whether it works."""

    def show(self, popup: Popup) -> None: ...

    def withdraw(self, popup_id: str) -> None: ...

    def close(self) -> None: ...
