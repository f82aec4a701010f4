"""熔断器: whether a system that keeps failing is asked, left alone, or tried once (S90)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FAILURES = 5
REST = timedelta(minutes=5)
CARRIER_REST = timedelta(seconds=30)
"""Who knows where parcels are is asked for one of them after so long: it takes no harm from being asked."""


class Switch(StrEnum):
    """`half`: one is let through, and what becomes of it decides."""

    CLOSED = "closed"
    OPEN = "open"
    HALF = "half"


@dataclass(frozen=True, slots=True)
class Call:
    """One call and whether the system was to blame for what came of it; `rest_until` is its own wish to be left alone."""

    at: datetime
    ill: bool
    rest_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Breaker:
    """How the switch stands; an open one until when."""

    switch: Switch = Switch.CLOSED
    until: datetime | None = None


def breaker(latest: Sequence[Call], now: datetime) -> Breaker:
    """By the newest calls, newest first: five failures in a row open it, five minutes later one may try."""
    if not latest:
        return Breaker()
    newest = latest[0]
    broken = len(latest) >= FAILURES and all(call.ill for call in latest[:FAILURES])
    rests = [newest.at + REST] if broken else []
    rests += [newest.rest_until] if newest.rest_until is not None else []
    until = max(rests, default=now)
    if until > now:
        return Breaker(Switch.OPEN, until)
    return Breaker(Switch.HALF if broken else Switch.CLOSED)
