"""Reads the fields that a floor has named: bad entries get a sentence that says where, what and how instead."""

import re
from collections.abc import Mapping

from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.fault import BadFile, Fault
from ordertower_desktop.domain.fieldname import FIELD_NAMES
from ordertower_desktop.domain.ownfield import SORT_NAMES, OwnField, Sort
from ordertower_desktop.domain.veil import OF_PAYLOAD

MOST, LONGEST_NAME = 60, 16
KEYS = ("key", "name", "kind", "unit", "choices", "plain")
KEY = re.compile(r"[\w.\-]{1,64}")
_SORTS = {name: sort for sort, name in SORT_NAMES.items()} | {str(sort): sort for sort in Sort}
MONEY_UNITS = ("元", "分")

EXAMPLE = """\
# 自定义字段：来源多给的、控制塔不认识的字段，起个名字、定个类型，就会出现在订单页上。一个字段写一节，次序就是显示的次序。
# key     来源里的字段名，与映射文件 [map.payload] 里的名字、推送事件的 payload 一致
# name    显示的名字，最长 16 字
# kind    文字 | 数字 | 金额 | 日期 | 是否 | 选项，不写是文字
# unit    数字的单位；金额写 元（不写也是元）或 分
# choices 选项有哪些
# plain   true：不涉及客户，有字段看不到的岗位也能看
#
# [[field]]
# key = "gross_weight"
# name = "毛重"
# kind = "数字"
# unit = "千克"
# plain = true
"""


def own_fields(table: Mapping[str, object], *, file: str = "fields") -> tuple[OwnField, ...]:
    """The fields of a table, in their order. Raises `BadFile` with every fault."""
    entries = table.get("field", [])
    if strange := [key for key in table if key != "field"]:
        raise BadFile((Fault("", str(strange[0])[:80], "不认识的键，每个字段写成一节 [[field]]", file),))
    if not isinstance(entries, list) or len(entries) > MOST:
        raise BadFile((Fault("", "field", f"要写成不超过 {MOST} 节的 [[field]]", file),))
    made: list[OwnField] = []
    faults: list[Fault] = []
    for number, entry in enumerate(entries, 1):
        try:
            made.append(_one(entry, number, made))
        except BadFile as bad:
            faults += bad.faults
    if faults:
        raise BadFile(tuple(faults))
    return tuple(made)


def _one(table: object, number: int, before: list[OwnField]) -> OwnField:
    if not isinstance(table, Mapping):
        raise BadFile((Fault(f"第 {number} 个字段", "", "要写成一节 [[field]]"),))
    entry = Entry(table, f"第 {number} 个字段")
    entry.only(KEYS)
    key, name = entry.text("key").strip().removeprefix("payload."), entry.text("name").strip()
    if not KEY.fullmatch(key):
        raise entry.bad("key", "要与来源里的字段名一致，最长 64 个字母、数字、汉字或 . _ -")
    if key in FIELD_NAMES or key in OF_PAYLOAD:
        raise entry.bad("key", f"“{key}”是控制塔自己的字段（{FIELD_NAMES.get(key, key)}），不用再定义")
    if len(name) > LONGEST_NAME:
        raise entry.bad("name", f"名称最长 {LONGEST_NAME} 字，“{name[:24]}”有 {len(name)} 字")
    if any(key == one.key or name == one.name for one in before):
        raise entry.bad("key" if any(key == one.key for one in before) else "name", "前面已有一样的字段，请改其中一个")
    sort = _SORTS[entry.choice("kind", tuple(_SORTS), SORT_NAMES[Sort.TEXT])]
    return OwnField(key, name, sort, _unit(entry, sort), _choices(entry, sort), table.get("plain") is True)


def _unit(entry: Entry, sort: Sort) -> str:
    unit = entry.text("unit", "").strip()
    if sort is Sort.MONEY and unit and unit not in MONEY_UNITS:
        raise entry.bad("unit", "金额的单位要写元或分，不写是元")
    if unit and sort not in (Sort.MONEY, Sort.NUMBER):
        raise entry.bad("unit", "只有数字和金额有单位")
    return unit[:8]


def _choices(entry: Entry, sort: Sort) -> tuple[str, ...]:
    choices = entry.words("choices")
    if bool(choices) != (sort is Sort.LIST):
        raise entry.bad("choices", '选项要列出来，例如 ["自提", "送货"]' if sort is Sort.LIST else "只有“选项”才列 choices")
    return choices
