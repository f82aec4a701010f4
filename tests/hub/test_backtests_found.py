"""What a back-test says beside its lists: how right the rule is, what it would ask of people, and that it is the live hub's own answer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ordertower_desktop.domain.chainwalk import Fate
from ordertower_desktop.domain.escalation import DEFAULT, Channel
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.floor import floor_of
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.people import Person, Presence, Role
from ordertower_desktop.domain.rule_reader import rule
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.insight.trial.happened import happened
from ordertower_desktop.insight.trial.hits import Hit, Stretch, Trial, why_not
from ordertower_desktop.insight.trial.load import Answering, Notice, by_hour_of_day, loads, notices
from ordertower_desktop.insight.trial.verdicts import Mark, Right, drifts, right
from tests.hub.floor import NOON, Floor
from tests.hub.pastkit import named, played
from tests.hub.rulekit import over as limit
from tests.hub.rulekit import r05

MINUTE = timedelta(minutes=1)
CREW = (Person("a", "甲", Role.AGENT), Person("b", "乙", Role.AGENT), Person("away", "丙", Role.AGENT, presence=Presence.OFF))
CRITICAL = rule(r05())


def everybody(_person: Person, channel: Channel) -> tuple[Fate, str]:
    """Only what stands on the screen is connected."""
    return (Fate.TOLD, "") if channel is Channel.IN_APP else (Fate.OWED, "还没接通")


def hit(order: str, minute: float, *, lasts: float | None = None, calls: bool = True) -> Hit:
    start = NOON + minute * MINUTE
    return Hit("R05", order, start, start + lasts * MINUTE if lasts else None, start if calls else None, "agent")


def heard(hits: list[Hit], answering: Answering | None = None) -> list[tuple[int, str]]:
    found = notices(hits, [CRITICAL], floor_of([CRITICAL], {}, CREW), reach=everybody, answering=answering or Answering())
    return [(round((one.at - NOON) / MINUTE), one.person) for one in found]


def test_a_chain_is_walked_for_every_case_by_turns_until_the_order_recovers_or_somebody_answers() -> None:
    """The default chain: at once and after 5 and 10 minutes the owner, after 15 the backup; here only the screen is connected."""
    assert DEFAULT.steps[3].after == 15 * MINUTE
    assert heard([hit("1", 0), hit("2", 1)]) == [(0, "a"), (1, "b"), (15, "b"), (16, "a")]
    assert heard([hit("1", 0, lasts=15)]) == [(0, "a")]
    assert heard([hit("1", 0)], Answering(10 * MINUTE, 40)) == [(0, "a"), (15, "b")]
    assert heard([hit("1", 0)], Answering(timedelta(0), 40)) == [(0, "a")]
    assert heard([hit("1", 0, calls=False)]) == []


def test_the_load_is_counted_per_person_and_hour_against_the_budget() -> None:
    """6 an hour are fine, 12 the most, more than 10 in ten minutes a flood."""
    told = [Notice(NOON + i * MINUTE, "a") for i in range(13)] + [Notice(NOON + (70 + 7 * i) * MINUTE, "a") for i in range(7)]
    told += [Notice(NOON + 10 * i * MINUTE, "b") for i in range(6)]
    first, second = loads(told, zone=SHANGHAI)
    assert (first.person, first.notices, first.worst, first.over_budget, first.over_limit, first.floods) == ("a", 20, 13, 2, 1, 0)
    assert first.worst_at == NOON
    assert (second.worst, second.over_budget) == (6, 0)
    assert by_hour_of_day(told, zone=SHANGHAI)[12:14] == [13, 7]
    rush = [Notice(NOON + i * timedelta(seconds=50), "a") for i in range(24)]
    assert loads(rush, zone=SHANGHAI)[0].floods == 2


def mark(order: str, *, real: bool, kind: str = "ship_overdue", days_ago: float = 1) -> Mark:
    return Mark(order, NOON - timedelta(days=days_ago), real, frozenset({"R05"}), frozenset({kind}))


def test_precision_and_recall_come_from_agents_verdicts_and_few_of_them_are_none() -> None:
    marks = [mark(f"t{i}", real=True) for i in range(20)] + [mark(f"f{i}", real=False) for i in range(5)]
    hit_ = {*(f"t{i}" for i in range(15)), *(f"f{i}" for i in range(5)), "nobody judged it"}
    found = right(marks, hit_, rule="R05", kind="ship_overdue")
    assert (found.right, found.wrong, found.missed, found.precision, found.recall) == (15, 5, 5, 0.75, 0.75)
    assert (Right(15, 4, 0).precision, Right(15, 4, 0).recall) == (None, None)
    foreign = [Mark("x", NOON, True, frozenset({"R12"}), frozenset({"urged"}))]
    assert right(foreign, set(), rule="R05", kind="ship_overdue") == Right(0, 0, 0)


@pytest.mark.parametrize(("lately", "fallen"), [((11, 9), True), ((18, 2), False), ((5, 5), False)])
def test_a_rule_has_fallen_when_it_is_wrong_more_often_than_before_and_than_chance(lately: tuple[int, int], fallen: bool) -> None:
    marks = [mark(f"b{i}", real=i < 36, days_ago=14) for i in range(40)]
    marks += [mark(f"l{i}", real=i < lately[0]) for i in range(sum(lately))]
    (found,) = drifts(marks, NOON)
    assert (found.right, found.wrong, found.right_before, found.wrong_before) == (*lately, 36, 4)
    assert found.fallen is fallen


def test_a_table_of_last_week_brought_in_today_has_a_last_week() -> None:
    """S31 on imported history: what a reading proves happened when it happened, and the shop was the shop all the time."""
    at = datetime(2025, 11, 1, tzinfo=UTC)
    times = {"paid_at": at.isoformat(), "shipped_at": (at + timedelta(hours=30)).isoformat()}
    read = Snapshot(NOON, "table", SourceKind.PLATFORM, "T1", {**times, "shop": "旗舰店", "waybill": "SF1"}, Stage.TO_COLLECT)
    order = happened(Order("T1", snapshots=(read,)))
    of_shop = rule(r05({"field": "shop", "is": "旗舰店"}))
    trial = Trial([of_shop], floor_of([of_shop], {}), Stretch(at, NOON))
    (found,) = trial.hits(order)
    assert (found.start, found.end) == (at + timedelta(hours=24), at + timedelta(hours=30))
    assert happened(order).log == order.log


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (r05({"field": "shop", "is": "直播间"}), "没满足：店铺是“直播间”"),
        (r05(scope={"field": "platform", "is": "jd"}), "不在这条规则的范围里"),
        (r05(exempt=[{"match": {"field": "shop", "is": "旗舰店"}, "by": "李婷", "why": "搬仓"}]), "被豁免：店铺是“旗舰店”"),
        (r05(on_delay="8h"), "没撑过 8 小时的确认时间"),
    ],
)
def test_a_missed_order_says_what_kept_it_away(table: dict[str, Any], why: str) -> None:
    events = [Event(NOON - timedelta(hours=40), "taobao", "payment_approved", "T1", {"shop": "旗舰店", "platform": "taobao"})]
    events.append(Event(NOON - timedelta(hours=10), "wms", "outbound", "T1"))
    made = rule(table)
    assert why_not(Order("T1", tuple(events)), made, floor_of([made], {}).bench.context) == why


def test_what_agents_said_with_one_key_is_the_rules_precision(floor: Floor) -> None:
    for i in range(24):
        floor.paid(f"o{i:02}", hours_ago=30 + i / 10)
    cases = {row.order: row for row in floor.pool().values()}
    for i in range(22):
        row = cases[f"o{i:02}"]
        floor.sync({"id": f"m{i}", "do": "verdict", "case": row.case, "version": row.version, "true": i < 18})
    floor.work()
    (found,) = played(floor, limit(31))["found"]["rules"]
    assert (found["was"]["right"], found["was"]["wrong"], round(found["was"]["precision"], 3)) == (18, 4, 0.818)
    assert (found["now"]["right"], found["now"]["wrong"], found["now"]["missed"]) == (8, 4, 10)
    assert "precision" not in found["now"]
    labels = played(floor, limit(31))["found"]["labels"]
    assert (labels["source"], labels["marked"], labels["missed"], labels["adequate"]) == ("verdicts", 18, 10, False)
    (drift,) = floor.call("GET", "/v1/rules/drift").json()
    assert (drift["rule"], drift["right"], drift["wrong"]) == ("R05", 18, 4)


def test_given_labels_are_listed_with_the_reason_and_more_than_five_missed_are_inadequate(floor: Floor) -> None:
    """S31."""
    floor.paid("late", hours_ago=30)
    floor.paid("soon", hours_ago=2)
    view = played(floor, r05(), labels=["late", "soon", " soon ", *(f"x{i}" for i in range(5))])
    assert view["found"]["labels"] == {"source": "given", "marked": 7, "missed": 6, "missed_before": 6, "adequate": False}
    why = {order: line["why"] for order, line in named(floor, view, "missed").items()}
    assert why["x0"] == "中枢里没有这个单号"
    assert why["soon"] in ("没满足：付款后 24 小时未出库", "不在回测的这段时间里")


def test_a_recorded_day_gives_the_same_orders_live_and_played_again(floor: Floor) -> None:
    """The law, over the whole hub: events arrive as they happen, rules wait for their delays, and the back-test finds those very cases."""
    delayed = limit(24) | {"on_delay": "20min", "off_delay": "30min"}
    answer = floor.call("PUT", "/v1/rules/R05", who="li", json={"rule": delayed, "base": 0, "why": ""})
    assert answer.status_code == 200
    for i in range(12):
        floor.paid(f"o{i:02}", hours_ago=24 - i / 6 - 0.02)  # at one instant, who comes first is nobody's law
    seen: set[str] = set()
    for minute in range(0, 180, 5):
        if minute % 15 == 0 and (order := minute // 15) < 12:
            floor.told(Event(floor.now, "wms", "outbound", f"o{order:02}"))
        seen |= {order for order, row in floor.pool().items() if "R05" in row.verdicts}
        floor.advance(minutes=5)
    view = played(floor, delayed)
    assert set(named(floor, view, "kept")) == seen
    assert 0 < len(seen) < 12
