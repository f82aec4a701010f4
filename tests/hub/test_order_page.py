"""One order, whole: its lanes, its clocks with their sums, and what each system says."""

from datetime import timedelta

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.hub.store.tables import sources
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.wire.order import OrderPage
from tests.hub.floor import Floor


def page(floor: Floor, order: str) -> OrderPage:
    return floor.read(OrderPage, f"/v1/orders/{order}")


def test_the_page_tells_what_happened_on_which_lane_and_who_held_the_ball(floor: Floor) -> None:
    floor.paid("3901", hours_ago=25)
    floor.told(Event(floor.now - timedelta(hours=1), "taobao", "urged", "3901", {"text": "发了没"}))
    found = page(floor, "3901")
    lanes = {lane.key: lane for lane in found.lanes}
    assert list(lanes) == ["platform", "erp", "wms", "carrier", "desk"]
    assert [(mark.name, mark.kind) for mark in lanes["platform"].events] == [("付款", "event"), ("买家催单", "chase")]
    assert lanes["desk"].events
    assert sum(ball.seconds for ball in found.ball) == 25 * 3600


def test_every_clock_explains_its_end(floor: Floor) -> None:
    floor.paid("3901", hours_ago=25)
    clocks = page(floor, "3901").clocks
    assert clocks
    for why in clocks:
        assert why.lines[0].icon == "start"
        assert why.lines[-1].icon == "due"


def test_systems_stand_side_by_side_and_contradictions_are_marked(floor: Floor) -> None:
    said = [
        Snapshot(floor.now, "taobao", SourceKind.PLATFORM, "9", {"amount_fen": 869900, "items": 2}, Stage.TO_SHIP, status_word="待发货"),
        Snapshot(floor.now, "erp", SourceKind.ERP, "9", {"amount_fen": 859900}, Stage.TO_SHIP),
        Snapshot(floor.now, "wms", SourceKind.WMS, "9", absent=True),
    ]
    with floor.tower.db.write() as conn:
        take_in(conn, said, now=floor.now, floor=floor.tower.floors.current(conn))
    found = page(floor, "9")
    assert [column.source for column in found.columns] == ["taobao", "erp", "wms"]
    lines = {line.field: line.cells for line in found.snapshot}
    assert [(cell.text, cell.differs) for cell in lines["amount_fen"][:2]] == [("¥8,699.00", False), ("¥8,599.00", True)]
    assert lines["status"][2].absent
    assert lines["status"][2].text == "无此单"


def test_a_system_that_should_have_the_order_and_never_told_of_it_stands_there_too(floor: Floor) -> None:
    refused = floor.now - timedelta(hours=3)
    last_answer = refused - timedelta(minutes=9)
    read = [
        Source("taobao", "天猫", SourceKind.PLATFORM, connected=True, seen_at=floor.now),
        Source("jd", "京东", SourceKind.PLATFORM, connected=True, seen_at=floor.now),
        Source("wms", "WMS", SourceKind.WMS, connected=True, seen_at=floor.now),
        Source("erp", "ERP", SourceKind.ERP, connected=True, seen_at=last_answer, refused_since=refused, reason_code="401"),
    ]
    said = [Snapshot(floor.now, "taobao", SourceKind.PLATFORM, "9", {"items": 1}, Stage.TO_ACCEPT)]
    with floor.tower.db.write() as conn:
        sources.put(conn, read)
        take_in(conn, said, now=floor.now, floor=floor.tower.floors.current(conn))
    floor.paid("9", hours_ago=2)

    found = page(floor, "9")

    assert found.cause_name == "系统断层"
    assert [(column.source, column.name, column.seen_at) for column in found.columns] == [
        ("taobao", "平台 天猫", floor.now),
        ("erp", "ERP", refused),
        ("wms", "WMS", floor.now),
    ]
    status = {cell.source: cell for cell in next(line for line in found.snapshot if line.field == "status").cells}
    assert (status["erp"].text, status["erp"].differs, status["erp"].absent) == ("无此单", True, True)
    assert (status["wms"].text, status["wms"].absent) == ("", False), "it need not have it yet"


def test_an_order_nobody_told_us_of_is_a_problem(floor: Floor) -> None:
    answer = floor.call("GET", "/v1/orders/404")
    assert (answer.status_code, answer.json()["title"]) == (404, "中心没有这个订单，请核对订单号")
