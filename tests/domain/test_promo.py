"""Promotions: other limits and exemptions while they last (S23, S67, S104), off by themselves, and in words."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.judge import Context, Judgement, judge
from ordertower_desktop.domain.promo import Phase, Promo, with_promos
from ordertower_desktop.domain.promo_reader import promos
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.rule_reader import rule
from ordertower_desktop.domain.sentence import sentence
from tests.domain.rulework import START, after, order

LATE = {"since": "payment_approved", "over": "24h", "without": "outbound"}
R1: dict[str, Any] = {"id": "R1", "name": "发货超时", "state": "on", "when": LATE}
D11: dict[str, Any] = {
    "id": "d11", "name": "双11", "begin": after(hours=12).isoformat(), "end": after(hours=60).isoformat(), "by": "李婷",
    "limits": {"R1": "48h"},
}  # fmt: skip
PRESALE = {"match": {"field": "presale", "is": True}, "why": "按预售承诺发"}


def read(*tables: dict[str, Any], rules: tuple[Rule, ...] = (rule(R1),)) -> tuple[Promo, ...]:
    return promos({"promo": list(tables)}, rules)


def refused(table: dict[str, Any], *others: dict[str, Any], rules: tuple[Rule, ...] = (rule(R1),)) -> str:
    with pytest.raises(BadFile) as bad:
        read(table, *others, rules=rules)
    return str(bad.value)


def judged(hours: float, *tables: dict[str, Any], base: dict[str, Any] = R1, **payload: Value) -> Judgement:
    """An order that was paid at START, looked at some hours later."""
    made = rule(base)
    (one,) = with_promos([made], read(*tables, rules=(made,)))
    return judge(order(("payment_approved", START, payload)), [one], after(hours=hours), Context())


def hits(found: Judgement) -> bool:
    return [verdict.rule_id for verdict in found.verdicts] == ["R1"]


def test_a_limit_holds_while_the_promotion_lasts_and_the_old_one_from_its_end() -> None:
    assert not hits(judged(30, D11))
    assert hits(judged(30))
    assert hits(judged(49, D11))
    short = D11 | {"end": after(hours=36).isoformat()}
    assert not hits(judged(35.9, short))
    assert hits(judged(36, short))


def test_the_judgement_knows_when_the_promotion_begins_and_ends() -> None:
    late = D11 | {"begin": after(hours=26).isoformat(), "end": after(hours=30).isoformat()}
    assert judged(25, late).next_at == after(hours=26)
    assert judged(27, late).next_at == after(hours=30)
    assert hits(judged(30, late))


def test_an_exemption_of_a_promotion_begins_and_ends_with_it() -> None:
    sparing = D11 | {"limits": {}, "exempt": [PRESALE], "begin": after(hours=25).isoformat(), "end": after(hours=40).isoformat()}
    assert [hits(judged(at, sparing, presale=True)) for at in (24.5, 25, 39.9, 40)] == [True, False, False, True]
    assert [hits(judged(at, sparing)) for at in (24.5, 25, 39.9, 40)] == [True] * 4


def test_an_exemption_may_name_its_rules() -> None:
    mine, other = PRESALE | {"rule": "R1"}, PRESALE | {"rule": ["R2"]}
    both = (rule(R1), rule(R1 | {"id": "R2"}))
    made = read(D11 | {"limits": {}, "exempt": [mine]}, rules=both)
    assert [one.exempt != () for one in with_promos(both, made)] == [True, False]
    made = read(D11 | {"limits": {}, "exempt": [other]}, rules=both)
    assert [one.exempt != () for one in with_promos(both, made)] == [False, True]


def test_who_has_a_limit_of_their_own_keeps_it_through_a_promotion() -> None:
    vip = R1 | {"by": [{"match": {"field": "customer_level", "is": "VIP"}, "over": "12h"}]}
    assert hits(judged(13, D11, base=vip, customer_level="VIP"))
    assert not hits(judged(30, D11, base=vip, customer_level="普通"))


HOURS = st.integers(0, 80)


@given(limit=st.integers(1, 60), meanwhile=st.integers(1, 60), begin=HOURS, lasts=st.integers(1, 60), asked=HOURS)
def test_a_promotion_is_what_a_clock_and_two_limits_say(limit: int, meanwhile: int, begin: int, lasts: int, asked: int) -> None:
    made = D11 | {
        "begin": after(hours=begin).isoformat(), "end": after(hours=begin + lasts).isoformat(), "limits": {"R1": f"{meanwhile}h"},
    }  # fmt: skip
    base = R1 | {"when": LATE | {"over": f"{limit}h"}}

    def plainly(hour: int) -> bool:
        return hour >= (meanwhile if begin <= hour < begin + lasts else limit)

    found = judged(asked, made, base=base)
    assert hits(found) is plainly(asked)
    look = asked
    while look < 140 and plainly(look) is plainly(asked):
        look += 1
    if look < 140:
        assert found.next_at is not None
        assert found.next_at <= after(hours=look), "it would have been looked at too late"


def test_where_a_promotion_stands() -> None:
    (made,) = read(D11)
    assert [made.phase(after(hours=at)) for at in (11.9, 12, 59.9, 60)] == [Phase.AHEAD, Phase.ON, Phase.ON, Phase.OVER]


def test_a_rule_tells_what_promotions_make_of_it() -> None:
    (made,) = with_promos([rule(R1)], read(D11 | {"exempt": [PRESALE]}))
    said = sentence(made)
    assert "；11月11日 20:00 至 11月13日 20:00 期间 时为 48 小时" in said
    assert "；豁免：11月11日 20:00 起 预售（双11：按预售承诺发，李婷，到 11月13日 20:00 止）" in said


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"end": D11["begin"]}, "结束要晚于开始（11月11日 20:00）"),
        ({"end": after(days=90).isoformat()}, "一份大促档案最长 60 天"),
        ({"begin": "明天"}, "要写成时间"),
        ({"limits": {"R9": "48h"}}, "没有规则“R9”"),
        ({"limits": {"R1": "48"}}, "不是时长"),
        ({"limits": {"R1": "0h"}}, "时限要大于 0"),
        ({"limits": {}}, "既没有改时限，也没有豁免"),
        ({"exempt": [PRESALE | {"rule": "R9"}]}, "没有规则“R9”"),
        ({"exempt": [{"match": {"field": "presale", "is": True}}]}, "why"),
        ({"extra": 1}, "不认识的键"),
        ({"by": ""}, "不能为空"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(change: dict[str, Any], says: str) -> None:
    found = refused(D11 | change)
    assert "大促 双11" in found
    assert says in found


def test_a_rule_without_a_limit_cannot_get_another() -> None:
    assert "没有“…后多久”的时限可改" in refused(D11, rules=(rule(R1 | {"when": {"tag": "urged"}}),))


def test_two_promotions_that_meet_may_not_change_the_same_limit() -> None:
    other = D11 | {"id": "live", "name": "直播专场"}
    assert "与“双11”时间重叠，两份都改了 R1 的时限" in refused(D11, other)
    apart = other | {"begin": D11["end"], "end": after(hours=70).isoformat()}
    assert len(read(D11, apart)) == 2
    assert "编号用了不止一次" in refused(D11, apart | {"id": "d11"})


def test_a_promotion_that_is_over_changes_nothing() -> None:
    past = D11 | {"begin": (START - timedelta(days=9)).isoformat(), "end": (START - timedelta(days=8)).isoformat()}
    for hours in (23, 25, 50):
        assert hits(judged(hours, past)) is hits(judged(hours))
