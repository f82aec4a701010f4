"""What a write-back does next is a function of its log, and these are its laws."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import RANK, SHIPPED, Fact, Stage
from ordertower_desktop.domain.writeback import (
    EVERY,
    MOST_SENDS,
    READ_BACK,
    Move,
    Next,
    Outcome,
    Standing,
    Target,
    Try,
    known_here,
    next_try,
    rounds,
    ruled,
    standing,
    timeliness,
    untold,
)

SCAN = datetime(2025, 11, 12, 6, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
Play = Callable[[Next], Outcome]

outcomes = st.sampled_from(list(Outcome))
lateness = st.timedeltas(timedelta(), timedelta(hours=3))


def played(answers: list[Outcome], late: list[timedelta]) -> list[Try]:
    """The log of a worker who does what is next, so late, and is answered so, until nothing is left to do."""
    log: list[Try] = []
    for outcome, delay in zip(answers, late, strict=False):
        coming = next_try(log, begun=SCAN)
        if coming is None:
            break
        log.append(Try(coming.at + delay, coming.move, outcome, repeat=coming.repeat))
    return log


logs = st.builds(played, st.lists(outcomes, max_size=20), st.lists(lateness, min_size=20, max_size=20))


@given(logs)
def test_nobody_sends_more_than_six_times_nor_twice_within_a_quarter(log: list[Try]) -> None:
    sends = [one.at for one in log if one.move is Move.SEND]
    assert len(sends) <= MOST_SENDS
    assert all(later - earlier >= EVERY - MINUTE for earlier, later in pairwise(sends))


@given(logs)
def test_after_a_silence_the_platform_is_read_before_it_is_told_again_and_then_it_is_a_repeat(log: list[Try]) -> None:
    doubtful = False
    for before, one in zip([None, *log], log, strict=False):
        if before is not None and before.move is Move.SEND and before.outcome is Outcome.UNKNOWN:
            assert one.move is Move.LOOK
            doubtful = True
        assert one.repeat == (doubtful and one.move is Move.SEND)


@given(logs)
def test_what_is_told_or_in_a_persons_hands_is_left_alone(log: list[Try]) -> None:
    settled = [one for one in log if one.outcome in (Outcome.DONE, Outcome.PERSON)]
    assert len(settled) <= 1
    if settled:
        assert log[-1] is settled[0]
        assert next_try(log, begun=SCAN) is None


@given(logs)
def test_nothing_is_ever_forgotten(log: list[Try]) -> None:
    """It waits for something, or it is told, or somebody has it."""
    waits = standing(log, begun=SCAN) is Standing.WAITING
    assert waits == (next_try(log, begun=SCAN) is not None)
    if standing(log, begun=SCAN) is Standing.GIVEN_UP:
        assert rounds(log, begun=SCAN) == MOST_SENDS


def test_who_is_refused_six_times_on_time_was_asked_at_0_15_30_45_60_and_75_minutes() -> None:
    log = played([Outcome.REFUSED] * 9, [timedelta(seconds=n) for n in (0, 40, 3, 59, 0, 20, 0, 0, 0)])
    assert [(one.at - SCAN) // MINUTE for one in log] == [0, 15, 30, 45, 60, 75]
    assert standing(log, begun=SCAN) is Standing.GIVEN_UP


def test_a_hub_that_was_away_does_not_make_up_for_lost_rounds() -> None:
    log = played([Outcome.REFUSED] * 3, [timedelta(), timedelta(minutes=40), timedelta()])
    assert [(one.at - SCAN) // MINUTE for one in log] == [0, 55, 70]


def test_the_look_after_a_silence_comes_soon_and_uses_up_no_round() -> None:
    log = played([Outcome.UNKNOWN, Outcome.REFUSED, Outcome.DONE], [timedelta()] * 3)
    assert [(one.at - SCAN, one.move, one.repeat) for one in log] == [
        (timedelta(), Move.SEND, False),
        (READ_BACK, Move.LOOK, False),
        (EVERY, Move.SEND, True),
    ]


def test_the_last_silence_is_read_back_too_before_anybody_gives_up() -> None:
    log = played([*[Outcome.REFUSED] * 5, Outcome.UNKNOWN], [timedelta()] * 6)
    assert next_try(log, begun=SCAN) == Next(SCAN + 5 * EVERY + READ_BACK, Move.LOOK)
    heard = [*log, Try(SCAN + 5 * EVERY + READ_BACK, Move.LOOK, Outcome.DONE)]
    assert standing(heard, begun=SCAN) is Standing.DONE


def test_who_is_asked_anew_begins_anew_and_still_calls_a_repeat_a_repeat() -> None:
    log = played([Outcome.UNKNOWN, Outcome.REFUSED, Outcome.PERSON], [timedelta()] * 3)
    again = SCAN + timedelta(hours=2)
    assert next_try(log, begun=again) == Next(again, Move.SEND, repeat=True)
    assert rounds(log, begun=again) == 0


targets = st.builds(
    Target,
    stage=st.none() | st.sampled_from(list(Stage)),
    facts=st.frozensets(st.sampled_from(list(Fact))),
    waybills=st.lists(st.sampled_from(["YT1", "ZT2"]), max_size=2, unique=True).map(tuple),
    absent=st.booleans(),
)
ENDED = frozenset({Fact.CANCELLED, Fact.REFUNDED, Fact.REFUNDING})


@given(targets)
def test_only_an_order_that_is_paid_whole_and_waiting_is_ever_told(target: Target) -> None:
    if ruled(target, "YT1") is None:
        assert not target.absent
        assert not target.facts & {*ENDED, Fact.HELD, Fact.PART_SHIPPED}
        assert target.stage is not None
        assert RANK[Stage.UNPAID] < RANK[target.stage] < RANK[Stage.TO_COLLECT]


@given(targets)
def test_it_is_done_just_where_the_platform_has_shipped_it_with_this_very_waybill(target: Target) -> None:
    found = ruled(target, "YT1")
    there = "YT1" in target.waybills and (target.stage in SHIPPED or Fact.PART_SHIPPED in target.facts)
    assert (found is not None and found.outcome is Outcome.DONE) == there


@given(targets)
def test_what_is_ended_or_shipped_otherwise_goes_to_a_person_who_is_told_why(target: Target) -> None:
    found = ruled(target, "YT1")
    there = "YT1" in target.waybills and (target.stage in SHIPPED or Fact.PART_SHIPPED in target.facts)
    if not there and (target.facts & ENDED or target.stage in SHIPPED):
        assert found is not None
        assert found.outcome is Outcome.PERSON
        assert len(found.why) > 4


def test_the_other_waybill_is_named() -> None:
    found = ruled(Target(Stage.TO_COLLECT, waybills=("ZT2",)), "YT1")
    assert found is not None
    assert "ZT2" in found.why


def test_timeliness_counts_what_was_told_in_half_an_hour_and_waits_for_the_rest() -> None:
    now = SCAN + timedelta(hours=1)
    half = timedelta(minutes=30)
    told = [(SCAN, SCAN + half), (SCAN, SCAN + half + MINUTE), (SCAN, None), (now - half, None), (now - MINUTE, now)]
    assert timeliness(told, now) == 0.5
    assert timeliness([(now, None)], now) is None


def heard(stage: Stage, *facts: Fact, waybill: str = "", source: str = "shop", kind: SourceKind = SourceKind.PLATFORM) -> Snapshot:
    return Snapshot(SCAN - MINUTE, source, kind, "1", {"waybill": waybill}, stage, frozenset(facts))


def out(source: str = "wms") -> Event:
    return Event(SCAN, source, "outbound", "1", {"waybill": "YT1"})


def known(*said: Event | Snapshot) -> Order:
    return absorb(Order("1"), said)


def test_a_shop_is_to_be_told_of_what_another_system_saw_leaving_and_it_does_not_show() -> None:
    waiting = heard(Stage.TO_ACCEPT)
    assert untold(known(waiting, out()), "shop")
    assert untold(known(waiting, out(), Event(SCAN + MINUTE, "carrier", "handed_to_carrier", "1")), "shop"), "collected or not"
    assert not untold(known(waiting), "shop"), "nothing has left"
    assert not untold(known(waiting, out("shop")), "shop"), "it said so itself"
    assert not untold(known(heard(Stage.TO_COLLECT), out()), "shop"), "it shows it"
    assert not untold(known(waiting, out(), Event(SCAN, "erp", "written_back", "1")), "shop"), "somebody else has told it"
    assert not untold(known(waiting, out()), "another shop")


def test_what_the_platform_said_last_settles_only_a_shipment_for_the_rest_may_have_changed() -> None:
    assert known_here(known(heard(Stage.UNPAID), out()), "shop", "YT1") is None
    assert known_here(known(heard(Stage.TO_ACCEPT, Fact.REFUNDING), out()), "shop", "YT1") is None
    done = known_here(known(heard(Stage.TO_COLLECT, waybill="YT1"), out()), "shop", "YT1")
    assert done is not None
    assert done.outcome is Outcome.DONE
    assert known_here(known(heard(Stage.TO_COLLECT, waybill="ZT2"), out()), "shop", "YT1") is None
    assert known_here(known(heard(Stage.TO_ACCEPT, waybill="YT1"), out()), "shop", "YT1") is None, "a number alone is no shipment"


def test_what_other_systems_know_of_an_end_or_of_parts_stops_it_unasked() -> None:
    erp = heard(Stage.TO_SHIP, Fact.CANCELLED, source="erp", kind=SourceKind.ERP)
    for said in (erp, Event(SCAN, "desk", "refund_requested", "1"), Event(SCAN, "erp", "note", "1", {"split": True})):
        found = known_here(known(heard(Stage.TO_ACCEPT), out(), said), "shop", "YT1")
        assert found is not None
        assert found.outcome is Outcome.PERSON
