"""The stretches of time in which a rule was true of an order, as they could have been known at the time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.judge import Bench
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.truth import Check
from ordertower_desktop.domain.unfold import chronicle, unfold


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
        yield Order(key, chronicle(own))


def spells(order: Order, bench: Bench) -> list[Spell]:
    """Every spell of every rule: asked only where truth can change, at each arrival and at each `until` between."""
    since: dict[str, datetime] = {}
    found: list[Spell] = []
    for at, end, known in unfold(order):
        ready = bench.at(known.stage)
        gone = since.keys() - {rule.id for rule, _ in ready} if since else ()
        found += [Spell(key, order.id, since.pop(key), at) for key in gone]
        for rule, holds in ready:
            for start, value in _turns(holds, known, at, end=end):
                if value:
                    since.setdefault(rule.id, start)
                elif rule.id in since:
                    found.append(Spell(rule.id, order.id, since.pop(rule.id), start))
    return found + [Spell(key, order.id, start) for key, start in since.items()]


def _turns(holds: Check, order: Order, at: datetime, *, end: datetime) -> Iterator[tuple[datetime, bool]]:
    """The truth at `at` and at each later moment before `end` at which it may differ."""
    while True:
        value, until = holds(order, at)
        yield at, value
        if until is None or until >= end:
            return
        at = until
