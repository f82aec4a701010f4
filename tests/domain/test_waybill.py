"""A waybill as people type and scan it (S7): cleaned, refused where it can be none, and only warned of where it looks odd."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.waybill import cleaned, faulty, unlike


@pytest.mark.parametrize(("typed", "read"), [(" sf 1234 5678 90123\n", "SF1234567890123"), ("JT-3012345678901", "JT3012345678901")])
def test_spaces_and_dashes_are_what_printers_set_between(typed: str, read: str) -> None:
    assert cleaned(typed) == read
    assert faulty(read) == ""


@pytest.mark.parametrize(
    ("waybill", "told"),
    [
        ("", "请写运单号"), ("运单123456", "只有字母和数字"), ("1234", "5 到 40 位，收到 4 位"), ("9" * 41, "收到 41 位"),
        ("12345/6", "只有字母和数字"),
    ],
)  # fmt: skip
def test_what_can_be_none_is_refused_with_what_was_read(waybill: str, told: str) -> None:
    assert told in faulty(waybill)


@pytest.mark.parametrize(
    ("waybill", "carrier", "odd"),
    [
        ("SF1234567890123", "顺丰速运", False), ("YT1234567890123", "顺丰", True), ("YT1234567890123", "yto", False),
        ("9876543210", "中通", False), ("JD0123456789012", "京东物流", False), ("SF1234567890123", "极兔", True), ("SF12", "", False),
    ],
)  # fmt: skip
def test_a_number_that_is_not_like_its_carriers_is_only_warned_of(waybill: str, carrier: str, odd: bool) -> None:
    assert bool(unlike(waybill, carrier)) is odd


@given(st.text(max_size=60))
def test_whatever_is_scanned_it_is_a_waybill_or_a_sentence(text: str) -> None:
    read = cleaned(text)
    assert cleaned(read) == read
    assert bool(faulty(read)) is not (read.isascii() and read.isalnum() and 5 <= len(read) <= 40)
