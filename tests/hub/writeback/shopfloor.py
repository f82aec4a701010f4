"""A floor with a shop that is told of shipments: the fake platform behind real HTTP, everybody on one clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from ordertower_desktop.demo.platforms.counter import Counter, Trouble
from ordertower_desktop.demo.platforms.pdd import PddBooth
from ordertower_desktop.demo.platforms.shelf import Sale, Shelf, Shipment
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.connectors.carriers import carriers
from ordertower_desktop.hub.connectors.connector import About
from ordertower_desktop.hub.connectors.platforms.pdd import PDD
from ordertower_desktop.hub.connectors.walker.dialect import Keys
from ordertower_desktop.hub.connectors.walker.shop import PlatformConnector
from ordertower_desktop.hub.connectors.walker.telling import PlatformWriter
from ordertower_desktop.hub.store.judging.books import default
from ordertower_desktop.hub.store.tables import writebacks
from ordertower_desktop.settings.source import Mode
from tests.hub.connectors.rig import KEY, SECRET, TOKEN, sale
from tests.hub.floor import Clock, Floor, open_floor

SHOP, WAYBILL, OTHER = "pdd-1", "78901234567890", "YT0000000000001"
FIRST = timedelta(minutes=50)
ABOUT = About(SHOP, "拼多多旗舰店", SourceKind.PLATFORM, timedelta(minutes=5))


def reader(url: str) -> PlatformConnector:
    """Its orders are read and not counted: what is told of them is this room's matter."""
    return PlatformConnector(ABOUT, replace(PDD, roll=None), Keys(KEY, SECRET, TOKEN), base_url=url, first=FIRST)


def writer(url: str) -> PlatformWriter:
    assert PDD.shipping is not None
    return PlatformWriter(reader(url), PDD, PDD.shipping, carriers("pdd"))


class Platform:
    """The shop's platform; it outlives hubs."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.shelf = clock, Shelf()
        self.counter = Counter(PddBooth(self.shelf, KEY, SECRET, TOKEN), now=clock)
        self.counter.start()

    def sell(self, number: int = 1, **changed: Any) -> str:
        """A paid order of an hour ago, or one that stands otherwise; its number."""
        one = replace(sale(number, self.clock() - timedelta(minutes=40)), **changed)
        self.shelf.put(one)
        return one.number

    def change(self, order: str, **changed: Any) -> Sale:
        """Something happens to an order there, now."""
        one = self.shelf.one(order)
        assert one is not None
        self.shelf.put(replace(one, changed=self.clock(), **changed))
        return one

    def strike(self, trouble: Trouble, method: str = "") -> None:
        """From now on every call meets this trouble (of one method only, where it is named)."""
        self.counter.troubles = _Every(self.counter, trouble, method)

    def calm(self) -> None:
        self.counter.troubles = {}

    @property
    def shipments(self) -> list[Shipment]:
        return self.shelf.shipments

    def close(self) -> None:
        self.counter.stop()


class _Every(dict[int, Trouble]):
    """The same trouble whichever call it is."""

    def __init__(self, counter: Counter, trouble: Trouble, method: str) -> None:
        super().__init__()
        self._counter, self._trouble, self._method = counter, trouble, method

    def get(self, _number: int, _default: Any = None) -> Any:
        return self._trouble


@dataclass(frozen=True, slots=True)
class ShopFloor:
    """The floor, its shop, and what people see of it."""

    hub: Floor
    platform: Platform

    def read(self) -> None:
        """The shop is read, however far its news are held back."""
        self.hub.advance(minutes=5)

    def out(self, order: str, *, waybill: str = WAYBILL, carrier: str = "中通", minutes_ago: float = 0) -> None:
        """A scanner says that the parcel has left."""
        at = self.hub.now - timedelta(minutes=minutes_ago)
        self.hub.told(Event(at, "wms", "outbound", order, {"waybill": waybill, "carrier": carrier}))

    def sold_and_out(self, number: int = 1, **changed: Any) -> str:
        """An order that is known here and has just left."""
        order = self.platform.sell(number, **changed)
        self.read()
        self.out(order)
        return order

    def ledger(self, **where: str) -> list[dict[str, Any]]:
        answer = self.hub.call("GET", "/v1/write-backs", params={"limit": 1000, **where})
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    def line(self, order: str) -> dict[str, Any]:
        (found,) = self.ledger(order=order)
        return found

    def owed(self) -> list[writebacks.WriteBack]:
        """What stands in the table, whatever its state."""
        with self.hub.tower.db.read() as conn:
            return writebacks.newest(conn)


@contextmanager
def shop_floor(folder: Path, db: str, platform: Platform, *, mode: Mode = Mode.ON, rules: str = "") -> Iterator[ShopFloor]:
    url = platform.counter.url
    connector, teller = reader(url), writer(url)
    tellers = {} if mode is Mode.OFF else {SHOP: (mode, teller)}
    try:
        with open_floor(
            folder, db=db, connectors={SHOP: connector}, tellers=tellers, clock=platform.clock, rules=rules or default("rules")
        ) as floor:
            yield ShopFloor(floor, platform)
    finally:  # a platform waits at its end for those who are still on the line
        connector.close()
        teller.close()
