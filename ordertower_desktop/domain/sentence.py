"""A rule told as one Chinese sentence, so that nobody has to read a tree."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from ordertower_desktop.domain.aggregate import Rate
from ordertower_desktop.domain.condition import (
    All,
    AnyOf,
    Before,
    Compare,
    Condition,
    Constant,
    Count,
    Disagree,
    InSegment,
    InStage,
    InStageOver,
    Join,
    Not,
    Op,
    Past,
    Scalar,
    Since,
    Tagged,
)
from ordertower_desktop.domain.duration import in_chinese
from ordertower_desktop.domain.fieldname import TAG_NAMES, event_name, field_name
from ordertower_desktop.domain.kind import REMEDY_NAMES, SEVERITY_NAMES
from ordertower_desktop.domain.moment import beginning, ending
from ordertower_desktop.domain.rule import Exemption, Override, Rule
from ordertower_desktop.domain.stage import FACT_NAMES, SEGMENT_NAMES, STAGE_NAMES

COMPARED = {
    Op.IS: "是",
    Op.IS_NOT: "不是",
    Op.IN: "属于",
    Op.OVER: "大于",
    Op.UNDER: "小于",
    Op.AT_LEAST: "不少于",
    Op.AT_MOST: "不多于",
    Op.MATCHES_PREFIX: "开头是",
}
MONEY = "_fen"
WORDS = {**{str(key): name for key, name in STAGE_NAMES.items()}, **{str(key): name for key, name in FACT_NAMES.items()}}
WORDS |= {"to_be_shipped": "待发货", "shipped": "已发货"}


def sentence(rule: Rule) -> str:
    """`非预售 且 付款后 24 小时未出库 且 客户无免催标识 → 进延迟池（告警）`."""
    said = rated(rule.rate) if rule.rate is not None else phrase(rule.when)
    scope = f"{phrase(rule.scope)} 的订单：" if rule.scope is not None else ""
    then = "、".join(["进延迟池" if rule.rate is None else "这一组告警", *(REMEDY_NAMES.get(word, word) for word in rule.actions)])
    others = "".join(overridden(one) for one in rule.overrides) + "".join(exempted(one) for one in rule.exempt)
    return f"{scope}{said} → {then}（{SEVERITY_NAMES[rule.severity]}）{others}"


def phrase(condition: Condition) -> str:
    """A condition in words."""
    match condition:
        case All() | AnyOf() | Not():
            return _join(condition)
        case Since() | Past() | InStageOver() | Count():
            return _timed(condition)
        case Compare():
            return _compare(condition)
        case Before(until):
            return f"在 {ending(until)} 之前"
        case _:
            return _standing(condition)


def _join(condition: Join) -> str:
    match condition:
        case All((Not(Before(begin)), *rest)):
            return _from(begin, rest)
        case All(parts):
            return " 且 ".join(_inside(part) for part in parts)
        case AnyOf(parts):
            return " 或 ".join(_inside(part) for part in parts)
        case Not(Tagged("no_nudge")):
            return "客户无免催标识"
        case Not(Tagged() as tagged):
            return f"非{phrase(tagged)}"
        case Not(Compare(field, Op.MATCHES_PREFIX, "")):
            return f"没有{field_name(field)}"
        case Not(InStage() as standing):
            return f"不是{phrase(standing)}"
        case Not(Count(event, 1, within, "")) if within:
            return f"{in_chinese(within)}内没有{event_name(event)}"
        case Not(part):
            return f"不满足（{phrase(part)}）"


def _from(begin: datetime, rest: Sequence[Condition]) -> str:
    """`11月10日 20:00 至 11月12日 24:00 期间`: a time with an end is one thing."""
    match rest:
        case [Before(end)]:
            return f"{beginning(begin)} 至 {ending(end)} 期间"
        case _:
            return f"{beginning(begin)} 起 {phrase(All(tuple(rest)))}"


def _inside(part: Condition) -> str:
    return f"（{phrase(part)}）" if isinstance(part, All | AnyOf) and len(part.parts) > 1 else phrase(part)


def _standing(condition: Constant | Tagged | InStage | InSegment | Disagree) -> str:
    match condition:
        case Constant(value):
            return "总是" if value else "从不"
        case Tagged(tag):
            return TAG_NAMES.get(tag, f"带标签“{tag}”")
        case InStage(words):
            return _or(WORDS.get(word, word) for word in words)
        case InSegment(segments):
            return f"看板段{_or(SEGMENT_NAMES[one] for one in segments)}"
        case Disagree("any"):
            return "各系统数据不一致"
        case Disagree(field):
            return f"各系统的{field_name(field)}不一致"


def _timed(condition: Since | Past | InStageOver | Count) -> str:
    match condition:
        case Since(event, over, without, calendar):
            after = "" if calendar == "always" else f"（按日历 {calendar}）"
            missing = f"未{_list(without)}" if without else "以上"
            if not over:
                return f"已{event_name(event)}" + (f"而{missing}" if without else "")
            return f"{event_name(event)}后 {in_chinese(over)}{after}{missing}"
        case Past(field, without, ahead):
            missing = f"仍未{_list(without)}" if without else ""
            return f"{'距' if ahead else '已过'}{field_name(field)}{f'不足 {in_chinese(ahead)}' if ahead else ''}{missing}"
        case InStageOver(over, calendar):
            after = "" if calendar == "always" else f"（按日历 {calendar}）"
            return f"在当前阶段停留 {in_chinese(over)}{after}以上"
        case Count(event, 1, None, ""):
            return f"有过{event_name(event)}"
        case Count(event, at_least, within, group):
            window = f"{in_chinese(within)}内" if within else ""
            shared = f"同一{field_name(group)}" if group else ""
            return f"{shared}{window}{event_name(event)}至少 {at_least} 次"


def _compare(condition: Compare) -> str:
    field, name = condition.field, field_name(condition.field)
    match condition:
        case Compare(op=Op.IS, value=True) | Compare(op=Op.IS_NOT, value=False):
            return name
        case Compare(op=Op.IS, value=False) | Compare(op=Op.IS_NOT, value=True):
            return f"非{name}"
        case Compare(op=Op.MATCHES_PREFIX, value=""):
            return f"有{name}"
        case Compare(op=op, value=value) if isinstance(value, tuple):
            return f"{name}{COMPARED[op]}{_or(_value(field, one) for one in value)}"
        case _:
            return f"{name}{COMPARED[condition.op]}{_value(field, condition.value)}"


def _value(field: str, value: Scalar | tuple[Scalar, ...]) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return f" {value / 100:,.2f} 元".replace(".00 元", " 元") if field.endswith(MONEY) else f" {value:,}"
    return f"“{value}”"


def overridden(one: Override) -> str:
    """`；客户等级是“VIP” 时为 12 小时`."""
    limits = [in_chinese(one.over)] if one.over is not None else []
    limits += [f"提前 {in_chinese(one.ahead)}"] if one.ahead is not None else []
    return f"；{phrase(one.match)} 时为 {'、'.join(limits)}"


def exempted(one: Exemption) -> str:
    """`；豁免：店铺是“抖音直播间”（双11 专场，李婷，到 11月15日 24:00 止）`."""
    until = f"，到 {ending(one.until)} 止" if one.until else ""
    return f"；豁免：{phrase(one.match)}（{one.why}，{one.by}{until}）"


def rated(rate: Rate) -> str:
    """A rate over a group of orders in words."""
    days = f"连续 {rate.days} 天" if rate.days > 1 else "当天"
    share = f"{rate.under * 100:g} %"
    least = f"（每天至少 {rate.minimum} 单）"
    return f"按{field_name(rate.group)}看，{event_name(rate.of)}当日{event_name(rate.event)}的比率{days}低于 {share}{least}"


def _list(events: Iterable[str]) -> str:
    return "、".join(event_name(name) for name in events)


def _or(words: Iterable[str]) -> str:
    return "或".join(dict.fromkeys(words))
