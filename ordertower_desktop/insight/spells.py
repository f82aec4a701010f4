"""The stretches of time in which a rule was true of an order, as they could have been known at the time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.judge import Bench
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.truth import Check
from ordertower_desktop.domain.unfold import AUDIT_FIELD, recorded, unfold


class Spell(NamedTuple):
    """`rule` was true of `order` from `start` up to, not including, `end`; None: it still is."""

    rule: str
    order: str
    start: datetime
    end: datetime | None = None


def gathered(events: Iterable[Event]) -> Iterator[Order]:
    """The orders that events tell of; an event that is told twice counts once, and the order of telling is irrelevant."""
    told: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        told[event.order_id].append(event)
    for key, own in told.items():
        yield recorded(key, own)


def spells(order: Order, bench: Bench) -> list[Spell]:
    """Every spell of every rule that the order's history holds."""
    course = Course(order.id, bench)
    for at, end, known in unfold(order):
        course.go_on(known, at, end=end)
    return course.told()


class Course:
    """One order on its way through time: since when each rule is true, and when it is to be asked again.

    A rule is asked only where its truth can change: at an arrival that matters to it, and at each `until` between.
    """

    def __init__(self, order: str, bench: Bench) -> None:
        self._order, self._bench = order, bench
        self._before: Order | None = None
        self._since: dict[str, datetime] = {}
        self._turns: dict[str, tuple[Check, datetime | None]] = {}
        self._found: list[Spell] = []

    def go_on(self, known: Order, at: datetime, *, end: datetime) -> None:
        """From `at` up to `end` the order is as `known`."""
        ready, turns = self._bench.ready(known), self._turns
        self._narrow(ready.keys, at)
        news = self._news(known) if turns else None
        for rule, holds, depends in ready.candidates:
            start: datetime | None = at
            if news is not None and news.isdisjoint(depends) and (last := turns.get(rule.id)) is not None and last[0] is holds:
                start = last[1]  # nothing that it reads has changed: its last answer stands
            if start is not None and start < end:
                turns[rule.id] = holds, self._ask(rule.id, holds, known, start=start, end=end)
        self._before = known

    def told(self) -> list[Spell]:
        """The spells so far; those still running have no end."""
        return self._found + [Spell(key, self._order, start) for key, start in self._since.items()]

    def _news(self, known: Order) -> set[str] | None:
        """The events and `.fields` that arrived; None when facts or readings came, which may matter to any rule."""
        before = self._before
        if before is None or known.snapshots or before.facts != known.facts:
            return None
        fresh = known.log[len(before.log) :]
        news = {event.name for event in fresh}
        for event in fresh:
            news.update(f".{field}" for field in event.payload)
        return None if f".{AUDIT_FIELD}" in news else news

    def _narrow(self, possible: frozenset[str], at: datetime) -> None:
        """From `at` on only these rules can be true."""
        for key in [key for key in self._turns if key not in possible]:
            del self._turns[key]
            self._end(key, at)

    def _ask(self, key: str, holds: Check, known: Order, *, start: datetime, end: datetime) -> datetime | None:
        """Ask at `start`, and wherever the answer may change before `end`; when the last answer may change is for later."""
        turn: datetime | None = start
        while turn is not None and turn < end:
            value, until = holds(known, turn)
            if value:
                self._since.setdefault(key, turn)
            else:
                self._end(key, turn)
            turn = until
        return turn

    def _end(self, key: str, at: datetime) -> None:
        if key in self._since:
            self._found.append(Spell(key, self._order, self._since.pop(key), at))
