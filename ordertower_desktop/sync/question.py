"""A question to the hub, as a value: a `Client` answers it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

if TYPE_CHECKING:
    from ordertower_desktop.sync.http import Client

T = TypeVar("T")
Question = Callable[["Client"], T]


def part(text: str) -> str:
    """One part of a path, whatever stands in it."""
    return quote(text, safe="")
