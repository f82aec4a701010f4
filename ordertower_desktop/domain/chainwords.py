"""An alarm chain in words: what a step does, the whole as one sentence, and how two states of it differ."""

from collections.abc import Iterator
from datetime import timedelta
from difflib import SequenceMatcher

from ordertower_desktop.domain.callings import Callings, post_called
from ordertower_desktop.domain.duration import in_chinese
from ordertower_desktop.domain.escalation import CHANNEL_NAMES, TO_NAMES, Channel, EscalationPolicy, Step, To


def whom(step: Step, names: Callings) -> str:
    """The addressee as people call them."""
    match step.to:
        case To.PERSON:
            return names.get(step.whom, step.whom) or "（还没选人）"
        case To.POST if step.whom:
            return post_called(step.whom, names)
        case To.POST:
            return "这一单的岗位"
        case _:
            return TO_NAMES[step.to]


def called(step: Step, names: Callings) -> str:
    """What the step does: 短信提醒责任人, 转备岗接手."""
    if step.hands_over:
        by = "" if step.channel is Channel.IN_APP else f"，{CHANNEL_NAMES[step.channel]}通知"
        return f"转备岗接手{by}"
    return f"{CHANNEL_NAMES[step.channel]}提醒{whom(step, names)}"


def when(after: timedelta) -> str:
    """当场, 5 分钟, 4 小时."""
    return in_chinese(after) if after else "当场"


def said(policy: EscalationPolicy, names: Callings) -> str:
    """The chain as one sentence."""
    if not policy.steps:
        return "还没有步骤，超时了谁也不会知道。"
    parts, last = [], None
    for step in policy.steps:
        words = called(step, names)
        parts.append(f"，同时{words}" if last == step.after else f"；{when(step.after)}{'' if not step.after else '没人接手'}，{words}")
        last = step.after
    return f"超时{''.join(parts).lstrip('；')}。任何一人接手，全部停止。"


def line(step: Step, names: Callings) -> str:
    """A step in a list of differences."""
    return f"{when(step.after)} {called(step, names)}"


def differences(before: EscalationPolicy | None, after: EscalationPolicy | None, names: Callings) -> tuple[str, ...]:
    """One line a change; empty exactly when both say the same. None: the chain was not there."""
    if before is None or after is None:
        return () if before is after else ("新建告警链",) if before is None else ("删去告警链",)
    renamed = (f"名称：{before.name} → {after.name}",) if before.name != after.name else ()
    moved = ("正在走的单改按新的走",) if after.moved_in > before.moved_in else ()
    return (*renamed, *_steps(before, after, names), *moved)


def _steps(before: EscalationPolicy, after: EscalationPolicy, names: Callings) -> Iterator[str]:
    was, now = [line(one, names) for one in before.steps], [line(one, names) for one in after.steps]
    for how, i, j, k, m in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if how == "equal":
            continue
        pairs = min(j - i, m - k)
        yield from (f"第 {i + place + 1} 步：{was[i + place]} → {now[k + place]}" for place in range(pairs))
        yield from (f"去掉第 {i + pairs + place + 1} 步：{one}" for place, one in enumerate(was[i + pairs : j]))
        yield from (f"新增第 {k + pairs + place + 1} 步：{one}" for place, one in enumerate(now[k + pairs : m]))
