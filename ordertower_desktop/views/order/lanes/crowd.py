"""Equal events that stand on one another become one mark with a count; zooming in takes them apart; no Qt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ordertower_desktop.wire.order import LaneEvent

TOUCHING = 16.0


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn at `x`: one event, or several equal ones; `shown` is the first of them."""

    x: float
    events: tuple[LaneEvent, ...]

    @property
    def shown(self) -> LaneEvent:
        return self.events[0]

    @property
    def count(self) -> int:
        return sum(max(1, event.count) for event in self.events)


def marks(events: Sequence[LaneEvent], place: Callable[[LaneEvent], float], *, touching: float = TOUCHING) -> list[Mark]:
    """The marks of one lane in the order of time; equal neighbours nearer than `touching` pixels are one. 0 keeps all apart."""
    made: list[Mark] = []
    run: list[LaneEvent] = []
    last = 0.0
    for event in sorted(events, key=lambda one: (place(one), one.name)):
        x = place(event)
        if run and touching and x - last < touching and _equal(run[0], event):
            run.append(event)
        else:
            if run:
                made.append(Mark(place(run[0]), tuple(run)))
            run = [event]
        last = x
    if run:
        made.append(Mark(place(run[0]), tuple(run)))
    return made


def _equal(one: LaneEvent, other: LaneEvent) -> bool:
    return (one.name, one.kind, one.who) == (other.name, other.kind, other.who)


def hidden(crowd: Sequence[Mark]) -> int:
    """How many events do not have a mark of their own."""
    return sum(len(mark.events) - 1 for mark in crowd)


def when(event: LaneEvent, mode: str) -> datetime:
    """`happened` or `arrived`: the moment that places the event."""
    return event.arrived or event.at if mode == "arrived" else event.at
