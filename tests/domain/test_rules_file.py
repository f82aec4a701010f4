"""Rules as people write them: read, refused in words, printed, and written back."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.duration import duration, in_chinese, spell
from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.rule import Rule, RuleState
from ordertower_desktop.domain.rule_reader import rule, rule_book
from ordertower_desktop.domain.rule_writer import book_table, rule_table
from ordertower_desktop.domain.sentence import sentence

PAID = {"since": "payment_approved", "over": "24h", "without": "outbound"}
FULL: dict[str, Any] = {
    "id": "R05",
    "name": "发货超时进池",
    "state": "on",
    "kind": "ship_overdue",
    "severity": "warning",
    "scope": {"field": "platform", "in": ["taobao", "jd"]},
    "when": {
        "all": [
            {"field": "presale", "is": False},
            {"any": [{"field": "payload.brand", "matches_prefix": ["A", "B"]}, {"field": "amount_fen", "at_least": 500000}]},
            {"stage": ["待出库", "TO_PACK"]},
            {"segment": "待出库"},
            {**PAID, "calendar": "workday"},
            {"past": "ship_by", "without": ["outbound", "cancelled"], "ahead": "4h"},
            {"in_stage_over": "1h30min"},
            {"event": "urged", "count_at_least": 2, "within": "3d", "group": "buyer"},
            {"disagree": "amount_fen"},
            {"not": {"tag": "no_nudge"}},
        ]
    },
    "by": [{"match": {"field": "customer_level", "is": "VIP"}, "over": "12h"}],
    "exempt": [{"match": {"field": "shop", "is": "抖音直播间"}, "until": "2026-11-15T24:00:00+08:00", "by": "李婷", "why": "双11 专场"}],
    "on_delay": "2min",
    "off_delay": "90s",
    "policy": "warehouse-late",
    "sla": {"within": "4h", "since": "payment_approved", "calendar": "workday"},
    "actions": ["popup"],
    "mute": "vip",
}


def faults(*tables: dict[str, Any], **top: Any) -> list[str]:
    with pytest.raises(BadFile) as caught:
        rule_book({"rule": list(tables), **top}, file="rules.toml")
    return [str(fault) for fault in caught.value.faults]


def minimal(**more: Any) -> dict[str, Any]:
    return {"id": "R1", "when": PAID, **more}


def test_a_rule_written_and_read_again_is_the_same_rule() -> None:
    read = rule(FULL)
    assert rule(rule_table(read)) == read
    book = rule_book({"version": "7", "rule": [FULL, minimal()]})
    assert rule_book(book_table(book)) == book


def test_a_rule_that_does_not_say_so_is_a_draft_and_enabled_is_another_word_for_state() -> None:
    assert rule(minimal()).state is RuleState.DRAFT
    assert rule(minimal(enabled="shadow")).state is RuleState.SHADOW


def test_the_sentence_of_a_rule_is_the_one_that_the_floor_would_say() -> None:
    told = rule(
        minimal(state="on", severity="warning", when={"all": [{"field": "presale", "is": False}, PAID, {"not": {"tag": "no_nudge"}}]})
    )
    assert sentence(told) == "非预售 且 付款后 24 小时未出库 且 客户无免催标识 → 进延迟池（告警）"


def test_the_sentence_names_scope_limits_and_exemptions() -> None:
    said = sentence(rule(FULL))
    assert said.startswith("平台属于“taobao”或“jd” 的订单：")
    for part in (
        "平台属于“taobao”或“jd” 的订单：",
        "客户等级是“VIP” 时为 12 小时",
        "金额不少于 5,000 元",
        "豁免：店铺是“抖音直播间”",
        "11月15日 24:00 止",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (minimal(when={"sinse": "x"}), "是不是“since”"),
        (minimal(when={**PAID, "since": "payment_aproved"}), "是不是“payment_approved”"),
        (minimal(when={**PAID, "over": "24小时"}), "24h"),
        (minimal(when={**PAID, "over": 24}), "加引号"),
        (minimal(when={"field": "presal", "is": True}), "是不是“presale”"),
        (minimal(when={"field": "amount_fen", "over": float("nan")}), "数字"),
        (minimal(when={"field": "amount_fen", "over": 10**400}), "数字"),
        (minimal(when={"field": "amount_fen", "over": True}), "大小"),
        (minimal(when={"field": "shop"}), "缺少比较方式"),
        (minimal(when={"field": "shop", "is": "x" * 501}), "500"),
        (minimal(when={"all": []}), "至少"),
        (minimal(when={"all": [PAID], "any": [PAID]}), "不认识的键"),
        (minimal(when={"stage": "待出货"}), "可用"),
        (minimal(when={"event": "urged", "count_at_least": 0}), "整数"),
        (minimal(when={"event": "urged", "count_at_least": 2, "within": "0s"}), "大于 0"),
        (minimal(when={"rate": "delivered", "of": "outbound", "group": "province", "under": 85}), "0.85"),
        (minimal(severity="red"), "critical"),
        (minimal(state="onn"), "是不是“on”"),
        (minimal(kind="ship_overdu"), "ship_overdue"),
        (minimal(on_dely="2min"), "是不是“on_delay”"),
        (minimal(actions=["popups"]), "是不是“popup”"),
        (minimal(exempt=[{"match": PAID, "by": "李婷"}]), "why"),
        (minimal(exempt=[{"match": PAID, "by": "李婷", "why": "x", "until": "明天"}]), "2026-11-15"),
        (minimal(by=[{"match": PAID}]), "over"),
        ({"id": "R 1", "when": PAID}, "空格"),
        ({"id": "R1"}, "when"),
    ],
)
def test_a_slip_is_refused_with_file_rule_key_and_what_was_meant(table: dict[str, Any], expected: str) -> None:
    (said,) = faults(table)
    assert said.startswith("rules.toml：规则 R")
    assert expected in said


def test_every_bad_rule_of_a_file_is_named_at_once_and_so_is_a_number_used_twice() -> None:
    said = faults(minimal(), minimal(), {"id": "R2", "when": {}}, {"name": "无编号"})
    assert [part.split("：")[1] for part in said] == ["规则 R2", "第 4 条规则", "规则 R1"]


def test_a_calendar_that_does_not_exist_is_refused_where_calendars_are_known() -> None:
    with pytest.raises(BadFile, match="没有日历“workdy”"):
        rule(minimal(when={**PAID, "calendar": "workdy"}), calendars=("workday",))


def test_a_bottomless_or_endless_rule_is_refused_when_it_is_read() -> None:
    """P14: no rule can stop the engine."""
    deep: dict[str, Any] = {"tag": "vip"}
    for _ in range(50):
        deep = {"not": deep}
    assert "嵌套" in faults(minimal(when=deep))[0]
    assert "300" in faults(minimal(when={"any": [{"tag": f"t{n}"} for n in range(301)]}))[0]
    assert "列表" in faults(minimal(when={"field": "shop", "in": ["x"] * 5001}))[0]
    assert "500" in faults(*({"id": f"R{n}", "when": PAID} for n in range(501)))[0]


junk = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.sampled_from(["24h", "urged", "ship_by", "待发货"])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from([*FULL, "all", "any", "not", "since", "over", "past", "field", "is", "in", "event", "rate", "match", "until"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*FULL]), junk, max_size=8))
def test_whatever_stands_in_a_file_it_is_a_rule_or_a_refusal(table: dict[str, Any]) -> None:
    try:
        made = rule(table)
    except BadFile:
        return
    assert isinstance(made, Rule)


@given(st.integers(0, 4000 * 24 * 3600).map(lambda n: timedelta(seconds=n)).filter(lambda span: span <= timedelta(days=3650)))
def test_a_duration_printed_and_read_again_is_the_same(span: timedelta) -> None:
    assert duration(spell(span)) == span


@pytest.mark.parametrize(("text", "printed", "told"), [("24h", "24h", "24 小时"), ("90s", "1min30s", "1 分钟 30 秒"), ("7d", "7d", "7 天")])
def test_durations_are_told_as_people_say_them(text: str, printed: str, told: str) -> None:
    assert (spell(duration(text)), in_chinese(duration(text))) == (printed, told)


@pytest.mark.parametrize("text", ["", "24", "h", "24 h", "1h-2min", "1e9d", "99999d", "24H", "1h junk"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="时长"):
        duration(text)
