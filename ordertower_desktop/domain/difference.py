"""What is different between two states of a rule, in words that a supervisor reads."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from difflib import SequenceMatcher

from ordertower_desktop.domain.condition import All, AnyOf, Condition, Not
from ordertower_desktop.domain.duration import in_chinese
from ordertower_desktop.domain.fieldname import TAG_NAMES, event_name, field_name
from ordertower_desktop.domain.kind import REMEDY_NAMES, SEVERITY_NAMES, kind_name
from ordertower_desktop.domain.rule import RULE_STATE_NAMES, Exemption, Override, Rule, Sla
from ordertower_desktop.domain.sentence import exempted, overridden, phrase, rated

NOTHING = "无"


def difference(before: Rule | None, after: Rule | None) -> tuple[str, ...]:
    """One line a change; empty exactly when the two are the same rule. None: the rule was not there."""
    if before is None or after is None:
        return () if before is after else ("新建规则",) if before is None else ("删去规则",)
    if before == after:
        return ()
    told = (*_heading(before, after), *_judging(before, after), *_lists(before, after), *_behind(before, after))
    return told or ("写法有变，意思不变",)


def _heading(before: Rule, after: Rule) -> Iterator[str]:
    yield from _turned("编号", before.id, after.id)
    yield from _turned("名称", before.name, after.name)
    yield from _turned("状态", RULE_STATE_NAMES[before.state], RULE_STATE_NAMES[after.state])
    yield from _turned("级别", SEVERITY_NAMES[before.severity], SEVERITY_NAMES[after.severity])
    yield from _turned("异常类型", kind_name(before.kind), kind_name(after.kind))


def _judging(before: Rule, after: Rule) -> Iterator[str]:
    yield from _turned("适用范围", *(phrase(one.scope) if one.scope is not None else "" for one in (before, after)))
    yield from _turned("比率", *(rated(one.rate) if one.rate is not None else "" for one in (before, after)))
    if before.rate is None and after.rate is None:
        yield from _conditions(_lean(before.when), _lean(after.when))
    yield from _turned("持续多久才进池", _span(before.on_delay), _span(after.on_delay))
    yield from _turned("恢复多久才出池", _span(before.off_delay), _span(after.off_delay))


def _conditions(before: Condition, after: Condition) -> Iterator[str]:
    """Lines of the tree that went, came or changed; where only the joins did, the whole of it."""
    old, new = list(leaves(before)), list(leaves(after))
    if old == new and before != after:
        yield from _turned("组合方式", phrase(before), phrase(after))
    was, now = [phrase(one) for one in old], [phrase(one) for one in new]
    for how, i, j, k, m in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if how == "equal":
            continue
        pairs = min(j - i, m - k)
        yield from (f"条件：{a} → {b}" for a, b in zip(was[i : i + pairs], now[k : k + pairs], strict=True))
        yield from (f"去掉条件：{one}" for one in was[i + pairs : j])
        yield from (f"新增条件：{one}" for one in now[k + pairs : m])


def leaves(root: Condition) -> Iterator[Condition]:
    """The lines of a tree from top to bottom; a leaf that is denied is a line with its denial."""
    match root:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(All() | AnyOf() as joined):
            yield from leaves(joined)
        case _:
            yield root


def _lean(condition: Condition) -> Condition:
    """The same condition without joins of a single part, which mean nothing."""
    match condition:
        case All((only,)) | AnyOf((only,)):
            return _lean(only)
        case All(parts) | AnyOf(parts):
            return replace(condition, parts=tuple(_lean(part) for part in parts))
        case Not(part):
            return Not(_lean(part))
        case _:
            return condition


def _lists(before: Rule, after: Rule) -> Iterator[str]:
    yield from _listed("限值", map(_override, before.overrides), map(_override, after.overrides))
    yield from _listed("豁免", map(_exemption, before.exempt), map(_exemption, after.exempt))


def _listed(name: str, before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    was, now = list(before), list(after)
    yield from (f"去掉{name}：{one}" for one in was if one not in now)
    yield from (f"新增{name}：{one}" for one in now if one not in was)


def _override(one: Override) -> str:
    return overridden(one).removeprefix("；")


def _exemption(one: Exemption) -> str:
    return exempted(one).removeprefix("；豁免：")


def _behind(before: Rule, after: Rule) -> Iterator[str]:
    yield from _turned("升级策略", before.policy, after.policy)
    yield from _turned("处理时限", _sla(before.sla), _sla(after.sla))
    yield from _turned("同时动作", *("、".join(REMEDY_NAMES.get(word, word) for word in one.actions) for one in (before, after)))
    yield from _turned("归因", before.cause, after.cause)
    yield from _turned("不催带此标签的单", *(TAG_NAMES.get(one.mute, one.mute) for one in (before, after)))
    yield from _turned("备注", before.note, after.note)


def _sla(sla: Sla | None) -> str:
    if sla is None:
        return ""
    calendar = "" if sla.calendar == "always" else f"（按日历 {sla.calendar}）"
    if sla.within is None:
        return f"到{field_name(sla.by)}{calendar}"
    return f"{event_name(sla.since)}后 {in_chinese(sla.within)}{calendar}"


def _span(span: timedelta) -> str:
    return in_chinese(span) if span else ""


def _turned(name: str, before: str, after: str) -> Iterator[str]:
    if before != after:
        yield f"{name}：{before or NOTHING} → {after or NOTHING}"
