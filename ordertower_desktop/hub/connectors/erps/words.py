"""Readers that ERPs need and platforms do not."""

import re

from ordertower_desktop.domain.event import Value
from ordertower_desktop.hub.connectors.sheets.cells.simple import known_platform
from ordertower_desktop.hub.connectors.walker.take import Reader, words


def platform(values: list[object]) -> Value:
    """The code of the platform that a text names; what names none is left to the shop's name on the screen."""
    text = words(values[0])
    return known_platform(text) or text or None


def nth(number: int) -> Reader:
    """The n-th part of an area that is written with spaces between its parts, from 0."""

    def part(values: list[object]) -> Value:
        parts = words(values[0]).split()
        return parts[number] if number < len(parts) else None

    return part


def unless(*nothing: str) -> Reader:
    """The text, unless it is one of the words that say nothing."""
    return lambda values: None if words(values[0]) in nothing else words(values[0])


def numbers(*said: object) -> tuple[str, ...]:
    """Order numbers out of texts that may hold several, each once, in their order."""
    found = (part for text in said if isinstance(text, str | int) for part in re.split(r"[,，;；\s]+", str(text)) if part)
    return tuple(dict.fromkeys(found))
