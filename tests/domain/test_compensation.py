"""Compensation: the budget is never passed, no order gets something twice unnoticed, and nobody approves their own."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.compensation import Fund, Offer, OfferState, Wish, decided, fund, proposed
from ordertower_desktop.domain.pack import Budget

NOW = datetime(2025, 11, 12, 6, 32, tzinfo=UTC)
BUDGET = Budget(total_fen=30_000_00, each_fen=200_00, alone_fen=1_000_00)
TIGHT = Budget(total_fen=1_000_00, each_fen=200_00, alone_fen=300_00)
ORDERS = st.lists(st.integers(0, 30).map(str), min_size=1, max_size=12).map(tuple)


def wish(*orders: str, fen: int = 30_00, by: str = "he", key: str = "w", why: str = "", again: tuple[str, ...] = ()) -> Wish:
    return Wish(key, "coupon30", fen, orders, by, why, frozenset(again))


def offered(made: Wish, *before: Offer, had: tuple[str, ...] = (), alone: bool = False) -> Offer | str:
    return proposed(made, before, BUDGET, had=had, may_alone=alone, now=NOW)


def good(made: Offer | str) -> Offer:
    assert isinstance(made, Offer), made
    return made


def test_an_order_that_had_something_is_kept_out_and_counted() -> None:
    made = good(offered(wish("1", "2", "2", "3"), had=("2",)))
    assert (made.orders, made.twice, made.total_fen) == (("1", "3"), ("2",), 60_00)
    assert fund([made]).stopped == 1
    assert offered(wish("2"), had=("2",)) == "这 1 单都已补偿过，没有要补的"


def test_a_second_time_needs_a_named_order_a_reason_and_another_person_however_small() -> None:
    assert offered(wish("2", again=("2",)), had=("2",), alone=True) == "再次补偿同一订单要写明原因"
    made = good(offered(wish("2", again=("2",), why="第一张券过期了"), had=("2",), alone=True))
    assert (made.state, made.again) == (OfferState.WAITING, ("2",))


def test_a_small_sum_of_a_supervisor_is_approved_at_once_until_the_free_amount_is_used_up() -> None:
    first = good(offered(wish(*map(str, range(30)), by="li", key="a"), alone=True))
    assert (first.state, first.decided_by) == (OfferState.APPROVED, "li")
    second = good(offered(wish("99", "98", "97", "96", by="li", key="b"), first, alone=True))
    assert second.state is OfferState.WAITING
    assert good(offered(wish("99", by="he"))).state is OfferState.WAITING


def test_nobody_approves_what_they_proposed_and_a_refusal_has_a_reason() -> None:
    made = good(offered(wish("1", by="li")))
    assert decided(made, OfferState.APPROVED, [made], BUDGET, by="li", why="", now=NOW) == "自己提的补偿要由另一位主管批准"
    assert decided(made, OfferState.REFUSED, [made], BUDGET, by="chen", why=" ", now=NOW) == "退回要写明原因"
    done = good(decided(made, OfferState.APPROVED, [made], BUDGET, by="chen", why="", now=NOW))
    assert decided(done, OfferState.REFUSED, [done], BUDGET, by="chen", why="晚了", now=NOW) == "这一笔已经定了，请刷新"


def test_what_is_too_much_for_one_order_or_for_all_is_refused_with_the_sum() -> None:
    assert offered(wish("1", fen=200_01)) == "单笔 ¥200.01 超过上限 ¥200"
    assert offered(wish("1", fen=0)) == "补偿金额要大于 0 元"
    told = offered(wish(*map(str, range(151)), fen=200_00))
    assert isinstance(told, str)
    assert "超出本次上限 ¥200，" in told


@given(st.lists(st.tuples(ORDERS, st.integers(1, 300_00), st.booleans(), st.sampled_from(["approve", "refuse", "leave"])), max_size=40))
def test_whatever_is_proposed_and_decided_the_budget_holds_and_no_order_is_paid_twice(
    told: list[tuple[tuple[str, ...], int, bool, str]],
) -> None:
    """Held against a plain count of every order and every fen."""
    offers: list[Offer] = []
    for place, (orders, fen, alone, verdict) in enumerate(told):
        had = {order for one in offers if one.state is not OfferState.REFUSED for order in one.orders}
        made = proposed(Wish(str(place), "c", fen, orders, "li"), offers, TIGHT, had=had, may_alone=alone, now=NOW)
        if isinstance(made, str):
            continue
        offers.append(made)
        if made.state is OfferState.WAITING and verdict != "leave":
            state = OfferState.APPROVED if verdict == "approve" else OfferState.REFUSED
            offers[-1] = good(decided(made, state, offers, TIGHT, by="chen", why="不合适", now=NOW))
        paid = [order for one in offers if one.state is OfferState.APPROVED for order in one.orders]
        assert len(paid) == len(set(paid))
        assert sum(one.fen * len(one.orders) for one in offers if one.state is not OfferState.REFUSED) <= TIGHT.total_fen
        assert fund(offers).alone_fen <= TIGHT.alone_fen


def test_an_approval_that_no_longer_fits_is_refused_with_the_sum_that_is_missing() -> None:
    waiting = good(offered(wish("1", "2", key="a")))
    small = Budget(total_fen=50_00, each_fen=200_00)
    assert decided(waiting, OfferState.APPROVED, [waiting], small, by="chen", why="", now=NOW) == "批准后会超出本次上限 ¥10，请先减少范围"
    assert fund([]) == Fund()
