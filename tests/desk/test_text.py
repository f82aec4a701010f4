"""The words of the screen: clocks, ages, counts, money, moments, order numbers."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.models import text

NOW = datetime(2025, 11, 12, 6, 32, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (2538, "剩 0:42:18"),
        (-8943, "超 2:29:03"),
        (0, "超 0:00:00"),
        (1, "剩 0:00:01"),
        (157557, "剩 43:45:57"),
        (9 * 86400, "剩 9 天 0 时"),
    ],
)
def test_a_clock_says_left_or_over(seconds: int, words: str) -> None:
    assert text.left(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 秒"),
        (6, "6 秒"),
        (59, "59 秒"),
        (60, "1 分"),
        (3599, "59 分"),
        (3600, "1 时"),
        (17400, "4 时 50 分"),
        (183600, "2 天 3 时"),
        (-5, "0 秒"),
    ],
)
def test_an_age_has_at_most_two_units(seconds: int, words: str) -> None:
    assert text.spoken(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(("fen", "words"), [(0, "¥0.00"), (123450, "¥1,234.50"), (-5, "-¥0.05"), (100000000, "¥1,000,000.00")])
def test_money_comes_from_whole_fen(fen: int, words: str) -> None:
    assert text.yuan(fen) == words


@pytest.mark.parametrize(("fen", "words"), [(1239700, "¥12,397"), (118400000, "¥118.4 万"), (10000000, "¥10.0 万")])
def test_a_sum_is_short(fen: int, words: str) -> None:
    assert text.yuan_sum(fen) == words


def test_counts_are_exact_in_lists_and_short_only_on_the_wall() -> None:
    assert text.count(2134) == "2,134"
    assert (text.short_count(9999), text.short_count(12000)) == ("9,999", "1.2万")


def test_moments_are_told_in_shanghai() -> None:
    assert text.moment(NOW) == "11月12日 14:32"
    assert text.full_moment(NOW) == "2025年11月12日 14:32:08"
    assert text.of_day_s(NOW) == "14:32:08"
    late = datetime(2025, 11, 12, 16, 30, tzinfo=UTC)
    assert text.moment(late) == "11月13日 00:30"


@pytest.mark.parametrize(
    ("hours", "words"), [(0, "14:32"), (-24, "昨天 14:32"), (24, "明日 14:32"), (-48, "11月10日 14:32"), (10, "明日 00:32"), (9, "23:32")]
)
def test_near_moments_are_named_by_the_day(hours: int, words: str) -> None:
    assert text.near(NOW + timedelta(hours=hours), NOW) == words


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("4418296013577823901", ("441 8296 0135 7782", "3901")),
        ("306188427719", ("3061 8842", "7719")),
        ("251112483029176655", ("251112 4830 2917", "6655")),
        ("OT2511120482", ("OT25 1112", "0482")),
        ("251112-483029176655", ("251112-48302917", "6655")),
        ("3901", ("", "3901")),
        ("", ("", "")),
    ],
)
def test_an_order_number_is_grouped_from_its_end(number: str, parts: tuple[str, str]) -> None:
    assert text.grouped(number) == parts


@given(st.text(alphabet="0123456789ABCDEF", max_size=30))
def test_grouping_loses_no_sign(number: str) -> None:
    head, tail = text.grouped(number)
    assert head.replace(" ", "") + tail == number
    assert len(tail) <= 4


@given(st.integers(-(10**12), 10**12))
def test_money_can_be_read_back(fen: int) -> None:
    words = text.yuan(fen).replace("¥", "").replace(",", "").replace(".", "")
    assert int(words) == fen
