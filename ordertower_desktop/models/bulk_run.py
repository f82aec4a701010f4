"""An act on many orders on its way: parts go out one after another, results come back, and all of it can be taken back for a minute."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ordertower_desktop.domain.actions import UNDO_SECONDS, Action, CaseAction
from ordertower_desktop.wire.sync import Result

PART = 100
PATIENCE = timedelta(seconds=3)
"""A part that is not answered by then is on this machine's disk and waits for the hub; the next may be saved too."""


class State(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Failure:
    """One order that was not done. `conflict` means that somebody else was there first."""

    action: str
    case: str
    why: str
    winner: str = ""


class Run:
    """Hands out parts of its actions while it runs and keeps what became of each. No clock of its own."""

    def __init__(self, verb: str, actions: Sequence[Action], now: datetime) -> None:
        self.verb, self.started_at, self.ended_at = verb, now, now
        self.state = State.RUNNING if actions else State.DONE
        self.actions = {action.id: action for action in actions}
        self.done: set[str] = set()
        self.failures: dict[str, Failure] = {}
        self.undone: set[str] = set()
        self.undo_failures: dict[str, Failure] = {}
        self._undoing: dict[str, str] = {}
        self._left = list(actions)
        self._out: set[str] = set()
        self._sent_at = now
        self._undo_until: datetime | None = None

    @property
    def total(self) -> int:
        return len(self.actions)

    @property
    def answered(self) -> int:
        return len(self.done) + len(self.failures)

    @property
    def untouched(self) -> int:
        """How many were never sent."""
        return len(self._left)

    def part(self, now: datetime) -> list[Action]:
        """The actions to save now; empty while the last part is still being answered, or when it does not run."""
        if self.state is not State.RUNNING or not self._left:
            return []
        if self._out and now - self._sent_at < PATIENCE:
            return []
        made, self._left = self._left[:PART], self._left[PART:]
        self._out.update(action.id for action in made)
        self._sent_at = now
        return made

    def take(self, id_: str, result: Result, now: datetime) -> bool:
        """The hub's word on one action or one undo; False when it is none of ours."""
        if id_ in self._undoing:
            return self._take_undo(id_, result)
        action = self.actions.get(id_)
        if action is None:
            return False
        self._out.discard(id_)
        if result.ok:
            self.done.add(id_)
            until = result.undo_until or now + timedelta(seconds=UNDO_SECONDS)
            self._undo_until = min(until, self._undo_until or until)
        else:
            self.failures[id_] = Failure(id_, _case(action), result.why, result.winner)
        self.ended_at = now
        if not self._left and not self._out and self.state is State.RUNNING:
            self.state = State.DONE
        return True

    def pause(self) -> None:
        if self.state is State.RUNNING:
            self.state = State.PAUSED

    def resume(self) -> None:
        if self.state in (State.PAUSED, State.STOPPED):
            self.state = State.RUNNING if self._left or self._out else State.DONE

    def stop(self) -> None:
        """What is out stays out; what is not is left alone until somebody resumes."""
        if self.state in (State.RUNNING, State.PAUSED):
            self.state = State.STOPPED if self._left else State.RUNNING if self._out else State.DONE

    def left(self, now: datetime) -> timedelta | None:
        """About how long it still takes, from the pace so far."""
        if not self.answered or self.state is not State.RUNNING:
            return None
        return (now - self.started_at) / self.answered * (self.total - self.answered)

    def undo_left(self, now: datetime) -> int:
        """Seconds in which all of it can still be taken back: the hub counts from each order's own moment, so the first decides."""
        return max(0, int((self._undo_until - now).total_seconds())) if self._undo_until and not self._undoing else 0

    def undoing(self, undos: dict[str, str]) -> None:
        """These undo actions (id -> the action that each takes back) were just sent."""
        self._undoing.update(undos)

    def again(self, id_: str, action: Action, now: datetime) -> None:
        """One that failed is tried once more under another id."""
        self.forget(id_)
        self.actions[action.id] = action
        self._left.append(action)
        self.state, self._sent_at = State.RUNNING, now

    def forget(self, id_: str) -> None:
        """A failure that has been settled otherwise is no longer on the receipt."""
        if self.failures.pop(id_, None) is not None:
            del self.actions[id_]

    @property
    def undo_answered(self) -> bool:
        return bool(self._undoing) and len(self.undone) + len(self.undo_failures) == len(self._undoing)

    def _take_undo(self, id_: str, result: Result) -> bool:
        of = self._undoing[id_]
        if result.ok:
            self.undone.add(of)
        else:
            self.undo_failures[of] = Failure(of, _case(self.actions[of]), result.why, result.winner)
        return True


def _case(action: Action) -> str:
    return action.case if isinstance(action, CaseAction) else ""
