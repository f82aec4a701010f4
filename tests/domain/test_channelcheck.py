"""渠道自检: once a week and by day, and a silence that is odd by what the channel usually does."""

from datetime import UTC, datetime, timedelta

import pytest

from ordertower_desktop.domain.channelcheck import Check, due, silent, usual

NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)
"""12:00 in Shanghai."""
WEEK, HOUR, MINUTE = timedelta(days=7), timedelta(hours=1), timedelta(minutes=1)


def every(pause: timedelta, count: int, *, last: datetime = NOON) -> list[datetime]:
    return [last - pause * back for back in range(count - 1, -1, -1)]


def test_a_channel_is_tested_a_week_after_it_came_and_a_week_after_each_test() -> None:
    assert not due(Check(NOON), NOON + WEEK - MINUTE)
    assert due(Check(NOON), NOON + WEEK)
    assert not due(Check(NOON, tested_at=NOON + WEEK), NOON + WEEK + WEEK - MINUTE)


@pytest.mark.parametrize(("hour", "tested"), [(9, False), (10, True), (16, True), (17, False), (3, False)])
def test_a_test_rings_nobody_at_night(hour: int, tested: bool) -> None:
    assert due(Check(NOON), NOON + WEEK + timedelta(days=1, hours=hour - 12)) is tested


def test_one_that_failed_is_tried_again_after_an_hour() -> None:
    failed = Check(NOON - WEEK, tested_at=NOON, failed_since=NOON, why="key 不对")
    assert not due(failed, NOON + HOUR - MINUTE)
    assert due(failed, NOON + HOUR)


def test_a_pause_is_usual_from_five_sends_on_and_one_long_night_does_not_move_it() -> None:
    assert usual(every(10 * MINUTE, 4)) is None
    assert usual(every(10 * MINUTE, 5)) == 10 * MINUTE
    assert usual([NOON - timedelta(hours=30), *every(10 * MINUTE, 9)]) == 10 * MINUTE


def test_a_silence_is_odd_after_six_usual_pauses_while_something_waits() -> None:
    spoken, owed = every(10 * MINUTE, 9), NOON + MINUTE
    assert not silent(spoken, owed, NOON + HOUR)
    assert silent(spoken, owed, NOON + HOUR + MINUTE)
    assert not silent(spoken, None, NOON + timedelta(days=3)), "nothing was owed"
    assert not silent(spoken, NOON + HOUR, NOON + HOUR + MINUTE), "it has only just begun to wait"
    assert not silent(every(10 * MINUTE, 4), owed, NOON + timedelta(days=3)), "nobody knows what is usual"


def test_a_busy_channel_gets_half_an_hour_and_a_quiet_one_no_more_than_a_day() -> None:
    assert not silent(every(timedelta(seconds=5), 50), NOON + MINUTE, NOON + 30 * MINUTE)
    assert silent(every(timedelta(seconds=5), 50), NOON + MINUTE, NOON + 32 * MINUTE)
    assert silent(every(timedelta(days=2), 6), NOON + MINUTE, NOON + timedelta(days=1, minutes=1))
