"""Who is meant to be here: weeks, nights, holidays, swaps, and what lies between the shifts."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.calendar import Calendar
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.roster import Roster, Shift, Swap, at_work, gaps, turns_on
from ordertower_desktop.domain.roster_words import changed, days_text, shift_text
from ordertower_desktop.wire.codec import Malformed
from ordertower_desktop.wire.roster import RosterBody, ShiftBody, body_of, roster

HOUR = timedelta(hours=1)
WEEKDAYS, DAILY = frozenset(range(5)), frozenset(range(7))
WEDNESDAY = date(2025, 11, 12)
DAYTIME = Shift("agent", "zhao", WEEKDAYS, 9 * HOUR, 9 * HOUR, backup="lin")
NIGHT = Shift("agent", "ma", DAILY, 20 * HOUR, 8 * HOUR)
NAMES = {"zhao": "赵一鸣", "lin": "林晓", "ma": "马超"}


def at(day: date, hour: float) -> datetime:
    return datetime.combine(day, datetime.min.time(), SHANGHAI) + hour * HOUR


def here(made: Roster, day: date, hour: float, **calendars: Calendar) -> set[str]:
    return set(at_work(made, at(day, hour), calendars))


def test_a_shift_goes_from_its_first_minute_up_to_its_last() -> None:
    made = Roster((DAYTIME,))
    assert [sorted(here(made, WEDNESDAY, hour)) for hour in (8.99, 9, 17.99, 18)] == [[], ["zhao"], ["zhao"], []]
    assert here(made, date(2025, 11, 15), 12) == set(), "a Saturday"


def test_a_night_belongs_to_the_day_that_it_begins_on() -> None:
    made = Roster((NIGHT,), (Swap(WEDNESDAY, "agent", "ma", "lin"),))
    assert here(made, WEDNESDAY, 3) == {"ma"}, "the end of Tuesday's"
    assert here(made, WEDNESDAY, 22) == {"lin"}
    assert here(made, date(2025, 11, 13), 3) == {"lin"}, "still Wednesday's shift"
    assert here(made, date(2025, 11, 13), 4) == set()


def test_a_holiday_rests_and_a_make_up_day_works_as_the_weekday_it_stands_for() -> None:
    calendar = Calendar("cn", "法定", ((),) * 6 + (((0 * HOUR, 9 * HOUR),),), frozenset({WEDNESDAY}), frozenset({date(2025, 11, 15)}), 4)
    made = Roster((Shift("agent", "zhao", WEEKDAYS, 9 * HOUR, 9 * HOUR, calendar="cn"),))
    assert here(made, WEDNESDAY, 12, cn=calendar) == set()
    assert here(made, date(2025, 11, 15), 12, cn=calendar) == {"zhao"}
    assert here(made, date(2025, 11, 16), 12, cn=calendar) == set()


def test_a_swap_holds_for_its_day_and_its_post_alone() -> None:
    made = Roster((DAYTIME,), (Swap(WEDNESDAY, "agent", "zhao", "lin", "看病"), Swap(date(2025, 11, 13), "agent", "zhao")))
    (turn,) = turns_on(made, WEDNESDAY, {})
    assert (turn.person, turn.swapped, turn.backup) == ("lin", "zhao", "lin")
    assert here(made, date(2025, 11, 13), 12) == set(), "nobody instead"
    assert here(made, date(2025, 11, 14), 12) == {"zhao"}
    assert made.people == {"zhao"}


def test_shifts_have_a_first_and_a_last_day() -> None:
    made = Roster((Shift("agent", "zhao", DAILY, 9 * HOUR, HOUR, since=WEDNESDAY, until=WEDNESDAY),))
    assert [len(list(turns_on(made, WEDNESDAY + timedelta(days=off), {}))) for off in (-1, 0, 1)] == [0, 1, 0]


def test_what_nobody_has_is_found() -> None:
    made = Roster((DAYTIME, Shift("agent", "lin", DAILY, 16 * HOUR, 6 * HOUR)))
    found = gaps(turns_on(made, WEDNESDAY, {}), at(WEDNESDAY, 8), at(WEDNESDAY, 24))
    assert found == [(at(WEDNESDAY, 8), at(WEDNESDAY, 9)), (at(WEDNESDAY, 22), at(WEDNESDAY, 24))]


@given(st.lists(st.tuples(st.integers(0, 23), st.integers(1, 16)), max_size=6), st.integers(0, 47))
def test_law_an_hour_is_a_gap_exactly_when_nobody_is_at_work(shifts: list[tuple[int, int]], hour: int) -> None:
    made = Roster(tuple(Shift("agent", f"p{i}", DAILY, start * HOUR, long * HOUR) for i, (start, long) in enumerate(shifts)))
    begin = at(WEDNESDAY, 0)
    turns = [turn for day in (-1, 0, 1) for turn in turns_on(made, WEDNESDAY + timedelta(days=day), {})]
    moment = begin + (hour + 0.5) * HOUR
    empty = any(start <= moment < end for start, end in gaps(turns, begin, begin + 48 * HOUR))
    assert empty == (not at_work(made, moment, {}))


def test_it_is_said_in_words_and_so_is_what_changed() -> None:
    assert days_text(frozenset({0, 1, 2, 5})) == "周一至周三、周六"
    assert shift_text(NIGHT, NAMES) == "一线客服 马超，每天 20:00–次日 04:00"
    was = Roster((DAYTIME, NIGHT))
    now = Roster((DAYTIME, Shift("agent", "ma", WEEKDAYS, 20 * HOUR, 8 * HOUR)), (Swap(WEDNESDAY, "agent", "zhao", "lin", "看病"),))
    assert changed(was, now, NAMES) == [
        "去掉：一线客服 马超，每天 20:00–次日 04:00",
        "加上：一线客服 马超，周一至周五 20:00–次日 04:00",
        "11月12日 一线客服 赵一鸣 由 林晓 代班（看病）",
    ]


def test_what_is_written_comes_back_the_same() -> None:
    made = Roster((DAYTIME, NIGHT), (Swap(WEDNESDAY, "agent", "zhao", "lin", "看病"),))
    assert roster(body_of(made)) == made


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"start": "9点"}, "第 1 班（zhao）：时间要写成 09:00，收到“9点”"),
        ({"days": []}, "周几要写 1（周一）到 7（周日）"),
        ({"days": [8]}, "周几要写 1（周一）到 7（周日）"),
        ({"post": "boss"}, "没有 boss 这个岗位"),
        ({"end": "03:00"}, "一班最长 16 小时"),
        ({"person": ""}, "没有写是谁"),
        ({"since": WEDNESDAY, "until": date(2025, 11, 1)}, "早于"),
    ],
)
def test_a_wrong_line_is_named_with_what_to_write_instead(wrong: dict[str, object], why: str) -> None:
    line = {"post": "agent", "person": "zhao", "days": [1], "start": "09:00", "end": "18:00"} | wrong
    with pytest.raises(Malformed, match="第 1 班") as caught:
        roster(RosterBody([ShiftBody(**line)]))  # type: ignore[arg-type]
    assert why in str(caught.value)
