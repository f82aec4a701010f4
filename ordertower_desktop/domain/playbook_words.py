"""A template in words: when it opens, what a step is, the whole as one sentence, and how two states of it differ."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from difflib import SequenceMatcher

from ordertower_desktop.domain.case import CLOSING_CHECKS
from ordertower_desktop.domain.cause import CAUSE_NAMES, CauseKey
from ordertower_desktop.domain.duration import in_chinese
from ordertower_desktop.domain.kind import kind_name
from ordertower_desktop.domain.playbook import POST_NAMES, PlaybookStep
from ordertower_desktop.domain.sentence import phrase
from ordertower_desktop.domain.step_check import check_of, words
from ordertower_desktop.domain.template import Template

NOTHING = "无"
Names = Mapping[str, str]
"""Who does a step -> their name."""


def opens(template: Template) -> str:
    """When it opens: 原因是系统断层，且 …"""
    causes = "、".join(CAUSE_NAMES[CauseKey(key)] for key in template.causes)
    kinds = "、".join(kind_name(key) for key in template.kinds)
    asked = "，或".join(part for part in (f"原因是{causes}" if causes else "", f"异常类型是{kinds}" if kinds else "") if part)
    narrower = f"，且{phrase(template.when)}" if template.when is not None else ""
    return f"{asked or '还没有选'}{narrower}"


def total(template: Template) -> timedelta:
    """What all steps together should take."""
    return sum((step.expected for step in template.playbook.steps), timedelta())


def line(step: PlaybookStep, posts: Names = POST_NAMES) -> str:
    """A step in a list: 请 IT 恢复接口（IT/运维，40 分钟，机器核对：ERP 恢复应答，留证：IT 回复）."""
    more = [f"机器核对：{check_words(step)}"] if step.check else []
    more += [f"留证：{step.evidence}"] if step.evidence else []
    more += [f"算{CLOSING_CHECKS[step.fills]}"] if step.fills in CLOSING_CHECKS else []
    told = "，".join((posts.get(step.post, step.post), in_chinese(step.expected), *more))
    return f"{step.title or '（还没写做什么）'}（{told}）"


def check_words(step: PlaybookStep) -> str:
    """The machine check as a person reads it; nothing where a person ticks."""
    return words(check_of(step.check)) if step.check else ""


def said(template: Template, posts: Names = POST_NAMES) -> str:
    """The template as one sentence."""
    steps = template.playbook.steps
    if not steps:
        return "还没有步骤。"
    parts = "；".join(f"{place}. {line(step, posts)}" for place, step in enumerate(steps, 1))
    return f"{opens(template)}时打开，{len(steps)} 步，合计 {in_chinese(total(template))}：{parts}。"


def differences(before: Template | None, after: Template | None, posts: Names = POST_NAMES) -> tuple[str, ...]:
    """One line a change; empty exactly when both say the same. None: the template was not there."""
    if before is None or after is None:
        return () if before is after else ("新建模板",) if before is None else ("删去模板",)
    if before == after:
        return ()
    named = tuple(_turned("名称", before.playbook.name, after.playbook.name))
    told = (*named, *_turned("何时打开", opens(before), opens(after)), *_steps(before.playbook.steps, after.playbook.steps, posts))
    return told or ("写法有变，意思不变",)


Steps = tuple[PlaybookStep, ...]


def _steps(before: Steps, after: Steps, posts: Names) -> Iterator[str]:
    """What became of each step: a step is known by its title, and where that changed by its number."""
    pairs = _pairs(before, after)
    back = {new: old for old, new in pairs.items()}
    yield from (f"去掉第 {i + 1} 步：{line(step, posts)}" for i, step in enumerate(before) if i not in pairs)
    yield from (f"新增第 {k + 1} 步：{line(step, posts)}" for k, step in enumerate(after) if k not in back)
    moved = _moved(pairs)
    for new, old in sorted(back.items()):
        if old in moved:
            yield f"“{after[new].title}”从第 {old + 1} 步移到第 {new + 1} 步"
        yield from (f"第 {new + 1} 步“{after[new].title}”，{change}" for change in _step(before[old], after[new], posts))


def _pairs(before: Steps, after: Steps) -> dict[int, int]:
    """Place before -> place after, of the steps that are in both."""
    pairs: dict[int, int] = {}
    for alike in (_same_title, _same_id):
        for old, step in enumerate(before):
            free = (new for new, one in enumerate(after) if new not in pairs.values() and alike(one, step))
            if old not in pairs and (new := next(free, None)) is not None:
                pairs[old] = new
    return pairs


def _same_title(one: PlaybookStep, other: PlaybookStep) -> bool:
    return one.title == other.title


def _same_id(one: PlaybookStep, other: PlaybookStep) -> bool:
    return one.id == other.id


def _moved(pairs: dict[int, int]) -> set[int]:
    """The places before of those steps that changed their order among the others, as few as tell the whole."""
    was = sorted(pairs)
    now = [old for _, old in sorted((new, old) for old, new in pairs.items())]
    blocks = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
    return {*was} - {was[block.a + i] for block in blocks for i in range(block.size)}


def _step(before: PlaybookStep, after: PlaybookStep, posts: Names) -> Iterator[str]:
    yield from _turned("做什么", before.title, after.title)
    yield from _turned("岗位", posts.get(before.post, before.post), posts.get(after.post, after.post))
    yield from _turned("预期用时", in_chinese(before.expected), in_chinese(after.expected))
    yield from _turned("说明", before.instruction, after.instruction)
    yield from _turned("机器核对", *(check_words(one) for one in (before, after)))
    yield from _turned("留证", before.evidence, after.evidence)
    yield from _turned("结单三查", CLOSING_CHECKS.get(before.fills, ""), CLOSING_CHECKS.get(after.fills, ""))


def _turned(name: str, before: str, after: str) -> Iterator[str]:
    if before != after:
        yield f"{name}：{before or NOTHING} → {after or NOTHING}"
