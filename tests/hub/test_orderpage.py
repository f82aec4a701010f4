"""What the order page is told: names instead of keys, which platform, and no lateness where a whole file arrived at once."""

from datetime import timedelta

from ordertower_desktop.domain.case import Entry
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.hub.store.judging import deskwords
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.wire.order import Lane, OrderPage
from tests.hub.floor import NOON, Floor


def page(floor: Floor, order: str = "3901") -> OrderPage:
    return floor.read(OrderPage, f"/v1/orders/{order}")


def lane(found: OrderPage, key: str) -> Lane:
    return next(one for one in found.lanes if one.key == key)


def test_every_mark_of_the_desk_has_a_name(floor: Floor) -> None:
    floor.paid("3901", hours_ago=25)
    case = floor.pool()["3901"].case
    floor.sync({"id": "a1", "do": "acknowledge", "case": case})
    floor.sync({"id": "a2", "do": "note", "case": case, "text": "电话安抚"})
    floor.sync({"id": "a3", "do": "hand_over", "case": case, "to": "lin"})
    found = page(floor)
    marks = lane(found, "desk").events
    assert (marks[0].name, marks[0].who) == ("入池", "")
    assert {("接手", "赵一鸣", ""), ("备注", "赵一鸣", "电话安抚"), ("转派", "赵一鸣", "林晓")} <= {
        (m.name, m.who, m.detail) for m in marks
    }
    assert all(mark.name for mark in marks)
    assert "转派给 林晓" in [line.text for line in found.log]
    assert [line.text for line in found.notes] == ["电话安抚"]


def test_the_ball_goes_next_door_with_a_hand_over(floor: Floor) -> None:
    floor.paid("3901", hours_ago=25)
    floor.sync({"id": "b1", "do": "hand_over", "case": floor.pool()["3901"].case, "to": "it"}, who="li")
    floor.advance(hours=2)
    held = {ball.party: ball.seconds for ball in page(floor).ball}
    assert held["IT"] == 2 * 3600


def test_the_platform_lane_says_which_platform(floor: Floor) -> None:
    floor.paid("3901", hours_ago=25, carrier="顺丰速运")
    found = page(floor)
    assert [lane(found, key).name for key in ("platform", "erp", "carrier")] == ["平台 天猫", "ERP", "物流 顺丰速运"]


def test_the_line_on_the_axis_is_called_after_its_clock(floor: Floor) -> None:
    floor.paid("3901", hours_ago=1)
    found = page(floor)
    assert found.due_label == "接单时限"
    assert found.due_at == NOON + timedelta(hours=3)


def arrived(floor: Floor, count: int) -> OrderPage:
    """An order whose events all became known at the same moment."""
    names = ("payment_approved", "accepted", "printed", "packed")[:count]
    events = [Event(floor.now - timedelta(hours=30 - i), "taobao", name, "77", {}, arrived=floor.now) for i, name in enumerate(names)]
    with floor.tower.db.write() as conn:
        take_in(conn, events, now=floor.now, floor=floor.tower.floors.current(conn))
    return page(floor, "77")


def test_a_file_read_at_once_makes_no_event_late(floor: Floor) -> None:
    assert [mark.arrived for mark in lane(arrived(floor, 4), "platform").events] == [None] * 4


def test_a_single_late_event_says_when_it_arrived(floor: Floor) -> None:
    assert [mark.arrived for mark in lane(arrived(floor, 1), "platform").events] == [floor.now]


def test_a_system_without_the_order_does_not_fill_the_table(floor: Floor) -> None:
    said = [
        Snapshot(floor.now, "taobao", SourceKind.PLATFORM, "9", {"amount_fen": 869900}, Stage.TO_ACCEPT, status_word="已付款"),
        Snapshot(floor.now, "erp", SourceKind.ERP, "9", absent=True),
    ]
    with floor.tower.db.write() as conn:
        take_in(conn, said, now=floor.now, floor=floor.tower.floors.current(conn))
    found = page(floor, "9")
    assert [line.field for line in found.snapshot] == ["status", "amount_fen"]
    assert [column.name for column in found.columns] == ["平台 天猫", "ERP erp"]


def test_the_expected_path_stands_among_the_lanes(floor: Floor) -> None:
    floor.paid("3901", hours_ago=1)
    ghosts = [mark.name for one in page(floor).lanes for mark in one.events if mark.kind == "ghost"]
    assert ghosts[:2] == ["应接单", "应打单"]


def test_an_unknown_word_of_the_history_is_told_as_it_is(floor: Floor) -> None:
    with floor.tower.db.read() as conn:
        values = floor.tower.floors.current(conn)
    assert deskwords.sentence(Entry(NOON, "赵一鸣", "later_word", "说明"), values) == "说明"
    assert deskwords.sentence(Entry(NOON, "赵一鸣", "hand_over", "nobody"), values) == "转派给 nobody"
