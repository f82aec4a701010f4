"""What the hub's workers and its surface share: the database, the clock, the floor's values, and the bell of the stream."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from ordertower_desktop.hub.calling.book import CallBook
from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.folder import database_in
from ordertower_desktop.hub.store.judging.floors import Floors
from ordertower_desktop.hub.store.judging.housed import Housed
from ordertower_desktop.hub.store.judging.openorders import OpenOrders
from ordertower_desktop.hub.store.judging.past import Past
from ordertower_desktop.settings import HubSettings


class Bell:
    """Rings when the feed has something newer; whoever listens is called from the ringing thread."""

    def __init__(self) -> None:
        self._rung = 0
        self._guard = threading.Lock()
        self._listeners: dict[int, Callable[[], None]] = {}
        self._next = 0

    def listen(self, heard: Callable[[], None]) -> int:
        """Call `heard` at every ring until `leave` is called with the answer."""
        with self._guard:
            self._next += 1
            self._listeners[self._next] = heard
            return self._next

    def leave(self, number: int) -> None:
        with self._guard:
            self._listeners.pop(number, None)

    def ring(self, head: int) -> None:
        """The feed has come to `head`, whichever hub numbered it; silent where that is no news."""
        with self._guard:
            if head <= self._rung:
                return
            self._rung = head
            listeners = list(self._listeners.values())
        for heard in listeners:
            heard()

    @property
    def listeners(self) -> int:
        return len(self._listeners)


class Pulse:
    """When somebody with a token last spoke to us, so that a hub beside a desk knows when it is alone."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._here = 0
        self._last: datetime | None = None

    def beat(self, now: datetime) -> None:
        with self._guard:
            self._last = now

    def come(self) -> None:
        """A stream was opened."""
        with self._guard:
            self._here += 1

    def go(self, now: datetime) -> None:
        """A stream was closed."""
        with self._guard:
            self._here -= 1
            self._last = now

    def alone_since(self, started: datetime) -> datetime | None:
        """Since when nobody has been here, or None while a stream is open."""
        with self._guard:
            return None if self._here else self._last or started


class Bulk:
    """Whether something large is coming in, in whose favour others may step back for a moment."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._going = 0

    def __enter__(self) -> None:
        with self._guard:
            self._going += 1

    def __exit__(self, *_: object) -> None:
        with self._guard:
            self._going -= 1

    @property
    def going(self) -> bool:
        return self._going > 0


@dataclass(frozen=True)
class Tower:
    """One hub's parts. Times come from `now` only, so that a test can hold the clock."""

    db: Database
    now: Callable[[], datetime]
    floors: Floors
    data_dir: Path
    settings: HubSettings = field(default_factory=HubSettings)
    bell: Bell = field(default_factory=Bell)
    pulse: Pulse = field(default_factory=Pulse)
    calls: CallBook = field(default_factory=CallBook)
    bulk: Bulk = field(default_factory=Bulk)
    past: Past = field(default_factory=Past)
    open_orders: OpenOrders = field(default_factory=OpenOrders)
    housed: Housed = field(default_factory=Housed)
    whole: Database | None = None
    """Where `db` is seen through some warehouses only: all of it, for what must be weighed whole and is answered for by who asks."""
    pace: float = 1.0
    id: str = "hub"
    """Which of the hubs on this database this one is; it keeps its name over restarts."""
    pin: str = ""
    """What an invitation says of the certificate that this hub made for itself."""
    lag: dict[str, datetime] = field(default_factory=dict)
    """Worker -> when it last finished a round."""

    @property
    def alone(self) -> bool:
        """True where no other hub can be on the database, so that nothing has to be settled between them."""
        return self.db.url == database_in(self.data_dir)

    @property
    def all(self) -> Database:
        """The database with nothing left out of it."""
        return self.whole or self.db

    def through(self, warehouses: frozenset[str]) -> "Tower":
        """The tower as somebody sees it who sees these warehouses only: whatever is read of it is of them (S105)."""
        kept = self.housed.of(warehouses)
        return replace(self, db=self.db.through(warehouses), whole=self.db, past=kept.past, open_orders=kept.open_orders)

    @property
    def uploads(self) -> Path:
        """Where files lie that were sent to this hub. Its own name is part of it: other hubs see the paths, and may keep theirs alike."""
        return self.data_dir / "imports" / self.id
