"""One line of a condition tree: what kinds there are, how a new one begins, and what is still wrong with one."""

from collections.abc import Mapping
from typing import Any

from ordertower_desktop.domain.condition import Condition, Not, Op
from ordertower_desktop.domain.condition_reader import condition
from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.sentence import phrase
from ordertower_desktop.models.rules import fields
from ordertower_desktop.models.rules.tree import Line

KINDS = {
    "field": "字段", "tag": "标签", "stage": "阶段", "segment": "看板段", "since": "事件后超时", "past": "期限将到",
    "in_stage_over": "阶段停留", "event": "次数", "disagree": "数据不一致",
}  # fmt: skip
FRESH: Mapping[str, Mapping[str, Any]] = {
    "field": {"field": "presale", "is": False},
    "tag": {"tag": "no_nudge"},
    "stage": {"stage": "待发货"},
    "segment": {"segment": "ship"},
    "since": {"since": "payment_approved", "over": "24h", "without": "outbound"},
    "past": {"past": "ship_due", "ahead": "4h", "without": "outbound"},
    "in_stage_over": {"in_stage_over": "2h"},
    "event": {"event": "order_modified", "count_at_least": 3, "within": "24h"},
    "disagree": {"disagree": "any"},
}
"""Kind -> how a new line of it begins."""
NAMES = {
    **dict.fromkeys(map(str, Op), "值"), "tag": "标签", "stage": "阶段", "segment": "看板段", "since": "事件", "without": "事件",
    "past": "期限", "event": "事件", "count_at_least": "次数", "group": "同一", "disagree": "字段", "calendar": "日历",
}  # fmt: skip
"""Key of a rules file -> what the form calls it."""
SPANS = {"over": "时长", "ahead": "提前", "in_stage_over": "时长", "within": "时间窗"}


def kind(table: Mapping[str, Any]) -> str:
    """Which of `KINDS` a table is; a table that is none of them is shown as a field."""
    return next((one for one in KINDS if one in table), "field")


def comparison(table: Mapping[str, Any]) -> tuple[str, object]:
    """The comparison of a field line: (key of `fields.choices`, value)."""
    op = next((str(one) for one in Op if one in table), str(Op.IS))
    value = table.get(op, "")
    if op in ("is", "is_not") and isinstance(value, bool):
        return f"{op}:{int(value)}", value
    return (fields.HAS, "") if op == Op.MATCHES_PREFIX and value == "" else (op, value)


def compared(field: str, key: str, text: str) -> dict[str, object]:
    """A field line as a rules file says it; `key` is without its `!`."""
    op, _, flag = key.partition(":")
    if flag:
        return {"field": field, op: flag == "1"}
    if op == fields.HAS:
        return {"field": field, str(Op.MATCHES_PREFIX): ""}
    return {"field": field, op: fields.typed(field, text, several=op == Op.IN)}


def meaning(line: Line) -> Condition:
    """The condition that a finished line says; `BadFile` otherwise."""
    said = condition(Entry(line.table, ""))
    return Not(said) if line.denied else said


def words(line: Line) -> str:
    """A finished line in Chinese; empty while it is not."""
    return "" if fault(line) else phrase(meaning(line))


def fault(line: Line) -> str:
    """What is still wrong with a line, said beside it; empty when nothing is."""
    if kind(line.table) == "field" and (missing := _missing(line.table)):
        return missing
    try:
        condition(Entry(line.table, ""))
    except BadFile as bad:
        first = bad.faults[0]
        if first.key in SPANS and kind(line.table) != "field":
            return f"{SPANS[first.key]}：要填大于 0 的数字，例如 24，再选单位"
        name = NAMES.get(first.key.partition("[")[0], "")
        return f"{name}：{first.problem}" if name else first.problem
    return ""


def _missing(table: Mapping[str, Any]) -> str:
    """What the reader of files lets through and a form should not: an empty value, words where a number is wanted."""
    key, value = comparison(table)
    if key == fields.HAS or isinstance(value, bool):
        return ""
    several = value if isinstance(value, list | tuple) else [value]
    if not several or any(one == "" for one in several):
        return "值：还没有填"
    of = fields.kind(str(table.get("field", "")))
    if of in ("money", "number") and any(isinstance(one, str) for one in several):
        return "值：要填数字，例如 5000"
    return ""
