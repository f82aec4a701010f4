"""What an action makes of a case: one pure function for the hub's truth."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.aggregate import of_group
from ordertower_desktop.domain.answer import Conflict, Refused
from ordertower_desktop.domain.article import filing
from ordertower_desktop.domain.case import (
    CASE_STATE_NAMES,
    CLOSING_CHECKS,
    Case,
    CaseState,
    Entry,
    Handling,
    Undoable,
    filed,
    noted,
    paused,
)
from ordertower_desktop.domain.clock import Pause
from ordertower_desktop.domain.escalation import stop
from ordertower_desktop.domain.filling import filled, held_open, improvised, unreached
from ordertower_desktop.domain.people import Actor, Role
from ordertower_desktop.domain.playbook import checks_made, without
from ordertower_desktop.domain.stepping import step_of, stepped

__all__ = ["Conflict", "Refused", "apply"]

MAX_PAUSE = timedelta(days=7)
KEPT_UNDOABLE = 8


def apply(case: Case, action: do.CaseAction, *, actor: Actor, now: datetime) -> Case | Refused | Conflict:
    """The case after `actor` did `action` at `now`, or why not."""
    if actor.role is Role.DISPLAY:
        return Refused("大屏身份只读，请换成员身份登录")
    if not isinstance(action, do.Note | do.MarkVerdict | do.Undo | do.FileArticle | do.FillIn) and (clash := _clash(case, action, actor)):
        return clash
    if isinstance(action, do.Undo):
        return _undo(case, action, actor=actor, now=now)
    made = _RULES[type(action)](case, action, actor, now)
    return made if isinstance(made, Refused | Conflict) else _settle(case, made, action, actor=actor, now=now)


def _clash(case: Case, action: do.CaseAction, actor: Actor) -> Refused | Conflict | None:
    """Late actions on changed ground: a closed case, or one that another person has handled since."""
    version, person, name = case.handled
    if not case.open and not isinstance(action, do.Reopen):
        return Conflict(f"此单{CASE_STATE_NAMES[case.handling.state]}，由 {name or '系统'} 处理", name or "系统")
    if case.open and isinstance(action, do.Reopen):
        return Refused("此单未结，无需重新打开")
    taken = isinstance(action, do.Acknowledge) and case.handling.acknowledged_at is not None and case.handling.owner != actor.id
    if isinstance(action, do.StepAction):
        return None  # steps do not stand in each other's way: two people may work on one case, and each step knows who was first
    stale = action.version < version and person not in ("", actor.id)
    if stale and (taken or action.version > 0):
        return Conflict(f"此单已由 {name} 处理，你看到的是更早的状态", name)
    return None


def _settle(case: Case, made: Case, action: do.CaseAction, *, actor: Actor, now: datetime) -> Case:
    """Version, history, and the way back."""
    version = case.version + 1
    done = replace(noted(made, Entry(now, actor.name, do.word(cast(do.Action, action)), _text(case, action))), version=version)
    if isinstance(action, do.UNDOABLE):
        keep = (*case.undoable[-KEPT_UNDOABLE + 1 :], Undoable(action.id, actor.id, now, case.handling))
        handled = case.handled if isinstance(action, do.StepAction) else (version, actor.id, actor.name)
        done = replace(done, handled=handled, undoable=keep)
    return done


def _text(case: Case, action: do.CaseAction) -> str:
    if isinstance(action, do.Improvise):
        return f"{action.what}（{action.why}）"
    said = str(next((words for name in ("text", "why", "to", "title") if (words := getattr(action, name, ""))), ""))
    step = step_of(case, action) if isinstance(action, do.StepAction) else None
    return "：".join(part for part in (step.title, said) if part) if step else said


def _handle(case: Case, **changes: Any) -> Case:
    return replace(case, handling=replace(case.handling, **changes))


def _acknowledge(case: Case, _action: do.Acknowledge, actor: Actor, now: datetime) -> Case:
    chain = stop(case.handling.chain, now=now, by=actor.id)
    made = _handle(case, owner=actor.id, acknowledged_at=now, snoozed_until=None, chain=chain)
    return replace(made, first_response_at=case.first_response_at or now)


def _hand_over(case: Case, action: do.HandOver, _actor: Actor, now: datetime) -> Case | Refused:
    if not action.to.strip():
        return Refused("请选择转派给谁")
    if action.to == case.handling.owner:
        return Refused("此单已在对方名下")
    return _handle(case, owner=action.to, acknowledged_at=None, chain=stop(case.handling.chain, now=now, by="hand_over"))


def _snooze(case: Case, action: do.Snooze, actor: Actor, now: datetime) -> Case | Refused:
    if action.until <= now:
        return Refused("稍后的时间要晚于现在")
    if not action.why.strip():
        return Refused("请写明稍后的原因")
    return _handle(case, snoozed_until=action.until, chain=stop(case.handling.chain, now=now, by=actor.id))


def _pause(case: Case, action: do.Pause, _actor: Actor, now: datetime) -> Case | Refused:
    if not action.why.strip() or not action.who.strip():
        return Refused("暂停要写明原因和在等谁")
    if not now < action.until <= now + MAX_PAUSE:
        return Refused("暂停要有结束时间，最长 7 天")
    if paused(case, now):
        return Refused("此单已在暂停中，先恢复再暂停")
    pauses = (*case.handling.pauses, Pause(start=now, end=None, reason=action.why, who=action.who, until=action.until))
    return _handle(case, pauses=pauses)


def _resume(case: Case, _action: do.Resume, _actor: Actor, now: datetime) -> Case | Refused:
    if paused(case, now) is None:
        return Refused("此单没有在暂停")
    ended = tuple(replace(p, end=now) if p.end is None and (p.until is None or p.until > now) else p for p in case.handling.pauses)
    return _handle(case, pauses=ended)


def _note(case: Case, action: do.Note, _actor: Actor, now: datetime) -> Case | Refused:
    if not action.text.strip():
        return Refused("备注是空的")
    return replace(case, cause_recorded_at=case.cause_recorded_at or now, first_response_at=case.first_response_at or now)


def _resolve(case: Case, action: do.Resolve, actor: Actor, now: datetime) -> Case | Refused:
    unknown = set(action.checks) - CLOSING_CHECKS.keys()
    if unknown:
        return Refused(f"不认识的结单检查：{'、'.join(sorted(unknown))}")
    if why := held_open(case):
        return Refused(why)
    made = {*action.checks, *checks_made(case.run), *filed(case)}
    missing = [name for key, name in CLOSING_CHECKS.items() if key not in made]
    if missing and not of_group(case.order) and (case.breached_at is not None or case.triage == "URGENT"):
        return Refused(f"超时单和紧急单要三查齐全才能结单，还差：{'、'.join(missing)}")
    return _close(case, CaseState.RESOLVED, checks=tuple(key for key in CLOSING_CHECKS if key in made), actor=actor, now=now)


def _archive(case: Case, _action: do.Archive, actor: Actor, now: datetime) -> Case | Refused:
    if why := held_open(case):
        return Refused(why)
    return _close(case, CaseState.ARCHIVED, checks=case.handling.checks, actor=actor, now=now)


def _close(case: Case, state: CaseState, *, checks: tuple[str, ...], actor: Actor, now: datetime) -> Case:
    chain = stop(case.handling.chain, now=now, by=actor.id)
    owner = case.handling.owner or actor.id
    made = _handle(case, state=state, closed_at=now, checks=checks, owner=owner, chain=chain, snoozed_until=None)
    return replace(made, first_response_at=case.first_response_at or now, cause_recorded_at=case.cause_recorded_at or now)


def _reopen(case: Case, _action: do.Reopen, actor: Actor, now: datetime) -> Case:
    return _handle(case, state=CaseState.OPEN, closed_at=None, checks=(), owner=actor.id, acknowledged_at=now)


def _mark(case: Case, action: do.MarkVerdict, _actor: Actor, now: datetime) -> Case:
    return replace(_handle(case, mark=action.true), cause_recorded_at=case.cause_recorded_at or now)


def _force(case: Case, action: do.Force, actor: Actor, _now: datetime) -> Case | Refused:
    if actor.role not in (Role.SUPERVISOR, Role.ADMIN):
        return Refused("强制推进要主管来做，可先转派给当班主管")
    return case if action.why.strip() else Refused("强制推进要写明原因")


def _asked(case: Case, _action: do.CaseAction, _actor: Actor, _now: datetime) -> Case:
    return case


def _undo(case: Case, action: do.Undo, *, actor: Actor, now: datetime) -> Case | Refused | Conflict:
    """Give back what stood before, if it is mine, not older than a minute, and nobody has acted since."""
    found = next((u for u in case.undoable if u.action == action.action), None)
    if found is None or found.by != actor.id:
        return Refused("没有可撤销的操作")
    if now - found.at > timedelta(seconds=do.UNDO_SECONDS):
        return Refused("已过 60 秒，不能撤销；请用新的操作改回")
    if case.undoable[-1] is not found:
        return Conflict("之后又有操作，撤销会盖掉它", case.handled[2])
    version = case.version + 1
    given_back = replace(case, handling=_before(case.handling, found.before), run=without(case.run, found.action))
    made = noted(given_back, Entry(now, actor.name, "undo", found.action))
    return replace(made, version=version, handled=(version, actor.id, actor.name), undoable=case.undoable[:-1])


def _before(current: Handling, before: Handling) -> Handling:
    """What stood before; but a step of the chain that was taken since stays taken."""
    if before.chain is None or current.chain is None:
        return before
    return replace(before, chain=replace(before.chain, taken=max(before.chain.taken, current.chain.taken)))


_RULES: dict[type, Callable[[Case, Any, Actor, datetime], Case | Refused | Conflict]] = {
    do.Acknowledge: _acknowledge,
    do.HandOver: _hand_over,
    do.Snooze: _snooze,
    do.Pause: _pause,
    do.Resume: _resume,
    do.Note: _note,
    do.Resolve: _resolve,
    do.Archive: _archive,
    do.Reopen: _reopen,
    do.MarkVerdict: _mark,
    do.Force: _force,
    do.Resync: _asked,
    do.Repull: _asked,
    do.FinishStep: stepped,
    do.SkipStep: stepped,
    do.ReopenStep: stepped,
    do.FileArticle: filing,
    do.Improvise: improvised,
    do.FillIn: filled,
    do.Unreached: unreached,
}
