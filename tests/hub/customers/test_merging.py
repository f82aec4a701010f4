"""合单: what could leave together is suggested with what it saves and what stands in the way; people decide."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.stage import Stage
from tests.hub.customers.kit import LI, People
from tests.hub.floor import Clock
from tests.hub.place import Place
from tests.hub.release.yard import Yard, yard_floor


def test_two_orders_of_a_day_are_suggested_with_what_they_save(people: People) -> None:
    people.buys("A1", hours_ago=3, **LI)
    people.buys("A2", hours_ago=1, **LI)
    offer = people.offer()
    assert [row.order for row in offer.rows] == ["A1", "A2"]
    assert (offer.state, offer.able, offer.saved_fen) == ("open", 2, 800)
    assert offer.until == people.hub.now + timedelta(hours=21)
    assert people.of("A1").offer == offer.id


def test_an_order_of_the_day_after_is_no_part_of_it(people: People) -> None:
    people.buys("A1", hours_ago=30, **LI)
    people.buys("A2", hours_ago=1, **LI)
    assert people.page().offers == []


def test_whatever_stands_in_the_way_is_said_of_each_order(people: People) -> None:
    people.buys("A1", hours_ago=9, warehouse="华东仓", **LI)
    people.buys("A2", hours_ago=8, warehouse="华东仓", **LI)
    people.buys("W1", hours_ago=7, warehouse="华南仓", **LI)
    people.buys("D1", hours_ago=6, platform="douyin", **LI)
    people.buys("P1", hours_ago=5, presale=True, **LI)
    people.buys("G1", hours_ago=4, tags=["赠品"], **LI)
    people.buys("S1", hours_ago=3, stage=Stage.TO_PACK, **LI)
    people.buys("O1", hours_ago=2, platform="own", **LI)
    people.buys("E1", hours_ago=1, oaid="x", **(LI | {"address": "文一西路 1 号"}))
    offer = people.offer()
    assert {row.order: row.why for row in offer.rows} == {
        "A1": [], "A2": [], "O1": [], "W1": ["不同仓：华南仓"], "D1": ["平台规则：不可跨平台合包"], "P1": ["预售"],
        "G1": ["赠品单，单独走"], "S1": ["已打单"],
    }  # fmt: skip
    assert (offer.able, offer.saved_fen) == (3, 1600)


def test_the_same_customer_at_another_door_is_not_one_parcel(people: People) -> None:
    people.buys("A1", hours_ago=2, open_id="77", **LI)
    people.buys("A2", hours_ago=1, open_id="77", **(LI | {"address": "文一西路 1 号"}))
    people.buys("A3", hours_ago=1, open_id="77", buyer="李*")
    offer = people.offer()
    assert {row.order: row.why for row in offer.rows} == {"A1": [], "A2": ["收货地址不同"], "A3": ["收货地址被遮住，核对不了"]}
    assert offer.state == "blocked"


def test_a_suggestion_goes_when_an_order_is_printed_or_its_day_is_over(people: People) -> None:
    people.buys("A1", hours_ago=3, **LI)
    people.buys("A2", hours_ago=1, **LI)
    people.hub.told(Event(people.hub.now, "wms", "printed", "A2"))
    assert (people.offer().state, people.offer().rows[1].why) == ("blocked", ["已打单"])
    people.hub.advance(hours=22)
    assert people.page().offers == []


def test_a_veto_needs_a_reason_lasts_and_can_be_taken_back(people: People) -> None:
    people.buys("A1", hours_ago=3, **LI)
    people.buys("A2", hours_ago=1, **LI)
    offer = people.offer()
    assert people.does("veto", offer.id).json()["title"] == "否决要写原因，例如：客户要求分开寄"
    act = people.did("veto", offer.id, why="客户要求分开寄")
    people.buys("A1", hours_ago=3, title="改了名", **LI)
    page = people.page()
    assert (page.offers, [(one.id, one.why) for one in page.decided]) == ([], [(offer.id, "客户要求分开寄")])
    people.did("undo", act)
    assert people.offer().id == offer.id


def test_only_who_leads_says_never_and_then_nothing_more_is_suggested(people: People) -> None:
    people.buys("A1", hours_ago=3, **LI)
    people.buys("A2", hours_ago=2, **LI)
    offer = people.offer()
    assert people.does("never", offer.id, why="代购").status_code == 403
    people.did("never", offer.id, who="li", why="代购")
    people.buys("A3", hours_ago=1, **LI)
    assert people.page().offers == []


def test_without_a_warehouse_that_can_be_told_taking_it_is_a_list_for_people(people: People) -> None:
    people.buys("A1", hours_ago=3, **LI)
    people.buys("A2", hours_ago=1, **LI)
    offer = people.offer()
    people.did("merge", offer.id)
    taken = people.offer()
    assert (taken.state, taken.by_name, taken.act != "") == ("taken", "赵一鸣", True)
    people.did("finish", offer.id)
    page = people.page()
    assert (page.offers, [one.state for one in page.decided]) == ([], ["done"])
    effects = page.effects
    assert (effects.offered, effects.merged, effects.rate, effects.saved_fen, effects.fewer_parcels) == (1, 1, 100.0, 800, 1)


def test_what_has_changed_since_the_page_was_drawn_is_refused_with_the_reason(people: People) -> None:
    people.buys("A1", hours_ago=3, **LI)
    people.buys("A2", hours_ago=1, **LI)
    offer = people.offer()
    people.hub.told(Event(people.hub.now, "wms", "printed", "A2"))
    answer = people.does("merge", offer.id, orders=["A1", "A2"])
    assert (answer.status_code, answer.json()["title"]) == (422, "情况变了，不能合：A2 已打单。请刷新后再看")


def test_a_floors_own_numbers_count(people: People) -> None:
    text = json.dumps({"window_hours": 2, "fee_yuan": 12.5, "twin_days": 3, "forget_months": 6})
    assert people.hub.call("PUT", "/v1/merging", who="li", json={"text": text, "why": "试"}).status_code == 200
    people.buys("A1", hours_ago=4, **LI)
    people.buys("A2", hours_ago=1.5, **LI)
    people.buys("A3", hours_ago=1, **LI)
    offer = people.offer()
    assert ([row.order for row in offer.rows], offer.saved_fen) == (["A2", "A3"], 1250)
    wrong = people.hub.call("PUT", "/v1/merging", who="li", json={"text": '{"twin_day": 3}'})
    assert (wrong.status_code, "是不是 twin_days" in wrong.json()["title"]) == (422, True)


@pytest.fixture
def yard() -> Iterator[Yard]:
    made = Yard(Clock())
    yield made
    made.close()


def test_the_warehouse_waits_with_them_until_they_are_one_and_within_a_minute_goes_on(tmp_path: Path, place: Place, yard: Yard) -> None:
    with yard_floor(tmp_path, place.url, yard) as floor:
        people = People(floor.hub)
        floor.sell(1, 2, **LI)
        floor.hub.work()
        offer = people.offer()
        act = people.did("merge", offer.id)
        assert sorted(yard.taken) == [("8800001", "hold"), ("8800002", "hold")]
        assert [row.told for row in people.offer().rows] == ["仓库已收", "仓库已收"], "a receipt for each"
        people.did("undo", act)
        assert sorted(yard.taken[2:]) == [("8800001", "resume"), ("8800002", "resume")]
        assert people.offer().state == "open"
        act = people.did("merge", offer.id)
        floor.hub.advance(seconds=61)
        assert people.does("undo", act).json()["title"] == "已过 60 秒，撤不回；没合时点“合好了”恢复打单"
        people.did("finish", offer.id)
        assert yard.taken[-2:] == [("8800001", "resume"), ("8800002", "resume")]
