"""危机响应: three hours in four phases, as a log of what people did; everything else is a function of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from ordertower_desktop.domain.case import CLOSING_CHECKS
from ordertower_desktop.domain.crisis import ResponseLevel
from ordertower_desktop.domain.pack import PHASE_ENDS, PHASE_NAMES, Pack, Phase, Task, of_level

LONGEST_NOTE = 300
_BEGINS = dict(zip(Phase, (timedelta(), *PHASE_ENDS.values()), strict=False))
"""When a phase begins, counted from the declaration."""


class Did(StrEnum):
    """What happened: people do all of it but `late`, noted once when a due time has passed, and `raised`, when the level rose."""

    DONE = "done"
    REOPENED = "reopened"
    TAKEN = "taken"
    PHASE = "phase"
    NOTED = "noted"
    CALLED = "called"
    TOLD = "told"
    CHECKED = "checked"
    RAISED = "raised"
    LATE = "late"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the log. `about` is a task, phase, order, closing check or post that was told; `text` evidence or words."""

    id: str
    did: Did
    at: datetime
    about: str = ""
    by: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """A response with its own copy of the packs: a later edit of the file changes nothing here. `level` is the one it began with."""

    id: str
    level: ResponseLevel
    packs: tuple[Pack, ...]
    opened_at: datetime
    by: str
    marks: tuple[Mark, ...] = ()

    @property
    def pack(self) -> Pack:
        """The pack of the highest level that the response has come to."""
        return of_level(self.packs, _levels(self)[-1][0])


class State(StrEnum):
    DONE = "done"
    CURRENT = "current"
    TODO = "todo"


@dataclass(frozen=True, slots=True)
class Stand:
    """A task or phase as the log leaves it. `late`: it was still open at `due_at`, finished since or not."""

    id: str
    title: str
    due_at: datetime
    state: State
    began_at: datetime
    owner: str = ""
    ended: Mark | None = None
    late: bool = False


def marked(response: Response, marks: Iterable[Mark]) -> Response:
    """With these marks too. Law: neither the order in which marks come nor their coming twice makes a difference."""
    known = {mark.id: mark for mark in (*marks, *response.marks)}
    return replace(response, marks=tuple(sorted(known.values(), key=lambda mark: (mark.at, mark.id))))


def ended(response: Response) -> Mark | None:
    return next((mark for mark in response.marks if mark.did is Did.ENDED), None)


def tasks(response: Response) -> tuple[Stand, ...]:
    """Every task of the pack: what finishes one first counts until it is reopened."""
    done, owners, late = _done(response), _owners(response), _late(response)
    return tuple(_task(response, task, done.get(task.id), owners.get(task.id, ""), late) for task in response.pack.tasks)


def phases(response: Response) -> tuple[Stand, ...]:
    """The four phases: the first that nobody has ended is the current one, however late it is."""
    done, late = _done(response), _late(response)
    found: list[Stand] = []
    current = False
    for phase in Phase:
        end, due_at = done.get(phase), response.opened_at + PHASE_ENDS[phase]
        state = State.DONE if end is not None else State.TODO if current else State.CURRENT
        current = current or end is None
        begun = response.opened_at + _BEGINS[phase]
        found.append(Stand(phase, PHASE_NAMES[phase], due_at, state, begun, ended=end, late=phase in late))
    return tuple(found)


def noticed(response: Response, now: datetime) -> tuple[Mark, ...]:
    """The due times that have passed with the thing still open and are not noted yet: each becomes a mark at its own time, once."""
    if ended(response) is not None:
        return ()
    known = _late(response)
    open_ = [one for one in (*phases(response), *tasks(response)) if one.ended is None and one.id not in known and one.due_at <= now]
    return tuple(Mark(f"{response.id}/late/{one.id}", Did.LATE, one.due_at, one.id) for one in open_)


def called(response: Response) -> dict[str, Mark]:
    """Order -> the last call to its customer (S74)."""
    return {mark.about: mark for mark in response.marks if mark.did is Did.CALLED}


def reported(response: Response) -> dict[str, Mark]:
    """Post of the reporting path -> who told it first, and when (S73)."""
    found: dict[str, Mark] = {}
    for mark in response.marks:
        if mark.did is Did.TOLD:
            found.setdefault(mark.about, mark)
    return found


def checks(response: Response) -> dict[str, Mark]:
    """The closing checks that were made (S63)."""
    return {mark.about: mark for mark in response.marks if mark.did is Did.CHECKED}


def refused(response: Response, wish: Mark) -> str:
    """Why a mark cannot be, as a sentence; empty when it can."""
    if ended(response) is not None:
        return "这次响应已经结束，不能再改；需要时请重新启动"
    if len(wish.text) > LONGEST_NOTE:
        return f"最多写 {LONGEST_NOTE} 字，现在 {len(wish.text)} 字"
    return next(_objections(response, wish), "")


def _objections(response: Response, wish: Mark) -> Iterator[str]:
    match wish.did:
        case Did.DONE | Did.TAKEN | Did.REOPENED:
            yield from _of_a_task(response, wish)
        case Did.RAISED if int(wish.about) <= response.pack.level:
            yield "响应已经在这一级"
        case Did.PHASE if wish.about != _current(response):
            yield "阶段要按顺序完成，请刷新后看现在是哪一阶段"
        case Did.CHECKED if wish.about not in CLOSING_CHECKS:
            yield "没有这项核查"
        case Did.TOLD if wish.about not in {rung.post for rung in response.pack.path}:
            yield "上报路径里没有这个岗位"
        case Did.TOLD if wish.about in reported(response):
            yield "已经有人告知过了"
        case Did.NOTED | Did.CALLED if not wish.text.strip():
            yield "请写一句话再保存"
        case Did.ENDED if missing := [name for key, name in CLOSING_CHECKS.items() if key not in checks(response)]:
            yield f"结束前三查必须通过，还差：{'、'.join(missing)}"
        case _:
            return


def _of_a_task(response: Response, wish: Mark) -> Iterator[str]:
    task = response.pack.task(wish.about)
    if task is None:
        yield "动作包里没有这一项，请刷新后再试"
    elif wish.did is Did.DONE and wish.about in _done(response):
        yield "这一项已经有人做完了"
    elif wish.did is Did.DONE and task.evidence and not wish.text.strip():
        yield f"这一项要写下{task.evidence}"


def _current(response: Response) -> str:
    return next((one.id for one in phases(response) if one.state is State.CURRENT), "")


def _task(response: Response, task: Task, end: Mark | None, owner: str, late: frozenset[str]) -> Stand:
    """A task that a higher level brought is due as long after that level as it would be after the declaration."""
    counted = next(at for level, at in _levels(response) if of_level(response.packs, level).task(task.id) is not None)
    begun = counted + min(_BEGINS[task.phase], task.due)
    state = State.DONE if end is not None else State.CURRENT if task.phase == _current(response) else State.TODO
    return Stand(task.id, task.title, counted + task.due, state, begun, owner, end, task.id in late)


def _levels(response: Response) -> list[tuple[ResponseLevel, datetime]]:
    """The levels that the response has been through, and since when."""
    raised = [(ResponseLevel(int(mark.about)), mark.at) for mark in response.marks if mark.did is Did.RAISED]
    return [(response.level, response.opened_at), *raised]


def _done(response: Response) -> dict[str, Mark]:
    done: dict[str, Mark] = {}
    for mark in response.marks:
        if mark.did in (Did.DONE, Did.PHASE):
            done.setdefault(mark.about, mark)
        elif mark.did is Did.REOPENED:
            done.pop(mark.about, None)
    return done


def _owners(response: Response) -> dict[str, str]:
    return {mark.about: mark.text for mark in response.marks if mark.did is Did.TAKEN}


def _late(response: Response) -> frozenset[str]:
    return frozenset(mark.about for mark in response.marks if mark.did is Did.LATE)
