"""重复发货: the printing desk is stopped when a customer had the same goods lately; letting it go takes a reason."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.hub.store.tables import audit
from tests.hub.customers.kit import LI, People
from tests.hub.floor import Clock
from tests.hub.place import Place
from tests.hub.release.yard import Yard, yard_floor


def test_the_same_goods_within_a_week_stop_the_parcel_with_the_reason(people: People) -> None:
    people.buys("OLD", hours_ago=72, sku="AF-5L", stage=Stage.SIGNED, **LI)
    people.buys("NEW", sku="af-5l", platform="douyin", **LI)
    told = people.scan("NEW")
    assert (told.stop, told.why) == (True, "2 天前买过同款")
    assert told.row is not None
    assert (told.row.before, told.row.before_stage, told.row.same) == ("OLD", "已签收", ["手机号", "地址", "设备", "商品"])
    assert told.took_ms < 200
    assert [one.id for one in people.page().stops] == ["NEW/OLD"]
    assert people.scan("OLD").stop is False, "the first is no repeat of the second"


@pytest.mark.parametrize(
    ("hours", "more"),
    [(8 * 24, {}), (72, {"sku": "other"}), (72, {"address": "别处 1 号", "device": "x"})],
)
def test_longer_ago_or_other_goods_or_another_recipient_stop_nothing(people: People, hours: int, more: dict[str, str]) -> None:
    people.buys("OLD", hours_ago=hours, **({"sku": "AF-5L"} | LI | more))
    people.buys("NEW", sku="AF-5L", **LI)
    assert people.scan("NEW").stop is False


def test_an_order_that_was_cancelled_was_never_sent(people: People) -> None:
    people.buys("OLD", hours_ago=72, sku="AF-5L", **LI)
    people.hub.told(Event(people.hub.now, "taobao", "cancelled", "OLD"))
    people.buys("NEW", sku="AF-5L", **LI)
    assert people.scan("NEW").stop is False


def test_the_parcel_may_be_faster_than_the_worker(people: People) -> None:
    people.buys("OLD", hours_ago=72, sku="AF-5L", **LI)
    people.buys("NEW", sku="AF-5L", work="", **(LI | {"device": "another"}))
    assert people.scan("NEW").stop is True


def test_a_pair_that_waits_for_a_person_stops_too_and_one_that_was_refused_does_not(people: People) -> None:
    people.buys("OLD", hours_ago=72, sku="AF-5L", **LI)
    people.buys("NEW", sku="AF-5L", **(LI | {"device": "another"}))
    assert people.scan("NEW").stop is True
    (asked,) = people.page().questions
    people.did("refuse", asked.a, other=asked.b)
    assert people.scan("NEW").stop is False


def test_letting_it_go_takes_a_reason_that_stands_at_both_orders(people: People) -> None:
    people.buys("OLD", hours_ago=72, sku="AF-5L", **LI)
    people.buys("NEW", sku="AF-5L", **LI)
    people.scan("NEW")
    assert people.does("pass", "NEW/OLD").json()["title"] == "放行要写原因，例如：客户要 2 台"
    people.did("pass", "NEW/OLD", why="客户要 2 台")
    told = people.scan("NEW")
    assert (told.stop, told.passed) == (False, "zhao：客户要 2 台")
    with people.hub.tower.db.read() as conn:
        for order in ("NEW", "OLD"):
            log = [record for _, record in audit.page(conn, after=0, limit=100, about=order)]
            assert [(one.who, one.what, one.detail) for one in log] == [("zhao", "twin_passed", "客户要 2 台")]
    assert people.does("end", "NEW/OLD", why="取消").json()["title"] == "已有人处理过这一次拦截，请刷新"


def test_what_nobody_knows_is_not_sent_and_a_waybill_is_as_good_as_a_number(people: People) -> None:
    people.buys("OLD", hours_ago=72, sku="AF-5L", **LI)
    people.buys("NEW", sku="AF-5L", waybill="YT123456", **LI)
    assert people.scan("yt123456").order == "NEW"
    lost = people.scan("404")
    assert (lost.stop, lost.known, "请核对后再扫" in lost.why) == (True, False, True)


def test_how_far_back_it_looks_is_the_floors_own_number(people: People) -> None:
    people.hub.call("PUT", "/v1/merging", who="li", json={"text": json.dumps({"twin_days": 2}), "why": "快消"}).raise_for_status()
    people.buys("OLD", hours_ago=72, sku="AF-5L", **LI)
    people.buys("NEW", sku="AF-5L", **LI)
    assert people.scan("NEW").stop is False


@pytest.fixture
def yard() -> Iterator[Yard]:
    made = Yard(Clock())
    yield made
    made.close()


def test_a_release_leaves_it_to_a_supervisor(tmp_path: Path, place: Place, yard: Yard) -> None:
    with yard_floor(tmp_path, place.url, yard) as floor:
        people = People(floor.hub)
        people.buys("OLD", hours_ago=72, sku="AF-5L", stage=Stage.SIGNED, **LI)
        (new,), (other,) = floor.sell(1, sku="AF-5L", **LI), floor.sell(2, sku="else", **LI)
        floor.hub.work()
        plan = floor.hub.call("POST", "/v1/warehouse/preview", json={"command": "release", "orders": [new, other]}).json()
        assert (plan["able"], plan["consent"]) == ([other], [{"why": "2 天前买过同款：OLD", "orders": [new]}])
        floor.ask("release", [new], job="a", who="li", agreed=True).raise_for_status()
        floor.hub.work()
        assert yard.taken == [(new, "release")]
