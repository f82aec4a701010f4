"""比率告警: a group of orders below its rate gets an owner, a clock, a chain and a history, as a case does, but is no order of the pool."""

from dataclasses import dataclass, replace
from datetime import datetime, time

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain import escalation, watch
from ordertower_desktop.domain.aggregate import Failing, subject
from ordertower_desktop.domain.answer import Conflict, Refused
from ordertower_desktop.domain.apply import apply
from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.clock import Clock
from ordertower_desktop.domain.effect import Closed, Effect, Quiet
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.judge import Verdict
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.people import Actor
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.step import clocks_of

ANSWERERS = {"notify_purchasing": "purchasing", "notify_warehouse": "warehouse", "call_carrier": "warehouse"}
"""What a rule sets going -> whose matter its groups are."""
OTHERWISE = "supervisor"
PEOPLE_DO = (do.Acknowledge, do.HandOver, do.Snooze, do.Note, do.Resolve, do.Reopen, do.MarkVerdict, do.Undo)


@dataclass(frozen=True, slots=True)
class Group:
    """A group that a rule over a rate watches, and how it fails now; None: it does not."""

    rule: str
    name: str
    failing: Failing | None = None

    @property
    def about(self) -> str:
        return subject(self.rule, self.name)


def post_of(rule: Rule | None) -> str:
    """Who answers for the groups of a rule."""
    return next((ANSWERERS[one] for one in rule.actions if one in ANSWERERS), OTHERWISE) if rule is not None else OTHERWISE


def stand(group: Group, case: Case | None, *, now: datetime, floor: Floor) -> tuple[Case | None, tuple[Effect, ...]]:
    """The alarm after a look at its group: opened, kept, over after the rule's off-delay; its clock and its chain move on.

    Nobody watches a list of groups as they watch the pool, so the chain begins with the alarm and not with its clock.
    """
    order, rule = Order(group.about), floor.rules.get(group.rule)
    verdicts = (_verdict(rule, now, floor),) if group.failing is not None and rule is not None else ()
    made, effects = watch.stand(order, case, verdicts, now=now, floor=floor, post=post_of(rule))
    if made is None or not made.open:
        return made, effects
    made = _chased(made, now=now, floor=floor)
    made, more = watch.advance(made, clocks_of(order, made, now, floor=floor), now=now, floor=floor)
    return made, (*effects, *more)


def running(case: Case, *, now: datetime, floor: Floor) -> tuple[Clock, ...]:
    """The clocks of an alarm: how long its handling may take."""
    return clocks_of(Order(case.order), case, now, floor=floor)


def act(case: Case, action: do.CaseAction, actor: Actor, *, now: datetime) -> tuple[Case, tuple[Effect, ...]] | Refused | Conflict:
    """The alarm after somebody did something to it, and what has to be called off."""
    if not isinstance(action, PEOPLE_DO):
        return Refused("比率告警说的是一组订单，没有这个操作；要处理单个订单，请打开它背后的订单")
    made = apply(case, action, actor=actor, now=now)
    if isinstance(made, Refused | Conflict):
        return made
    effects: list[Effect] = []
    if made.handling.chain != case.handling.chain and made.handling.chain is not None and made.handling.chain.stopped_at is not None:
        effects.append(Quiet(made.id))
    if case.open and not made.open:
        effects.append(Closed(made.id, str(made.handling.state)))
    return made, tuple(effects)


def _verdict(rule: Rule, now: datetime, floor: Floor) -> Verdict:
    """True since the last of its days was over: a person who has closed the alarm hears of it again when a further day fails."""
    zone = floor.bench.context.zone
    since = datetime.combine(now.astimezone(zone).date(), time(), zone)
    return Verdict(rule.id, rule.kind, rule.severity, since, rule.policy)


def _chased(case: Case, *, now: datetime, floor: Floor) -> Case:
    """The alarm with a chain, unless one runs or somebody answers already."""
    handling = case.handling
    quiet = handling.snoozed_until is not None and handling.snoozed_until > now
    works = handling.chain is not None and handling.chain.stopped_at is None
    if works or quiet or handling.acknowledged_at is not None or not case.active:
        return case
    chain = escalation.restart(handling.chain, floor.policy(case.leading.policy), now=now)
    return replace(case, handling=replace(handling, chain=chain), version=case.version + 1)
