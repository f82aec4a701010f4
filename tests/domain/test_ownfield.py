"""Own fields of a floor: how a value reads in its kind, and what is said of one that does not fit."""

import pytest

from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.ownfield import OwnField, Sort, shown
from ordertower_desktop.domain.ownfield_reader import own_fields


@pytest.mark.parametrize(
    ("sort", "unit", "value", "said"),
    [
        (Sort.TEXT, "", "加急件", "加急件"),
        (Sort.TEXT, "", ["a", 1], "a、1"),
        (Sort.NUMBER, "千克", "1,250.50", "1,250.5 千克"),
        (Sort.NUMBER, "", 100, "100"),
        (Sort.MONEY, "", 12.5, "¥12.50"),
        (Sort.MONEY, "分", 1250, "¥12.50"),
        (Sort.MONEY, "", "¥99元", "¥99.00"),
        (Sort.DATE, "", "2025/11/12", "2025-11-12"),
        (Sort.DATE, "", "2025-11-12T10:00:00Z", "2025-11-12 18:00"),
        (Sort.FLAG, "", True, "是"),
        (Sort.FLAG, "", 0, "否"),
        (Sort.FLAG, "", "Y", "是"),
        (Sort.LIST, "", "自提", "自提"),
        (Sort.LIST, "", ["自提", "送货"], "自提、送货"),
    ],
)
def test_a_value_reads_in_the_words_of_its_kind(sort: Sort, unit: str, value: Value, said: str) -> None:
    """S103."""
    told = shown(OwnField("x", "某项", sort, unit, ("自提", "送货")), value)
    assert (told.text, told.problem) == (said, "")


@pytest.mark.parametrize(
    ("sort", "value", "what"),
    [
        (Sort.NUMBER, "很多", "这一项定的是“数字”，收到“很多”：请在来源改成数字"),
        (Sort.NUMBER, True, "收到“是”"),
        (Sort.MONEY, "免费", "请在来源改成金额"),
        (Sort.DATE, "明天", "日期要写成 2025-11-12"),
        (Sort.DATE, 20251112, "请在映射文件里用 time(…) 读它"),
        (Sort.FLAG, "也许", "要写是或否"),
        (Sort.LIST, "空投", "选项里没有“空投”，现有：自提、送货"),
        (Sort.TEXT, {"a": 1}, "来源给的是一组值"),
    ],
)
def test_a_value_that_does_not_fit_is_told_as_it_came_with_what_to_do(sort: Sort, value: Value, what: str) -> None:
    told = shown(OwnField("x", "某项", sort, "", ("自提", "送货")), value)
    assert told.text
    assert what in told.problem


def test_the_floor_names_its_fields_in_their_order() -> None:
    made = own_fields({"field": [
        {"key": "payload.gross", "name": "毛重", "kind": "数字", "unit": "千克", "plain": True},
        {"key": "pickup", "name": "提货方式", "kind": "list", "choices": ["自提", "送货"]},
        {"key": "memo", "name": "内部代号"},
    ]})  # fmt: skip
    assert [(one.key, one.name, one.sort, one.plain) for one in made] == [
        ("gross", "毛重", Sort.NUMBER, True), ("pickup", "提货方式", Sort.LIST, False), ("memo", "内部代号", Sort.TEXT, False),
    ]  # fmt: skip
    assert own_fields({}) == ()


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ({"key": "amount_fen", "name": "金额"}, "“amount_fen”是控制塔自己的字段（金额），不用再定义"),
        ({"key": "phone", "name": "电话"}, "是控制塔自己的字段"),
        ({"key": "x"}, "name"),
        ({"key": "a b", "name": "x"}, "要与来源里的字段名一致"),
        ({"key": "x", "name": "x", "kind": "数学"}, "没有“数学”"),
        ({"key": "x", "name": "x", "unit": "千克"}, "只有数字和金额有单位"),
        ({"key": "x", "name": "x", "kind": "money", "unit": "美元"}, "金额的单位要写元或分"),
        ({"key": "x", "name": "x", "kind": "list"}, "选项要列出来"),
        ({"key": "x", "name": "x", "choices": ["a"]}, "只有“选项”才列 choices"),
        ({"key": "x", "name": "甲" * 17}, "名称最长 16 字"),
        ({"key": "x", "name": "x", "color": "red"}, "不认识的键"),
        ("x", "要写成一节"),
    ],
)
def test_a_bad_entry_says_where_what_and_how_instead(entry: object, what: str) -> None:
    with pytest.raises(BadFile) as bad:
        own_fields({"field": [{"key": "gross", "name": "毛重"}, entry]})
    (fault,) = bad.value.faults
    assert fault.where == "第 2 个字段"
    assert what in f"{fault.key} {fault.problem}"


def test_two_of_one_name_and_other_keys_are_refused() -> None:
    for table in ({"field": [{"key": "a", "name": "x"}, {"key": "b", "name": "x"}]}, {"fields": []}, {"field": {}}):
        with pytest.raises(BadFile):
            own_fields(table)
