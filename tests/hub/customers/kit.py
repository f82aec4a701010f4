"""Orders of people, as platforms tell of them, and what a person does on the page."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import msgspec

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.wire.customers import Checked, CustomersPage, MergeOffer, OrderCustomer
from tests.hub.floor import Floor

PHONE, DOOR, DEVICE = "13800001111", "仓前街道金丝雀小区 9 幢 302", "dev-canary-7f3a"
LI: dict[str, Any] = {"buyer": "李*", "phone": PHONE, "address": DOOR, "device": DEVICE, "city": "杭州市", "district": "余杭区"}
"""One customer with all three factors."""


@dataclass(slots=True)
class People:
    """A floor to which orders come."""

    hub: Floor
    acts: int = 0

    def buys(
        self, order: str, *, hours_ago: float = 1.0, platform: str = "taobao", stage: Stage = Stage.TO_AUDIT, work: str = "yes", **said: Any
    ) -> str:
        """A paid order, as its platform shows it."""
        at = self.hub.now - timedelta(hours=hours_ago)
        fields = {"platform": platform, "shop": "旗舰店", "amount_fen": 19_900, "sku": f"SKU-{order}", "title": f"货 {order}", **said}
        told = Snapshot(at, platform, SourceKind.PLATFORM, order, fields, stage)
        paid = Event(at, platform, "payment_approved", order, {"platform": platform})
        with self.hub.tower.db.write() as conn:
            take_in(conn, [paid, told], now=self.hub.now, floor=self.hub.tower.floors.current(conn))
        if work:
            self.hub.work()
        return order

    def page(self, who: str = "zhao") -> CustomersPage:
        return self.hub.read(CustomersPage, "/v1/customers", who=who)

    def offer(self) -> MergeOffer:
        (one,) = self.page().offers
        return one

    def of(self, order: str) -> OrderCustomer:
        return self.hub.read(OrderCustomer, f"/v1/customers/of/{order}")

    def does(self, do: str, about: str, *, who: str = "zhao", id: str = "", **more: Any) -> httpx.Response:
        """One act; an id of its own unless one is given."""
        self.acts += 1
        body = {"id": id or f"act-{self.acts}", "do": do, "about": about, **more}
        return self.hub.call("POST", "/v1/customers/acts", who=who, json=body)

    def did(self, do: str, about: str, **more: Any) -> str:
        """One act that is accepted; returns its id."""
        answer = self.does(do, about, **more)
        assert answer.status_code == 200, answer.text
        self.hub.work()
        return more.get("id") or f"act-{self.acts}"

    def scan(self, code: str, station: str = "华东 2 号台") -> Checked:
        answer = self.hub.call("POST", "/v1/shipments/check", json={"code": code, "station": station})
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.content, type=Checked)
