"""Posts by themselves: what a person may do and see, who answers for a case, and what stands where a value is kept back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain import veil
from ordertower_desktop.domain.auditwords import act_name, said
from ordertower_desktop.domain.people import Actor, Role
from ordertower_desktop.domain.post import CEILING, Field, May, Post, Sight, clashes, eyes, post_for, refused, rights, with_post
from ordertower_desktop.domain.presets import PRESETS
from ordertower_desktop.domain.triage import Triage

HIDDEN = dict.fromkeys(Field, Sight.HIDDEN)
MASKED = dict.fromkeys(Field, Sight.MASKED)


def test_the_presets_stand_beside_each_other_and_never_reach_over_their_class() -> None:
    assert clashes(list(PRESETS.values())) == ""
    assert all(post.may <= CEILING[post.role] for post in PRESETS.values())


@pytest.mark.parametrize(
    ("role", "post", "may"),
    [
        (Role.AGENT, "agent", CEILING[Role.AGENT]),
        (Role.AGENT, "finance", {May.HANDLE, May.NOTE, May.MONEY}),
        (Role.SUPERVISOR, "finance", CEILING[Role.SUPERVISOR]),
        (Role.AGENT, "supervisor", CEILING[Role.AGENT]),
        (Role.AGENT, "", CEILING[Role.AGENT]),
        (Role.DISPLAY, "supervisor", set()),
    ],
)
def test_the_post_s_list_counts_under_the_ceiling_of_the_class_that_one_has(role: Role, post: str, may: set[May]) -> None:
    """A class above the post's is one that was lent, or given by name: all of it counts."""
    assert rights(Actor("x", "x", role, post), PRESETS) == may


def test_what_is_refused_names_the_post_and_the_act() -> None:
    assert refused(Actor("x", "x", Role.AGENT, "finance"), May.CLOSE, PRESETS).startswith("财务岗位没有“结单”")
    assert refused(Actor("x", "x", Role.AGENT, "agent"), May.CLOSE, PRESETS) == ""


def test_a_lent_role_has_the_eyes_of_the_post() -> None:
    assert eyes(Actor("x", "x", Role.SUPERVISOR, "warehouse"), PRESETS) == eyes(Actor("x", "x", Role.AGENT, "warehouse"), PRESETS)
    assert not eyes(Actor("x", "x", Role.AGENT, "agent"), PRESETS)


def test_a_kind_goes_before_a_lane_and_a_lane_has_always_somebody() -> None:
    own = with_post(PRESETS, Post("packer", "打包组长", Role.AGENT, kinds=frozenset({"pack_stall"})))
    assert post_for(Triage.ROUTINE, "pack_stall", own) == "packer"
    assert [post_for(lane, "other", own) for lane in Triage] == ["supervisor", "agent", "risk"]
    taken = with_post(own, Post("packer", "打包组长", Role.AGENT, lanes=frozenset({Triage.ROUTINE})))
    assert post_for(Triage.ROUTINE, "other", taken) == "packer"
    assert not taken["agent"].lanes


@given(fen=st.integers(0, 10**12))
def test_a_masked_amount_tells_its_size_and_no_more(fen: int) -> None:
    shown = veil.amount(fen, MASKED)
    assert len(str(shown)) == len(str(fen))
    assert shown <= fen
    assert not str(shown)[1:].strip("0")
    assert veil.amount(fen, HIDDEN) == 0
    assert veil.amount(fen, {}) == fen


@given(digits=st.text("0123456789*", max_size=13))
def test_a_masked_telephone_tells_two_digits_at_most(digits: str) -> None:
    assert veil.phone(digits, MASKED) in ("", f"尾号 **{digits[-2:]}")
    assert veil.phone(digits, HIDDEN) == "手机号不可见"


@given(name=st.text(max_size=8), of=st.sampled_from([Field.NAME, Field.BUYER]))
def test_a_name_is_kept_by_the_stricter_of_name_and_account(name: str, of: Field) -> None:
    assert veil.name(name, {of: Sight.HIDDEN}) == "姓名不可见"
    assert veil.name(name, {of: Sight.MASKED}) == ("**" if name else "")


def test_a_field_that_nobody_has_classed_is_kept_from_whoever_sees_in_part() -> None:
    told = veil.payload(
        {"shop": "旗舰店", "wechat": "secret", "city": "惠州", "amount_fen": 12345, "phone": None}, {Field.AMOUNT: Sight.MASKED}
    )
    assert told == {"shop": "旗舰店", "wechat": "字段不可见", "city": "惠州", "amount_fen": 10000, "phone": None}


def test_the_platforms_own_numbers_of_a_buyer_are_kept_like_the_account() -> None:
    told = veil.payload({"oaid": "1-secret", "open_id": "2-secret"}, {Field.BUYER: Sight.HIDDEN})
    assert not any("secret" in str(value) for value in told.values())


def test_sums_of_compensation_go_out_of_sentences() -> None:
    assert veil.sums("提出补偿券 30 元，51 单，¥1,530", HIDDEN) == "提出补偿券 ¥**，51 单，¥**"
    assert veil.sums("¥1,530", {}) == "¥1,530"


@pytest.mark.parametrize(
    ("word", "detail", "told"),
    [
        ("resolve", "done", "完成"),
        ("hand_over", "conflict：赵一鸣 已接手", "别人在先：赵一鸣 已接手"),
        ("person", "agent warehouse off", "客服类，仓库负责人，离岗"),
        ("person", "agent warehouse off 只看杭州仓、A 仓", "客服类，仓库负责人，离岗，只看杭州仓、A 仓"),
        ("presence", "break", "休息"),
        ("token_made", "display", "大屏类"),
        ("seeded", "rules、posts", "规则、岗位"),
        ("posts_changed", "第 2 版 夜班", "第 2 版 夜班"),
    ],
)
def test_a_line_of_the_log_reads_in_words(word: str, detail: str, told: str) -> None:
    assert said(word, detail) == told
    assert act_name(word) != word
