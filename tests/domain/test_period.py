"""Periods as people type them: what is read, what is refused and in which words, and the laws that keep them true while time passes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.period import DAY, ZONE, OfDay, OrderTime, Period, coming, day, label, last, spell
from ordertower_desktop.domain.period_reader import HOW, Unclear, find, held, read

NOW = datetime(2025, 11, 12, 6, 32, 8, tzinfo=UTC)
"""14:32:08 in Shanghai."""


def here(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=ZONE).astimezone(UTC)


READ = [
    ("昨天", "2025-11-11 00:00", "2025-11-12 00:00"),
    ("今日", "2025-11-12 00:00", "2025-11-13 00:00"),
    ("近 2 小时", "2025-11-12 12:32:08", "2025-11-12 14:32:08"),
    ("最近两小时", "2025-11-12 12:32:08", "2025-11-12 14:32:08"),
    ("过去半小时", "2025-11-12 14:02:08", "2025-11-12 14:32:08"),
    ("近十个小时", "2025-11-12 04:32:08", "2025-11-12 14:32:08"),
    ("11-12 09:00~12:00", "2025-11-12 09:00", "2025-11-12 12:00"),
    ("11-12 09:00-12:00", "2025-11-12 09:00", "2025-11-12 12:00"),
    ("9点到12点", "2025-11-12 09:00", "2025-11-12 12:00"),
    ("九点半到十二点十五分", "2025-11-12 09:30", "2025-11-12 12:15"),
    ("昨天 22:00~今天 02:00", "2025-11-11 22:00", "2025-11-12 02:00"),
    ("前天~昨天", "2025-11-10 00:00", "2025-11-12 00:00"),
    ("上午9点至下午3点半", "2025-11-12 09:00", "2025-11-12 15:30"),
    ("昨天晚上8点到12点", "2025-11-11 20:00", "2025-11-11 12:00"),
    ("2025年11月10日 20:00 － 11月11日 24:00", "2025-11-10 20:00", "2025-11-12 00:00"),
    ("１１－１０～１１－１１", "2025-11-10 00:00", "2025-11-12 00:00"),
    ("十一月十一日", "2025-11-11 00:00", "2025-11-12 00:00"),
    ("12-28~1-2", "2024-12-28 00:00", "2025-01-03 00:00"),
    ("2-29", "2024-02-29 00:00", "2024-03-01 00:00"),
    ("2025-11-12T09:00~2025-11-12T09:30:15", "2025-11-12 09:00", "2025-11-12 09:30:15"),
]


@pytest.mark.parametrize(("words", "start", "end"), [case for case in READ if case[1] < case[2]])
def test_a_time_is_read_as_people_write_it(words: str, start: str, end: str) -> None:
    assert read(words, NOW).period.bounds(NOW) == (here(start), here(end))
    assert find(words, NOW).asked == read(words, NOW)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("11-10 起", "2025-11-10 00:00", None),
        ("9点后", "2025-11-12 09:00", None),
        ("昨天前", None, "2025-11-11 00:00"),
        ("~12:00", None, "2025-11-12 12:00"),
    ],
)
def test_one_end_may_stay_open(words: str, start: str | None, end: str | None) -> None:
    assert read(words, NOW).period.bounds(NOW) == (start and here(start), end and here(end))


@pytest.mark.parametrize(
    ("words", "which"),
    [
        ("昨天", "created"),
        ("付款 昨天", "paid"),
        ("付款时间：昨天", "paid"),
        ("下单 昨天", "created"),
        ("到期 昨天", "due"),
        ("明天", "due"),
        ("未来 2 小时", "due"),
    ],
)
def test_the_time_that_is_meant_may_be_named(words: str, which: str) -> None:
    assert read(words, NOW).which == which


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("12:00~9:00", "起在止之后"),
        ("昨天~前天", "起在止之后"),
        ("22:00~02:00", "跨午夜请写"),
        ("13-45", "没有 13 月 45 日"),
        ("2025-02-29", "没有 2025 年 2 月 29 日"),
        ("9999-12-31", "没有 9999 年 12 月 31 日"),
        ("25:00~26:00", "没有「25:00」这个时刻"),
        ("9:75~10:00", "没有「9:75」这个时刻"),
        ("9点", "只写了一个时刻"),
        ("昨天~12:00", "止的那一头只有钟点"),
        ("付款 明天", "付款时间不会在以后"),
        ("下单 未来 2 小时", "下单时间不会在以后"),
        ("近 0 小时", "要大于零"),
        ("近 9999 天", "最长 3650 天"),
    ],
)
def test_a_time_that_cannot_be_is_told_what_is_wrong(words: str, why: str) -> None:
    with pytest.raises(Unclear, match=why):
        read(words, NOW)
    assert why in find(words, NOW).hint
    assert find(words, NOW).words == words


@pytest.mark.parametrize("words", ["昨晚", "", "3901", "付款", "11-12 09:"])
def test_what_is_no_time_is_refused_with_how_to_write_one(words: str) -> None:
    with pytest.raises(Unclear, match="时间可以写"):
        read(words, NOW)


@pytest.mark.parametrize("words", ["3901", "251112-483029176655", "SF-1234567", "李*", "天猫旗舰店", "8000", "JD-11-12-33", "三天猫", ""])
def test_numbers_names_and_waybills_are_no_times(words: str) -> None:
    assert find(words, NOW).asked is None
    assert (find(words, NOW).words, find(words, NOW).hint) == (words, "")


def test_words_and_a_time_are_told_apart_in_either_order() -> None:
    assert [find(words, NOW).words for words in ("天猫 昨天 9点到12点", "昨天 天猫")] == ["天猫", "天猫"]
    asked = find("天猫 旗舰 昨天 9点 到 12点", NOW).asked
    assert asked is not None
    assert label(asked.period, NOW) == "昨天 09:00~12:00"


@pytest.mark.parametrize("words", ["11-12 09:", "12:30 昨天", "昨天 付款", "昨天 3901 今天"])
def test_half_a_time_is_searched_as_it_stands_and_told_how_to_write_it(words: str) -> None:
    assert (find(words, NOW).words, find(words, NOW).asked, find(words, NOW).hint) == (words, None, HOW)


def test_a_day_without_a_year_is_the_latest_or_for_what_falls_due_the_nearest() -> None:
    assert label(read("12-25", NOW).period, NOW) == "2024-12-25"
    assert label(read("到期 12-25", NOW).period, NOW) == "12月25日"
    assert label(read("11-10~11-25", NOW).period, NOW) == "11月10日~11月25日"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("近24小时", "近 24 小时"),
        ("近90分", "近 90 分钟"),
        ("近 7 天", "近 7 天"),
        ("昨天 0:00~24:00", "昨天"),
        ("11-10 20:00~11-11 24:00", "11月10日 20:00~11月11日 24:00"),
        ("2024-11-11", "2024-11-11"),
        ("11-12 09:00 起", "11月12日 09:00 起"),
    ],
)
def test_a_chip_says_the_time_in_words_that_can_be_typed(words: str, told: str) -> None:
    meant = read(words, NOW).period
    assert label(meant, NOW) == told
    assert read(told, NOW).period == meant


DAYS = st.integers(-2, 2)
CLOCKS = st.integers(0, 24 * 3600 - 1).map(lambda seconds: timedelta(seconds=seconds))
FIXED = st.builds(
    lambda on, since: datetime.combine(on, time(), ZONE).astimezone(UTC) + since, st.dates(date(2001, 1, 1), date(2080, 1, 1)), CLOCKS
)
EDGES = st.one_of(FIXED, st.builds(OfDay, DAYS, CLOCKS))
SPANS = st.integers(1, 5000).map(lambda minutes: timedelta(minutes=minutes))
PERIODS = st.one_of(
    st.builds(Period, EDGES, EDGES), st.builds(Period, EDGES, st.none()), st.builds(Period, st.none(), EDGES),
    SPANS.map(last), SPANS.map(coming), DAYS.map(day),
)  # fmt: skip
MOMENTS = st.integers(0, 63 * 10**6).map(lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))


@given(PERIODS, MOMENTS)
def test_what_is_spelt_reads_back_the_same_whenever_it_is_read(period: Period, now: datetime) -> None:
    assert held(spell(period), now) == period


@given(PERIODS, MOMENTS, st.integers(-3 * 86400, 3 * 86400), st.lists(st.integers(0, 4 * 86400), min_size=1, max_size=20))
def test_nothing_comes_or_goes_between_two_turns(period: Period, now: datetime, off: int, steps: list[int]) -> None:
    """A row that is looked at again at each of its turns is always on the right side."""
    at = now + timedelta(seconds=off)
    turns = sorted(turn for turn in period.turns(at) if turn > now)
    inside = _inside(period, at, now)
    for step in sorted(steps):
        then = now + timedelta(seconds=step)
        while turns and turns[0] <= then:
            inside = _inside(period, at, turns.pop(0))
        assert inside == _inside(period, at, then)


def _inside(period: Period, at: datetime, now: datetime) -> bool:
    start, end = period.bounds(now)
    return (start is None or at >= start) and (end is None or at < end)


@given(MOMENTS)
def test_yesterday_and_today_meet_at_midnight_in_shanghai(now: datetime) -> None:
    assert day(-1).bounds(now)[1] == day(0).bounds(now)[0]
    start = day(0).bounds(now)[0]
    assert start is not None
    assert start.astimezone(ZONE).time() == time()
    assert start <= now < start + DAY


@given(st.text(max_size=30) | st.sampled_from("t~-到前后起点"))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert isinstance(find(text, NOW).words, str)


@given(
    st.lists(
        st.sampled_from(
            ["昨天", "11-12", "9点", "~", "到", "-", "25:00", "起", "近", "2", "小时", "付款", " ", "9999", "年", "-1", "十", "半"]
        ),
        max_size=8,
    )
)
def test_no_heap_of_time_words_breaks_the_reader(parts: list[str]) -> None:
    sought = find("".join(parts), NOW)
    if sought.asked is not None:
        assert held(spell(sought.asked.period), NOW) == sought.asked.period
        assert sought.asked.which in set(OrderTime)
