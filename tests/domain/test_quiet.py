"""Quiet hours: whose, on what, until when; over midnight, and one after the other."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.quiet import Quiet, last_end, quiet_until

HOUR = timedelta(hours=1)
NIGHT = Quiet("*", "", 22 * HOUR, 10 * HOUR)


def at(day: int, hour: float) -> datetime:
    return datetime(2025, 11, day, tzinfo=SHANGHAI) + hour * HOUR


def test_a_night_goes_over_midnight_and_ends_in_the_morning() -> None:
    assert quiet_until([NIGHT], "zhao", "sms", at(12, 21.99)) is None
    assert quiet_until([NIGHT], "zhao", "sms", at(12, 22)) == at(13, 8)
    assert quiet_until([NIGHT], "zhao", "sms", at(13, 7.99)) == at(13, 8)
    assert quiet_until([NIGHT], "zhao", "sms", at(13, 8)) is None
    assert last_end([NIGHT], "zhao", "sms", at(13, 9)) == at(13, 8)
    assert last_end([NIGHT], "zhao", "sms", at(13, 7)) == at(12, 8)


def test_they_are_of_a_person_and_a_channel() -> None:
    mine = Quiet("zhao", "sms", 0 * HOUR, 8 * HOUR)
    assert quiet_until([mine], "zhao", "sms", at(12, 3)) == at(12, 8)
    assert quiet_until([mine], "zhao", "wecom", at(12, 3)) is None
    assert quiet_until([mine], "lin", "sms", at(12, 3)) is None


@given(st.lists(st.tuples(st.integers(0, 23), st.integers(1, 12)), max_size=4), st.integers(0, 24 * 60))
def test_law_at_the_end_of_the_quiet_one_may_be_rung_and_never_before(hours: list[tuple[int, int]], minute: int) -> None:
    quiet = [Quiet("*", "", start * HOUR, long * HOUR) for start, long in hours]
    now = at(12, 0) + timedelta(minutes=minute)
    until = quiet_until(quiet, "zhao", "sms", now)
    covered = any((now - at(12, start)) % (24 * HOUR) < long * HOUR for start, long in hours)
    assert (until is not None) == covered
    if until is not None and until - now < 12 * HOUR:
        assert quiet_until(quiet, "zhao", "sms", until) is None
        assert quiet_until(quiet, "zhao", "sms", until - timedelta(seconds=1)) == until
