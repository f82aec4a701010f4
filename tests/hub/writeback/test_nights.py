"""Every night what we told is compared with what the platform shows, and where it does not show it that is work (S93)."""

from ordertower_desktop.demo.platforms.counter import Trouble
from ordertower_desktop.demo.platforms.shelf import State
from ordertower_desktop.wire.writebacks import WriteBackNights
from tests.hub.writeback.shopfloor import OTHER, WAYBILL, ShopFloor


def nights(floor: ShopFloor) -> WriteBackNights:
    return floor.hub.read(WriteBackNights, "/v1/write-backs/nights")


def two_told(floor: ShopFloor) -> tuple[str, str]:
    """Two orders that have left and whose shop has taken it."""
    first, second = floor.platform.sell(1), floor.platform.sell(2)
    floor.read()
    for order in (first, second):
        floor.out(order)
    assert [one["state"] for one in floor.ledger()] == ["done", "done"]
    return first, second


def to_the_next_night(floor: ShopFloor) -> None:
    """The floors of the tests begin at noon."""
    floor.hub.advance(hours=15)
    floor.hub.advance(hours=1)


def test_a_platform_that_forgot_what_it_took_is_found_at_night_and_becomes_one_case_that_heals(floor: ShopFloor) -> None:
    lied, kept = two_told(floor)
    floor.platform.change(lied, state=State.PAID, waybill="", shipped=None)
    to_the_next_night(floor)
    told = nights(floor)
    assert (told.nights[0].checked, told.nights[0].missing, told.nights[0].timely) == (2, 1, 1.0)
    assert told.nights[0].ended_at is not None
    (lost,) = told.missing
    assert (lost.order, lost.source_name) == (lied, "拼多多旗舰店")
    assert "已回传，平台仍显示“" in lost.why
    rows = floor.hub.pool()
    assert "R22n" in rows[lied].verdicts
    assert "R22n" not in (rows[kept].verdicts if kept in rows else [])

    floor.platform.change(lied, state=State.SHIPPED, waybill=WAYBILL, shipped=floor.hub.now)
    for _ in range(4):
        floor.hub.advance(minutes=20)
    assert nights(floor).missing == []
    assert "R22n" not in (floor.hub.pool()[lied].verdicts if lied in floor.hub.pool() else [])


def test_another_waybill_there_is_named_and_what_was_cancelled_since_is_nobodys_lie(floor: ShopFloor) -> None:
    other, closed = two_told(floor)
    floor.platform.change(other, waybill=OTHER)
    floor.platform.change(closed, state=State.CLOSED)
    to_the_next_night(floor)
    assert [one.order for one in nights(floor).missing] == [other]
    assert f"另一个运单 {OTHER}" in nights(floor).missing[0].why


def test_a_shop_that_does_not_answer_at_night_is_asked_on_later_and_nothing_is_said_of_it(floor: ShopFloor) -> None:
    order = floor.sold_and_out()
    floor.platform.change(order, state=State.PAID, waybill="", shipped=None)
    floor.platform.strike(Trouble.BROKEN)
    to_the_next_night(floor)
    assert nights(floor).missing == []
    assert nights(floor).nights[0].ended_at is None
    floor.platform.calm()
    for _ in range(3):
        floor.hub.advance(minutes=10)
    assert [one.order for one in nights(floor).missing] == [order]
    assert nights(floor).nights[0].checked == 1


def test_a_night_is_one_and_asks_for_each_order_once(floor: ShopFloor) -> None:
    floor.sold_and_out()
    to_the_next_night(floor)
    done = nights(floor).nights[0]
    for _ in range(3):
        floor.hub.advance(minutes=20)
    assert nights(floor).nights[0] == done
    assert len({one.night for one in nights(floor).nights}) == len(nights(floor).nights)


def test_one_order_that_nobody_can_read_is_told_by_itself_and_the_others_are_compared(floor: ShopFloor) -> None:
    bad, lied = two_told(floor)
    floor.platform.change(lied, state=State.PAID, waybill="", shipped=None)
    floor.platform.counter.curses = {bad: Trouble.BROKEN}
    to_the_next_night(floor)
    night = nights(floor).nights[0]
    assert (night.checked, night.missing, night.unread, night.agreed) == (2, 1, 1, 0)
    assert night.ended_at is not None
    found = {one.order: (one.found, one.why) for one in nights(floor).missing}
    assert found[lied][0] == "missing"
    assert found[bad][0] == "unread"
    assert "没有给出能用的回答" in found[bad][1]
    assert "R22n" not in (floor.hub.pool()[bad].verdicts if bad in floor.hub.pool() else []), "nothing is known against it"
    floor.platform.counter.curses = {}
    floor.hub.advance(minutes=31)
    assert [one.order for one in nights(floor).missing] == [lied]


def test_the_only_order_of_a_night_that_nobody_can_read_does_not_hold_it_up_while_the_shop_is_heard(floor: ShopFloor) -> None:
    bad = floor.sold_and_out()
    floor.platform.counter.curses = {bad: Trouble.BROKEN}
    to_the_next_night(floor)
    for _ in range(3):
        floor.hub.advance(minutes=6)
    night = nights(floor).nights[0]
    assert (night.checked, night.unread, night.ended_at is not None) == (1, 1, True)


def test_a_night_says_what_agreed_what_shows_another_waybill_and_what_has_ended_since(floor: ShopFloor) -> None:
    other, closed, kept = (floor.platform.sell(number) for number in (1, 2, 3))
    floor.read()
    for order in (other, closed, kept):
        floor.out(order)
    floor.platform.change(other, waybill=OTHER)
    floor.platform.change(closed, state=State.CLOSED)
    to_the_next_night(floor)
    night = nights(floor).nights[0]
    assert (night.checked, night.agreed, night.missing, night.other, night.void, night.unread) == (3, 1, 1, 1, 1, 0)
