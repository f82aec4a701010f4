"""清点: when what is counted, which orders are doubtful, and what reading them again has shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from ordertower_desktop.domain.census import BEFORE, EVERY, REST, TOO_NEW, Census, Count, Run, Scope, doubtful, due, rested, told, went_on

NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)
"""12:00 in Shanghai."""
BOTH, LITTLE = frozenset(Scope), timedelta(seconds=15)
NIGHT = datetime(2025, 11, 12, 20, 30, tzinfo=UTC)
"""04:30 in Shanghai, the day after."""


def coming(census: Census, now: datetime, scopes: frozenset[Scope] = BOTH) -> Run | None:
    return due(census, scopes, interval=LITTLE, now=now)


def whole(census: Census, run: Run) -> Census:
    return went_on(census, replace(run, reached=run.until), run.begun_at)


def test_a_source_is_first_counted_when_it_has_been_read_for_a_while() -> None:
    census = Census(since=NOON)
    assert coming(Census(), NOON + EVERY) is None
    assert coming(census, NOON + EVERY - timedelta(seconds=1)) is None
    run = coming(census, NOON + EVERY)
    assert run is not None
    assert run.scope is Scope.OPEN
    assert run.until == NOON + EVERY - TOO_NEW - LITTLE
    assert coming(census, NOON + EVERY, frozenset()) is None


def test_what_waits_is_counted_every_ten_minutes_and_everything_once_a_night() -> None:
    census, begun = Census(since=NOON), list[tuple[str, datetime]]()
    now = NOON
    while now < NOON + timedelta(days=2):
        now += timedelta(minutes=1)
        if (run := coming(census, now)) is not None:
            census = whole(census, run)
            begun.append((run.scope, now))
    open_ones = [at for scope, at in begun if scope == "open"]
    assert {(later - earlier) for earlier, later in pairwise(open_ones)} <= {EVERY, EVERY + timedelta(minutes=1)}
    nights = [at for scope, at in begun if scope == "all"]
    assert [(at.hour, at.day) for at in nights] == [(20, 12), (20, 13)], "04:00 in Shanghai"


def test_a_source_that_is_read_seldom_gets_its_night_all_the_same() -> None:
    census = whole(Census(since=NOON), Run(Scope.OPEN, NOON + EVERY, NOON, NOON))
    run = coming(census, NIGHT)
    assert run is not None
    assert run.scope is Scope.ALL


def test_nobody_promised_what_lies_long_before_a_source_was_connected() -> None:
    run = coming(Census(since=NOON), NIGHT, frozenset({Scope.ALL}))
    assert run is not None
    assert run.reached == NOON - BEFORE


def test_orders_are_doubtful_that_are_unknown_changed_unheard_or_gone_from_the_list() -> None:
    until = NOON
    held = {"same": NOON - timedelta(hours=2), "moved": NOON - timedelta(hours=2), "fresh": NOON - timedelta(hours=2)}
    listed = {
        "same": NOON - timedelta(hours=2),
        "moved": NOON - timedelta(hours=1),
        "fresh": NOON + timedelta(seconds=1),
        "new": NOON - timedelta(hours=1),
    }
    assert doubtful(listed, held, ["gone", "same"], until) == ["gone", "moved", "new"]


def test_an_order_that_was_read_again_is_counted_by_what_it_showed() -> None:
    held = {"a": NOON - timedelta(hours=2)}
    assert told("new", NOON, held, NOON) == Count(missing=1)
    assert told("a", NOON - timedelta(hours=1), held, NOON) == Count(stale=1)
    assert told("a", NOON - timedelta(hours=2), held, NOON) == Count()
    assert told("a", NOON + timedelta(seconds=1), held, NOON) == Count(), "too new to have been missed"


def test_a_counting_that_was_stopped_goes_on_where_it_was() -> None:
    census = Census(since=NOON)
    run = coming(census, NOON + EVERY)
    assert run is not None
    half = replace(run, reached=run.reached + timedelta(days=3), count=Count(there=7, here=7))
    census = rested(went_on(census, half, run.begun_at), "限流", run.begun_at)
    assert coming(census, run.begun_at + REST - timedelta(seconds=1)) is None
    assert coming(census, run.begun_at + REST) == half
    done = whole(census, half)
    assert (done.why, done.going) == ("", None)
    last = done.last(Scope.OPEN)
    assert last is not None
    assert last.count == Count(there=7, here=7)
