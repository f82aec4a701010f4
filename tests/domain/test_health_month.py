"""The monthly health of a unit: its bars on a seeded generator, and the laws that keep a small unit from winning by luck."""

import tomllib
from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.insight.kpi.anchors import DEFAULT, anchors
from ordertower_desktop.insight.kpi.health import STRONGEST, USUAL, WEAKEST, Anchors, Count, Health, Unit, formula, prior, scored
from ordertower_desktop.wire.codec import decode, encode

RULE = Anchors()
MEANS, APART = (0.068, 0.02, 0.05), (0.038, 0.012, 0.03)
"""Late shares between units as a public data set has them, and smaller ones for the other two."""


def unit(name: str, orders: int, *bad: int) -> Unit:
    return Unit(name, {"": Count(orders, (bad[0], bad[1], bad[2]))})


def of(found: list[Health], name: str) -> Health:
    return next(one for one in found if one.name == name)


def months(seed: int) -> Iterator[tuple[list[Unit], dict[str, tuple[float, float, float]]]]:
    """Units of 8 to 400 orders, as many small as large ones, whose true shares are known."""
    dice = Random(seed)
    for _ in range(40):
        truth, units = {}, []
        for number in range(20):
            shares = tuple(dice.betavariate(*_shape(mean, sd)) for mean, sd in zip(MEANS, APART, strict=True))
            orders = round(8 * 50 ** dice.random())
            truth[str(number)] = (shares[0], shares[1], shares[2])
            units.append(unit(str(number), orders, *(sum(dice.random() < share for _ in range(orders)) for share in shares)))
        yield units, truth


def _shape(mean: float, sd: float) -> tuple[float, float]:
    strength = mean * (1 - mean) / sd**2 - 1
    return mean * strength, (1 - mean) * strength


def true_score(shares: tuple[float, float, float]) -> float:
    return 100 - sum(worth * min(1.0, share / bad) for worth, share, bad in zip(RULE.worth, shares, RULE.bad, strict=True))


@pytest.mark.parametrize("seed", [1, 2])
def test_drawn_towards_its_peers_a_score_is_nearer_the_truth_than_the_raw_one(seed: int) -> None:
    """S95: mean absolute error at most 0.70 of the raw one, and the interval holds the truth in about four of five."""
    drawn, raw, held, count = 0.0, 0.0, 0, 0
    for units, truth in months(seed):
        for one in scored(units, RULE):
            whole = next(u for u in units if u.name == one.name).whole
            plain = true_score(tuple(bad / whole.orders for bad in whole.bad))  # type: ignore[arg-type]
            aim = true_score(truth[one.name])
            drawn, raw, count = drawn + abs(one.score - aim), raw + abs(plain - aim), count + 1
            held += one.low <= aim <= one.high
    assert drawn <= 0.70 * raw, drawn / raw
    assert 0.72 <= held / count <= 0.90, held / count


def test_no_failure_in_three_orders_does_not_outrank_two_in_four_hundred() -> None:
    dice = Random(5)
    peers = [unit(f"p{n}", 200, dice.randint(4, 26), 4, 10) for n in range(12)]
    found = scored([*peers, unit("three", 3, 0, 0, 0), unit("many", 400, 2, 2, 4)], RULE)
    three, many = of(found, "three"), of(found, "many")
    assert three.score - (three.score - three.low) <= many.score
    assert (three.rank, many.rank) == (0, 1)


@given(st.lists(st.tuples(st.integers(30, 500), st.integers(0, 30)), min_size=1, max_size=8), st.integers(0, 400), st.integers(1, 400))
def test_more_orders_of_a_perfect_unit_never_lower_its_score(peers: list[tuple[int, int]], orders: int, more: int) -> None:
    units = [unit(f"p{n}", size, bad, bad // 2, bad // 3) for n, (size, bad) in enumerate(peers)]
    before, after = (of(scored([*units, unit("perfect", count, 0, 0, 0)], RULE), "perfect") for count in (orders, orders + more))
    assert after.score >= before.score


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 60)), max_size=8))
def test_peers_say_at_least_ten_and_at_most_four_hundred_orders(peers: list[tuple[int, int]]) -> None:
    said = prior([Count(size, (min(bad, size), 0, 0)) for size, bad in peers], 0)
    assert said is None if not peers else said is not None and WEAKEST <= said.strength <= STRONGEST


def test_nothing_that_a_unit_does_moves_the_yardstick_it_is_measured_with() -> None:
    peers = [unit(f"p{n}", 400, 10 + 4 * n, 0, 0) for n in range(5)]
    said = prior([one.whole for one in peers], 0)
    assert said is not None
    for late in (0, 20, 40):
        share = of(scored([*peers, unit("mine", 40, late, 0, 0)], RULE), "mine").parts[0].share
        assert share == pytest.approx((late + said.strength * said.share) / (40 + said.strength), abs=1e-4)


def test_units_as_far_apart_as_states_are_drawn_with_some_forty_orders() -> None:
    """The strength that was measured on real shares: mean .068, spread .038."""
    dice = Random(3)
    counts = []
    for _ in range(400):
        share = dice.betavariate(*_shape(MEANS[0], APART[0]))
        counts.append(Count(500, (sum(dice.random() < share for _ in range(500)), 0, 0)))
    said = prior(counts, 0)
    assert said is not None
    assert said.strength == pytest.approx(USUAL, rel=0.2)


def test_a_unit_on_hard_lanes_is_not_punished_for_them() -> None:
    easy, hard = "华东", "西北"
    peers = [Unit(f"p{n}", {easy: Count(900, (18, 0, 0)), hard: Count(100, (30, 0, 0))}) for n in range(6)]
    mine = Unit("hard", {easy: Count(100, (2, 0, 0)), hard: Count(900, (270, 0, 0))})
    found = scored([*peers, mine], RULE)
    assert of(found, "hard").score == pytest.approx(of(found, "p0").score, abs=8)
    nameless = [Unit(one.name, {"": one.whole}) for one in (*peers, mine)]
    assert of(scored(nameless, RULE), "hard").score < of(found, "hard").score - 20


def test_a_month_comes_out_the_same_to_the_byte_from_what_was_counted() -> None:
    units, _ = next(months(9))
    again = decode(encode(units), list[Unit])
    assert encode(scored(again, RULE)) == encode(scored(units, RULE))


def test_fewer_than_thirty_orders_are_shown_and_not_ranked() -> None:
    found = scored([unit("a", 29, 0, 0, 0), unit("b", 30, 3, 0, 0), unit("c", 400, 20, 0, 0)], RULE)
    assert {one.name: one.rank for one in found} == {"b": 2, "c": 1, "a": 0}
    assert found[-1].name == "a"


def test_the_anchors_are_read_and_what_is_wrong_is_said() -> None:
    assert anchors(tomllib.loads(DEFAULT)) == RULE
    assert "20% × 50 分" in formula(RULE)
    with pytest.raises(BadFile) as said:
        anchors(tomllib.loads("late = 2\nfautly = 0.1\nworth = [50, 50]\n"))
    assert [fault.key for fault in said.value.faults] == ["late", "fautly", "worth"]
    assert "是不是“faulty”" in str(said.value)
