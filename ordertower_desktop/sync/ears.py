"""Who listens to the desk: plain callables, all called on the desk's own thread, one at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ordertower_desktop.sync.pending import Outcome
from ordertower_desktop.sync.state import State


def _deaf(*_: object) -> None:
    """The listener of who does not listen."""


@dataclass(frozen=True, slots=True)
class Ears:
    """`rows_changed(topic, rows, gone)`: rows are wire structs (PoolRow, SourceRow, …), gone are feed keys (a notice's is `person/id`).

    `loaded()`: everything kept from last time has been told. `outcome`: the hub's word on an action. `state`: the status bar.
    `saved(ids)`: durable on this machine. `decided`: show, replace or withdraw a notice. `second()`: another desk has this folder
    and has been asked to come forward; this one should end. `raised(link)`: a second desk asks this one to come forward.
    """

    rows_changed: Callable[[str, list[Any], list[str]], None] = _deaf
    loaded: Callable[[], None] = _deaf
    outcome: Callable[[Outcome], None] = _deaf
    state: Callable[[State], None] = _deaf
    saved: Callable[[list[str]], None] = _deaf
    decided: Callable[[Any], None] = _deaf
    second: Callable[[], None] = _deaf
    raised: Callable[[str], None] = _deaf
