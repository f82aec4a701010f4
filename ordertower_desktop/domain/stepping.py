"""What people do to the steps of a playbook: finish one with its evidence, skip it for a reason, open it again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.answer import Conflict, Refused
from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.escalation import stop
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.people import Actor
from ordertower_desktop.domain.playbook import Did, Mark, PlaybookStep, Stand, StepState, marked, standing

LONGEST_SAID = 500
OPEN = (StepState.CURRENT, StepState.TODO)

Answer = Mark | Refused | Conflict


def stepped(case: Case, action: do.StepAction, actor: Actor, now: datetime) -> Case | Refused | Conflict:
    """The case after it. To do a step of one's own case is to answer for it."""
    if case.run is None:
        return Refused("这一单没有处置步骤，可直接处理并写备注")
    stand = next((one for one in standing(case.run) if one.step.id == action.step), None)
    if stand is None:
        return Refused(f"处置步骤已换成“{case.run.playbook.name}”，请按新的步骤做")
    mark = _DOES[type(action)](stand, action, actor, now)
    if isinstance(mark, Refused | Conflict):
        return mark
    made = replace(case, run=marked(case.run, (mark,)))
    return _answered(made, actor, now)


def step_of(case: Case, action: do.StepAction) -> PlaybookStep | None:
    """The step that the action is about."""
    return case.run.step(action.step) if case.run else None


def _answered(case: Case, actor: Actor, now: datetime) -> Case:
    handling = case.handling
    if handling.acknowledged_at is not None or handling.owner not in ("", actor.id):
        return case
    chain = stop(handling.chain, now=now, by=actor.id)
    made = replace(handling, owner=actor.id, acknowledged_at=now, snoozed_until=None, chain=chain)
    return replace(case, handling=made, first_response_at=case.first_response_at or now)


def _finish(stand: Stand, action: do.FinishStep, actor: Actor, now: datetime) -> Answer:
    step, said = stand.step, action.text.strip()
    if stand.ended is not None and stand.state is not StepState.AUTO:
        return _too_late(stand, actor)
    if len(said) > LONGEST_SAID:
        return Refused(f"留证最多 {LONGEST_SAID} 字，现有 {len(said)} 字，请精简")
    if step.evidence and not said and stand.state is not StepState.AUTO:
        return Refused(f"“{step.title}”要留证：{step.evidence}。请写明再打勾")
    return Mark(action.id, step.id, Did.DONE, now, actor.name, said)


def _skip(stand: Stand, action: do.SkipStep, actor: Actor, now: datetime) -> Answer:
    if stand.ended is not None:
        return _too_late(stand, actor)
    if not action.why.strip():
        return Refused(f"跳过“{stand.step.title}”要写明原因")
    return Mark(action.id, stand.step.id, Did.SKIPPED, now, actor.name, action.why.strip()[:LONGEST_SAID])


def _reopen(stand: Stand, action: do.ReopenStep, actor: Actor, now: datetime) -> Answer:
    if stand.state in OPEN:
        return Refused(f"“{stand.step.title}”还没有做完，不用重开")
    return Mark(action.id, stand.step.id, Did.REOPENED, now, actor.name, action.why.strip()[:LONGEST_SAID])


def _too_late(stand: Stand, actor: Actor) -> Refused | Conflict:
    """Who was first, and when."""
    by, at = (stand.ended.by, stand.ended.at.astimezone(SHANGHAI)) if stand.ended else ("", None)
    word = "跳过" if stand.state is StepState.SKIPPED else "完成"
    when = f"{at:%H:%M} " if at else ""
    if by == actor.name:
        return Refused(f"“{stand.step.title}”你 {when}已{word}")
    return Conflict(f"“{stand.step.title}”已由 {by or '系统'} {when}{word}", by or "系统")


_DOES: dict[type, Callable[[Stand, Any, Actor, datetime], Answer]] = {
    do.FinishStep: _finish,
    do.SkipStep: _skip,
    do.ReopenStep: _reopen,
}
