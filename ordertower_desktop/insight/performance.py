"""What people did in a stretch of time, by the log: closings weighted by difficulty, steps in time, breaches, hand-overs (S99)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.link import Link
from ordertower_desktop.domain.playbook import Did, StepState, standing
from ordertower_desktop.domain.priority import STAKES, Stakes
from ordertower_desktop.insight.postmortem.episode import episode
from ordertower_desktop.insight.postmortem.figures import Window

MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Score:
    """One person. `points`: minutes that the closed cases should have taken, so that ten easy ones do not outdo one hard one."""

    name: str
    closed: int = 0
    points: int = 0
    steps: int = 0
    late_steps: int = 0
    breached: int = 0
    passed_on: int = 0
    taken_away: int = 0
    orders: set[str] = field(default_factory=set)


def scores(cases: Iterable[Case], window: Window, names: Mapping[str, str], *, stakes: Stakes = STAKES) -> list[Score]:
    """Everybody who did anything, by name: to rank them is for whoever asks."""
    found: dict[str, Score] = {}

    def of(name: str) -> Score:
        return found.setdefault(name, Score(name))

    for case in cases:
        _handled(case, window, names, of, stakes=stakes)
        _stepped(case, window, of)
    return sorted((one for name, one in found.items() if name), key=lambda one: one.name)


def _handled(case: Case, window: Window, names: Mapping[str, str], of: Callable[[str], Score], *, stakes: Stakes) -> None:
    """What became of the case, and in whose hands."""
    told = episode(case, Link.NONE, names)
    if told.closed_by and window.holds(told.closed_at):
        closer = of(told.closed_by)
        closer.closed += 1
        closer.points += difficulty(case, stakes)
    if told.breached_by and window.holds(told.breached_at):
        late = of(told.breached_by)
        late.orders.add(told.order)
        late.breached = len(late.orders)
    for gone in told.hand_overs:
        if window.holds(gone.at):
            one = of(gone.person)
            one.passed_on += gone.asked
            one.taken_away += not gone.asked


def _stepped(case: Case, window: Window, of: Callable[[str], Score]) -> None:
    """A step that ran late is on the account of whoever did it in the end."""
    if case.run is None:
        return
    late: defaultdict[str, int] = defaultdict(int)
    for mark in case.run.marks:
        late[mark.step] += mark.did is Did.LATE
    for stand in standing(case.run):
        if stand.state is StepState.DONE and stand.ended is not None and window.holds(stand.ended.at):
            one = of(stand.ended.by)
            one.steps += 1
            one.late_steps += bool(late[stand.step.id])


def difficulty(case: Case, stakes: Stakes = STAKES) -> int:
    """Minutes that the case should take: the steps of its playbook that were not skipped, else what its cause usually takes."""
    stands = standing(case.run) if case.run else ()
    steps = [one.step.expected for one in stands if one.state is not StepState.SKIPPED]
    return round((sum(steps, timedelta()) if steps else stakes.effort(case.run.cause if case.run else "")) / MINUTE)
