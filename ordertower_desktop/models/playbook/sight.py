"""A template as the one who works by it sees it: the steps before the one in hand done, that one with its clock, the others to come."""

from collections.abc import Mapping
from datetime import datetime

from ordertower_desktop.domain.duration import in_chinese
from ordertower_desktop.domain.playbook import POST_NAMES
from ordertower_desktop.domain.playbook_words import check_words
from ordertower_desktop.domain.template import Template
from ordertower_desktop.wire.rows import Step


def seen(template: Template, place: int, now: datetime, posts: Mapping[str, str] = POST_NAMES) -> tuple[Step, ...]:
    """Without ids: nothing can be acted on. `posts`: who may do a step -> their name."""
    return tuple(_step(template, at, place, now, posts) for at in range(len(template.playbook.steps)))


def _step(template: Template, at: int, place: int, now: datetime, posts: Mapping[str, str]) -> Step:
    step = template.playbook.steps[at]
    post, title = posts.get(step.post, step.post), step.title or "（还没写做什么）"
    if at < place:
        return Step(title, "自动打勾" if step.check else post, "auto" if step.check else "done")
    if at > place:
        return Step(title, post, "todo", in_chinese(step.expected))
    told = [step.instruction or post, f"{check_words(step)}后自动打勾" if step.check else ""]
    return Step(title, " · ".join(part for part in told if part), "current", due_at=now + step.expected)
