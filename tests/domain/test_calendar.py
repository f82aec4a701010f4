"""Working time, by example and by law."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.calendar import (
    ALWAYS,
    SHANGHAI,
    Calendar,
    add,
    closing,
    day_intervals,
    day_text,
    elapsed,
    end_of_day,
    hours_text,
    is_guessed,
    pieces,
    weekly,
)

HOUR = timedelta(hours=1)
DESK = weekly("desk", "客服", *["09:00-21:00"] * 7)
OFFICE = Calendar(
    "office",
    "财务",
    weekly("", "", *["09:00-12:00 13:00-18:00"] * 5, "", "").week,
    holidays=frozenset({date(2026, 2, 16), date(2026, 2, 17), date(2026, 2, 18), date(2026, 2, 19), date(2026, 2, 20), date(2026, 2, 23)}),
    workdays=frozenset({date(2026, 2, 14), date(2026, 2, 28)}),
    published_through=2026,
)
NIGHT = weekly("night", "夜仓", *["00:00-06:00 20:00-24:00"] * 7)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "worked", "due"),
    [
        ("2026-11-12 10:18", 1, "2026-11-12 11:18"),
        ("2026-11-12 20:30", 1, "2026-11-13 09:30"),
        ("2026-11-12 23:00", 1, "2026-11-13 10:00"),
        ("2026-11-12 07:00", 12, "2026-11-12 21:00"),
        ("2026-11-12 09:00", 13, "2026-11-13 10:00"),
    ],
)
def test_a_desk_that_opens_at_nine_counts_no_night(start: str, worked: int, due: str) -> None:
    assert add(DESK, local(start), worked * HOUR) == local(due)


@pytest.mark.parametrize(
    ("start", "worked", "due"),
    [
        ("2026-02-13 17:00", 1, "2026-02-13 18:00"),
        ("2026-02-13 17:00", 2, "2026-02-14 10:00"),  # a Saturday that is worked
        ("2026-02-14 17:00", 2, "2026-02-24 10:00"),  # nine days of Spring Festival
        ("2026-02-27 17:00", 2, "2026-02-28 10:00"),
        ("2026-02-26 11:30", 1, "2026-02-26 13:30"),  # lunch
    ],
)
def test_holidays_stand_still_and_make_up_days_count(start: str, worked: int, due: str) -> None:
    assert add(OFFICE, local(start), worked * HOUR) == local(due)


def test_a_make_up_day_may_follow_another_weekday() -> None:
    saturday_crew = Calendar(
        "x", "x", weekly("", "", *["09:00-18:00"] * 5, "10:00-12:00", "").week, workdays=frozenset({date(2026, 2, 14)})
    )
    assert elapsed(saturday_crew, local("2026-02-14 00:00"), local("2026-02-15 00:00")) == 9 * HOUR
    short = Calendar("y", "y", saturday_crew.week, workdays=saturday_crew.workdays, workday_pattern=5)
    assert elapsed(short, local("2026-02-14 00:00"), local("2026-02-15 00:00")) == 2 * HOUR


def test_a_day_may_end_at_midnight_and_go_on() -> None:
    assert add(NIGHT, local("2026-11-12 23:00"), 2 * HOUR) == local("2026-11-13 01:00")
    assert [(p.start, p.end) for p in pieces(NIGHT, local("2026-11-12 23:00"), local("2026-11-13 07:00"))] == [
        (local("2026-11-12 23:00"), local("2026-11-13 00:00")),
        (local("2026-11-13 00:00"), local("2026-11-13 06:00")),
    ]


def test_a_due_time_stands_at_the_end_of_an_interval_not_at_the_next_start() -> None:
    assert add(DESK, local("2026-11-12 20:00"), HOUR) == local("2026-11-12 21:00")


def test_a_date_without_a_time_ends_at_midnight_in_shanghai() -> None:
    assert end_of_day(local("2026-11-12 00:00")) == local("2026-11-13 00:00")
    assert end_of_day(local("2026-11-12 23:59")) == local("2026-11-13 00:00")
    assert end_of_day(local("2024-02-29 12:00")) == local("2024-03-01 00:00")


def test_the_cut_off_is_the_end_of_the_interval_that_is_open_or_opens_next() -> None:
    assert closing(DESK, local("2026-11-12 10:00")) == local("2026-11-12 21:00")
    assert closing(DESK, local("2026-11-12 21:00")) == local("2026-11-13 21:00")
    assert closing(OFFICE, local("2026-02-14 18:30")) == local("2026-02-24 12:00")


def test_a_year_without_published_holidays_is_called_a_guess() -> None:
    assert not is_guessed(OFFICE, local("2026-12-31 23:59"))
    assert is_guessed(OFFICE, local("2027-01-01 00:00"))
    assert not is_guessed(DESK, local("2027-01-01 00:00"))


def test_hours_are_said_as_people_write_them() -> None:
    assert hours_text(DESK, local("2026-11-12 03:00")) == "09:00–21:00"
    assert hours_text(OFFICE, local("2026-11-12 03:00")) == "09:00–12:00、13:00–18:00"
    assert hours_text(OFFICE, local("2026-02-17 03:00")) == "休息"
    assert hours_text(ALWAYS, local("2026-02-17 03:00")) == "全天"


@pytest.mark.parametrize(
    ("week", "words"),
    [
        ([""] * 7, "没有任何工作时间"),
        (["09:00-18:00"] * 6, "7 天"),
        (["18:00-09:00"] * 7, "先后排列"),
        (["09:00-12:00 11:00-13:00"] * 7, "先后排列"),
        (["09:00-25:00"] * 7, "24:00"),
        (["09:00-09:00"] * 7, "先后排列"),
    ],
)
def test_a_calendar_in_which_no_limit_ends_is_refused_with_words(week: list[str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        weekly("x", "坏日历", *week)


def test_a_limit_beyond_thirty_years_is_refused() -> None:
    with pytest.raises(ValueError, match="30 年"):
        add(weekly("x", "周一", "09:00-10:00", *[""] * 6), local("2026-11-12 00:00"), timedelta(days=300))


def test_the_ends_of_time_are_reckoned_with() -> None:
    assert elapsed(OFFICE, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)) > timedelta(days=365 * 2000)
    assert closing(DESK, datetime.min.replace(tzinfo=UTC)).year == 1


calendars = st.sampled_from([ALWAYS, DESK, OFFICE, NIGHT])
instants = st.integers(0, 40 * 366 * 86_400_000).map(lambda ms: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms))
amounts = st.timedeltas(timedelta(), timedelta(days=400))


@given(calendars, instants, amounts)
def test_law_what_is_added_has_elapsed(calendar: Calendar, start: datetime, worked: timedelta) -> None:
    assert elapsed(calendar, start, add(calendar, start, worked)) == worked


@given(calendars, st.lists(instants, min_size=3, max_size=3))
def test_law_a_span_is_the_sum_of_its_parts(calendar: Calendar, three: list[datetime]) -> None:
    a, b, c = sorted(three)
    assert elapsed(calendar, a, c) == elapsed(calendar, a, b) + elapsed(calendar, b, c)


@given(calendars, instants, amounts, amounts)
def test_law_more_work_is_never_due_earlier(calendar: Calendar, start: datetime, one: timedelta, more: timedelta) -> None:
    assert add(calendar, start, one) <= add(calendar, start, one + more)
    assert add(calendar, add(calendar, start, one), more) == add(calendar, start, one + more)


@given(calendars, instants, st.timedeltas(timedelta(), timedelta(days=40)))
def test_law_pieces_tile_what_has_elapsed(calendar: Calendar, start: datetime, span: timedelta) -> None:
    found = list(pieces(calendar, start, start + span))
    assert sum((p.end - p.start for p in found), timedelta()) == elapsed(calendar, start, start + span)
    assert all(start <= p.start < p.end <= start + span for p in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


@given(st.lists(st.integers(0, 48), unique=True, max_size=8).map(sorted))
def test_law_a_day_reads_back_as_it_was_written(halves: list[int]) -> None:
    edges = [timedelta(minutes=30 * half) for half in halves[: len(halves) // 2 * 2]]
    day = tuple(zip(edges[::2], edges[1::2], strict=True))
    assert day_intervals(day_text(day)) == day


def test_law_a_calendar_agrees_with_counting_minutes() -> None:
    start, end = local("2026-02-10 00:00"), local("2026-03-02 00:00")
    minutes, at = 0, start
    while at < end:
        wall = at.astimezone(SHANGHAI)
        since = timedelta(hours=wall.hour, minutes=wall.minute)
        minutes += any(a <= since < b for a, b in OFFICE.intervals(wall.date()))
        at += timedelta(minutes=1)
    assert elapsed(OFFICE, start, end) == timedelta(minutes=minutes)
