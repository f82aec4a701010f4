"""The fold law: any order and any repetition of arrivals gives the same order."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.event import CANONICAL, Event
from ordertower_desktop.domain.order import Order, absorb, as_known
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Fact, Stage

START = datetime(2025, 11, 12, tzinfo=UTC)
times = st.integers(0, 300).map(lambda minutes: START + timedelta(minutes=minutes))
values = st.one_of(st.booleans(), st.integers(0, 9), st.sampled_from(["广州仓", "VIP", ""]))
fields = st.dictionaries(st.sampled_from(["warehouse", "customer_level", "amount_fen", "presale", "items"]), values, max_size=3)
events = st.builds(
    Event,
    at=times,
    source=st.sampled_from(["tmall", "erp-1", "wms-1"]),
    name=st.sampled_from(CANONICAL),
    order_id=st.just("1"),
    payload=fields,
)


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    kind, source = draw(st.sampled_from([(SourceKind.PLATFORM, "tmall"), (SourceKind.ERP, "erp-1"), (SourceKind.WMS, "wms-1")]))
    at = draw(times)
    said = dict(draw(fields))
    if draw(st.booleans()):
        said["paid_at"] = draw(times).isoformat()
    return Snapshot(
        at,
        source,
        kind,
        "1",
        said,
        draw(st.none() | st.sampled_from(list(Stage))),
        draw(st.frozensets(st.sampled_from(list(Fact)), max_size=1)),
    )


arrivals = st.lists(events | snapshots(), max_size=12)


def face(order: Order) -> tuple[object, ...]:
    """Everything that anybody can ask of an order."""
    return (
        order.log,
        order.snapshots,
        dict(order.fields),
        order.stage,
        order.entered,
        order.facts,
        order.tags,
        order.disagreements,
        order.segment,
        order.ended,
    )


@given(arrivals, st.data())
def test_any_order_and_repetition_of_arrivals_gives_the_same_order(arrived: list[Event | Snapshot], data: st.DataObject) -> None:
    straight = absorb(Order("1"), arrived)
    shuffled = data.draw(st.permutations(arrived))
    again = data.draw(st.lists(st.sampled_from(arrived), max_size=5)) if arrived else []
    one_by_one = Order("1")
    for arrival in (*shuffled, *again):
        one_by_one = absorb(one_by_one, (arrival,))
    assert face(one_by_one) == face(straight)


@given(arrivals)
def test_an_order_knows_whatever_it_has_absorbed(arrived: list[Event | Snapshot]) -> None:
    order = absorb(Order("1"), arrived)
    assert all(order.knows(arrival) for arrival in arrived)


@given(arrivals, times)
def test_what_was_known_at_a_time_needs_nothing_later(arrived: list[Event | Snapshot], at: datetime) -> None:
    early = [arrival for arrival in arrived if arrival.at <= at]
    then = as_known(absorb(Order("1"), arrived), at)
    assert {event.key for event in then.events} == {event.key for event in early if isinstance(event, Event)}
    assert {snapshot.key for snapshot in then.snapshots} == {snapshot.key for snapshot in early if isinstance(snapshot, Snapshot)}
