"""Parcels of 顺丰 on a floor: only its own are asked for, and one call tells of several orders."""

from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from ordertower_desktop.demo.couriers.sf import Route, SfBooth
from ordertower_desktop.demo.platforms.counter import Counter
from ordertower_desktop.domain.event import Event
from ordertower_desktop.hub.connectors.carriers import carriers
from ordertower_desktop.hub.connectors.sf.follower import Sf
from ordertower_desktop.hub.store.tables import orders
from ordertower_desktop.settings import Secret, SourceSettings
from ordertower_desktop.settings.system import SystemName
from tests.hub.connectors.rig import KEY, SECRET
from tests.hub.floor import NOON, Clock, Floor, open_floor
from tests.hub.place import Place

HOUR = timedelta(hours=1)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def shipped(floor: Floor, order: str, waybill: str, carrier: str = "顺丰") -> None:
    told = {"waybill": waybill, "carrier": carrier, "phone": "13912345678"}
    floor.told(
        Event(floor.now - 30 * HOUR, "taobao", "payment_approved", order, {}), Event(floor.now - 29 * HOUR, "wms", "outbound", order, told)
    )


def way(floor: Floor, order: str) -> list[str]:
    with floor.tower.db.read() as conn:
        return [event.name for event in orders.load(conn, [order])[order].events if event.source == "sf"]


@pytest.fixture
def told(tmp_path: Path, place: Place) -> object:
    with ExitStack() as ended:
        clock, booth = Clock(NOON), SfBooth(KEY, SECRET)
        counter = Counter(booth, now=clock)
        counter.start()
        ended.callback(counter.stop)
        source = SourceSettings(system=SystemName.SF, app_key=KEY, secret=Secret("keyring:key"), base_url=counter.url)
        follower = Sf(source, lambda _reference: SECRET, carriers("sf"))
        yield ended.enter_context(open_floor(tmp_path, db=place.url, followers={"sf": follower}, clock=clock)), booth


def test_its_own_parcels_are_asked_for_though_many_of_others_lie_before_them(told: tuple[Floor, SfBooth]) -> None:
    floor, booth = told
    booth.phones, booth.routes = {"SF1": "5678"}, {"SF1": [Route(NOON - 5 * HOUR, "50")]}
    for number in range(12):
        shipped(floor, f"Y-{number}", f"YT{number}", "圆通")
    shipped(floor, "S-1", "SF1")
    floor.advance(minutes=1)
    floor.advance(seconds=1)
    assert (booth.asked, way(floor, "S-1")) == (["SF1"], ["handed_to_carrier"])
    assert "gaps" not in next(row for row in floor.call("GET", "/v1/sources").json() if row["id"] == "sf")


def test_one_call_tells_of_several_orders_and_a_repeated_or_forged_one_changes_nothing(told: tuple[Floor, SfBooth]) -> None:
    floor, booth = told
    for number in (1, 2):
        shipped(floor, f"S-{number}", f"SF{number}")
        booth.phones[f"SF{number}"] = "5678"
    floor.advance(minutes=1)
    early = booth.call(
        floor.now, [("SF1", Route(NOON - 5 * HOUR, "50")), ("SF2", Route(NOON - 4 * HOUR, "50")), ("SF9", Route(NOON, "50"))]
    )
    late = booth.call(floor.now, [("SF1", Route(NOON - HOUR, "80"))])
    for body in (late, early, early, late):
        assert floor.call("POST", "/v1/webhooks/sf", who="", content=body, headers=FORM).status_code == 200
    forged = floor.call("POST", "/v1/webhooks/sf", who="", content=early.replace(b"SF2", b"SF1"), headers=FORM)
    assert (forged.status_code, forged.json()["type"]) == (403, "forged")
    assert (way(floor, "S-1"), way(floor, "S-2")) == (["handed_to_carrier", "delivered"], ["handed_to_carrier"])
    assert floor.call("GET", "/v1/orders/S-1").json()["stage"] == "SIGNED"
