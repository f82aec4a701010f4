"""How many of a day's orders were out within eight hours (S51), for the board: counted once a minute, since it is a sum over a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.hub.store.tables import tallies

DAY, ANEW = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Punctual:
    """Of the `ripe` orders whose eight hours ended within the last day, `swift` left within them."""

    swift: int = 0
    ripe: int = 0


class Swift:
    """Keeps the last count."""

    def __init__(self) -> None:
        self._at: datetime | None = None
        self._last = Punctual()

    def of(self, conn: Connection, now: datetime) -> Punctual:
        """At most a minute old by the hub's clock, which may have been set back."""
        if self._at is None or not timedelta() <= now - self._at < ANEW:
            until = now - tallies.SWIFT
            counted = tallies.tally(conn, tallies.Asked(until - DAY, until, {}, now))
            self._at, self._last = now, Punctual(counted.swift, counted.ripe)
        return self._last
