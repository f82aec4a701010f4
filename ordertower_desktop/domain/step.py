"""One step of one order through time: the function that live judging, back-test, replay and simulation share."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain import filling, guide, hold, watch
from ordertower_desktop.domain.answer import Conflict, Refused
from ordertower_desktop.domain.apply import apply
from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.clock import CaseMarks, Clock, next_turn
from ordertower_desktop.domain.clocks import clocks
from ordertower_desktop.domain.effect import Ask, Closed, Effect, Quiet
from ordertower_desktop.domain.escalation import next_at as chain_next_at
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.people import Actor
from ordertower_desktop.domain.snapshot import Snapshot


@dataclass(frozen=True)
class State:
    """An order, its case if it has an open or lately closed one, and when to look again although nothing arrives.

    `clocks` are those of an open case as the last step saw them, so that whoever shows the step need not reckon them again.
    """

    order: Order
    case: Case | None = None
    next_at: datetime | None = None
    clocks: tuple[Clock, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Act:
    """An action and who does it."""

    action: do.CaseAction
    actor: Actor


Answer = Refused | Conflict | None
Arrival = Event | Snapshot | Act | None


def step(state: State, now: datetime, event: Arrival, *, floor: Floor) -> tuple[State, tuple[Effect, ...], Answer]:
    """The state after `event` (None: only time has passed), what the world must be asked, and the answer to an action."""
    if isinstance(event, Act):
        return _act(state, now, event, floor=floor)
    order = state.order if event is None else absorb(state.order, (event,))
    return (*pass_time(replace(state, order=order), now, floor=floor), None)


def pass_time(state: State, now: datetime, *, floor: Floor) -> tuple[State, tuple[Effect, ...]]:
    """Judge the order as it stands at `now`; advance its case, its clocks and its chain."""
    order = state.order
    floor = floor.serving(order.text("warehouse"))
    judgement = floor.bench.judge(order, now)
    case, effects = watch.stand(order, state.case, judgement.verdicts, now=now, floor=floor)
    running: tuple[Clock, ...] = ()
    if case is not None and case.open:
        running, case = clocks_of(order, case, now, floor=floor), hold.told(order, case, now=now, floor=floor)
        case, more = watch.advance(case, running, now=now, floor=floor)
        effects = (*effects, *more)
        case = filling.remind(guide.guide(order, case, running, now=now, floor=floor), now)
    return State(order, case, _next_at(order, case, running, judgement.next_at, now=now, floor=floor), running), effects


def is_late(state: State, now: datetime, *, floor: Floor) -> bool:
    """Whether `pass_time` would leave the order with an open case; what it does with that case is left out."""
    verdicts = floor.bench.judge(state.order, now).verdicts
    case, _ = watch.stand(state.order, state.case, verdicts, now=now, floor=floor)
    return case is not None and case.open


def clocks_of(order: Order, case: Case | None, now: datetime, *, floor: Floor) -> tuple[Clock, ...]:
    """Every clock of the order and of its case at `now`."""
    return clocks(order, case_marks=marks(case) if case else None, terms=floor.terms, now=now)


def marks(case: Case) -> CaseMarks:
    """What the handling clock needs of a case."""
    return CaseMarks(
        opened_at=case.opened_at,
        triage=case.triage,
        first_response_at=case.first_response_at,
        cause_recorded_at=case.cause_recorded_at,
        resolved_at=case.handling.closed_at,
        pauses=case.handling.pauses,
    )


def _act(state: State, now: datetime, act: Act, *, floor: Floor) -> tuple[State, tuple[Effect, ...], Answer]:
    if state.case is None or state.case.id != act.action.case:
        return state, (), Refused("找不到这一单的异常，可能已被清理，请刷新")
    case = state.case
    if isinstance(act.action, do.StepAction) and case.open:  # whoever does a step works by the playbook, acknowledged or not
        case = guide.opened(state.order, case, clocks_of(state.order, case, now, floor=floor), now=now, floor=floor)
    stranger = _stranger(state.order, act.action, floor=floor)
    made = stranger or apply(case, act.action, actor=act.actor, now=now)
    if isinstance(made, Refused | Conflict):
        return state, (), made
    effects = _consequences(state.case, made, act.action)
    after, more = pass_time(replace(state, case=made), now, floor=floor)
    return after, (*effects, *more), None


def _stranger(order: Order, action: do.CaseAction, *, floor: Floor) -> Refused | None:
    """Nobody is given an order that they cannot see."""
    if not isinstance(action, do.HandOver) or action.to not in floor.serving(order.text("warehouse")).strangers:
        return None
    person = floor.person(action.to)
    whose = f"{person.name} 只看{'、'.join(person.warehouses)}的单" if person else "对方只看自己仓的单"
    return Refused(f"{whose}，这一单在{order.text('warehouse') or '还没有定的仓'}，请转给别人")


def _consequences(before: Case, after: Case, action: do.CaseAction) -> tuple[Effect, ...]:
    found: list[Effect] = []
    stopped = after.handling.chain is not None and after.handling.chain.stopped_at is not None
    if stopped and before.handling.chain != after.handling.chain:
        found.append(Quiet(after.id))
    if before.open and not after.open:
        found.append(Closed(after.id, str(after.handling.state)))
    match action:
        case do.Resync():
            found.append(Ask(after.order, "*", "重新同步"))
        case do.Repull(source=source):
            found.append(Ask(after.order, source, "重新拉取"))
        case do.Force(why=why):
            found.append(Ask(after.order, "*", f"强制推进：{why}"))
        case _:
            pass
    return tuple(found)


def _next_at(
    order: Order, case: Case | None, running: tuple[Clock, ...], judged: datetime | None, *, now: datetime, floor: Floor
) -> datetime | None:
    """The earliest later moment at which anything may change by itself."""
    moments = [judged]
    if case is not None and case.open:
        moments += [chain_next_at(case.handling.chain), watch.next_at(case, floor.rules), case.handling.snoozed_until]
        moments += [pause.until for pause in case.handling.pauses if pause.end is None]
        moments += [now + hold.LOOK_AGAIN] if case.held else []
        moments += [next_turn(running, now), floor.terms.turn_after(now), guide.next_at(order, case, now, floor=floor)]
        moments += filling.moments(case)
    return min((at for at in moments if at is not None and at > now), default=None)
