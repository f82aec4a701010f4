"""What several orders with one thing in common have done: the times that a rule over a group counts (R11)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from ordertower_desktop.domain.condition import bare, shareable
from ordertower_desktop.domain.crowd import counts
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.rule import Rule

Crowd = Mapping[tuple[str, str, str], tuple[datetime, ...]]


def grouped(rules: Sequence[Rule]) -> dict[str, set[str]]:
    """Event -> the fields by which some rule counts it over several orders."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for rule in rules:
        for count in counts(rule.effective):
            if count.group:
                wanted[count.event].add(count.group)
    return wanted


class Gathering:
    """Takes events as they are read, and gives the crowd at the end; an event told twice counts once."""

    def __init__(self, wanted: Mapping[str, Iterable[str]]) -> None:
        self._wanted = wanted
        self._times: defaultdict[tuple[str, str, str], set[tuple[datetime, str]]] = defaultdict(set)

    def take(self, event: Event) -> None:
        for field in self._wanted.get(event.name, ()):
            value = shareable(event.payload.get(bare(field)))
            if value:
                self._times[event.name, field, value].add((event.at, event.order_id))

    def crowd(self) -> Crowd:
        return {key: tuple(sorted(at for at, _ in times)) for key, times in self._times.items()}
