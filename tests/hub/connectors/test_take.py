"""Values as platforms write them: money, moments, texts, and what is none of these."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.hub.connectors.platforms.pdd import PDD
from ordertower_desktop.hub.connectors.walker.take import field, fields_of, found, one_of, yuan
from ordertower_desktop.hub.signing.stamp import Stamp, read, spelt


@given(st.integers(0, 10**12))
def test_money_survives_being_a_double(fen: int) -> None:
    assert yuan([json.loads(json.dumps(fen / 100), parse_float=Decimal)]) == fen
    assert yuan([f"{fen // 100}.{fen % 100:02}"]) == fen
    assert yuan([0.1 + 0.2]) == 30


@pytest.mark.parametrize("value", ["一百元", "NaN", "1e40", "12.345"])
def test_what_is_no_amount_is_named_and_costs_only_its_field(value: str) -> None:
    row = {"pay_amount": value, "tracking_number": "78901"}
    told = {name: (got, complaint) for name, got, complaint in fields_of(row, PDD.sheet.fields)}
    assert told["waybill"] == ("78901", "")
    assert told["amount_fen"][0] is None
    assert f"pay_amount={value}" in told["amount_fen"][1]


def test_half_an_emoji_and_control_characters_reach_no_database() -> None:
    row = json.loads(r'{"tracking_number": "ZT\u000078\ud83d", "province": {"odd": "13800001111"}, "city": "杭州　👍🏻"}')
    told = {name: (got, complaint) for name, got, complaint in fields_of(row, PDD.sheet.fields)}
    assert told["waybill"] == ("ZT 78", "")
    assert told["city"] == ("杭州　👍🏻", "")
    assert told["province"] == (None, "province=…（不是文字）")


def test_paths_go_through_lists_and_end_where_there_is_nothing() -> None:
    row = {"orders": {"order": [{"num": 1, "tags": ["a", "b"]}, {"num": 2}, "odd"]}, "none": None}
    assert found(row, "orders.order[].num") == [1, 2]
    assert found(row, "orders.order[].tags[]") == ["a", "b"]
    assert found(row, "orders.nothing.num") == found(row, "none.x") == found("odd", "x") == []
    assert [value for _, value, _ in fields_of({"a": 0}, (field("x", "a", reader=one_of(1)),))] == [None]


@given(st.integers(946_684_800, 4_102_444_800), st.sampled_from(Stamp))
def test_every_way_of_writing_a_moment_is_read_back(at: int, stamp: Stamp) -> None:
    whole = datetime.fromtimestamp(at, UTC)
    before_2012 = stamp is Stamp.WANGDIAN and whole.year < 2012
    if not before_2012:
        assert read(spelt(whole, stamp), stamp) == whole


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("", Stamp.BEIJING),
        (0, Stamp.SECONDS),
        ("0", Stamp.MILLIS),
        (None, Stamp.BEIJING),
        (-1, Stamp.SECONDS),
        ("0001-01-01 00:00:00", Stamp.BEIJING),
    ],
)
def test_no_moment_is_none(text: object, stamp: Stamp) -> None:
    assert read(text, stamp) is None


@pytest.mark.parametrize(("text", "stamp"), [("昨天", Stamp.BEIJING), ("昨天", Stamp.SECONDS), (10**30, Stamp.MILLIS)])
def test_nonsense_for_a_moment_is_a_value_error(text: object, stamp: Stamp) -> None:
    with pytest.raises(ValueError, match=r"不是时间|invalid literal"):
        read(text, stamp)
