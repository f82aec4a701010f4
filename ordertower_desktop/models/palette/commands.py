"""A command: what it is called, which keys it has, where it belongs, what it does."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """`keys` as people read them: `A`, `Ctrl+K`, `G P` for one after the other. `icon` and `note` are only for the eye."""

    id: str
    title: str
    keys: str
    group: str
    run: Callable[[], None]
    icon: str = "corner-down-right"
    note: str = ""


def caps(keys: str) -> tuple[str, ...]:
    """The keycaps of `Ctrl+Shift+A`, `G P` or `J`."""
    return tuple(cap for step in keys.split(" ") for cap in _split(step) if cap)


def _split(step: str) -> list[str]:
    return ["+"] if step == "+" else step.split("+")
