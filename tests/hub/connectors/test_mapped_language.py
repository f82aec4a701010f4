"""The small language of a mapping file: expressions, converters, texts with blanks; what cannot be is refused before anything runs."""

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordertower_desktop.hub.connectors.mapped.language.expression import expression
from ordertower_desktop.hub.connectors.mapped.language.template import Template, template
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad
from tests.hub.floor import NOON

SHANGHAI = ZoneInfo("Asia/Shanghai")


def found(text: str, row: object) -> Any:
    return expression(text, SHANGHAI).find(row)


@pytest.mark.parametrize(
    ("text", "row", "value"),
    [
        ("yuan(total)", {"total": "200.07"}, 20007),
        ("yuan(total)", {"total": 0.1 + 0.2}, 30),
        ("yuan(total)", {"total": 1299}, 129900),
        ("yuan(total)", {"total": None}, None),
        ("fen(total)", {"total": 1999}, 1999),
        ("time(at, '%Y-%m-%d %H:%M:%S')", {"at": "2025-11-12 10:18:00"}, "2025-11-12T02:18:00.000000Z"),
        ("time(at)", {"at": "2025-11-12 10:18:00"}, "2025-11-12T02:18:00.000000Z"),
        ("time(at, '%Y-%m-%dT%H:%M:%S%z')", {"at": "2025-11-12T10:18:00+0900"}, "2025-11-12T01:18:00.000000Z"),
        ("time(at, '%Y-%m-%d %H:%M:%S')", {"at": "0000-00-00 00:00:00"}, None),
        ("time(at, '%Y-%m-%d %H:%M:%S')", {"at": "1970-01-01 08:00:00"}, None),
        ("epoch_s(at)", {"at": 1767578400}, "2026-01-05T02:00:00.000000Z"),
        ("epoch_s(at, `1325347200`)", {"at": 442231200}, "2026-01-05T02:00:00.000000Z"),
        ("epoch_ms(at)", {"at": "1767578400123"}, "2026-01-05T02:00:00.123000Z"),
        ("epoch_ms(unless(at, '946656000000'))", {"at": 946656000000}, None),
        ("epoch_s(at)", {"at": 0}, None),
        ("pick(carrier, `{\"1\": \"顺丰\"}`)", {"carrier": 1}, "顺丰"),
        ("pick(carrier, `{\"1\": \"顺丰\"}`, '别家')", {"carrier": 7}, "别家"),
        ("yes(presell, '1')", {"presell": 1}, True),
        ("yes(presell)", {"presell": "Y"}, True),
        ("yes(presell)", {}, False),
        ("match(memo, '发货日(\\d{4}-\\d\\d-\\d\\d)')", {"memo": "发货日2025-11-20 请核对"}, "2025-11-20"),
        ("split(marks, ';')", {"marks": "VIP; 免催;"}, ["VIP", "免催"]),
        ("json(inner).items[0].sku", {"inner": '{"items": [{"sku": "A1"}]}'}, "A1"),
        ("text(no)", {"no": 69012345678901234567}, "69012345678901234567"),
        ("mask(name)", {"name": "李婷"}, "李*"),
        ("not_null(a, b)", {"b": 2}, 2),
        ("'抖音'", {}, "抖音"),
        ("items[].sku | join(',', @)", {"items": [{"sku": "A"}, {"sku": "B"}]}, "A,B"),
        ("sum(items[].qty)", {"items": [{"qty": 1}, {"qty": 2}]}, 3),
        ('"订单号"', {"订单号": "1"}, "1"),
    ],
)  # fmt: skip
def test_an_expression_finds_its_value(text: str, row: object, value: object) -> None:
    assert found(text, row) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("yuann(total)", "没有函数 yuann()，是不是“yuan”？"),
        ("upper(total)", "没有函数 upper()，可用：yuan"),
        ("yuan()", "yuan() 要 1 个值，写了 0 个"),
        ("time(a, 'x', 'y')", "time() 要 1 到 2 个值，写了 3 个"),
        ("time(at, 'YYYY-MM-DD')", "不是时间写法"),
        ("time(at, '%Q')", "不是时间写法"),
        ("订单号", "中文或带横线的名字要再加一层双引号"),
        ("pay-time", "中文或带横线的名字要再加一层双引号"),
        ("yuan(total", "看不懂"),
        ("items[", "看不懂"),
        ("", "要写成 1 到"),
        ("not_null(yaun(a), b)", "没有函数 yaun()"),
    ],
)
def test_an_expression_that_cannot_be_is_refused_when_the_file_is_read(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"取值|函数|个值|时间") as told:
        expression(text, SHANGHAI)
    assert said in str(told.value)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("yuan(a)", {"a": "十元"}),
        ("yuan(a)", {"a": []}),
        ("yuan(a)", {"a": {"x": 1}}),
        ("fen(a)", {"a": "12.5"}),
        ("time(a, '%Y-%m-%d')", {"a": "tomorrow"}),
        ("epoch_s(a)", {"a": "soon"}),
        ("epoch_ms(a)", {"a": 10**30}),
        ("json(a)", {"a": "{"}),
        ("sum(a)", {"a": ["x"]}),
        ("match(a, '(')", {"a": "x"}),
    ],
)
def test_a_value_that_a_converter_cannot_read_is_bad_and_never_a_crash(text: str, row: object) -> None:
    with pytest.raises(Bad):
        found(text, row)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=4,
)


@settings(max_examples=60)
@given(value=JSON)
@pytest.mark.parametrize("name", ["yuan", "fen", "time", "epoch_s", "epoch_ms", "yes", "json", "text", "mask"])
def test_whatever_a_system_sends_a_converter_reads_it_or_says_that_it_cannot(name: str, value: object) -> None:
    try:
        made = found(f"{name}(a)", {"a": value})
    except Bad:
        return
    json.dumps(made)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{window.start|iso}", "2025-11-12T12:00:00+08:00"),
        ("{window.start}", "2025-11-12T12:00:00+08:00"),
        ("{window.start|utc}", "2025-11-12T04:00:00.000Z"),
        ("{window.start|text}", "2025-11-12 12:00:00"),
        ("{window.start|date}", "2025-11-12"),
        ("{window.start|s}", 1762920000),
        ("{window.start|ms}", 1762920000000),
        ("{window.start|%Y%m%d%H}", "2025111212"),
        ("p{page}", "p3"),
        ("{page}", 3),
        ("modified >= '{window.start|text}'", "modified >= '2025-11-12 12:00:00'"),
        ("query { orders { id } }", "query { orders { id } }"),
    ],
)
def test_a_text_with_blanks_is_filled(text: str, value: object) -> None:
    assert template(text, SHANGHAI).value({"window.start": NOON, "page": 3}) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{ofset}", "没有 {ofset} 这个空位，是不是“offset”？"),
        ("{page|iso}", "{page} 不是时间"),
        ("{window.start|isoo}", "没有时间写法 isoo，是不是“iso”？"),
        ("{id}", "要原样写大括号时在里面加空格"),
    ],
)
def test_a_blank_that_means_nothing_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"空位|时间") as told:
        template(text, SHANGHAI)
    assert said in str(told.value)


def test_equal_texts_are_equal_templates() -> None:
    assert template("{page}", SHANGHAI) == Template("{page}", SHANGHAI)
