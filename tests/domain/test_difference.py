"""What changed in a rule, in words: every change is told, and nothing is told of a rule that is the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.difference import difference
from ordertower_desktop.domain.rule import Rule, RuleState
from ordertower_desktop.domain.rule_reader import rule

PAID = {"since": "payment_approved", "over": "24h", "without": "outbound"}
PRESALE, NUDGE = {"field": "presale", "is": False}, {"not": {"tag": "no_nudge"}}


def of(*parts: dict[str, Any], join: str = "all", **more: Any) -> Rule:
    return rule({"id": "R05", "name": "发货超时进池", "when": {join: list(parts)}, **more})


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (of(PAID), of(PAID | {"over": "36h"}), ["条件：付款后 24 小时未出库 → 付款后 36 小时未出库"]),
        (of(PAID), of(PAID, NUDGE), ["新增条件：客户无免催标识"]),
        (of(PRESALE, PAID, NUDGE), of(PAID, NUDGE), ["去掉条件：非预售"]),
        (of(PRESALE, PAID), of(PRESALE, PAID, join="any"), ["组合方式：非预售 且 付款后 24 小时未出库 → 非预售 或 付款后 24 小时未出库"]),
        (of(PAID, state="draft"), of(PAID, state="on", severity="critical"), ["状态：草稿 → 启用", "级别：告警 → 严重"]),
        (of(PAID), of(PAID, on_delay="2min"), ["持续多久才进池：无 → 2 分钟"]),
        (of(PAID), of(PAID, scope={"field": "platform", "is": "jd"}), ["适用范围：无 → 平台是“jd”"]),
        (of(PAID), of(PAID, name="发货晚"), ["名称：发货超时进池 → 发货晚"]),
        (of(PAID), of({"all": [PAID]}), ["写法有变，意思不变"]),
        (of(PAID, kind="ship_overdue"), of(PAID, kind="urged"), ["异常类型：出库超时 → 客户催单"]),
        (of(PAID), of(PAID, policy="vip", cause="gap", note="大促"), ["升级策略：无 → vip", "归因：无 → gap", "备注：无 → 大促"]),
        (of(PAID), of(PAID, actions=["popup"], mute="vip"), ["同时动作：无 → 桌面弹窗", "不催带此标签的单：免催 → VIP"]),
        (
            of(PAID, sla={"within": "4h", "since": "payment_approved"}),
            of(PAID, sla={"by": "ship_by"}),
            ["处理时限：付款后 4 小时 → 到最晚发货时间"],
        ),
    ],
)
def test_a_change_is_told_as_the_floor_would_say_it(before: Rule, after: Rule, words: list[str]) -> None:
    assert list(difference(before, after)) == words


def test_an_exemption_that_comes_and_one_that_goes_are_told_with_who_and_why() -> None:
    live = {"match": {"field": "shop", "is": "抖音直播间"}, "until": "2026-11-15T24:00:00+08:00", "by": "李婷", "why": "双11 专场"}
    special = {"match": {"field": "customer_level", "is": "VIP"}, "over": "12h"}
    assert difference(of(PAID, by=[special]), of(PAID, exempt=[live])) == (
        "去掉限值：客户等级是“VIP” 时为 12 小时",
        "新增豁免：店铺是“抖音直播间”（双11 专场，李婷，到 11月15日 24:00 止）",
    )


def test_a_rule_that_comes_or_goes_is_told_as_that() -> None:
    assert difference(None, of(PAID)) == ("新建规则",)
    assert difference(of(PAID), None) == ("删去规则",)
    assert difference(None, None) == ()


PARTS = st.sampled_from([PRESALE, PAID, PAID | {"over": "36h"}, NUDGE, {"stage": "待发货"}, {"tag": "vip"}])
TREES = st.recursive(
    PARTS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts})
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts})
        | inner.map(lambda part: {"not": part})
    ),
    max_leaves=6,
)
RULES = st.builds(
    lambda when, state, name, delay, until: replace(
        rule({"id": "R05", "name": name, "when": when, "state": state, "exempt": until}), on_delay=timedelta(minutes=delay)
    ),
    TREES,
    st.sampled_from(list(RuleState)),
    st.sampled_from(["甲", "乙"]),
    st.integers(0, 1),
    st.lists(st.just({"match": PRESALE, "by": "李婷", "why": "专场", "until": datetime(2026, 11, 15, tzinfo=UTC)}), max_size=1),
)


@given(before=RULES, after=RULES)
def test_nothing_is_told_exactly_when_nothing_changed(before: Rule, after: Rule) -> None:
    assert (difference(before, after) == ()) == (before == after)
    assert difference(after, after) == ()
