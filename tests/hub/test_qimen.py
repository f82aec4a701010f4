"""奇门: a warehouse tells each step of its work, signed; repeated, late or forged reports do no harm (S2)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from ordertower_desktop.demo.erps.qimen import QimenHouse, Report
from ordertower_desktop.domain.event import EVENT_NAMES
from ordertower_desktop.hub.connectors.caller import Said
from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.qimen.caller import Qimen
from ordertower_desktop.hub.connectors.qimen.reading import HAPPENED
from ordertower_desktop.hub.store.tables import orders
from ordertower_desktop.settings import Secret, SourceSettings
from ordertower_desktop.settings.system import SystemName
from tests.hub.connectors.rig import KEY, NOON, SECRET
from tests.hub.floor import Floor, open_floor
from tests.hub.place import Place

HOUR = timedelta(hours=1)
SETTINGS = SourceSettings(system=SystemName.QIMEN, app_key=KEY, account="c0001", secret=Secret("keyring:key"))
HOUSE = QimenHouse(KEY, SECRET, "c0001")
ORDER = "880000000000000042"


def caller() -> Qimen:
    return Qimen(SETTINGS, lambda _reference: SECRET)


@pytest.fixture
def floor(tmp_path: Path, place: Place) -> Iterator[Floor]:
    with open_floor(tmp_path, db=place.url, followers={"qimen": caller()}) as made:
        yield made


def reported(floor: Floor, report: Report) -> httpx.Response:
    headers = {"Content-Type": "text/xml;charset=UTF-8"}
    return floor.call("POST", "/v1/webhooks/qimen", who="", params=report.query, content=report.body, headers=headers)


def log(floor: Floor, order: str = ORDER) -> list[str]:
    with floor.tower.db.read() as conn:
        return [event.name for event in orders.load(conn, [order])[order].log if event.source == "qimen"]


def page(floor: Floor, order: str = ORDER) -> dict[str, object]:
    return dict(floor.call("GET", f"/v1/orders/{order}").json())


def source(floor: Floor) -> dict[str, object]:
    return next(dict(row) for row in floor.call("GET", "/v1/sources").json() if row["id"] == "qimen")


def test_each_step_of_the_house_moves_the_order(floor: Floor) -> None:
    floor.paid(ORDER, hours_ago=9)
    stages = []
    for hours, status in ((8, "ACCEPT"), (7, "PRINT"), (6, "PICK"), (5, "CHECK"), (4, "PACKAGE"), (3, "WEIGH")):
        answer = reported(floor, HOUSE.process(ORDER, status, NOON - hours * HOUR))
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/xml; charset=utf-8")
        assert "<flag>success</flag>" in answer.text
        stages.append(page(floor)["stage"])
    assert stages == ["TO_PRINT", "TO_PACK", "TO_PACK", "TO_PACK", "TO_SHIP", "TO_SHIP"]
    assert reported(floor, HOUSE.confirm(ORDER, "YT123", NOON - 2 * HOUR)).status_code == 200
    assert page(floor)["stage"] == "TO_COLLECT"
    assert (source(floor)["state"], source(floor)["kind"]) == ("fresh", "wms")


def test_reports_that_are_repeated_or_come_late_change_nothing(floor: Floor) -> None:
    told = [
        HOUSE.process(ORDER, "PRINT", NOON - 5 * HOUR),
        HOUSE.confirm(ORDER, "YT1", NOON - HOUR),
        HOUSE.process(ORDER, "PICK", NOON - 4 * HOUR),
    ]
    for report in (told[1], told[0], told[2], *told, told[0]):
        assert reported(floor, report).status_code == 200
    assert log(floor) == ["printed", "picked", "outbound"]
    assert page(floor)["stage"] == "TO_COLLECT"
    assert source(floor)["orders"] == 1


def test_a_forged_report_is_refused_and_leaves_nothing(floor: Floor) -> None:
    good = HOUSE.process(ORDER, "DELIVERED", NOON)
    forged = [
        replace(good, body=good.body.replace(b"0042", b"0043")), replace(good, query={**good.query, "sign": ""}),
        replace(good, query={**good.query, "method": "deliveryorder.confirm"}), replace(good, query={}),
        *(
            QimenHouse(*who).process(ORDER, "DELIVERED", NOON)
            for who in ((KEY, "another", "c0001"), (KEY, SECRET, "c0002"), ("other", SECRET, "c0001"))
        ),
    ]  # fmt: skip
    for report in forged:
        answer = reported(floor, report)
        assert (answer.status_code, answer.json()["type"]) == (403, "forged")
        assert SECRET not in answer.text
    assert page(floor).get("status") == 404


def test_what_is_missing_from_the_shelf_is_a_shortage(floor: Floor) -> None:
    floor.paid(ORDER, hours_ago=3)
    reported(floor, HOUSE.lack(ORDER, "WJ-01", NOON - HOUR))
    assert log(floor) == ["stock_short"]


def said(report: Report) -> Said:
    return caller().listen(report.body, report.query, now=NOON)


@pytest.mark.parametrize("status", sorted(HAPPENED))
def test_every_status_has_an_event_with_a_name(status: str) -> None:
    told = said(HOUSE.process(ORDER, status, NOON))
    (event,) = told.events
    assert (event.name, event.at, event.payload["warehouse"], told.gaps) == (HAPPENED[status][0], NOON, "WH01", ())
    assert event.name in EVENT_NAMES


def test_a_status_that_nobody_has_mapped_is_named_and_kept() -> None:
    told = said(HOUSE.process(ORDER, "LABELLED", NOON))
    assert ([event.name for event in told.events], told.gaps) == (["warehouse_news"], ("status=LABELLED",))


def test_a_parcel_of_several_orders_is_told_of_each_by_the_platforms_number() -> None:
    told = said(HOUSE.confirm("DO1", "YT9", NOON, sources=("T1", "T2", "T1")))
    assert [(event.order_id, event.name, event.payload["waybill"], event.payload["carrier"]) for event in told.events] == [
        ("T1", "outbound", "YT9", "圆通速递"), ("T2", "outbound", "YT9", "圆通速递"),
    ]  # fmt: skip


def test_a_method_that_tells_nothing_of_ours_is_answered() -> None:
    told = said(HOUSE.signed("inventory.report", "<items/>", NOON))
    assert (told.events, b"success" in told.reply) == ((), True)
    assert said(HOUSE.signed("taobao.qimen.orderprocess.report", _inside("PRINT"), NOON)).events


def _inside(status: str) -> str:
    return f"<order><orderCode>1</orderCode></order><process><processStatus>{status}</processStatus></process>"


def test_what_makes_no_sense_is_not_taken_though_it_is_signed() -> None:
    for inside in ("", "<order><orderCode></orderCode></order><process/>", "<order>", "<order/><process/>"):
        with pytest.raises(Unreachable, match="看不懂"):
            said(HOUSE.signed("orderprocess.report", inside, NOON))
    with pytest.raises(Unreachable, match="看不懂"):
        said(HOUSE.signed("orderprocess.report", '<!DOCTYPE a [<!ENTITY b "c">]>' + _inside("PRINT"), NOON))


def test_nobody_who_receives_it_gets_any_further() -> None:
    told = [said(HOUSE.process(ORDER, "PRINT", NOON)), said(HOUSE.confirm(ORDER, "YT1", NOON))]
    assert not [one for one in ("金丝雀", "13800001111", SECRET) if one in repr(told)]


def test_the_signature_is_the_one_of_the_vector() -> None:
    vectors = json.loads((Path(__file__).parent / "signing" / "sign_vectors.json").read_text("utf-8"))
    told = next(one for one in vectors if one["id"] == "qimen-confirm")
    one = Qimen(settings_of(told["params"]), lambda _reference: told["secret"])
    (event,) = one.listen(told["body"].encode(), {**told["params"], "sign": told["sign"]}, now=NOON).events
    at = datetime.fromisoformat("2026-01-05T10:00:00+08:00")
    assert (event.order_id, event.name, event.at) == ("DO20260105001", "outbound", at)
    with pytest.raises(SourceRefused):
        one.listen(told["body"].encode() + b" ", {**told["params"], "sign": told["sign"]}, now=NOON)


def settings_of(params: dict[str, str]) -> SourceSettings:
    return SourceSettings(system=SystemName.QIMEN, app_key=params["app_key"], account=params["customerId"], secret=Secret("keyring:key"))
