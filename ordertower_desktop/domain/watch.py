"""How verdicts become a case, stand on it, and leave it again; and how its clock and chain move on."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from ordertower_desktop.domain import escalation
from ordertower_desktop.domain.addressee import backup
from ordertower_desktop.domain.case import Case, CaseState, Entry, Handling, Standing, first, noted
from ordertower_desktop.domain.chatter import Left, held_until, lately
from ordertower_desktop.domain.clock import Clock, governing
from ordertower_desktop.domain.effect import Assigned, Breached, Closed, Effect, Opened, Quiet, StepDue
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.judge import Verdict
from ordertower_desktop.domain.kind import KIND_NAMES
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.people import Person
from ordertower_desktop.domain.post import names, post_for
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.triage import FALLBACK_POST, triage

TOWER = "系统"


def stand(
    order: Order, case: Case | None, verdicts: Iterable[Verdict], *, now: datetime, floor: Floor, post: str = ""
) -> tuple[Case | None, tuple[Effect, ...]]:
    """The case after these verdicts: opened, kept, cleared or closed by itself; rules' on- and off-delays are held here.

    `post` answers for a new one; empty: the post of its lane.
    """
    ripe = {v.rule_id: v for v in verdicts if v.since + floor.rules[v.rule_id].on_delay <= now or _standing(case, v.rule_id)}
    if case is None or not case.open:
        return _open(order, case, ripe, now=now, floor=floor, post=post)
    kept = (_keep(s, s.rule in ripe, floor.rules.get(s.rule), now=now) for s in case.standings)
    standings = tuple(s for s in kept if s is not None)
    known = {s.rule for s in standings}
    fresh = tuple(_stand(v, case, now) for v in ripe.values() if v.rule_id not in known)
    if not standings and not fresh:
        return _clear(case, now=now)
    made = replace(case, standings=(*standings, *fresh), log=(*case.log, *_chattering(fresh, now=now, floor=floor)))
    if made.standings == case.standings and made.active:
        return _owned(made, now=now, floor=floor)
    left = _left(case, known, now) if len(standings) < len(case.standings) else case.left
    changed = made.standings != case.standings
    return _owned(replace(made, version=case.version + changed, cleared_at=None, left=left), now=now, floor=floor)


def next_at(case: Case, rules: Mapping[str, Rule]) -> datetime | None:
    """When the first cleared verdict has been quiet long enough to leave."""
    return min((at for s in case.standings if s.rule in rules and (at := _leaves(s, rules[s.rule])) is not None), default=None)


def advance(case: Case, running: Iterable[Clock], *, now: datetime, floor: Floor) -> tuple[Case, tuple[Effect, ...]]:
    """Record a breach once, start the chain that it calls for, and take the steps that are due."""
    effects: list[Effect] = []
    clock = governing(running, now)
    breached_at, log, version = case.breached_at, case.log, case.version
    if clock is not None and clock.due_at is not None and clock.due_at <= now and breached_at is None:
        effects.append(Breached(case.id, clock.label, clock.due_at))
        breached_at, log, version = clock.due_at, (*log, Entry(now, TOWER, "breached", clock.label)), version + 1
    chain = case.handling.chain
    if _calls(case, breached_at, now):
        chain, version = escalation.restart(chain, floor.policy(case.leading.policy), now=now), version + 1
    elif chain is not None and (anew := _anew(chain, floor)) is not None:
        chain, version = escalation.move(chain, anew, now=now), version + 1
        log = (*log, Entry(now, TOWER, "chain_moved", anew.name))
    steps = escalation.due(chain, now)
    if chain is not None and steps:
        chain, version = escalation.take(chain, steps), version + 1
        effects += [StepDue(case.id, step, chain.cycle) for step in steps]
        log = (*log, *(Entry(now, TOWER, "step", step.step.name) for step in steps))
    if version == case.version:
        return case, ()
    handling = case.handling if chain is case.handling.chain else replace(case.handling, chain=chain)
    case = replace(case, breached_at=breached_at, handling=handling, version=version, log=log)
    return _handed_over(case, steps, effects, floor)


def missed(case: Case, cycle: int, number: int, *, now: datetime, why: str) -> Case:
    """The case after a step of its chain reached nobody, which is said; nothing changes for a chain that is over."""
    chain = case.handling.chain
    if chain is None or not escalation.stands(chain, cycle):
        return case
    made = escalation.miss(chain, number, now=now, why=why)
    if made is chain:
        return case
    case = replace(case, handling=replace(case.handling, chain=made), version=case.version + 1)
    return noted(case, Entry(now, TOWER, "step_missed", why))


def _calls(case: Case, breached_at: datetime | None, now: datetime) -> bool:
    """A chain starts when the clock has passed or the matter is critical, unless somebody answers already, nobody may be chased, or
    a silent source holds it."""
    handling = case.handling
    quiet = handling.snoozed_until is not None and handling.snoozed_until > now
    running = handling.chain is not None and handling.chain.stopped_at is None
    if running or quiet or handling.acknowledged_at is not None or case.muted or case.held or not case.active:
        return False
    return breached_at is not None or case.leading.severity == "critical"


def _anew(chain: escalation.Chain, floor: Floor) -> escalation.EscalationPolicy | None:
    """The chain's policy as it is now, where somebody said that chains at work should go on by it."""
    known = floor.policies.get(chain.policy.id)
    return known if chain.stopped_at is None and known is not None and known.moved_in > chain.policy.moved_in else None


def _handed_over(case: Case, steps: tuple[escalation.Due, ...], effects: list[Effect], floor: Floor) -> tuple[Case, tuple[Effect, ...]]:
    """The backup owns the case once a step said so."""
    if any(step.step.hands_over for step in steps) and (taker := backup(case.handling.owner, case.post, floor)) is not None:
        case = replace(case, handling=replace(case.handling, owner=taker.id))
        effects.append(Assigned(case.id, taker.id, case.post))
    return case, tuple(effects)


def _standing(case: Case | None, rule: str) -> bool:
    return case is not None and case.open and any(s.rule == rule for s in case.standings)


def _stand(verdict: Verdict, before: Case | None, now: datetime) -> Standing:
    """It stays for a while where the same rule came and went too often on the order."""
    held = held_until((one.at for one in before.left if one.rule == verdict.rule_id), now) if before is not None else None
    return Standing(verdict.rule_id, verdict.kind, verdict.severity, verdict.since, verdict.policy, verdict.muted, held_until=held)


def _chattering(fresh: Iterable[Standing], *, now: datetime, floor: Floor) -> tuple[Entry, ...]:
    return tuple(Entry(now, TOWER, "chatters", floor.rules[one.rule].name) for one in fresh if one.held_until is not None)


def _left(case: Case, kept: Collection[str], now: datetime) -> tuple[Left, ...]:
    """What lately came and went, with what goes now."""
    return (*lately(case.left, now), *(Left(s.rule, now, s.since, s.cleared_at) for s in case.standings if s.rule not in kept))


def _leaves(standing: Standing, rule: Rule) -> datetime | None:
    """When a standing whose rule is not true any more may go."""
    if standing.cleared_at is None:
        return None
    quiet = standing.cleared_at + rule.off_delay
    return quiet if standing.held_until is None else max(quiet, standing.held_until)


def _keep(standing: Standing, true: object, rule: Rule | None, *, now: datetime) -> Standing | None:
    """The standing while its rule holds; cleared for the off-delay, then gone; gone at once when the rule is."""
    if true:
        return replace(standing, cleared_at=None) if standing.cleared_at else standing
    if rule is None:
        return None
    cleared = standing if standing.cleared_at else replace(standing, cleared_at=now)
    leaves = _leaves(cleared, rule)
    return None if leaves is not None and leaves <= now else cleared


def _open(
    order: Order, old: Case | None, ripe: dict[str, Verdict], *, now: datetime, floor: Floor, post: str
) -> tuple[Case | None, tuple[Effect, ...]]:
    """A new case, unless a person has already closed one about just this."""
    fresh = tuple(_stand(v, old, now) for key, v in sorted(ripe.items()) if not _settled(old, v))
    if not fresh:
        return old, ()
    number = int(old.id.rpartition("#")[2]) + 1 if old else 1
    lane = triage(order, (s.kind for s in fresh))
    kind = first(fresh).kind
    opened = Entry(now, TOWER, "opened", KIND_NAMES.get(kind, kind))
    key, post = f"{order.id}#{number}", post or post_for(lane, kind, floor.posts)
    log = (opened, *_chattering(fresh, now=now, floor=floor))
    made = Case(key, order.id, now, lane, post, standings=fresh, log=log, left=lately(old.left, now) if old else ())
    person = _answerer(post, floor)
    if person is None:
        made, effects = _queued(made, now=now, floor=floor)
        return made, (Opened(key), *effects)
    made = noted(replace(made, version=2, handling=Handling(owner=person.id)), Entry(now, TOWER, "assigned", person.name))
    return made, (Opened(key), Assigned(key, person.id, post))


def _settled(old: Case | None, verdict: Verdict) -> bool:
    """A person closed a case on this rule after it had become true; what recovered by itself may come back at any time."""
    if old is None or old.handling.state is CaseState.RECOVERED or old.handling.closed_at is None:
        return False
    return verdict.since <= old.handling.closed_at and any(s.rule == verdict.rule_id for s in old.standings)


def _owned(case: Case, *, now: datetime, floor: Floor) -> tuple[Case, tuple[Effect, ...]]:
    """The case with an owner: by turns among the post on duty; nobody there: the post's queue holds it, and that is said once."""
    if case.handling.owner and case.handling.owner not in floor.strangers:
        return case, ()
    person = _answerer(case.post, floor)
    if case.handling.owner:
        case = _let_go(case)
        if person is None:
            return _waits(case, now=now, floor=floor)
    if person is None:
        return _queued(case, now=now, floor=floor)
    log = (*case.log, Entry(now, TOWER, "assigned", person.name))
    made = replace(case, handling=replace(case.handling, owner=person.id), version=case.version + 1, log=log)
    return made, (Assigned(case.id, person.id, case.post),)


def _let_go(case: Case) -> Case:
    """Whoever has it cannot see it any more: it changed its warehouse, or they did. Whoever takes it now has not answered for it yet."""
    return replace(case, handling=replace(case.handling, owner="", acknowledged_at=None, snoozed_until=None), version=case.version + 1)


def _queued(case: Case, *, now: datetime, floor: Floor) -> tuple[Case, tuple[Effect, ...]]:
    if any(entry.what == "queued" for entry in case.log):
        return case, ()
    return _waits(case, now=now, floor=floor)


def _waits(case: Case, *, now: datetime, floor: Floor) -> tuple[Case, tuple[Effect, ...]]:
    queued = Entry(now, TOWER, "queued", names(floor.posts).get(case.post, case.post))
    return replace(case, version=case.version + 1, log=(*case.log, queued)), (Assigned(case.id, "", case.post),)


def _answerer(post: str, floor: Floor) -> Person | None:
    """Whose turn it is. A floor without the post at all (a shop of two) lets the line take it; an absent post keeps its queue."""
    person = floor.next_in_turn(post)
    if person is not None or any(post in (one.post, one.duty) and not one.disabled for one in floor.people):
        return person
    return floor.next_in_turn(FALLBACK_POST) or floor.next_in_turn("supervisor")


def _clear(case: Case, *, now: datetime) -> tuple[Case, tuple[Effect, ...]]:
    """Nothing stands any more: unclaimed it closes itself (自动恢复), claimed it waits for its owner."""
    if case.handling.acknowledged_at is not None or any(one.open for one in case.stopgaps):
        return (case if case.cleared_at else replace(case, cleared_at=now, version=case.version + 1)), ()
    handling = replace(
        case.handling, state=CaseState.RECOVERED, closed_at=now, chain=escalation.stop(case.handling.chain, now=now, by=TOWER)
    )
    made = replace(case, handling=handling, cleared_at=now, version=case.version + 1, left=_left(case, (), now))
    return noted(made, Entry(now, TOWER, "recovered")), (Quiet(case.id), Closed(case.id, "recovered"))
