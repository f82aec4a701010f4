"""The playbook of a case as its row and its page show it: who does each step, by when, and what the machine looks at."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from ordertower_desktop.domain.calendar import NOTHING
from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.clock import Clock, ClockState, Pause, breached
from ordertower_desktop.domain.clocks import spoken
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.guide import would_open
from ordertower_desktop.domain.ledger import late_text
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.playbook import Run, Stand, StepState, standing, step_clock, step_posts
from ordertower_desktop.domain.step_check import check_of, words
from ordertower_desktop.wire.rows import Step

Posts = Mapping[str, str]
"""Who may do a step -> their name on this floor."""


def steps_of(case: Case, now: datetime, *, floor: Floor) -> list[Step]:
    """The steps of the playbook that is at work; none before somebody took the case."""
    pauses = case.handling.pauses if case.open else ()
    posts = step_posts(floor.post_names) if case.run else {}
    return [_step(stand, pauses, now, running=case.open, posts=posts) for stand in standing(case.run)] if case.run else []


def name_of(case: Case) -> str:
    return case.run.playbook.name if case.run else ""


def ahead(order: Order, case: Case, running: Iterable[Clock], *, floor: Floor, now: datetime) -> tuple[str, list[Step]]:
    """The playbook that would open if somebody took the case now: its name, and its steps without anything to act on."""
    run: Run | None = would_open(order, case, running, now=now, floor=floor) if case.open and case.run is None else None
    if run is None:
        return "", []
    return run.playbook.name, [_coming(stand, step_posts(floor.post_names)) for stand in standing(run)]


def _step(stand: Stand, pauses: tuple[Pause, ...], now: datetime, *, running: bool, posts: Posts) -> Step:
    if stand.ended is not None:
        return _finished(stand, now, posts)
    clock = step_clock(stand, pauses, now) if running else None
    if stand.state is not StepState.CURRENT or clock is None:
        return _todo(stand, posts)
    state = "overdue" if breached(clock, now) else "current"
    due_at = None if clock.state is ClockState.PAUSED else clock.due_at
    right = f"暂停，还剩 {late_text(max(clock.left, NOTHING))}" if clock.left is not None else ""
    return _made(stand, state, stand.step.instruction or _who(stand, posts), right, posts=posts, due_at=due_at)


def _finished(stand: Stand, now: datetime, posts: Posts) -> Step:
    mark = stand.ended
    if mark is None:
        raise ValueError(f"step {stand.step.id} is not finished")
    who = "自动打勾" if stand.state is StepState.AUTO else mark.by
    right = "跳过" if stand.state is StepState.SKIPPED else f"用时 {late_text(stand.took)}"
    return _made(stand, stand.state, f"{_clock(mark.at, now)} {who}", right, posts=posts, said=mark.text)


def _todo(stand: Stand, posts: Posts) -> Step:
    return _made(stand, "todo", _who(stand, posts), spoken(stand.step.expected), posts=posts)


def _coming(stand: Stand, posts: Posts) -> Step:
    """Only shown: without an id nobody can act on it."""
    return Step(stand.step.title, _who(stand, posts), "todo", spoken(stand.step.expected))


def _who(stand: Stand, posts: Posts) -> str:
    """A post that is gone since the case was taken stays its key."""
    return posts.get(stand.step.post, stand.step.post)


def _made(stand: Stand, state: str, detail: str, right: str, *, posts: Posts, due_at: datetime | None = None, said: str = "") -> Step:
    step = stand.step
    return Step(
        title=step.title,
        detail=detail,
        state=str(state),
        right=right,
        due_at=due_at,
        id=step.id,
        post=_who(stand, posts),
        expected_s=int(step.expected.total_seconds()),
        check=words(check_of(step.check)) if step.check else "",
        evidence=step.evidence,
        said=said,
        fills=step.fills,
    )


def _clock(at: datetime, now: datetime) -> str:
    """`13:36`; of another day with its date."""
    wall, today = at.astimezone(SHANGHAI), now.astimezone(SHANGHAI)
    return f"{wall:%H:%M}" if wall.date() == today.date() else f"{wall.month}月{wall.day}日 {wall:%H:%M}"
