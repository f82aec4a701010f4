"""Which rule to tune (S100): every advice stands on the rule's own figures, and a rule that does well is left alone."""

from datetime import date, timedelta

from ordertower_desktop.insight.kpi.chattering import Chatter
from ordertower_desktop.insight.kpi.trend import Trend, Week
from ordertower_desktop.insight.kpi.tuning import Advice, advise
from tests.domain.test_alarm_load import at

MONDAY = date(2025, 10, 20)


def trend(rule: str, *weeks: dict[str, int]) -> Trend:
    return Trend(rule, [Week(MONDAY + timedelta(weeks=n), **week) for n, week in enumerate(weeks)])


def why(*trends: Trend, chatters: tuple[Chatter, ...] = ()) -> list[str]:
    return [one.why for one in advise(trends, chatters, [one.rule for one in trends])]


def test_a_rule_that_does_well_is_not_named() -> None:
    assert advise([trend("R05", *[{"hits": 30, "right": 20, "wrong": 2}] * 4)], [], ["R05", "R06"]) == []


def test_each_fault_is_said_in_the_rules_own_figures() -> None:
    assert why(trend("R1", {"hits": 20, "right": 9, "wrong": 11})) == ["判过的 20 单里只有 45% 判真"]
    assert why(trend("R1", {"hits": 20, "right": 8, "wrong": 11})) == [], "nineteen verdicts prove nothing"
    assert why(trend("R1", {"hits": 20, "missed": 7})) == ["35% 的单到池时已经超时"]
    assert why(trend("R1", {"hits": 20, "muted": 11})) == ["55% 的命中因豁免或免催不出声"]
    assert why(trend("R1", {"hits": 10}, {"hits": 10}, {"hits": 25})) == ["最近一周命中是之前平均的 2.5 倍"]
    assert why(trend("R1", {"hits": 25}, {}, {})) == ["之前命中 25 单，近 2 周一单也没有"]
    assert why(trend("R1"), chatters=(Chatter("R1", "o", 4, at(0), at(9)),)) == ["在 1 单上 1 小时内来回 3 次以上"]


def test_a_rule_that_is_not_in_force_gets_no_advice() -> None:
    found = advise([trend("R1", {"hits": 20, "missed": 20})], [], ["R2"])
    assert found == []
    assert advise([trend("R2", {"hits": 20, "missed": 20})], [], ["R2"]) == [
        Advice("R2", "100% 的单到池时已经超时", "时限提前，或在前一环节加预警")
    ]
