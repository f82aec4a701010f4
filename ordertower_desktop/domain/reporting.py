"""上报路径 told outside: for each post that has to know of a risen level, an alarm chain that runs until somebody of it answers (S73)."""

from dataclasses import dataclass, replace
from datetime import datetime

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain import escalation, watch
from ordertower_desktop.domain.answer import Conflict, Refused
from ordertower_desktop.domain.apply import apply
from ordertower_desktop.domain.case import Case, CaseState, Entry, Handling, Standing, noted
from ordertower_desktop.domain.effect import Effect
from ordertower_desktop.domain.escalation import REPORT, Chain, EscalationPolicy
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.levelling import Turned
from ordertower_desktop.domain.pack import Rung
from ordertower_desktop.domain.people import Actor
from ordertower_desktop.domain.triage import Triage

ABOUT = "level:"
KIND = "level"


@dataclass(frozen=True, slots=True)
class Report:
    """A post that has to know of a level since `at`, for the reason `why`. `case` holds its chain, its answer and its history."""

    level: int
    at: datetime
    why: str
    rung: Rung
    case: Case

    @property
    def due_at(self) -> datetime:
        """By when somebody of the post has to know."""
        return self.at + self.rung.within

    @property
    def stands(self) -> bool:
        """Whether nobody has answered, and the level is still what it was."""
        return self.case.open and self.case.handling.acknowledged_at is None


def of_path(key: str) -> bool:
    """Whether a case is about a level and no order."""
    return key.startswith(ABOUT)


def begun(turn: Turned, rung: Rung, *, floor: Floor) -> Report:
    """The chain of one post after a rise; its first steps are due at once."""
    key = f"{ABOUT}{turn.at:%Y%m%dT%H%M%S%fZ}:{int(turn.after)}:{rung.post}"
    policy = fitted(floor.policies.get(REPORT.id, REPORT), rung)
    standing = Standing(KIND, KIND, "critical", turn.at, policy.id)
    handling = Handling(chain=Chain(policy, turn.at))
    case = Case(key, key, turn.at, Triage.URGENT, rung.post, standings=(standing,), handling=handling)
    return Report(int(turn.after), turn.at, turn.why, rung, case)


def fitted(policy: EscalationPolicy, rung: Rung) -> EscalationPolicy:
    """No step comes later than the post has to know."""
    return replace(policy, steps=tuple(replace(step, after=min(step.after, rung.within)) for step in policy.steps))


def advanced(report: Report, *, now: datetime, floor: Floor) -> tuple[Report, tuple[Effect, ...]]:
    """The report after the steps that are due have been taken."""
    if not report.stands:
        return report, ()
    case, effects = watch.advance(report.case, (), now=now, floor=floor)
    return replace(report, case=case), effects


def answered(report: Report, action: do.CaseAction, actor: Actor, *, now: datetime) -> Report | Refused | Conflict:
    """The report after somebody said that they know."""
    if not isinstance(action, do.Acknowledge):
        return Refused("这是响应级别的上报，只需要应答；要处理订单请到延迟池")
    made = apply(report.case, action, actor=actor, now=now)
    return replace(report, case=made) if isinstance(made, Case) else made


def over(report: Report, *, now: datetime) -> Report:
    """The level is another one now: nobody has to answer any more."""
    case, handling = report.case, report.case.handling
    chain = escalation.stop(handling.chain, now=now, by=watch.TOWER)
    made = replace(case, handling=replace(handling, state=CaseState.RECOVERED, closed_at=now, chain=chain), version=case.version + 1)
    return replace(report, case=noted(made, Entry(now, watch.TOWER, "recovered")))
