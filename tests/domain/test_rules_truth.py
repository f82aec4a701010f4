"""What a condition says of an order, and until when: examples from the requirements, and laws over random ones."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.calendar import weekly
from ordertower_desktop.domain.condition import (
    All,
    AnyOf,
    Before,
    Compare,
    Condition,
    Count,
    InStage,
    InStageOver,
    Not,
    Op,
    Past,
    Since,
    Tagged,
)
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.order import Order, absorb, as_known
from ordertower_desktop.domain.specialise import specialise
from ordertower_desktop.domain.stage import TO_BE_SHIPPED, Fact, Stage
from ordertower_desktop.domain.truth import Context, Truth, truth
from ordertower_desktop.domain.unfold import recorded, unfold
from tests.domain.rulework import START, after, naive, order, when

WORKDAY = weekly("workday", "工作日", *["09:00-18:00"] * 5, "", "")
CONTEXT = Context(calendars={"workday": WORKDAY})
LATE = {"since": "payment_approved", "over": "24h", "without": "outbound"}

spans = st.sampled_from([timedelta(), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=24), timedelta(days=3)])
minutes = st.integers(0, 5 * 24 * 60).map(lambda n: after(minutes=n))
NAMES = [
    "order_created",
    "payment_approved",
    "accepted",
    "printed",
    "outbound",
    "in_transit",
    "delivered",
    "urged",
    "cancelled",
    "refund_requested",
]
names = st.sampled_from(NAMES)
calendars = st.sampled_from(["always", "workday"])
payloads = st.fixed_dictionaries(
    {},
    optional={
        "presale": st.booleans(),
        "amount_fen": st.sampled_from([0, 499_999, 500_000, True, "5000", None, [1], 1e300]),
        "shop": st.sampled_from(["旗舰店", "抖音直播间", 7, {"a": 1}]),
        "ship_by": minutes.map(datetime.isoformat),
        "audit_due": st.booleans(),
        "tags": st.lists(st.sampled_from(["vip", "no_nudge", 3])),
    },
)
events = st.builds(Event, minutes, st.sampled_from(["tmall", "wms"]), names, st.just("A1"), payloads)
orders = st.lists(events, max_size=8).map(lambda told: absorb(Order("A1"), told))
MORE_OR_LESS = st.sampled_from([Op.OVER, Op.UNDER, Op.AT_LEAST, Op.AT_MOST, Op.IS])
STAGES = (
    InStage(("待发货",), TO_BE_SHIPPED),
    InStage(("在途", "退款中"), frozenset({Stage.IN_TRANSIT}), frozenset({Fact.REFUNDING})),
)
compares = st.one_of(
    st.builds(Compare, st.sampled_from(["presale", "urgent"]), st.sampled_from([Op.IS, Op.IS_NOT]), st.booleans()),
    st.builds(Compare, st.just("amount_fen"), MORE_OR_LESS, st.sampled_from([0, 500_000])),
    st.builds(Compare, st.just("shop"), st.just(Op.IN), st.just(("旗舰店", "专卖店"))),
    st.builds(Compare, st.just("shop"), st.just(Op.MATCHES_PREFIX), st.just("抖音")),
)
leaves: st.SearchStrategy[Condition] = st.one_of(
    compares,
    st.builds(Tagged, st.sampled_from(["vip", "no_nudge", "presale", "refunding"])),
    st.sampled_from(
        [InStage(("待发货",), TO_BE_SHIPPED), InStage(("在途", "退款中"), frozenset({Stage.IN_TRANSIT}), frozenset({Fact.REFUNDING}))]
    ),
    st.builds(Since, names, spans, st.lists(names, max_size=2).map(tuple), calendars),
    st.builds(Past, st.just("ship_by"), st.lists(names, max_size=1).map(tuple), spans),
    st.builds(InStageOver, spans, calendars),
    st.builds(Count, names, st.integers(1, 3), st.one_of(st.none(), spans.filter(bool))),
    st.builds(Before, minutes),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=6,
)


def holds(table: dict[str, object], of: Order, now: datetime) -> bool:
    return truth(when(table), of, now, Context()).value


def test_an_order_is_late_from_the_very_minute_and_not_a_moment_earlier() -> None:
    """S14, S21: paid at least 24 h ago, no outbound known."""
    paid = order(("payment_approved", START))
    assert truth(when(LATE), paid, after(hours=23, minutes=59, seconds=59.999999), Context()) == Truth(False, after(hours=24))
    assert truth(when(LATE), paid, after(hours=24), Context()) == Truth(True, None)


def test_outbound_ends_the_lateness() -> None:
    shipped = order(("payment_approved", START), ("outbound", after(hours=30)))
    assert not holds(LATE, shipped, after(hours=40))
    assert holds(LATE, as_known(shipped, after(hours=29)), after(hours=29))


@pytest.mark.parametrize("end", ["cancelled", "refund_done", "delivered"])
@pytest.mark.parametrize("lateness", [LATE, {"past": "ship_by"}, {"in_stage_over": "1h"}])
def test_an_order_that_is_over_is_never_late(end: str, lateness: dict[str, object]) -> None:
    told = order(("payment_approved", START, {"ship_by": after(hours=2).isoformat()}), (end, after(hours=3)))
    assert not holds(lateness, told, after(days=9))
    assert holds(lateness, as_known(told, after(hours=2)), after(days=9))


def test_a_recurring_event_counts_from_its_latest_occurrence_and_any_other_from_its_first() -> None:
    tracked = order(("outbound", START), ("in_transit", after(hours=1)), ("in_transit", after(hours=20)), ("outbound", after(hours=21)))
    assert not holds({"since": "in_transit", "over": "24h"}, tracked, after(hours=43))
    assert holds({"since": "in_transit", "over": "24h"}, tracked, after(hours=44))
    assert holds({"since": "outbound", "over": "24h"}, tracked, after(hours=24))


def test_a_date_without_a_time_means_the_end_of_that_day_in_shanghai() -> None:
    dated = order(("payment_approved", START, {"ship_by": "2026-11-12"}))
    midnight = datetime.fromisoformat("2026-11-13T00:00:00+08:00")
    assert not holds({"past": "ship_by"}, dated, midnight - timedelta(microseconds=1))
    assert holds({"past": "ship_by"}, dated, midnight)
    assert truth(when({"past": "ship_by", "ahead": "4h"}), dated, START, Context()).until == midnight - timedelta(hours=4)


def test_a_window_forgets_what_left_it() -> None:
    """S18: three changes, the window half open at its old end."""
    busy = order(*(("order_modified", after(minutes=10 * n)) for n in range(3)))
    asked = when({"event": "order_modified", "count_at_least": 3, "within": "60min"})
    assert truth(asked, busy, after(minutes=20), Context()) == Truth(True, after(minutes=60))
    assert truth(asked, busy, after(minutes=60), Context()) == Truth(False, None)


def test_a_group_counts_what_other_orders_of_the_same_buyer_did() -> None:
    """S19, R11."""
    asked = when({"event": "order_created", "count_at_least": 3, "within": "60min", "group": "buyer"})
    crowd = {("order_created", "buyer", "oaid-7"): (START, after(minutes=5), after(minutes=50))}
    mine = order(("order_created", START, {"buyer": "oaid-7"}))
    assert truth(asked, mine, after(minutes=6), Context(crowd=crowd)) == Truth(False, after(minutes=50))
    assert truth(asked, mine, after(minutes=50), Context(crowd=crowd)) == Truth(True, after(minutes=60))
    masked = {("order_created", "buyer", "张*"): (START, after(minutes=5), after(minutes=50))}
    anybody = order(("order_created", START, {"buyer": "张*"}))
    assert not truth(asked, anybody, after(minutes=50), Context(crowd=masked)).value, "a masked name is nobody's"


@pytest.mark.parametrize(
    ("field", "op", "value", "expected"),
    [
        ("payload.brand", "is", "A", False),
        ("payload.brand", "is_not", "A", True),
        ("payload.brand", "over", 3, False),
        ("payload.brand", "in", ["A"], False),
        ("payload.brand", "matches_prefix", "", False),
        ("presale", "is", False, True),
        ("presale", "is_not", True, True),
    ],
)
def test_a_field_that_nobody_sent_satisfies_only_is_not_and_a_flag_that_nobody_raised_is_down(
    field: str, op: str, value: object, expected: bool
) -> None:
    assert holds({"field": field, op: value}, order(("order_created", START)), START) is expected


@pytest.mark.parametrize("moves", [{"presale": True}, {"split": True}, {"overseas": True}, {"ship_on": "2026-11-15"}])
def test_what_moves_the_promise_keeps_an_order_from_being_late_until_the_moved_day_is_over(moves: dict[str, object]) -> None:
    """D13, S22: 31 % of VIP orders had a set date and were falsely flagged."""
    told = order(("payment_approved", START, {"ship_by": "2026-11-15", **moves}))  # type: ignore[arg-type]
    moved = when({"field": "promise_moved", "is": True})
    end = datetime.fromisoformat("2026-11-16T00:00:00+08:00")
    assert truth(moved, told, after(hours=48), Context()) == Truth(True, end)
    assert truth(moved, told, end, Context()) == Truth(False, None)


def test_a_working_calendar_stops_at_night() -> None:
    friday = datetime.fromisoformat("2026-11-13T17:00:00+08:00")
    asked = when({"since": "payment_approved", "over": "2h", "without": "outbound", "calendar": "workday"})
    told = truth(asked, order(("payment_approved", friday)), friday, CONTEXT)
    assert told == Truth(False, datetime.fromisoformat("2026-11-16T10:00:00+08:00"))


@given(conditions, orders, minutes)
def test_the_engine_says_what_the_naive_reading_says(asked: Condition, of: Order, now: datetime) -> None:
    assert truth(asked, of, now, CONTEXT).value is naive(asked, of, now, CONTEXT)


@given(conditions, orders, minutes, st.floats(0, 1))
def test_nothing_changes_before_until_without_an_arrival(asked: Condition, of: Order, now: datetime, part: float) -> None:
    value, until = truth(asked, of, now, CONTEXT)
    end = until or now + timedelta(days=30)
    assert end > now
    for at in (now + (end - now) * part * 0.999, end - timedelta(microseconds=1)):
        assert naive(asked, of, at, CONTEXT) is value


@given(conditions, orders, minutes)
def test_a_condition_narrowed_to_a_stage_and_history_is_the_same_condition(asked: Condition, of: Order, now: datetime) -> None:
    narrowed = specialise(asked, of.stage, of.moments.keys())
    assert truth(narrowed, of, now, CONTEXT).value is truth(asked, of, now, CONTEXT).value


@given(st.lists(events, max_size=8))
def test_a_history_played_again_knows_at_each_instant_what_was_known_then(told: list[Event]) -> None:
    whole = absorb(Order("A1"), told)
    assert recorded("A1", [*told, *reversed(told)]) == whole
    for at, until, known in unfold(recorded("A1", told)):
        then = as_known(whole, at)
        assert at < until
        assert known == then
        assert (known.log, dict(known.moments), known.fields) == (then.log, dict(then.moments), then.fields)
        assert (known.stage, known.entered, known.facts, known.tags) == (then.stage, then.entered, then.facts, then.tags)
