"""Asking about one order after the other, so that one that cannot be read is told by itself and stops nobody."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from ordertower_desktop.hub.connectors.connector import Connector, Page, SourceRefused, Unreachable, Unreadable, Unsure

IN_A_ROW = 3
"""So many orders without an answer, one after the other, are a system that does not answer."""
OWN_CODES = ("request", "not_found")
"""Refusals that may be meant for this very order."""

T = TypeVar("T")
A = TypeVar("A")


@dataclass(slots=True)
class Asked(Generic[T, A]):
    """What was answered, and what could not be read and why, in the order of asking.

    The asking stops where everybody would be answered so (`ill`), and after too many in a row without an answer (`mute`: the last why).
    """

    answers: dict[T, A] = field(default_factory=dict)
    unread: dict[T, str] = field(default_factory=dict)
    ill: SourceRefused | Unreachable | None = None
    mute: str = ""


def one_by_one(things: Iterable[T], ask: Callable[[T], A]) -> Asked[T, A]:
    """Ask about each as long as the system answers at all."""
    asked, silent = Asked[T, A](), 0
    for thing in things:
        try:
            asked.answers[thing] = ask(thing)
        except (SourceRefused, Unreachable) as error:
            if not _own(error):
                asked.ill = error
                return asked
            asked.unread[thing] = str(error)
            silent += 1
            if silent == IN_A_ROW:
                asked.mute = str(error)
                return asked
        else:
            silent = 0
    return asked


def told_of(connector: Connector, order: str, *, now: datetime) -> Page:
    """What the source says of one order, or why that cannot be read: it waits, and stops nobody else."""
    try:
        return connector.read(order, now=now)
    except Unreadable as error:
        return Page(b"", unread={order: str(error)})


def passable(unread: Mapping[str, str], read: int) -> Mapping[str, str]:
    """Orders that cannot be read beside those that can. Raises `Unreadable` where none can: then it is the interface, not the orders."""
    if len(unread) >= IN_A_ROW and not read:
        raise Unreadable(next(iter(unread.values())))
    return unread


def _own(error: SourceRefused | Unreachable) -> bool:
    """Whether it may be the order's trouble and not everybody's."""
    return isinstance(error, Unreadable | Unsure) or (isinstance(error, SourceRefused) and error.code in OWN_CODES)
