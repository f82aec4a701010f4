"""比率告警 told as the floor lives it: who is asked, how it is answered, how it ends, and what stands behind it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ordertower_desktop.hub.store.tables import deliveries
from ordertower_desktop.wire.alarms import BehindPage, Part, RatePage
from tests.hub.floor import Floor, open_floor
from tests.hub.place import Place
from tests.hub.rates.kit import CREW, SIGN, alarms, day_of, days, parcels


@pytest.fixture
def floor(tmp_path: Path, place: Place) -> Iterator[Floor]:
    with open_floor(tmp_path, db=place.url, rules=SIGN, crew=CREW) as made:
        yield made


def act(floor: Floor, do: str, case: str, who: str = "zhou", **more: object) -> str:
    answer = floor.sync({"id": f"{do}-{floor.now:%H%M%S}-{who}", "do": do, "case": case, **more}, who=who)
    (result,) = answer.results.values()
    floor.work()
    return result.state


def test_a_province_below_its_rate_for_three_days_is_purchasings_to_answer(floor: Floor) -> None:
    days(floor, {"广东": (7, 3), "浙江": (9, 1)})
    floor.advance(seconds=20)
    (alarm,) = alarms(floor).values()
    assert (alarm.group, alarm.rule, alarm.state, alarm.owner, alarm.post) == ("广东", "R15", "open", "zhou", "purchasing")
    assert (alarm.share, alarm.orders, [day.word for day in alarm.days]) == (0.7, 30, ["low"] * 3)
    assert alarm.due_at is not None
    assert "都低于 85 %" in alarm.said
    assert floor.pool() == {}, "the pool is for orders only"
    (notice,) = floor.notices("zhou")
    assert (notice.case, notice.order, notice.title) == (alarm.id, "", "广东 签收率偏低")
    assert not floor.notices("zhao")


def test_two_days_or_too_few_orders_accuse_nobody(floor: Floor) -> None:
    days(floor, {"广东": (0, 3)})
    days(floor, {"浙江": (0, 9)}, back=2)
    floor.advance(seconds=20)
    assert alarms(floor) == {}


def test_the_third_day_counts_when_it_is_over_and_not_before(floor: Floor) -> None:
    days(floor, {"广东": (1, 9)}, back=2)
    floor.told(*parcels(day_of(floor), "广东", good=1, bad=9))
    floor.advance(hours=11)
    assert alarms(floor) == {}
    floor.advance(hours=1, seconds=5)
    assert set(alarms(floor)) == {"广东"}


def test_who_takes_it_stops_its_chain_and_everybody_else_is_told_so(floor: Floor) -> None:
    days(floor, {"广东": (1, 9)})
    floor.advance(seconds=20)
    alarm = alarms(floor)["广东"]
    assert act(floor, "acknowledge", alarm.id, version=alarm.version) == "done"
    assert floor.notices("zhou") == []
    floor.advance(minutes=30)
    taken = alarms(floor)["广东"]
    assert (taken.owner_name, taken.next_step, taken.acknowledged_at is not None) == ("周舟", "", True)
    with floor.tower.db.read() as conn:
        assert [one.step for one in deliveries.of_case(conn, alarm.id)] == ["站内提醒责任人"]


def test_nobody_answering_goes_up_the_chain_of_the_rule(floor: Floor) -> None:
    days(floor, {"广东": (1, 9)})
    floor.advance(seconds=20)
    for _ in range(4):
        floor.advance(minutes=5)
    alarm = alarms(floor)["广东"]
    assert alarm.step == "15 分钟无响应，转备岗"
    with floor.tower.db.read() as conn:
        steps = [one.step for one in deliveries.of_case(conn, alarm.id)]
    assert steps == ["站内提醒责任人", "企业微信提醒责任人", "短信提醒责任人", "15 分钟无响应，转备岗"]


def test_it_is_handed_over_noted_and_closed_and_its_history_says_so(floor: Floor) -> None:
    days(floor, {"广东": (1, 9)})
    floor.advance(seconds=20)
    key = alarms(floor)["广东"].id
    assert act(floor, "hand_over", key, to="li") == "done"
    floor.advance(seconds=1)
    assert act(floor, "note", key, "li", text="已换承运商") == "done"
    floor.advance(seconds=1)
    assert act(floor, "resolve", key, "li") == "done"
    alarm = alarms(floor)["广东"]
    assert (alarm.state, alarm.owner_name) == ("resolved", "李婷")
    said = [line.text for line in alarm.log]
    assert [words for words in said if words in ("转派给 李婷", "已换承运商", "结单")] == ["转派给 李婷", "已换承运商", "结单"]
    floor.advance(minutes=5)
    assert alarms(floor)["广东"].id == key, "what a person has closed does not come again for the same days"
    floor.told(*parcels(day_of(floor), "广东", good=1, bad=9))
    floor.advance(hours=12)
    assert alarms(floor)["广东"].id != key, "a further day that fails is news"


def test_an_act_that_is_about_an_order_is_refused_in_words(floor: Floor) -> None:
    days(floor, {"广东": (1, 9)})
    floor.advance(seconds=20)
    answer = floor.sync({"id": "x", "do": "resync", "case": alarms(floor)["广东"].id}, who="li")
    assert (answer.results["x"].state, "一组订单" in answer.results["x"].why) == ("refused", True)
    answer = floor.sync({"id": "y", "do": "acknowledge", "case": "rate:R15/没有#1"}, who="zhou")
    assert "找不到" in answer.results["y"].why


def test_late_news_ends_it_only_after_the_off_delay_and_bad_news_keeps_it(floor: Floor) -> None:
    days(floor, {"广东": (7, 3)})
    floor.advance(seconds=20)
    yesterday = day_of(floor) - timedelta(days=1)
    floor.told(*parcels(yesterday, "广东", good=9, bad=1))
    floor.advance(minutes=10)
    alarm = alarms(floor)["广东"]
    assert (alarm.state, alarm.quiet_since is not None) == ("open", True)
    floor.told(*(event for event in parcels(yesterday, "广东", good=0, bad=16) if int(event.order_id.rpartition("-")[2]) >= 10))
    floor.advance(minutes=10)
    assert alarms(floor)["广东"].quiet_since is None
    floor.told(*parcels(yesterday, "广东", good=16, bad=0))
    floor.advance(minutes=10)
    floor.advance(hours=2, minutes=1)
    assert alarms(floor)["广东"].state == "recovered"


def test_a_shadow_counts_and_tells_nobody_and_a_rule_that_is_off_lets_go(floor: Floor) -> None:
    days(floor, {"广东": (1, 9)})
    floor.advance(seconds=20)
    put = {"text": SIGN.replace('state = "on"', 'state = "shadow"'), "why": "先看看"}
    assert floor.call("PUT", "/v1/rules", who="li", json=put).status_code == 200
    floor.advance(seconds=20)
    floor.advance(hours=2, minutes=1)
    assert alarms(floor)["广东"].state == "recovered"


def test_a_rule_that_was_edited_is_counted_anew_and_one_bound_is_not(floor: Floor) -> None:
    days(floor, {"广东": (7, 3), "浙江": (9, 1)})
    floor.advance(seconds=20)
    put = {"text": SIGN.replace("0.85", "0.95"), "why": "更严"}
    assert floor.call("PUT", "/v1/rules", who="li", json=put).status_code == 200
    floor.advance(seconds=20)
    assert {row.group for row in alarms(floor).values() if row.state == "open"} == {"广东", "浙江"}
    put = {"text": SIGN.replace('group = "province"', 'group = "platform"'), "why": "按平台"}
    assert floor.call("PUT", "/v1/rules", who="li", json=put).status_code == 200
    floor.advance(seconds=20)
    assert alarms(floor)["taobao"].orders == 60


def test_an_alarm_without_anybody_on_duty_is_told_to_the_supervisor(floor: Floor) -> None:
    assert floor.call("PUT", "/v1/people/zhou/presence", who="zhou", json={"presence": "off"}).status_code == 200
    days(floor, {"广东": (1, 9)})
    floor.advance(seconds=20)
    assert alarms(floor)["广东"].owner == ""
    assert "广东 签收率偏低，无人在岗" in {notice.title for notice in floor.notices("li")}


def test_the_rule_leads_to_its_groups_and_orders_and_an_order_back_to_them(floor: Floor) -> None:
    days(floor, {"广东": (7, 3), "浙江": (9, 1), "西藏": (1, 1)})
    floor.advance(seconds=20)
    (page,) = floor.read(list[RatePage], "/v1/rates")
    assert [(line.group, line.word, bool(line.alarm)) for line in page.groups] == [
        ("广东", "low", True),
        ("西藏", "few", False),
        ("浙江", "ok", False),
    ]
    assert not page.counting
    orders = floor.read(BehindPage, "/v1/rates/R15/orders", group="广东", limit=4)
    assert (len(orders.orders), orders.more) == (4, True)
    first = orders.orders[0]
    assert first.day == day_of(floor) - timedelta(days=1)
    (part,) = floor.read(list[Part], f"/v1/rates/of/{first.order}")
    assert (part.rule, part.group, part.good, part.alarm) == ("R15", "广东", False, alarms(floor)["广东"].id)
    assert floor.call("GET", "/v1/rates/R99/orders").status_code == 404
