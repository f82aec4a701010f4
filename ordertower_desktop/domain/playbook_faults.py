"""What is wrong with a template while somebody edits it, and what is doubtful about it among the others of the floor."""

from collections.abc import Collection, Iterable, Sequence

from ordertower_desktop.domain.case import CLOSING_CHECKS
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.playbook import OWNER, POST_NAMES, PlaybookStep
from ordertower_desktop.domain.playbook_reader import LONGEST, LONGEST_INSTRUCTION, LONGEST_TITLE, MOST_STEPS, SHORTEST
from ordertower_desktop.domain.template import Template

WHOLE = -1
"""The key of what concerns the template as a whole."""


def faults(template: Template, posts: Collection[str] | None = POST_NAMES) -> dict[int, str]:
    """Place of a step (or `WHOLE`) -> why the template cannot be put in force like this. `posts`: who may do a step; None: anybody."""
    found: dict[int, str] = {}
    if why := _whole(template):
        found[WHOLE] = why
    for place, step in enumerate(template.playbook.steps):
        if why := _wrong(step, posts):
            found[place] = why
    return found


def _whole(template: Template) -> str:
    book = template.playbook
    if not book.name.strip():
        return "名称还没有填"
    if len(book.name) > LONGEST_TITLE:
        return f"名称最多 {LONGEST_TITLE} 字，现有 {len(book.name)} 字"
    if not template.causes and not template.kinds:
        return "为谁打开还没有选：选原因，或选异常类型"
    if not book.steps:
        return "至少要有一步"
    return f"最多 {MOST_STEPS} 步，现有 {len(book.steps)} 步，请拆成两套" if len(book.steps) > MOST_STEPS else ""


def _wrong(step: PlaybookStep, posts: Collection[str] | None) -> str:
    if not step.title.strip():
        return "做什么还没有填"
    for name, said, most in (
        ("做什么", step.title, LONGEST_TITLE),
        ("说明", step.instruction, LONGEST_INSTRUCTION),
        ("留证", step.evidence, LONGEST_TITLE),
    ):
        if len(said) > most:
            return f"{name}最多 {most} 字，现有 {len(said)} 字"
    if posts is not None and step.post not in posts:
        return f"没有“{step.post}”这个岗位"
    return "" if SHORTEST <= step.expected <= LONGEST else "预期用时要在 1 秒到 30 天之间"


def doubts(template: Template, *, others: Iterable[Template], floor: Floor) -> dict[int, str]:
    """Place (or `WHOLE`) -> what a supervisor should know; the template works all the same. `others` are all in force, in their order."""
    found: dict[int, str] = {}
    if why := _covered(template, others) or _unfilled(template.playbook.steps):
        found[WHOLE] = why
    here = {one.post for one in floor.people if not one.disabled}
    for place, step in enumerate(template.playbook.steps):
        words = [_nobody(step, here, floor), _twice(template.playbook.steps, place)]
        if said := "；".join(one for one in words if one):
            found[place] = said
    return found


def _covered(template: Template, others: Iterable[Template]) -> str:
    """The first that fits opens: one that stands before this and asks for nothing more leaves it nothing."""
    for other in others:
        if other.playbook.id == template.playbook.id:
            break
        same = {*template.causes} <= {*other.causes} and {*template.kinds} <= {*other.kinds}
        if same and (other.when is None or other.when == template.when):
            return f"排在前面的“{other.playbook.name}”总是先打开，这一套不会用到；把它往前移，或写得更窄"
    return ""


def _unfilled(steps: Sequence[PlaybookStep]) -> str:
    missing = [name for key, name in CLOSING_CHECKS.items() if all(step.fills != key for step in steps)]
    return f"没有一步算{'、'.join(missing)}，结单时要人工勾" if missing else ""


def _nobody(step: PlaybookStep, here: set[str], floor: Floor) -> str:
    return "" if step.post == OWNER or step.post in here else f"现在没有人是{floor.post_names.get(step.post, step.post)}"


def _twice(steps: Sequence[PlaybookStep], place: int) -> str:
    twin = next((i for i in range(place) if steps[i].title.strip() == steps[place].title.strip()), None)
    return "" if twin is None or not steps[place].title.strip() else f"和第 {twin + 1} 步同名"
