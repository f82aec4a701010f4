"""A source in the hand that tells of stock, and orders that come, are paid, leave and go."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.stock import Figure
from ordertower_desktop.hub.connectors.connector import About, Page, Unreachable
from ordertower_desktop.hub.store.tables import holdings
from tests.hub.floor import Floor

EVERY = timedelta(minutes=1)


class Stocker:
    """A system that tells what `figures` says, with its own time; while it is `silent` it cannot be reached."""

    def __init__(self, key: str, name: str, kind: SourceKind) -> None:
        self._about = About(key, name, kind, timedelta(minutes=5))
        self.figures: list[tuple[str, str, int | None, int | None]] = []
        self.silent = ""

    @property
    def about(self) -> About:
        return self._about

    @property
    def stock_every(self) -> timedelta | None:
        return EVERY

    def stock(self, *, now: datetime) -> Sequence[Figure]:
        if self.silent:
            raise Unreachable(self.silent)
        about = self._about
        return [Figure(about.id, about.kind, sku, place, now, here, None, sold) for sku, place, here, sold in self.figures]

    def pull(self, cursor: bytes, *, now: datetime) -> Page:
        return Page(b"x")

    def read(self, order: str, *, now: datetime) -> Page:
        return Page(b"")

    def close(self) -> None:
        pass


def came(floor: Floor, order: str, *, paid: bool = True, **fields: Any) -> None:
    told = {"platform": "taobao", "sku": "A1", "items": 1, "warehouse": "华东仓", **fields}
    events = [Event(floor.now, "taobao", "order_created", order, told)]
    floor.told(*events, *([Event(floor.now, "taobao", "payment_approved", order)] if paid else []))


def happened(floor: Floor, order: str, name: str, **payload: Any) -> None:
    floor.told(Event(floor.now, "taobao", name, order, payload))


def standing(floor: Floor, *ids: str) -> list[tuple[str, str]]:
    """(state, why) of each order's one line."""
    with floor.tower.db.read() as conn:
        had = holdings.of_orders(conn, ids)
    return [(one.state.value, one.why) for key in ids for one in had.get(key, {}).values()]
