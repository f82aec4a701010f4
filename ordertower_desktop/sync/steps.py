"""How the steps of a row look after one of them was done on this desk and the hub has not answered yet."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from ordertower_desktop.domain import actions as do
from ordertower_desktop.wire.rows import Step

ENDED = ("done", "auto", "skipped")


def after(steps: Sequence[Step], action: do.StepAction, *, name: str, now: datetime) -> list[Step]:
    """The steps with this one finished, skipped or open again; the first open one is to do, and its time begins now."""
    return _in_turn([_changed(step, action, name) if step.id == action.step else step for step in steps], now)


def _changed(step: Step, action: do.StepAction, name: str) -> Step:
    match action:
        case do.FinishStep(text=said):
            return replace(step, state="done", due_at=None, right="刚刚", detail=name, said=said)
        case do.SkipStep(why=why):
            return replace(step, state="skipped", due_at=None, right="跳过", detail=name, said=why)
        case _:
            return replace(step, state="todo", due_at=None, right="", detail=step.post, said="")


def _in_turn(steps: list[Step], now: datetime) -> list[Step]:
    at = next((place for place, step in enumerate(steps) if step.state not in ENDED), len(steps))
    return [_turned(step, now, first=place == at) if step.state not in ENDED else step for place, step in enumerate(steps)]


def _turned(step: Step, now: datetime, *, first: bool) -> Step:
    if first:
        return step if step.state != "todo" else replace(step, state="current", due_at=now + timedelta(seconds=step.expected_s))
    return replace(step, state="todo", due_at=None)
