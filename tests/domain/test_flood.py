"""When alarms are a flood: hysteresis, found from their times alone."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.flood import OFF, ON, WINDOW, flooded

START = datetime(2025, 11, 12, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_the_eleventh_alarm_in_ten_minutes_begins_a_flood() -> None:
    ten = [START + MINUTE * number / 2 for number in range(10)]
    assert not flooded(ten, ten[-1])
    assert flooded([*ten, ten[-1] + MINUTE], ten[-1] + MINUTE)


def test_it_goes_on_while_five_are_left_and_ends_with_four() -> None:
    burst = [START] * 7 + [START + MINUTE * number for number in range(1, 6)]
    assert flooded(burst, START + WINDOW), "five are left"
    assert not flooded(burst, START + WINDOW + MINUTE), "four are left"
    assert not flooded(burst[:10], START + WINDOW - MINUTE), "ten have never been one"


def test_after_its_end_six_alarms_do_not_bring_it_back() -> None:
    late = [START + 2 * WINDOW + MINUTE * number for number in range(6)]
    assert not flooded([START] * 11 + late, late[-1])


@given(st.lists(st.integers(0, 3600), max_size=80), st.integers(0, 4800))
def test_law_it_is_what_a_watcher_by_the_second_says(seconds: list[int], after: int) -> None:
    times = [START + timedelta(seconds=one) for one in sorted(seconds) if one <= after]
    on, now = False, START
    while True:
        came = sum(now - WINDOW < at <= now for at in times)
        on = came > ON or (on and came >= OFF)
        if now >= START + timedelta(seconds=after):
            break
        now += timedelta(seconds=1)
    assert flooded(times, now) == on
