"""A page of the glass that asks the hub for itself, and what all of them have in common."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal


class Room(QObject):
    """Does nothing about anything by default; `question` carries what to ask and with what."""

    question = Signal(str, list)

    def answered(self, what: str, answer: Any) -> None:
        """What the hub says, trouble as a value."""

    def show_state(self, state: Any) -> None:
        """What this person may do, as the hub says."""

    def tick(self, now: datetime) -> None:
        """A second has passed on the hub's clock."""

    def forget(self) -> None:
        """Another hub."""
