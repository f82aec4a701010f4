"""A parcel leaves, and its shop hears of it: at once, once, and whatever the platform makes of it (S88, S89, D5)."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ordertower_desktop.demo.platforms.counter import Trouble
from ordertower_desktop.demo.platforms.shelf import Shipment, State
from ordertower_desktop.domain.event import Event
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.settings.source import Mode
from ordertower_desktop.wire.calls import CallPage, CallSummary
from ordertower_desktop.wire.order import OrderPage
from tests.hub.place import Place
from tests.hub.writeback.shopfloor import OTHER, WAYBILL, Platform, ShopFloor, shop_floor


def facts(floor: ShopFloor, order: str) -> list[str]:
    return floor.hub.read(OrderPage, f"/v1/orders/{order}").facts


def test_a_scan_with_a_waybill_is_told_at_once(floor: ShopFloor) -> None:
    order = floor.sold_and_out()
    assert floor.platform.shipments == [Shipment(order, "115", WAYBILL)]
    line = floor.line(order)
    assert (line["state"], line["tries"], line["done_at"]) == ("done", 1, line["out_at"])
    assert "待回传" not in facts(floor, order)
    assert floor.hub.pool() == {}


def test_the_debt_is_noted_with_the_scan_or_not_at_all(floor: ShopFloor) -> None:
    order = floor.platform.sell()
    floor.read()
    scan = Event(floor.hub.now, "wms", "outbound", order, {"waybill": WAYBILL, "carrier": "中通"})
    tower = floor.hub.tower
    with tower.db.write() as conn:
        take_in(conn, [scan], now=tower.now(), floor=tower.floors.current(conn))
        conn.rollback()
    assert floor.owed() == []
    with tower.db.write() as conn:
        take_in(conn, [scan], now=tower.now(), floor=tower.floors.current(conn))
    assert [(one.order, one.waybill, one.state) for one in floor.owed()] == [(order, WAYBILL, "pending")]


def test_a_scan_without_a_waybill_waits_for_it(floor: ShopFloor) -> None:
    order = floor.platform.sell()
    floor.read()
    floor.out(order, waybill="")
    assert floor.owed() == []
    floor.hub.told(Event(floor.hub.now, "wms", "waybill_assigned", order, {"waybill": WAYBILL}))
    assert floor.platform.shipments == [Shipment(order, "115", WAYBILL)]


def test_who_is_refused_is_asked_six_times_on_time_and_then_it_is_one_case_with_all_reasons(floor: ShopFloor) -> None:
    order = floor.platform.sell()
    floor.read()
    floor.platform.change(order, state=State.HELD)
    floor.out(order)
    began = floor.hub.now
    for _ in range(20):
        floor.hub.advance(minutes=5)
    line = floor.line(order)
    assert (line["state"], line["state_name"], line["tries"]) == ("given_up", "6 次未成", 6)
    at = [timedelta(minutes=m) for m in (0, 15, 30, 45, 60, 75)]
    assert [(one["at"], one["outcome"]) for one in line["log"]] == [(_spelt(began + after), "refused") for after in at]
    assert floor.platform.shipments == []
    rows = floor.hub.pool()
    assert list(rows) == [order]
    assert "R22" in rows[order].verdicts
    assert "平台挂起了这一单" in rows[order].cause_detail
    page = floor.hub.read(OrderPage, f"/v1/orders/{order}")
    (shown,) = page.write_backs
    assert [one.why for one in shown.log] == ["平台挂起了这一单，暂时不能发货"] * 6


def _spelt(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def test_a_supervisor_begins_anew_what_was_given_up_and_the_case_heals_by_itself(floor: ShopFloor) -> None:
    order = floor.platform.sell()
    floor.read()
    floor.platform.change(order, state=State.HELD)
    floor.out(order)
    for _ in range(8):
        floor.hub.advance(minutes=15)
    floor.platform.change(order, state=State.PAID)
    answer = floor.hub.call("POST", "/v1/write-backs/again", who="li", json={"ids": [floor.line(order)["id"], "nobody"]})
    assert answer.json() == {"begun": 1, "left": ["nobody"]}
    floor.hub.work()
    assert floor.line(order)["state"] == "done"
    assert len(floor.platform.shipments) == 1
    for _ in range(5):
        floor.hub.advance(minutes=2)
    assert floor.hub.pool() == {}


@pytest.mark.parametrize("changed", [{"state": State.CLOSED}, {"refunding": True}])
def test_what_was_cancelled_or_is_refunded_meanwhile_is_never_told_but_handed_to_a_person(
    floor: ShopFloor, changed: dict[str, object]
) -> None:
    order = floor.platform.sell()
    floor.read()
    floor.platform.change(order, **changed)
    floor.out(order)
    line = floor.line(order)
    assert line["state"] == "person"
    assert floor.platform.shipments == []
    assert "R22p" in floor.hub.pool()[order].verdicts
    for _ in range(10):
        floor.hub.advance(minutes=15)
    assert floor.platform.shipments == []


def test_a_refund_that_only_we_know_of_stops_it_too(floor: ShopFloor) -> None:
    order = floor.platform.sell()
    floor.read()
    floor.hub.told(Event(floor.hub.now, "erp", "refund_requested", order))
    before = floor.platform.counter.calls
    floor.out(order)
    assert floor.line(order)["state"] == "person"
    assert floor.platform.shipments == []
    assert floor.platform.counter.calls == before, "nobody had to be asked"


def test_a_carrier_that_nobody_mapped_is_named_to_a_person(floor: ShopFloor) -> None:
    order = floor.platform.sell()
    floor.read()
    floor.out(order, carrier="蜗牛快递")
    line = floor.line(order)
    assert line["state"] == "person"
    assert "蜗牛快递" in line["why"]


def test_an_answer_that_never_came_is_read_back_before_anything_is_said_again(floor: ShopFloor) -> None:
    order = floor.platform.sell()
    floor.read()
    floor.platform.counter.troubles = {floor.platform.counter.calls + 2: Trouble.LOST}
    floor.out(order)
    line = floor.line(order)
    assert (line["state"], line["tries"]) == ("pending", 1)
    assert len(floor.platform.shipments) == 1
    floor.hub.advance(minutes=1)
    line = floor.line(order)
    assert (line["state"], [(one["move"], one["outcome"]) for one in line["log"]]) == ("done", [("send", "unknown"), ("look", "done")])
    assert len(floor.platform.shipments) == 1


def test_what_was_not_heard_is_said_again_as_a_repeat_when_its_time_has_come(floor: ShopFloor) -> None:
    order = floor.platform.sell()
    floor.read()
    floor.platform.counter.troubles = {floor.platform.counter.calls + 2: Trouble.HANG_UP}
    floor.out(order)
    for _ in range(16):
        floor.hub.advance(minutes=1)
    line = floor.line(order)
    told = [(one["move"], one["outcome"], one.get("repeat", False)) for one in line["log"]]
    assert told == [("send", "unknown", False), ("look", "refused", False), ("send", "done", True)]
    assert len(floor.platform.shipments) == 1


def test_what_the_carrier_has_collected_meanwhile_is_told_all_the_same(floor: ShopFloor) -> None:
    order = floor.platform.sell()
    floor.read()
    floor.platform.change(order, state=State.HELD)
    floor.out(order)
    floor.hub.told(Event(floor.hub.now, "carrier", "handed_to_carrier", order))
    floor.platform.change(order, state=State.PAID)
    floor.hub.advance(minutes=15)
    assert len(floor.platform.shipments) == 1


def test_a_waybill_that_was_corrected_takes_the_place_of_the_old_one(floor: ShopFloor) -> None:
    order = floor.platform.sell()
    floor.read()
    floor.platform.change(order, state=State.HELD)
    floor.out(order, waybill=OTHER, minutes_ago=2)
    floor.hub.told(Event(floor.hub.now, "wms", "waybill_assigned", order, {"waybill": WAYBILL}))
    floor.platform.change(order, state=State.PAID)
    for _ in range(16):
        floor.hub.advance(minutes=1)
    states = {line["waybill"]: line["state"] for line in floor.ledger(order=order)}
    assert states == {OTHER: "cancelled", WAYBILL: "done"}
    assert floor.platform.shipments == [Shipment(order, "115", WAYBILL)]


def test_what_somebody_ships_by_hand_closes_itself(floor: ShopFloor) -> None:
    order = floor.platform.sell()
    floor.read()
    floor.out(order, carrier="蜗牛快递")
    floor.platform.change(order, state=State.SHIPPED, waybill=WAYBILL, shipped=floor.hub.now)
    for _ in range(6):
        floor.hub.advance(minutes=5)
    assert floor.line(order)["state"] == "done"
    assert floor.hub.pool() == {}
    assert floor.platform.shipments == []


def test_another_waybill_there_is_a_persons_matter(floor: ShopFloor) -> None:
    order = floor.platform.sell()
    floor.read()
    floor.platform.change(order, state=State.SHIPPED, waybill=OTHER, shipped=floor.hub.now)
    floor.out(order)
    line = floor.line(order)
    assert line["state"] == "person"
    assert OTHER in line["why"]


def test_a_shop_that_is_off_owes_nothing_and_is_told_nothing(tmp_path: Path, place: Place, platform: Platform) -> None:
    with shop_floor(tmp_path, place.url, platform, mode=Mode.OFF) as floor:
        order = floor.sold_and_out()
        floor.hub.advance(minutes=20)
        assert floor.owed() == []
        assert "待回传" in facts(floor, order)
    assert platform.shipments == []


def test_a_rehearsal_shows_what_would_be_told_and_only_the_real_thing_tells_it(tmp_path: Path, place: Place, platform: Platform) -> None:
    with shop_floor(tmp_path, place.url, platform, mode=Mode.DRY) as floor:
        order = floor.sold_and_out()
        line = floor.line(order)
        assert line["state"] == "dry"
        assert all(word in line["why"] for word in ("会发出", "pdd.logistics.online.send", order, "115", WAYBILL))
        assert "待回传" in facts(floor, order)
        assert platform.shipments == []
    with shop_floor(tmp_path, place.url, platform) as floor:
        floor.hub.work()
        assert floor.line(order)["state"] == "done"
    assert len(platform.shipments) == 1


def test_a_shop_that_is_switched_on_later_is_told_of_what_left_before(tmp_path: Path, place: Place, platform: Platform) -> None:
    with shop_floor(tmp_path, place.url, platform, mode=Mode.OFF) as floor:
        order = floor.sold_and_out()
    with shop_floor(tmp_path, place.url, platform) as floor:
        floor.hub.advance(seconds=2)
        assert floor.line(order)["state"] == "done"
    assert len(platform.shipments) == 1


def test_the_log_of_calls_says_which_order_each_was_made_for(floor: ShopFloor) -> None:
    order = floor.sold_and_out()
    floor.hub.advance(seconds=5)
    told = floor.hub.read(CallPage, "/v1/calls", who="li", order=order).items
    assert {(one.work, one.order, one.answered) for one in told} == {("tell", order, "ok")}
    assert len({one.interface for one in told}) == 2, "it was looked at, then told"
    summed = floor.hub.read(CallSummary, "/v1/calls/summary", who="li")
    assert {(one.link, one.standing) for one in summed.hops} == {("platform", "fine"), ("back", "fine")}
    assert summed.broken == ""
