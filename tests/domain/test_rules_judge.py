"""Judging: verdicts, since when, when to look again, muting, exemptions, limits by kind of order, and rates."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from ordertower_desktop.domain.aggregate import Cell, Rate, failing, wilson_upper
from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.judge import Bench, Context, Judgement, judge
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.rule_reader import rule
from tests.domain.rulework import START, after, order

PAID = {"since": "payment_approved", "over": "24h", "without": "outbound"}


def judged(of: Order, now: datetime, **table: Any) -> Judgement:
    return judge(of, [rule({"id": "R1", "state": "on", "when": PAID, **table})], now, Context())


def paid(**payload: Value) -> Order:
    return order(("payment_approved", START, payload))


def test_a_verdict_says_since_when_it_is_true_and_the_judgement_when_to_look_again() -> None:
    assert judged(paid(), START).next_at == after(hours=24)
    late = judged(paid(), after(hours=30))
    assert [(v.rule_id, v.since) for v in late.verdicts] == [("R1", after(hours=24))]
    assert late.next_at is None


def test_a_fresh_verdict_is_looked_at_again_when_its_on_delay_is_over() -> None:
    assert judged(paid(), after(hours=24), on_delay="2min").next_at == after(hours=24, minutes=2)


def test_a_shadow_is_judged_apart_and_a_draft_not_at_all() -> None:
    assert [v.rule_id for v in judged(paid(), after(hours=25), state="shadow").shadows] == ["R1"]
    assert judged(paid(), after(hours=25), state="shadow").verdicts == ()
    assert judged(paid(), after(hours=25), state="draft") == Judgement()


def test_who_must_not_be_chased_is_muted_and_stays_in_the_count() -> None:
    """D11, D13."""
    assert [v.muted for v in judged(paid(no_nudge=True), after(hours=25)).verdicts] == [True]
    assert [v.muted for v in judged(paid(no_nudge=True), after(hours=25), mute="").verdicts] == [False]
    assert judged(paid(no_nudge=True), after(hours=25), when={"all": [PAID, {"not": {"tag": "no_nudge"}}]}).verdicts == ()


def test_an_exemption_ends_by_itself_and_the_verdict_dates_from_its_end() -> None:
    """S23: 豁免名单 with an expiry."""
    granted = {"match": {"field": "shop", "is": "抖音直播间"}, "until": after(hours=36).isoformat(), "by": "李婷", "why": "双11 专场"}
    exempt = judged(paid(shop="抖音直播间"), after(hours=30), exempt=[granted])
    assert exempt.verdicts == ()
    assert exempt.next_at == after(hours=36)
    assert [v.since for v in judged(paid(shop="抖音直播间"), after(hours=40), exempt=[granted]).verdicts] == [after(hours=36)]
    assert [v.since for v in judged(paid(shop="旗舰店"), after(hours=30), exempt=[granted]).verdicts] == [after(hours=24)]


@pytest.mark.parametrize(("payload", "hours"), [({"amount_fen": 500_000}, 1), ({"amount_fen": 499_999}, 4), ({"customer_level": "VIP"}, 2)])
def test_limits_follow_tier_and_amount(payload: dict[str, Value], hours: int) -> None:
    """S22, S24, S25: no single global threshold; the first limit that matches counts."""
    table = {
        "when": {**PAID, "over": "4h"},
        "by": [
            {"match": {"field": "amount_fen", "at_least": 500_000}, "over": "1h"},
            {"match": {"field": "customer_level", "is": "VIP"}, "over": "2h"},
        ],
    }
    assert judged(paid(**payload), after(hours=hours) - timedelta(seconds=1), **table).verdicts == ()
    assert [v.since for v in judged(paid(**payload), after(hours=hours), **table).verdicts] == [after(hours=hours)]


def test_a_rule_outside_its_scope_says_nothing() -> None:
    scope = {"field": "platform", "is": "jd"}
    assert judged(paid(platform="taobao"), after(hours=25), scope=scope).verdicts == ()
    assert len(judged(paid(platform="jd"), after(hours=25), scope=scope).verdicts) == 1


def test_a_count_is_true_since_the_occurrence_that_filled_it_and_a_window_since_it_was_last_too_empty() -> None:
    """S18."""
    edited = order(*(("order_modified", after(hours=n)) for n in range(4)))

    def since(hours: int, **count: Any) -> list[datetime]:
        return [v.since for v in judged(edited, after(hours=hours), when={"event": "order_modified", **count}).verdicts]

    assert since(9, count_at_least=3) == [after(hours=2)]
    assert since(3, count_at_least=2, within="61min") == [after(hours=3)]
    assert since(3, count_at_least=2, within="121min") == [after(hours=1)]


def test_a_bench_judges_many_orders_as_it_judges_one() -> None:
    rules = tuple(
        rule({"id": f"R{n}", "state": "on", "when": {"all": [{"stage": "待发货"}, {**PAID, "over": f"{n}h"}]}}) for n in range(1, 9)
    )
    bench = Bench(rules, Context())
    many = [paid(), order(("payment_approved", START), ("outbound", after(hours=3))), order(("order_created", START)), Order("A2")]
    for hours in range(10):
        for of in many:
            assert bench.judge(of, after(hours=hours)) == judge(of, rules, after(hours=hours), Context())


RATE = Rate("delivered", "out_for_delivery", "province", under=0.85, days=3, minimum=30)
TODAY = date(2026, 11, 12)


def days(*shares: tuple[int, int], group: str = "新疆") -> Counter[Cell]:
    """(signed, of) for yesterday, the day before, ..."""
    cells: Counter[Cell] = Counter()
    for back, (signed, of) in enumerate(shares, 1):
        cells[TODAY - timedelta(days=back), group, True] = signed
        cells[TODAY - timedelta(days=back), group, False] = of - signed
    return cells


@pytest.mark.parametrize(
    ("shares", "fails"),
    [
        ([(50, 100), (50, 100), (50, 100)], True),
        ([(85, 100), (50, 100), (50, 100)], False),
        ([(50, 100), (50, 100)], False),
        ([(10, 29), (50, 100), (50, 100)], False),
        ([(84, 100), (84, 100), (84, 100)], True),
    ],
)
def test_a_region_fails_only_below_its_rate_on_each_of_three_days_with_enough_orders(shares: list[tuple[int, int]], fails: bool) -> None:
    """S32."""
    assert [one.group for one in failing(RATE, days(*shares), TODAY)] == (["新疆"] if fails else [])


def test_a_small_sample_does_not_accuse_a_carrier_when_the_rule_wants_to_be_sure() -> None:
    sure = Rate("delivered", "out_for_delivery", "province", under=0.85, minimum=30, confident=True)
    assert failing(sure, days((24, 30)), TODAY) == ()
    assert [one.share for one in failing(sure, days((240, 300)), TODAY)] == [0.8]
    assert wilson_upper(24, 30) == pytest.approx(0.9049, abs=1e-4)
