"""Telling shops with care: who is ill or wants quiet is left alone, one switch stops it all, and two workers make one shipment."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from ordertower_desktop.demo.platforms.counter import Trouble
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.domain.writeback import Answer, Outcome, Target
from ordertower_desktop.hub.connectors.connector import About, Parcel
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.hub.store.tables import sources
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.hub.workers import writeback
from ordertower_desktop.settings.source import Mode
from tests.hub.floor import Clock, Floor, open_floor
from tests.hub.place import Place
from tests.hub.writeback.shopfloor import ABOUT, SHOP, WAYBILL, ShopFloor


class Spoken:
    """A shop that is told by word of mouth; `before` happens while the first word is under way."""

    def __init__(self) -> None:
        self.there: dict[str, str] = {}
        self.told: list[Parcel] = []
        self.looked: list[str] = []
        self.before: Callable[[], None] = lambda: None
        self.says = Answer(Outcome.DONE, "平台已收下")

    @property
    def about(self) -> About:
        return ABOUT

    def shipped(self, order: str, *, now: datetime) -> Target:
        del now
        self.looked.append(order)
        waybill = self.there.get(order)
        return Target(Stage.TO_COLLECT if waybill else Stage.TO_ACCEPT, waybills=(waybill,) if waybill else ())

    def ship(self, parcel: Parcel, *, now: datetime) -> Answer:
        del now
        self.told.append(parcel)
        before, self.before = self.before, lambda: None
        before()
        if self.says.outcome is Outcome.DONE:
            self.there[parcel.order] = parcel.waybill
        return self.says

    def preview(self, parcel: Parcel) -> str:
        return f"说 {parcel.waybill}"

    def close(self) -> None:
        """Nothing was opened."""


def owing(floor: Floor, order: str) -> None:
    """A shop's order that has just left, without anybody telling the shop yet."""
    with floor.tower.db.write() as conn:
        if sources.one(conn, SHOP) is None:
            sources.put(conn, [Source(SHOP, ABOUT.name, SourceKind.PLATFORM, connected=True, write_back="on")])
        seen = Snapshot(floor.now - timedelta(hours=1), SHOP, SourceKind.PLATFORM, order, {"platform": "pdd"}, Stage.TO_ACCEPT)
        out = Event(floor.now, "wms", "outbound", order, {"waybill": WAYBILL, "carrier": "中通"})
        take_in(conn, [seen, out], now=floor.now, floor=floor.tower.floors.current(conn))


def test_a_worker_that_froze_in_mid_word_does_not_undo_what_another_has_read_back(tmp_path: Path, place: Place) -> None:
    clock, shop = Clock(), Spoken()
    with open_floor(tmp_path, db=place.url, clock=clock) as floor:
        owing(floor, "1001")
        told: writeback.Tellers = {SHOP: (Mode.ON, shop)}

        def meanwhile() -> None:
            """The first one's lease runs out while its word is under way, and it was heard."""
            shop.there["1001"] = WAYBILL
            clock.at += timedelta(minutes=3)
            writeback.tick(floor.tower, clock.at, told)

        shop.before = meanwhile
        writeback.tick(floor.tower, clock.at, told)
        assert len(shop.told) == 1, "the second one only looked"
        (line,) = floor.call("GET", "/v1/write-backs").json()["items"]
        assert line["state"] == "done"
        order = floor.call("GET", "/v1/orders/1001").json()
        assert sum("written_back" in raw for raw in order["raw"]) == 1


def test_a_late_no_of_a_worker_that_froze_changes_nothing_that_another_has_in_hand(tmp_path: Path, place: Place) -> None:
    clock, shop = Clock(), Spoken()
    with open_floor(tmp_path, db=place.url, clock=clock) as floor:
        owing(floor, "1001")
        told: writeback.Tellers = {SHOP: (Mode.ON, shop)}

        def meanwhile() -> None:
            """The first one's lease runs out; the second one sees that it is not there, and waits for its time. Then comes the no."""
            clock.at += timedelta(minutes=3)
            writeback.tick(floor.tower, clock.at, told)
            shop.says = Answer(Outcome.PERSON, "订单有进行中的退款")

        shop.before = meanwhile
        writeback.tick(floor.tower, clock.at, told)
        (line,) = floor.call("GET", "/v1/write-backs").json()["items"]
        assert (line["state"], line["log"][0]["outcome"]) == ("pending", "person")
        raw = floor.call("GET", "/v1/orders/1001").json()["raw"]
        assert sum("write_back_failed" in one for one in raw) == 1, "the one that was told of the silence"
        clock.at += timedelta(minutes=15)
        writeback.tick(floor.tower, clock.at, told)
        (line,) = floor.call("GET", "/v1/write-backs").json()["items"]
        assert (line["state"], line["why"], len(shop.told)) == ("person", "订单有进行中的退款", 1)


def test_a_second_worker_takes_nothing_that_the_first_is_at(tmp_path: Path, place: Place) -> None:
    clock, shop = Clock(), Spoken()
    with open_floor(tmp_path, db=place.url, clock=clock) as floor:
        owing(floor, "1001")
        owing(floor, "1002")
        told: writeback.Tellers = {SHOP: (Mode.ON, shop)}
        shop.before = lambda: (writeback.tick(floor.tower, clock.at, told), None)[1]
        writeback.tick(floor.tower, clock.at, told)
        assert sorted(parcel.order for parcel in shop.told) == ["1001", "1002"]


def test_a_shop_that_fails_five_times_is_left_alone_and_then_let_in_by_one(floor: ShopFloor) -> None:
    orders = [floor.platform.sell(number) for number in range(1, 8)]
    floor.read()
    floor.platform.strike(Trouble.BROKEN)
    for order in orders:
        floor.out(order, minutes_ago=len(orders) - orders.index(order))
    tried = [line for line in floor.ledger() if line["tries"]]
    assert len(tried) == 5
    (shop,) = floor.hub.call("GET", "/v1/write-backs/summary").json()["shops"]
    assert (shop["breaker"], shop["waiting"], shop["retrying"]) == ("open", 2, 5)
    floor.hub.advance(minutes=5, seconds=1)
    assert len([line for line in floor.ledger() if line["tries"]]) == 6, "one was let through, and it failed"
    floor.platform.calm()
    floor.hub.advance(minutes=5, seconds=1)
    floor.hub.advance(minutes=15)
    assert {line["state"] for line in floor.ledger()} == {"done"}
    assert len(floor.platform.shipments) == 7


def test_who_wants_quiet_is_asked_nothing_and_the_others_lose_no_round_by_it(floor: ShopFloor) -> None:
    orders = [floor.platform.sell(number) for number in (1, 2)]
    floor.read()
    floor.platform.counter.troubles = {floor.platform.counter.calls + 2: Trouble.TOO_MANY}
    floor.out(orders[0])
    calls = floor.platform.counter.calls
    floor.out(orders[1])
    assert floor.platform.counter.calls == calls
    assert floor.line(orders[1])["tries"] == 0
    floor.hub.advance(seconds=8)
    assert floor.line(orders[1])["state"] == "done"
    assert floor.line(orders[0])["state"] == "pending"


def test_one_switch_stops_everything_and_names_who_threw_it_and_why(floor: ShopFloor) -> None:
    refused = floor.hub.call("PUT", "/v1/write-backs/switch", who="li", json={"stopped": True})
    assert (refused.status_code, "原因" in refused.json()["title"]) == (422, True)
    assert floor.hub.call("PUT", "/v1/write-backs/switch", who="zhao", json={"stopped": True, "why": "x"}).status_code == 403
    stop = floor.hub.call("PUT", "/v1/write-backs/switch", who="li", json={"stopped": True, "why": "面单打错了"}).json()
    assert (stop["stopped"], stop["stopped_by"], stop["stopped_why"]) == (True, "李婷", "面单打错了")
    order = floor.sold_and_out()
    floor.hub.advance(minutes=20)
    assert floor.platform.shipments == []
    assert floor.line(order)["state"] == "pending"
    floor.hub.call("PUT", "/v1/write-backs/switch", who="li", json={"stopped": False}).raise_for_status()
    floor.hub.work()
    assert len(floor.platform.shipments) == 1
    words = [line["what"] for line in floor.hub.call("GET", "/v1/audit", who="li", params={"about": "write-backs"}).json()["items"]]
    assert words == ["write_back_stop", "write_back_go"]


def test_a_shop_is_not_asked_more_often_than_a_shop_may_be(tmp_path: Path, place: Place) -> None:
    clock, shop = Clock(), Spoken()
    with open_floor(tmp_path, db=place.url, clock=clock) as floor:
        for number in range(writeback.MOST_A_MINUTE + 30):
            owing(floor, f"{5000 + number}")
        for _ in range(20):
            writeback.tick(floor.tower, clock.at, {SHOP: (Mode.ON, shop)})
        assert len(shop.told) == writeback.MOST_A_MINUTE
        clock.at += timedelta(seconds=61)
        for _ in range(20):
            writeback.tick(floor.tower, clock.at, {SHOP: (Mode.ON, shop)})
        assert len(shop.told) == writeback.MOST_A_MINUTE + 30
