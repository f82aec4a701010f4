"""What waiting costs, and what comes first."""

import math
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.clock import Clock, ClockState
from ordertower_desktop.domain.clocks import clocks
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.penalty import PENALTIES, Penalty, Trust, penalty_of
from ordertower_desktop.domain.priority import STAKES, Stakes, index, loss, loss_per_hour, nearness, tau
from tests.domain.clock_kit import HOUR, MINUTE, TERMS, local, order, paid, told

NOW = local("11-12 14:32:08")


def running(found: Order, now: str = "11-12 14:32:08") -> tuple[Clock, ...]:
    return clocks(found, case_marks=None, terms=TERMS, now=local(now))


def an_hour(found: Order, now: str = "11-12 14:32:08") -> int:
    return loss_per_hour(found, running(found, now), local(now))


def test_a_breach_is_charged_by_share_within_its_bounds() -> None:
    taobao = penalty_of("taobao")
    assert [taobao.breach_fen(fen) for fen in (0, 1_000, 100_000, 10_000_000)] == [300, 300, 5_000, 10_000]
    assert penalty_of("pdd").breach_fen(869_900) == 300
    assert penalty_of("官网").breach_fen(869_900) == 0


@pytest.mark.parametrize(
    ("word", "code"), [("tmall", "taobao"), ("天猫旗舰店", "taobao"), ("拼多多", "pdd"), ("抖音直播间", "douyin"), ("x", "")]
)
def test_a_platform_is_found_by_code_or_name(word: str, code: str) -> None:
    assert penalty_of(word).platform == code


def test_every_shipped_figure_has_a_date_and_a_source_and_none_claims_to_be_billed() -> None:
    assert all(line.source and line.as_of.year >= 2022 and line.trust is not Trust.BILLED for line in PENALTIES)


def test_the_hour_of_a_late_vip_who_urges_is_the_sum_of_its_terms() -> None:
    found = order(*paid(amount_fen=869_900, customer_level="VIP 金卡", platform="tmall").events, told("11-12 13:52", "urged"))
    made = loss(found, running(found), NOW)
    assert {term.name: term.fen for term in made.terms} == {"退款与流失": 108_740, "投诉处理": 750}
    assert made.fen_per_hour == 109_490
    assert made.terms[0].detail == "订单金额 2.5% 每小时，已超时，VIP ×2.5、买家已催 ×2"


def test_the_platforms_charge_weighs_more_as_its_promise_nears_and_is_sunk_once_it_has_passed() -> None:
    found = paid(amount_fen=100_000, platform="taobao", ship_by="2026-11-12T20:00:00+08:00")
    charges = [
        next((t.fen for t in loss(found, running(found, at), local(at)).terms if t.name == "平台赔付"), 0)
        for at in ("11-12 12:00", "11-12 16:00", "11-12 19:59:59", "11-12 20:00")
    ]
    assert charges == [round(5_000 * math.exp(-2)), round(5_000 * math.exp(-1)), 5_000, 0]


def test_a_charge_says_how_old_and_how_sure_its_figure_is() -> None:
    found = paid(amount_fen=100_000, platform="pdd", ship_by="2026-11-12T15:32:08+08:00")
    charge = next(term for term in loss(found, running(found), NOW).terms if term.name == "平台赔付")
    assert charge.detail == "距平台承诺 1 时，按 78% 计；2025-07-01 公开报道"


def test_a_platform_that_charges_by_the_hour_does_so_after_the_promise() -> None:
    stakes = Stakes(penalties=(Penalty("taobao", hour_fen=1_200),), lost_share=0, complaint_chance=0)
    found = paid(platform="taobao", ship_by="2026-11-12T12:00:00+08:00")
    assert loss_per_hour(found, running(found), NOW, stakes) == 1_200


def test_what_waits_without_a_running_clock_loses_nothing() -> None:
    assert an_hour(order(*paid(amount_fen=869_900).events, told("11-12 12:00", "cancelled"))) == 0
    assert loss(paid(amount_fen=869_900), (), NOW).terms == ()
    paused = tuple(replace(clock, state=ClockState.PAUSED, left=HOUR) for clock in running(paid(amount_fen=869_900)))
    assert loss_per_hour(paid(amount_fen=869_900), paused, NOW) == 0
    assert index(paid(amount_fen=869_900), paused, NOW).value == 0


def test_the_explanation_of_an_index_says_effort_money_and_time() -> None:
    made = index(paid(amount_fen=869_900), running(paid(amount_fen=869_900)), NOW, cause="system_gap")
    assert made.text == "约 5 分钟可省 ¥870（已超 3 时 14 分，超时后每小时 ¥217）"
    assert made.value == pytest.approx(4 * 0.025 * 869_900 / 5)


def test_before_the_breach_the_index_is_the_formula() -> None:
    found = paid(amount_fen=100_000, platform="taobao")
    made = index(found, running(found, "11-12 13:48:05"), local("11-12 13:48:05"), risk=0.5, ahead=20 * MINUTE)
    slack = 30 - 9  # minutes to the end, less nine of work
    assert made.value == pytest.approx(0.5 * (5_000 + 150 + 4 * 2_500) * math.exp(-slack / 20) / 9)


def test_quick_work_and_valuable_orders_go_first() -> None:
    small, large = paid(amount_fen=10_000), paid(amount_fen=499_900)
    assert index(large, running(large), NOW).value > index(small, running(small), NOW).value
    assert index(small, running(small), NOW, cause="system_gap").value > index(small, running(small), NOW, cause="stock_wrong").value


def test_tau_is_a_twentieth_of_the_work_of_each_agent_and_at_least_ten_minutes() -> None:
    assert tau([9 * MINUTE] * 2000, 8) == timedelta(minutes=112.5)
    assert tau([9 * MINUTE], 8) == tau([], 0) == 10 * MINUTE


amounts = st.integers(0, 10**8)
minutes = st.integers(-3000, 3000).map(lambda n: n * MINUTE)


@given(amounts, minutes, minutes, st.sampled_from([line.platform for line in PENALTIES]))
def test_law_the_internal_loss_never_falls_while_time_passes(amount: int, one: timedelta, more: timedelta, platform: str) -> None:
    """Only the platform's charge may go, once it is sunk."""
    found = paid(amount_fen=amount, platform=platform)
    stakes = replace(STAKES, penalties=())
    early, late = sorted((one, more))
    base = local("11-12 14:18:05")
    before, after = (loss_per_hour(found, _at(found, base + shift), base + shift, stakes) for shift in (early, late))
    assert 0 <= before <= after


def _at(found: Order, now: object) -> tuple[Clock, ...]:
    assert isinstance(now, type(NOW))
    return clocks(found, case_marks=None, terms=TERMS, now=now)


@given(st.integers(-10_000, 10_000))
def test_law_nearness_is_a_share(left: int) -> None:
    clock = replace(running(paid())[0], due_at=NOW + left * MINUTE)
    near = nearness(clock, NOW, HOUR)
    assert 0 <= near <= 1
    assert (near == 1) == (left <= 0)
