"""来电: what the hub needs of a system that is never asked and calls by itself, signed, whenever something has happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from ordertower_desktop.domain.event import Event
from ordertower_desktop.hub.connectors.connector import About
from ordertower_desktop.hub.connectors.follower import Follower


@dataclass(frozen=True, slots=True)
class Said:
    """What a call tells, and what whoever called wants to hear once that is stored. `gaps` are words that nobody has mapped."""

    events: tuple[Event, ...]
    reply: bytes
    kind: str
    gaps: tuple[str, ...] = ()


@runtime_checkable
class Caller(Protocol):
    """One system that calls. It holds no state that matters."""

    @property
    def about(self) -> About: ...

    def listen(self, body: bytes, query: Mapping[str, str], *, now: datetime) -> Said:
        """What a call says. Raises `SourceRefused` for one that nobody vouches for, `Unreachable` for one that makes no sense."""
        ...

    def close(self) -> None: ...


Outsider = Follower | Caller
"""Whoever may call under `/v1/webhooks/`."""
