"""A connector, the fake source that it reads, and a clock in the hand."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from ordertower_desktop.demo.platforms.counter import Counter
from ordertower_desktop.demo.platforms.shelf import Sale, Shelf
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.hub.connectors.connector import Connector

NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)
"""12:00 in Shanghai."""
KEY, SECRET, TOKEN = "12345678", "canary-secret-9f1c", "canary-token-70aa"


class Closing(Connector, Protocol):
    """A connector that lets go of its line."""

    def close(self) -> None: ...


Make = Callable[[str, int], Closing]
"""Address and page size -> a new connector of the shop with KEY, SECRET and TOKEN."""


@dataclass(slots=True)
class Known:
    """What a hub holds of the source: the latest reading of every order, how far it has read, what it could not map."""

    cursor: bytes = b""
    orders: dict[str, Snapshot] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    gaps: set[str] = field(default_factory=set)

    def pull(self, connector: Connector, now: datetime) -> None:
        """As the pull worker does it: page after page, each with its cursor."""
        for _ in range(300):
            page = connector.pull(self.cursor, now=now)
            for snapshot in page.snapshots:
                before = self.orders.get(snapshot.order_id)
                if before is None or snapshot.at >= before.at:
                    self.orders[snapshot.order_id] = snapshot
            self.events |= {event.key: event for event in page.events}
            self.gaps |= set(page.gaps)
            self.cursor = page.cursor
            if not page.more:
                return
        raise AssertionError("the source never comes to an end")


@dataclass(slots=True)
class Rig:
    """`now` is everybody's clock, `ahead` how far the hub's is before the platform's. `begins`: where what is paid stands there."""

    shelf: Shelf
    counter: Counter
    make: Make
    now: datetime = NOON
    ahead: timedelta = timedelta()
    made: list[Closing] = field(default_factory=list)
    begins: str = "TO_ACCEPT"

    @property
    def hub_now(self) -> datetime:
        return self.now + self.ahead

    def connector(self, size: int = 2) -> Connector:
        made = self.make(self.counter.url, size)
        self.made.append(made)
        return made

    def told(self, size: int = 2) -> Known:
        """Everything, read from the beginning by a new connector."""
        known = Known()
        known.pull(self.connector(size), self.hub_now)
        return known

    def stock(self, count: int, *, apart: timedelta = timedelta(minutes=1)) -> list[Sale]:
        """That many paid orders, the latest 25 minutes ago: read once, not again in the overlap of two windows."""
        last = self.now - timedelta(minutes=25)
        sales = [sale(number, last - apart * (count - number)) for number in range(1, count + 1)]
        for one in sales:
            self.shelf.put(one)
        return sales

    def assert_whole(self, known: Known) -> None:
        """What the hub holds is what the source has."""
        truth = {one.number: (one.changed, one.fen) for one in self.shelf.every()}
        held = {number: (snapshot.at, snapshot.fields.get("amount_fen")) for number, snapshot in known.orders.items()}
        assert held == truth


def sale(number: int, changed: datetime) -> Sale:
    """Numbers lie beyond what a float can hold."""
    changed = changed.replace(microsecond=0)
    return Sale(str(6_000_000_000_000_000_000 + number), changed, created=changed, paid=changed, fen=10_000 + number)


@contextlib.contextmanager
def opened(shelf: Shelf, counter: Counter, make: Make) -> Iterator[Rig]:
    """The counter speaks the rig's time."""
    rig = Rig(shelf, counter, make)
    counter.now = lambda: rig.now
    counter.start()
    try:
        yield rig
    finally:
        for one in rig.made:
            one.close()
        counter.stop()
