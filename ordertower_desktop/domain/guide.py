"""How a case is walked through its playbook: opened by the cause, ticked by what the systems show, noted when a step runs late."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from ordertower_desktop.domain.case import Case, Entry
from ordertower_desktop.domain.cause import CauseKey, cause
from ordertower_desktop.domain.clock import Clock, breached, next_turn
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.playbook import Did, Mark, Run, Stand, StepState, current, marked, standing, step_clock, worked_on
from ordertower_desktop.domain.step_check import Answers, Sight, check_of, holds
from ordertower_desktop.domain.template import Question, chosen
from ordertower_desktop.domain.watch import TOWER

TOLD = {Did.TICKED: "ticked", Did.LATE: "step_late"}
"""What the tower does to a step -> its word in the history."""


def guide(order: Order, case: Case, running: Iterable[Clock], *, now: datetime, floor: Floor) -> Case:
    """The case after the tower looked at its playbook. One opens when somebody answers for the case, and not before."""
    if case.run is None and case.handling.acknowledged_at is None:
        return case
    return _walked(order, opened(order, case, running, now=now, floor=floor), now=now, floor=floor)


def opened(order: Order, case: Case, running: Iterable[Clock], *, now: datetime, floor: Floor) -> Case:
    """The case with the playbook of its cause. What people have begun is left to them; only a general search gives way."""
    run = case.run
    if run is not None and worked_on(run) and run.cause != CauseKey.UNKNOWN:
        return case
    made = would_open(order, case, running, now=now, floor=floor)
    if made is None or (run is not None and not _replaces(made, run)):
        return case
    log = (*case.log, Entry(now, TOWER, "playbook", made.playbook.name))
    return replace(case, run=made, version=case.version + 1, log=log)


def would_open(order: Order, case: Case, running: Iterable[Clock], *, now: datetime, floor: Floor) -> Run | None:
    """The playbook that this case would open now, or None where the floor has none for it."""
    found = cause(order, sources=floor.sources, clocks=running, pauses=case.handling.pauses, now=now)
    template = chosen(floor.templates, Question(str(found.key), case.leading.kind, order, now), floor.bench.context)
    if template is None:
        return None
    general = "" if case.leading.kind in template.kinds else str(CauseKey.UNKNOWN)
    return Run(template.playbook, now, str(found.key) if found.key in template.causes else general, str(order.stage))


def _replaces(made: Run, run: Run) -> bool:
    """Only another cause or stage opens another playbook: an edited template is for the cases that come after it."""
    same = made.playbook.id == run.playbook.id or (made.cause, made.stage) == (run.cause, run.stage)
    return not same and _sure(made) >= _sure(run)


def _sure(run: Run) -> int:
    """Opened for want of anything better, for the sort of trouble, for a known cause."""
    return {str(CauseKey.UNKNOWN): 0, "": 1}.get(run.cause, 2)


def next_at(order: Order, case: Case, now: datetime, *, floor: Floor) -> datetime | None:
    """When time alone may tick a step, or make one late."""
    run = case.run
    if run is None:
        return None
    at = current(run)
    clock = step_clock(at, case.handling.pauses, now) if at else None
    moments = [next_turn((clock,), now)] if clock else []
    moments += [holds(check_of(stand.step.check), _sight(order, run, floor), now).until for stand in _awaited(run)]
    return min((moment for moment in moments if moment is not None and moment > now), default=None)


def _walked(order: Order, case: Case, *, now: datetime, floor: Floor) -> Case:
    run = case.run
    if run is None:
        return case
    ticked = marked(run, _ticks(order, run, now=now, floor=floor))
    after = marked(ticked, _late(case, ticked, now))
    fresh = [mark for mark in after.marks if mark not in run.marks]
    if not fresh:
        return case
    names = {step.id: step.title for step in run.playbook.steps}
    log = (*case.log, *(Entry(now, TOWER, TOLD[mark.did], names[mark.step]) for mark in fresh))
    return replace(case, run=after, version=case.version + 1, log=log)


def _unseen(run: Run) -> Iterator[Stand]:
    """The open steps that the tower may still tick: each once, after that it is for people to say."""
    ticked = {mark.step for mark in run.marks if mark.did is Did.TICKED}
    open_states = (StepState.CURRENT, StepState.TODO)
    return (s for s in standing(run) if s.state in open_states and s.step.check and s.step.id not in ticked)


def _awaited(run: Run) -> Iterator[Stand]:
    """The steps whose truth time may change. Hundreds of cases wait for one source: it is asked after only by those whose turn it is."""
    return (s for s in _unseen(run) if s.state is StepState.CURRENT or not isinstance(check_of(s.step.check), Answers))


def _ticks(order: Order, run: Run, *, now: datetime, floor: Floor) -> Iterator[Mark]:
    sight = _sight(order, run, floor)
    for stand in _unseen(run):
        if holds(check_of(stand.step.check), sight, now).value:
            yield Mark(f"tick/{stand.step.id}", stand.step.id, Did.TICKED, now, TOWER)


def _late(case: Case, run: Run, now: datetime) -> Iterator[Mark]:
    """A mark for every step that ran over its expected time; a late look at the log finds the same ones as a punctual one."""
    for stand in standing(run):
        clock = step_clock(stand, case.handling.pauses, now)
        if clock is not None and stand.begun is not None and clock.due_at is not None and breached(clock, now):
            yield Mark(f"late/{stand.step.id}/{stand.begun.isoformat()}", stand.step.id, Did.LATE, clock.due_at, TOWER)


def _sight(order: Order, run: Run, floor: Floor) -> Sight:
    return Sight(order, floor.sources, run.stage, floor.bench.context)
