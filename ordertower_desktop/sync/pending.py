"""What this login did and the hub's rows do not show yet, in the order it was done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from ordertower_desktop.domain.actions import Action, OrderAction, word
from ordertower_desktop.sync.outbox import Item
from ordertower_desktop.wire.actions import from_plain
from ordertower_desktop.wire.sync import Result

PATIENCE = 3
"""Heads to wait for a confirmed action's row before the preview goes anyway."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the hub said of one action, for the person who did it. `state`: done | refused | conflict | reused_id."""

    id: str
    do: str
    case: str
    state: str
    why: str = ""
    winner: str = ""
    undo_until: datetime | None = None

    @property
    def ok(self) -> bool:
        return self.state == "done"


@dataclass(slots=True)
class _Waiting:
    action: Action
    result: Result | None = None
    heads: int = 0


def action_of(body: bytes) -> Action:
    """The action that an outbox entry holds."""
    return from_plain(msgspec.json.decode(body))


def case_of(action: Action) -> str:
    """The case an action is about; empty for a report on an order."""
    return "" if isinstance(action, OrderAction) else action.case


def outcome(action: Action, result: Result) -> Outcome:
    return Outcome(action.id, word(action), case_of(action), result.state, result.why, result.winner, result.undo_until)


class Pending:
    """The unsettled actions of one login, by id and by case; read from the outbox once, then kept in step with it."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._all: dict[str, _Waiting] = {}
        self._cases: dict[str, list[str]] = {}
        self.reload(items)

    def reload(self, items: Iterable[Item]) -> None:
        """Begin again from what the outbox says."""
        self._all.clear()
        self._cases.clear()
        for item in items:
            if item.result is None or item.result.ok:
                self._add(action_of(item.entry.body), item.result)

    def __len__(self) -> int:
        return len(self._all)

    def _add(self, action: Action, result: Result | None = None) -> None:
        if action.id not in self._all:
            self._all[action.id] = _Waiting(action, result)
            self._cases.setdefault(case_of(action), []).append(action.id)

    def add(self, actions: Sequence[Action]) -> None:
        for action in actions:
            self._add(action)

    def of(self, case: str) -> list[Action]:
        """The actions on this case, oldest first."""
        return [self._all[id_].action for id_ in self._cases.get(case, ())]

    def cases(self) -> set[str]:
        return {case for case in self._cases if case}

    def answered(self, id_: str, result: Result) -> Action | None:
        """Note a result; a refused action goes from the screen at once. Returns the action if it was waiting."""
        waiting = self._all.get(id_)
        if waiting is None:
            return None
        waiting.result = result
        if not result.ok:
            self.drop([id_])
        return waiting.action

    def confirmed(self) -> list[tuple[str, str, int]]:
        """(id, case, version that shows it) of what the hub has done; each look at a head counts against its patience."""
        found = []
        for id_, waiting in self._all.items():
            if waiting.result is not None:
                waiting.heads += 1
                version = waiting.result.version if waiting.heads < PATIENCE else 0
                found.append((id_, case_of(waiting.action), version))
        return found

    def drop(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            waiting = self._all.pop(id_, None)
            if waiting is not None:
                case = case_of(waiting.action)
                self._cases[case].remove(id_)
                if not self._cases[case]:
                    del self._cases[case]
