"""Many orders through one step, keeping the turns of people between them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from ordertower_desktop.domain.effect import Assigned, Effect
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.step import State, pass_time
from ordertower_desktop.hub.store.judging.settle import Judged


class Turns:
    """Whose turn it was last, counted on while a batch is judged. `floor` always holds the newest."""

    def __init__(self, floor: Floor) -> None:
        self._counts = dict(floor.turns)
        self.floor = replace(floor, turns=self._counts)

    def note(self, effects: Iterable[Effect]) -> None:
        """Everybody who was given something goes to the end of the line."""
        for effect in effects:
            if isinstance(effect, Assigned) and effect.person:
                self._counts[effect.person] = max(self._counts.values(), default=0) + 1


def judge_all(states: Iterable[tuple[State, State]], now: datetime, *, turns: Turns) -> list[Judged]:
    """Judge each `(as it was, as it is with what arrived)`."""
    judged = []
    for before, state in states:
        after, effects = pass_time(state, now, floor=turns.floor)
        turns.note(effects)
        judged.append(Judged(before, after, effects))
    return judged
