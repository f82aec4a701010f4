"""A waybill that somebody enters by hand (S7) goes the way of a scan: into the order, and at once to its shop."""

from typing import Any

import pytest

from ordertower_desktop.demo.platforms.shelf import Shipment, State
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.sync import Result
from tests.hub.writeback.shopfloor import WAYBILL, ShopFloor


def enter(floor: ShopFloor, order: str, key: str = "w1", **said: Any) -> Result:
    action = {"id": key, "do": "waybill", "order": order, "waybill": WAYBILL, "carrier": "中通", **said}
    answer = floor.hub.sync(action).results[key]
    floor.hub.work()
    return answer


def sold(floor: ShopFloor) -> str:
    order = floor.platform.sell()
    floor.read()
    return order


def test_what_has_left_is_told_to_the_shop_with_its_number(floor: ShopFloor) -> None:
    order = sold(floor)
    result = enter(floor, order, waybill=f" {WAYBILL[:6]} {WAYBILL[6:]}\n")
    assert (result.state, result.effects) == ("done", [f"已补录运单 {WAYBILL}，店铺由回传告知"])
    assert floor.platform.shipments == [Shipment(order, "115", WAYBILL)]
    lanes = {lane.key: [mark.name for mark in lane.events] for lane in floor.hub.read(OrderPage, f"/v1/orders/{order}").lanes}
    assert any("出库" in name for names in lanes.values() for name in names)
    assert enter(floor, order, waybill=f" {WAYBILL[:6]} {WAYBILL[6:]}\n") == result, "the same click again is the same one"
    assert floor.platform.shipments == [Shipment(order, "115", WAYBILL)]


def test_what_lies_there_still_is_not_told(floor: ShopFloor) -> None:
    order = sold(floor)
    assert enter(floor, order, left=False).effects == [f"已补录运单 {WAYBILL}"]
    assert floor.platform.shipments == []


@pytest.mark.parametrize(("waybill", "why"), [("面单掉了", "只有字母和数字"), ("12", "收到 2 位"), (" ", "请写运单号")])
def test_what_can_be_none_is_refused_in_words_and_nothing_is_told(floor: ShopFloor, waybill: str, why: str) -> None:
    result = enter(floor, sold(floor), waybill=waybill)
    assert result.state == "refused"
    assert why in result.why
    assert floor.platform.shipments == []


def test_an_order_that_is_not_there_or_is_over_takes_none(floor: ShopFloor) -> None:
    assert enter(floor, "404").why == "中心没有这个订单，请核对订单号"
    order = sold(floor)
    floor.platform.change(order, state=State.CLOSED)
    floor.read()
    assert "不能补录运单" in enter(floor, order, key="w2").why
    assert floor.platform.shipments == []


def test_an_odd_number_goes_through_with_a_warning_and_another_takes_its_place(floor: ShopFloor) -> None:
    order = sold(floor)
    assert enter(floor, order, left=False, waybill="YT1234567890123", carrier="顺丰").effects[-1].startswith("这个号不像顺丰的")
    floor.hub.advance(seconds=1)
    assert "原来的 YT1234567890123 不再用" in enter(floor, order, key="w2").effects
    assert floor.platform.shipments == [Shipment(order, "115", WAYBILL)]
