"""Weeks in figures: against a plain count of exported cases and orders, drilled down to the orders, and counted without opening them."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.hub.store.tables import cases, measures
from ordertower_desktop.hub.store.tables import orders as narrow
from ordertower_desktop.hub.workers import judge, measure
from ordertower_desktop.insight.kpi.compare import Line
from ordertower_desktop.wire.kpi import DrillPage, FoundPage, KpiPage, LoadPage, TrendPage
from tests.hub.floor import RULES, Floor, open_floor
from tests.hub.place import Place
from tests.hub.plain_figures import exported, percentile, plain
from tests.hub.test_days import a_day

DAY, NEXT = "2025-11-12", "2025-11-13"
NAMES = {"li": "李婷", "zhao": "赵一鸣", "lin": "林晓", "local": "本机"}


@pytest.fixture
def floor(tmp_path: Path, place: Place) -> Iterator[Floor]:
    with open_floor(tmp_path, db=place.url, rules=RULES.replace("24h", "3h")) as made:
        yield made


def kpi(floor: Floor, since: str, until: str, **more: str) -> KpiPage:
    return floor.read(KpiPage, "/v1/kpi", who="li", since=since, until=until, **more)


def test_sorts_of_trouble_are_counted_with_how_soon_each_was_seen_and_what_they_came_from(floor: Floor) -> None:
    """S12, S13: a late order stands still, an urged one came from outside; one of the late ones was judged a false alarm."""
    floor.paid("a", hours_ago=3.5)
    floor.paid("b", hours_ago=2.5)
    floor.advance(minutes=31)
    floor.told(Event(floor.now - timedelta(minutes=4), "crm", "urged", "c", {}))
    cases = floor.pool()
    floor.sync({"id": "v1", "case": cases["a"].case, "do": "verdict", "version": cases["a"].version, "true": False})
    floor.work()
    page = kpi(floor, DAY, DAY)
    exports = exported(floor.call("GET", "/v1/export/cases", who="li").text)
    seen = {one["order"]: (moment(one["opened_at"]) - min(moment(s["since"]) for s in one["standings"])).total_seconds() for one in exports}
    assert {one.name: one.cases for one in page.sorts} == {"状态卡顿": 2, "数据冲突": 0, "行为异常": 0, "外部反馈": 1}
    assert [one.found_s for one in page.sorts] == [round((seen["a"] + seen["b"]) / 2), 0, 0, round(seen["c"])]
    assert seen["a"] >= 1800, "it was late for half an hour before anybody knew of it"
    roots = {one.name: one.cases for one in page.origins}
    assert roots == {"系统断层": 0, "角色缺位": 0, "规则模糊": 1, "其他": 2}, "what people call wrong is the rule's"


def moment(said: str) -> datetime:
    return datetime.fromisoformat(said)


def drill(floor: Floor, by: str, **more: str) -> DrillPage:
    return floor.read(DrillPage, "/v1/drill", who="li", since="2025-11-11", until=NEXT, by=by, **more)


def same(line: Line | None, told: dict[str, Any]) -> None:
    assert line is not None
    found = line.figures
    assert (found.breached, found.passed_on, found.taken_away) == (told["breached"], told["passed_on"], told["taken_away"]), line
    for spread, spans in ((found.response, told["response"]), (found.handling, told["handling"])):
        assert (spread.count, spread.median_s, spread.p90_s) == (len(spans), percentile(spans, 5), percentile(spans, 9)), line


def test_a_stretch_and_the_one_before_are_what_a_plain_count_gives(floor: Floor) -> None:
    """S97, S99: response, handling, breaches and hand-overs per person, today beside yesterday."""
    floor.clock.at += timedelta(hours=7)
    a_day(floor, 1)
    floor.work()
    cases = exported(floor.call("GET", "/v1/export/cases", who="li").text)
    page = kpi(floor, NEXT, NEXT)
    assert (page.against.first.isoformat(), page.waiting) == (DAY, 0)
    for pair in (page.total, *page.people):
        for line, name in ((pair.now, NEXT), (pair.earlier, DAY)):
            if line is not None:
                same(line, plain(cases, name, NAMES, who=pair.key))
    assert page.total.earlier is not None
    assert page.total.earlier.figures.breached > 0, "or nothing was compared"


def orders(floor: Floor, count: int, seed: int) -> list[dict[str, Any]]:
    """Orders of two warehouses and three categories, some of them sent; what was said is what is counted by hand."""
    dice, said = Random(seed), []
    for number in range(count):
        one = {
            "order": str(7000 + number), "warehouse": dice.choice(["华东仓", "华南仓"]), "category": dice.choice(["鞋", "衣", "包"]),
            "hours": dice.uniform(0, 30), "shipped": dice.random() < 0.7, "cancelled": dice.random() < 0.1,
        }  # fmt: skip
        at = floor.now - timedelta(hours=one["hours"])
        payload = {"platform": "taobao", "warehouse": one["warehouse"], "category": one["category"], "province": "浙江"}
        told = [Event(at, "taobao", "payment_approved", one["order"], payload)]
        if one["shipped"]:
            told.append(Event(at + timedelta(hours=1), "wms", "outbound", one["order"]))
        elif one["cancelled"]:
            told.append(Event(at + timedelta(hours=1), "taobao", "cancelled", one["order"]))
        floor.told(*told)
        said.append(one)
    floor.advance(seconds=10)
    return said


def test_a_share_is_drilled_down_by_clicking_to_the_orders_behind_it(floor: Floor) -> None:
    """S98: 98 % shipped, where not: warehouse, then category and hour, then the orders."""
    said = [one for one in orders(floor, 60, 3) if one["shipped"] or not one["cancelled"]]
    whole = drill(floor, "warehouse")
    assert (whole.whole.orders, whole.whole.shipped) == (len(said), sum(one["shipped"] for one in said))
    assert {cell.keys[0]: (cell.tally.orders, cell.tally.shipped) for cell in whole.cells} == {
        name: (sum(o["warehouse"] == name for o in said), sum(o["warehouse"] == name and o["shipped"] for o in said))
        for name in ("华东仓", "华南仓")
    }
    inside = drill(floor, "category,hour", warehouse="华东仓")
    assert sum(cell.tally.orders for cell in inside.cells) == inside.whole.orders == sum(o["warehouse"] == "华东仓" for o in said)
    assert Counter(cell.keys[0] for cell in inside.cells).keys() == {o["category"] for o in said if o["warehouse"] == "华东仓"}
    worst = inside.cells[0]
    where = {"warehouse": "华东仓", "category": worst.keys[0], "hour": worst.keys[1]}
    found = floor.read(FoundPage, "/v1/drill/orders", who="li", since="2025-11-11", until=NEXT, which="open", **where)
    assert len(found.items) == worst.tally.orders - worst.tally.shipped > 0
    known = {one["order"]: one for one in said}
    assert all((known[f.order]["warehouse"], known[f.order]["category"]) == ("华东仓", worst.keys[0]) for f in found.items)


def test_an_order_that_was_late_before_anybody_could_know_counts_as_missed(floor: Floor) -> None:
    """S107, S108. Its time had passed when its case came to be; one that was in the pool before is not missed."""
    floor.paid("1", hours_ago=30)
    floor.paid("2", hours_ago=3.5)
    floor.advance(hours=2)
    page = kpi(floor, "2025-11-11", DAY)
    assert (page.orders.late, page.orders.missed) == (2, 1)
    missed = floor.read(FoundPage, "/v1/drill/orders", who="li", since="2025-11-11", until=DAY, which="missed")
    assert [one.order for one in missed.items] == ["1"]


def test_a_move_during_the_counting_is_counted_too(floor: Floor) -> None:
    floor.paid("1", hours_ago=1)
    with floor.tower.db.write() as conn:
        measures.touch(conn, ["1"])
        seen = measures.touched(conn, limit=10)
        measures.touch(conn, ["1"])
        measures.settle(conn, seen)
        assert measures.waiting(conn) == 1
    assert measure.tick(floor.tower, floor.now) == 1


def test_an_order_that_only_grew_older_is_not_counted_again(floor: Floor) -> None:
    floor.paid("1", hours_ago=2)
    seen = set()
    for _ in range(12):
        with floor.tower.db.read() as conn:
            before, due = cases.latest(conn, ["1"]), narrow.first_due(conn)
        if due is None:
            break
        floor.clock.at = due
        assert judge.tick(floor.tower, floor.now) == 1
        with floor.tower.db.read() as conn:
            moved = cases.latest(conn, ["1"]) != before
        assert measures_waiting(floor) == (["1"] if moved else [])
        seen.add(moved)
        floor.work()
    assert seen == {True, False}


def measures_waiting(floor: Floor) -> list[str]:
    with floor.tower.db.read() as conn:
        return [order for order, _ in measures.touched(conn, limit=10)]


def test_what_a_new_version_may_change_is_counted_anew_and_so_is_the_turn_of_a_promotion(floor: Floor) -> None:
    floor.paid("1", hours_ago=1)
    floor.paid("over", hours_ago=1)
    floor.told(Event(floor.now, "taobao", "cancelled", "over", {}))
    begin = floor.now + timedelta(hours=1)
    promo = {
        "id": "d11", "name": "双11", "by": "李婷", "begin": begin.isoformat(), "end": (begin + timedelta(hours=9)).isoformat(),
        "clocks": {"platform": "20h"},
    }  # fmt: skip
    assert floor.call("PUT", "/v1/promos", who="li", json={"text": json.dumps({"promo": [promo]})}).status_code == 200
    assert measures_waiting(floor) == ["1"]
    floor.work()
    assert measures_waiting(floor) == []
    with floor.tower.db.write() as conn:
        narrow.wake(conn, ["1"], begin)
    floor.clock.at = begin + timedelta(minutes=1)
    judge.tick(floor.tower, floor.now)
    assert measures_waiting(floor) == ["1"]


def test_rules_are_told_by_week_with_what_people_said_of_them(floor: Floor) -> None:
    """S100: hits, verdicts and muted, week by week."""
    floor.clock.at -= timedelta(days=7)
    floor.paid("1", hours_ago=4)
    floor.advance(seconds=10)
    floor.clock.at += timedelta(days=7)
    for order in ("2", "3"):
        floor.paid(order, hours_ago=4)
    floor.advance(seconds=10)
    row = floor.pool()["2"]
    floor.sync({"id": "v1", "do": "verdict", "case": row.case, "version": row.version, "true": True}, who="lin")
    floor.work()
    page = floor.read(TrendPage, "/v1/trends", who="li", since="2025-11-03", until="2025-11-16")
    rule = next(one for one in page.rules if one.rule == "R05")
    assert [(week.hits, week.right, week.wrong) for week in rule.weeks] == [(1, 0, 0), (2, 1, 0)]
    assert page.names["R05"] == "发货超时进池"
    assert page.advice == [], "three hits prove nothing"


def test_a_rule_that_always_comes_too_late_is_advised_to_be_tuned(floor: Floor) -> None:
    """S100: out of the floor's own counting."""
    for order in range(20):
        floor.paid(str(order), hours_ago=80)
    floor.advance(seconds=10)
    page = floor.read(TrendPage, "/v1/trends", who="li", since="2025-11-03", until="2025-11-16")
    assert [(one.rule, one.why) for one in page.advice] == [("R05", "100% 的单到池时已经超时")]


def test_what_disturbs_people_is_counted_from_what_they_were_told(floor: Floor) -> None:
    """B14 over a floor: every interrupt is somebody's, and the rules named are those that raised the cases."""
    for order in range(6):
        floor.paid(str(order), hours_ago=3.5 + order / 10)
    for _ in range(6):
        floor.advance(minutes=10)
    page = floor.read(LoadPage, "/v1/alarms", who="li", since=DAY, until=NEXT)
    told = sum(len([n for n in floor.desk(who).catch_up().held if n[0] == "notice"]) for who in ("li", "zhao", "lin", "it"))
    assert page.hygiene.interrupts == sum(one.interrupts for one in page.hygiene.people) == told > 0
    assert {one.rule for one in page.hygiene.noisiest} <= {"R05", "R12"}
    assert sum(count for _, count in page.hygiene.mix) == page.hygiene.interrupts


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/v1/kpi?since=gestern&until=2025-11-12", "since 要写成 2025-11-12 这样"),
        ("/v1/kpi?since=2025-11-12&until=2025-11-11", "早于开始"),
        ("/v1/kpi?since=2020-11-12&until=2025-11-11", "最多看 366 天"),
        ("/v1/kpi?since=2025-11-12&until=2025-11-12&against=2025-11-12", "要早于"),
        ("/v1/drill?since=2025-11-12&until=2025-11-12&by=buyer", "by 写一项或两项"),
        ("/v1/drill?since=2025-11-12&until=2025-11-12&by=hour&hour=noon", "hour 要是 0 到 23"),
        ("/v1/drill/orders?since=2025-11-12&until=2025-11-12&which=some", "which 可写"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_write(floor: Floor, path: str, words: str) -> None:
    answer = floor.call("GET", path, who="li")
    assert (answer.status_code, words in answer.json()["title"]) == (400, True), answer.text
    assert floor.call("GET", path, who="zhao").status_code == 403
