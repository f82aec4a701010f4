"""What an edited template would mean for the cases that are open, and how long its steps have really taken."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.cause import cause
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.playbook import Run, StepState, standing
from ordertower_desktop.domain.step import clocks_of
from ordertower_desktop.domain.template import Question, Template, chosen


@dataclass(frozen=True, slots=True)
class Opening:
    """So many cases that nobody has taken yet would open `after` instead of `before`; empty: none at all."""

    before: str
    after: str
    cases: int


def openings(states: Iterable[tuple[Order, Case]], will: tuple[Template, ...], *, floor: Floor, now: datetime) -> tuple[Opening, ...]:
    """What would open otherwise by these templates than by those in force. A case at work carries its own copy and is not among them."""
    found: Counter[tuple[str, str]] = Counter()
    for order, case in states:
        if not case.open or case.run is not None:
            continue
        running = clocks_of(order, case, now, floor=floor)
        why = cause(order, sources=floor.sources, clocks=running, pauses=case.handling.pauses, now=now)
        asked = Question(str(why.key), case.leading.kind, order, now)
        was, then = (chosen(templates, asked, floor.bench.context) for templates in (floor.templates, will))
        if _id(was) != _id(then):
            found[_name(was), _name(then)] += 1
    return tuple(Opening(before, after, count) for (before, after), count in sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _id(template: Template | None) -> str:
    return template.playbook.id if template else ""


def _name(template: Template | None) -> str:
    return template.playbook.name if template else ""


@dataclass(frozen=True, slots=True)
class Took:
    """How long people had a step in hand: the middle of `cases`; those that the tower ticked or that were skipped are not among them."""

    step: str
    middle: timedelta
    cases: int


def took(runs: Iterable[Run]) -> tuple[Took, ...]:
    """By the title of the step, because a template is edited while its runs go on."""
    spans: dict[str, list[float]] = {}
    for run in runs:
        for stand in standing(run):
            if stand.state is StepState.DONE:
                spans.setdefault(stand.step.title, []).append(stand.took.total_seconds())
    return tuple(Took(title, timedelta(seconds=median(several)), len(several)) for title, several in spans.items())
