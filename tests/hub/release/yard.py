"""A floor with a warehouse that takes commands: the fake one behind real HTTP, everybody on one clock."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from ordertower_desktop.demo.warehouse import FakeWarehouse
from ordertower_desktop.demo.world import Record, World
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.hub.connectors.connector import About
from ordertower_desktop.hub.connectors.pages import PagesConnector, StatusMap
from ordertower_desktop.hub.connectors.pagewarehouse import PagesWarehouse
from ordertower_desktop.hub.store.judging.intake import take_in
from tests.hub.floor import RULES, Clock, Floor, open_floor

SECRET = "yard"
ABOUT = About("wms", "一号仓 WMS", SourceKind.WMS, timedelta(seconds=30))
GOOD: dict[str, Any] = {
    "platform": "taobao", "shop": "旗舰店", "amount_fen": 19_900, "province": "浙江省", "city": "杭州市", "district": "余杭区",
    "pay_method": "支付宝", "arrived": True, "returns_30d": 0, "buyer": "李*",
}  # fmt: skip
"""An order that nothing speaks against."""


def warehouse(url: str) -> PagesWarehouse:
    return PagesWarehouse(PagesConnector(ABOUT, url, SECRET, statuses=StatusMap()))


class Yard:
    """The warehouse's system; it outlives hubs."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.world = clock, World([])
        self.system = FakeWarehouse("wms", SECRET, self.world, now=clock)
        self.system.start()

    @property
    def taken(self) -> list[tuple[str, str]]:
        return self.system.taken

    def close(self) -> None:
        self.system.stop()


@dataclass(frozen=True, slots=True)
class YardFloor:
    """The floor, its warehouse, and what people see of it."""

    hub: Floor
    yard: Yard

    def sell(self, *numbers: int, **fields: Any) -> list[str]:
        """Paid orders of ten minutes ago that wait for their audit, known to the warehouse as well."""
        at, ids = self.hub.now - timedelta(minutes=10), [f"88{number:05}" for number in numbers]
        said = GOOD | fields
        for order in ids:
            self.yard.world.add(Record("shop", order, at, "已付款", {"stock": said.get("stock")}))
        told = [Snapshot(at, "taobao", SourceKind.PLATFORM, order, said, Stage.TO_AUDIT) for order in ids]
        paid = [Event(at, "taobao", "payment_approved", order, {"platform": "taobao"}) for order in ids]
        with self.hub.tower.db.write() as conn:
            take_in(conn, [*paid, *told], now=self.hub.now, floor=self.hub.tower.floors.current(conn))
        return ids

    def ask(self, command: str, orders: Sequence[str], *, job: str, who: str = "zhao", **more: Any) -> httpx.Response:
        return self.hub.call("POST", "/v1/warehouse/jobs", who=who, json={"id": job, "command": command, "orders": list(orders), **more})

    def job(self, job: str) -> dict[str, Any]:
        answer = self.hub.call("GET", f"/v1/warehouse/jobs/{job}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def states(self, job: str) -> dict[str, str]:
        """Order -> how its receipt stands."""
        return {one["order"]: one["state"] for one in self.job(job)["receipts"]}


@contextmanager
def yard_floor(folder: Path, db: str, yard: Yard, *, rules: str = RULES) -> Iterator[YardFloor]:
    told = warehouse(yard.system.url)
    try:
        with open_floor(folder, db=db, clock=yard.clock, rules=rules, warehouses={"wms": told}) as floor:
            yield YardFloor(floor, yard)
    finally:
        told.close()
