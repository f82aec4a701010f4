"""A back-test and the live judge keep the same rules on the same cases for the same time."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ordertower_desktop.domain.condition import (
    All,
    AnyOf,
    Compare,
    Condition,
    Count,
    Disagree,
    InStage,
    InStageOver,
    Not,
    Op,
    Past,
    Since,
    Tagged,
)
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.floor import Floor, floor_of
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.domain.step import State, step
from ordertower_desktop.domain.unfold import recorded
from ordertower_desktop.insight.spells import spells
from ordertower_desktop.insight.stood import Stood, stood

START = datetime(2025, 11, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DELAYS = st.sampled_from([0, 0, 1, 2, 5, 30]).map(lambda minutes: minutes * MINUTE)
SPANS = st.sampled_from([1, 3, 10, 30, 60]).map(lambda minutes: minutes * MINUTE)
LEAVES = st.one_of(
    st.builds(Since, st.sampled_from(["payment_approved", "in_transit"]), SPANS, st.sampled_from([(), ("outbound",)])),
    st.builds(Count, st.sampled_from(["urged", "address_changed"]), st.integers(1, 3), SPANS),
    st.builds(InStageOver, SPANS),
    st.just(Past("ship_by", ("outbound",))),
    st.just(Compare("amount_fen", Op.AT_LEAST, 50)),
    st.just(Compare("presale", Op.IS, value=False)),
    st.just(Tagged("no_nudge")),
    st.just(InStage(("TO_COLLECT",), frozenset({Stage.TO_COLLECT}))),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=5,
)
RULES = st.lists(st.tuples(CONDITIONS, DELAYS, DELAYS), min_size=1, max_size=2).map(
    lambda made: [Rule(f"R{i}", f"规则 {i}", when, on_delay=on, off_delay=off) for i, (when, on, off) in enumerate(made)]
)
NAMES = ["payment_approved", "urged", "address_changed", "outbound", "in_transit", "cancelled", "note", "refund_requested", "delivered"]
PAYLOADS = st.fixed_dictionaries(
    {},
    optional={
        "amount_fen": st.sampled_from([10, 100]), "no_nudge": st.booleans(), "presale": st.booleans(),
        "ship_by": st.integers(0, 200).map(lambda minute: (START + minute * MINUTE).isoformat()),
    },
)  # fmt: skip
HISTORIES = st.lists(st.tuples(st.integers(0, 240), st.sampled_from(NAMES), PAYLOADS), min_size=1, max_size=10).map(
    lambda told: [Event(START + minute * MINUTE, "taobao", name, "T1", payload) for minute, name, payload in told]
)
END = START + 600 * MINUTE


def lived(events: Sequence[Event | Snapshot], floor: Floor) -> Iterator[tuple[datetime, State]]:
    """The order as the hub lives it: looked at when something arrives, and when the last look said so."""
    state = State(Order("T1"))
    for at in sorted({event.at for event in events}):
        while state.next_at is not None and state.next_at < at:
            now = state.next_at
            state, _, _ = step(state, now, None, floor=floor)
            yield now, state
        for event in (one for one in events if one.at == at):
            state, _, _ = step(state, at, event, floor=floor)
        yield at, state
    while state.next_at is not None and state.next_at <= END:
        now = state.next_at
        state, _, _ = step(state, now, None, floor=floor)
        yield now, state


def kept(events: Sequence[Event | Snapshot], floor: Floor) -> set[Stood]:
    """When each rule stood on a case while nobody touched it."""
    since: dict[str, datetime] = {}
    found: set[Stood] = set()
    for at, state in lived(events, floor):
        case = state.case
        here = {one.rule for one in case.standings} if case is not None and case.open else set()
        for rule in [rule for rule in since if rule not in here]:
            found.add(Stood(rule, "T1", since.pop(rule), at))
        for rule in here - since.keys():
            since[rule] = at
    return found | {Stood(rule, "T1", start) for rule, start in since.items()}


def once(events: list[Event]) -> list[Event]:
    """Several events of one minute arrive one by one; the rules are asked after the last: nothing stands for no time at all."""
    return [event for event in events if sum(one.at == event.at for one in events) == 1]


def urged_at(*minutes: int) -> list[Event]:
    return [Event(START + minute * MINUTE, "taobao", "urged", "T1") for minute in minutes]


PAID = Since("payment_approved", MINUTE)
PAID_ONCE = [Event(START, "taobao", "payment_approved", "T1")]
"""The part that holds last tells of a later beginning than the part that held before."""


@settings(max_examples=150)
@example(rules=[Rule("R0", "催过", Count("urged", 1, 10 * MINUTE), off_delay=5 * MINUTE)], events=urged_at(0, 15, 31))
@example(rules=[Rule("R0", "总为真", AnyOf((PAID, Not(PAID))), on_delay=MINUTE)], events=PAID_ONCE)
@given(rules=RULES, events=HISTORIES)
def test_a_rule_stands_as_long_in_a_back_test_as_it_does_live(rules: list[Rule], events: list[Event]) -> None:
    events = once(events)
    floor = floor_of(rules, {})
    order = recorded("T1", events)
    foretold = {
        one._replace(end=one.end if one.end and one.end <= END else None)
        for one in stood(order, spells(order, floor.bench), floor.bench)
        if one.start <= END
    }
    assert foretold == kept(events, floor)


BLIPS = st.lists(st.integers(1, 14), min_size=4, max_size=20).map(
    lambda steps: [Event(START + sum(steps[: i + 1]) * MINUTE, "taobao", "urged", "T1") for i in range(len(steps))]
)


@settings(max_examples=100)
@example(urged_at(0, 10, 20, 30, 40, 100), 0, 0)
@example(urged_at(0, 6, 12, 18, 77, 79), 0, 1)
@given(BLIPS, st.sampled_from([0, 1, 2]), st.sampled_from([0, 1, 2, 5]))
def test_what_chatters_is_held_as_long_in_a_back_test_as_it_is_live(events: list[Event], on: int, off: int) -> None:
    rule = Rule("R0", "刚催过", Count("urged", 1, 3 * MINUTE), on_delay=on * MINUTE, off_delay=off * MINUTE)
    floor = floor_of([rule], {})
    order = recorded("T1", events)
    foretold = stood(order, spells(order, floor.bench), floor.bench)
    assert set(foretold) == kept(events, floor)


SOURCES = {"taobao": SourceKind.PLATFORM, "erp": SourceKind.ERP, "wms": SourceKind.WMS}
READINGS = st.lists(
    st.tuples(st.integers(0, 120), st.sampled_from(sorted(SOURCES)), st.sampled_from([10, 100])),
    min_size=1,
    max_size=10,
    unique_by=lambda t: t[0],
).map(
    lambda told: [
        Snapshot(START + minute * MINUTE, source, SOURCES[source], "T1", {"amount_fen": amount, "number": minute})
        for minute, source, amount in sorted(told)
    ]
)
"""Every reading is news, as a platform's time of change makes it."""


@settings(max_examples=100)
@given(READINGS, st.sampled_from([Disagree("amount_fen"), Disagree("any"), Compare("amount_fen", Op.AT_LEAST, 50)]), DELAYS, DELAYS)
def test_what_only_readings_tell_stands_as_long_in_a_back_test_as_it_does_live(
    readings: list[Snapshot], when: Condition, on: timedelta, off: timedelta
) -> None:
    floor = floor_of([Rule("R0", "读数", when, on_delay=on, off_delay=off)], {})
    order = absorb(Order("T1"), readings)
    assert set(stood(order, spells(order, floor.bench), floor.bench)) == kept(readings, floor)
