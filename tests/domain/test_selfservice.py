"""自助查询: the order in the words of its buyer."""

from datetime import UTC, datetime, timedelta

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.selfservice import MILESTONES, STAGES, Feed, told
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import ENTERED_BY, Fact, Stage

NOW = datetime(2025, 11, 12, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


def event(name: str, hours_ago: float, source: str = "shop", **payload: str) -> Event:
    return Event(NOW - hours_ago * HOUR, source, name, "1", payload, NOW - hours_ago * HOUR)


def order(*names: str, facts: frozenset[Fact] = frozenset(), **fields: str) -> Order:
    read = Snapshot(NOW, "shop", SourceKind.PLATFORM, "1", fields, facts=facts)
    return Order("1", tuple(event(name, 10 - number) for number, name in enumerate(names)), (read,))


@pytest.mark.parametrize("name", sorted(ENTERED_BY))
def test_every_stage_has_words_for_its_buyer(name: str) -> None:
    assert told(order(name), (), NOW).stage == STAGES[ENTERED_BY[name]]
    assert set(STAGES) == set(Stage)


def test_what_has_happened_stands_newest_first_and_the_future_not_at_all() -> None:
    one = Order("1", (event("payment_approved", 5), event("outbound", 2), event("delivered", -3), event("note", 1)))
    assert told(one, (), NOW).milestones == ((NOW - 2 * HOUR, "已出库"), (NOW - 5 * HOUR, "已付款"))


def test_an_order_that_is_over_says_so_and_nothing_of_where_it_stood() -> None:
    page = told(order("payment_approved", facts=frozenset({Fact.CANCELLED, Fact.HELD})), (), NOW)
    assert (page.stage, page.beside) == ("订单已取消", ())
    page = told(order("payment_approved", facts=frozenset({Fact.REFUNDING, Fact.HELD})), (), NOW)
    assert page.beside == ("退款正在处理", "发货已暂缓，请联系商家")


def test_of_a_parcel_the_carrier_and_the_end_of_its_number() -> None:
    page = told(order("outbound", carrier="圆通速递", waybill="YT9693083639795"), (), NOW)
    assert (page.carrier, page.waybill_tail) == ("圆通速递", "9795")
    assert (told(order("packed", carrier="圆通速递"), (), NOW).carrier, told(order("packed"), (), NOW).waybill_tail) == ("", "")


def test_it_says_how_often_it_is_updated_and_how_old_it_is() -> None:
    shop = Feed("shop", SourceKind.PLATFORM, timedelta(seconds=15), NOW - timedelta(minutes=1))
    other = Feed("other", SourceKind.PLATFORM, timedelta(hours=9), NOW)
    carrier = Feed("kuaidi100", SourceKind.CARRIER, 2 * HOUR, NOW - HOUR)
    feeds = (shop, other, carrier)
    of_order, of_parcel = told(order("outbound", waybill="YT1"), feeds, NOW).freshness
    assert (of_order.of, of_order.every, of_order.seen) == ("订单状态", shop.every, shop.seen), "who has told nothing of it says nothing"
    assert (of_parcel.of, of_parcel.every, of_parcel.seen) == ("物流信息", carrier.every, carrier.seen)
    assert len(told(order("packed"), feeds, NOW).freshness) == 1, "no parcel yet"


def test_what_came_by_itself_is_as_old_as_its_newest_arrival() -> None:
    (only,) = told(Order("1", (event("payment_approved", 5), event("printed", 3))), (), NOW).freshness
    assert (only.every, only.seen) == (None, NOW - 3 * HOUR)


def test_no_word_of_the_floor_gets_out() -> None:
    inside = {"audited", "note", "urged", "complaint", "stock_short", "write_back_failed", "address_changed", "carrier_trouble"}
    assert not inside & MILESTONES.keys()
