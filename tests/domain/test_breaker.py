"""A system that keeps failing is left alone, and let in again by one."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.breaker import FAILURES, REST, Breaker, Call, Switch, breaker

NOW = datetime(2025, 11, 12, 6, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def calls(*ill: bool, ago: timedelta = timedelta()) -> list[Call]:
    return [Call(NOW - ago - SECOND * n, one) for n, one in enumerate(ill)]


def test_five_failures_in_a_row_open_it_for_five_minutes_and_then_one_may_try() -> None:
    assert breaker(calls(*[True] * 4), NOW) == Breaker()
    assert breaker(calls(*[True] * 5), NOW) == Breaker(Switch.OPEN, NOW + REST)
    assert breaker(calls(*[True] * 5, ago=REST - SECOND), NOW).switch is Switch.OPEN
    assert breaker(calls(*[True] * 5, ago=REST), NOW) == Breaker(Switch.HALF)


def test_one_that_went_through_closes_it_and_one_that_failed_opens_it_anew() -> None:
    assert breaker(calls(False, *[True] * 9), NOW) == Breaker()
    assert breaker(calls(True, *[True] * 5), NOW).until == NOW + REST


def test_who_asks_for_quiet_gets_it_however_well_it_was_before() -> None:
    wished = Call(NOW, True, rest_until=NOW + 40 * SECOND)
    assert breaker([wished, *calls(False)], NOW) == Breaker(Switch.OPEN, NOW + 40 * SECOND)
    assert breaker([wished], NOW + 40 * SECOND) == Breaker()


@given(st.lists(st.booleans(), max_size=12))
def test_it_is_open_just_where_the_newest_five_failed(ill: list[bool]) -> None:
    assert (breaker(calls(*ill), NOW).switch is Switch.OPEN) == (len(ill) >= FAILURES and all(ill[:FAILURES]))
