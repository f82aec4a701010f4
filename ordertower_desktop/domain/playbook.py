"""处置 SOP: what is done about a case, step by step, and how far one case has come with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from ordertower_desktop.domain.calendar import NOTHING
from ordertower_desktop.domain.clock import Clock, ClockKind, Pause, make
from ordertower_desktop.domain.people import POSTS

OWNER = "owner"
"""The post of a step that whoever answers for the case does."""
POST_NAMES = {OWNER: "责任人", **POSTS}


def step_posts(posts: Mapping[str, str]) -> dict[str, str]:
    """Who may do a step: whoever answers for the case, or a post of this floor."""
    return {OWNER: POST_NAMES[OWNER], **posts}


@dataclass(frozen=True, slots=True)
class PlaybookStep:
    """One thing to do. `check` is a machine check as JSON (`step_check`), `evidence` what has to be written down, both may be empty.

    `fills` is the closing check (S63) that the step makes.
    """

    id: str
    title: str
    post: str
    expected: timedelta
    instruction: str = ""
    check: str = ""
    evidence: str = ""
    fills: str = ""


@dataclass(frozen=True, slots=True)
class Playbook:
    """The steps in the order in which they are done."""

    id: str
    name: str
    steps: tuple[PlaybookStep, ...]


class Did(StrEnum):
    """What happened to a step: people finish, skip and reopen it, the tower ticks it and notes that its time ran out."""

    DONE = "done"
    TICKED = "ticked"
    SKIPPED = "skipped"
    REOPENED = "reopened"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of a run's log; `text` is the evidence of what was done, or the reason why it was not."""

    id: str
    step: str
    did: Did
    at: datetime
    by: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A playbook at work on one case; it carries its own copy, so a later edit of the template changes nothing here.

    `cause` is what it was opened for (empty: for the sort of trouble), `stage` where the order stood then.
    """

    playbook: Playbook
    opened_at: datetime
    cause: str = ""
    stage: str = ""
    marks: tuple[Mark, ...] = ()

    def step(self, key: str) -> PlaybookStep | None:
        return next((step for step in self.playbook.steps if step.id == key), None)


class StepState(StrEnum):
    DONE = "done"
    AUTO = "auto"
    SKIPPED = "skipped"
    CURRENT = "current"
    TODO = "todo"


_ENDS = {Did.DONE: StepState.DONE, Did.TICKED: StepState.AUTO, Did.SKIPPED: StepState.SKIPPED}


@dataclass(frozen=True, slots=True)
class Stand:
    """A step as it stands: `begun` is when it became the one to do, `ended` what finished it."""

    step: PlaybookStep
    state: StepState
    begun: datetime | None = None
    ended: Mark | None = None

    @property
    def took(self) -> timedelta:
        """How long it was in hand; nothing for one that was done before its turn."""
        return max(NOTHING, self.ended.at - self.begun) if self.ended and self.begun else NOTHING


def marked(run: Run, marks: Iterable[Mark]) -> Run:
    """The run with these marks too. Law: neither the order in which marks come nor their coming twice makes a difference."""
    known = {mark.id: mark for mark in (*marks, *run.marks)}
    return replace(run, marks=tuple(sorted(known.values(), key=lambda mark: (mark.at, mark.id))))


def without(run: Run | None, mark: str) -> Run | None:
    """The run as if this mark had never been made."""
    if run is None or all(one.id != mark for one in run.marks):
        return run
    return replace(run, marks=tuple(one for one in run.marks if one.id != mark))


def standing(run: Run) -> tuple[Stand, ...]:
    """Every step as the log leaves it: what finishes a step first counts until it is reopened; the first open step is the current one."""
    ended: dict[str, Mark] = {}
    reopened: dict[str, datetime] = {}
    for mark in run.marks:
        if mark.did in _ENDS:
            ended.setdefault(mark.step, mark)
        elif mark.did is Did.REOPENED and mark.step in ended:
            del ended[mark.step]
            reopened[mark.step] = mark.at
    found: list[Stand] = []
    begun, current = run.opened_at, False
    for step in run.playbook.steps:
        end, since = ended.get(step.id), max(begun, reopened.get(step.id, begun))
        if end is not None:
            found.append(Stand(step, _ENDS[end.did], since, end))
            begun = max(begun, end.at)
        elif not current:
            found.append(Stand(step, StepState.CURRENT, since))
            current = True
        else:
            found.append(Stand(step, StepState.TODO))
    return tuple(found)


def current(run: Run) -> Stand | None:
    """The step to do now, or None when all are finished."""
    return next((stand for stand in standing(run) if stand.state is StepState.CURRENT), None)


def step_clock(stand: Stand, pauses: Iterable[Pause], now: datetime) -> Clock | None:
    """The expected time of a step as a clock that stands while the case does; None for a step whose turn has not come."""
    if stand.begun is None:
        return None
    step, ended = stand.step, stand.ended.at if stand.ended else None
    return make(
        ClockKind.STEP,
        step.title,
        start=stand.begun,
        limit=step.expected,
        now=now,
        pauses=tuple(pauses),
        basis="步骤预期用时",
        ended_at=ended,
    )


def worked_on(run: Run) -> bool:
    """Whether a person has done anything with it yet."""
    return any(mark.did in (Did.DONE, Did.SKIPPED, Did.REOPENED) for mark in run.marks)


def checks_made(run: Run | None) -> tuple[str, ...]:
    """The closing checks that finished steps have made (S63); a skipped step makes none."""
    if run is None:
        return ()
    made = (one.step.fills for one in standing(run) if one.state in (StepState.DONE, StepState.AUTO) and one.step.fills)
    return tuple(dict.fromkeys(made))
