"""A back-test: rules asked of history, knowing at each moment only what had happened by then."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from itertools import accumulate

from ordertower_desktop.domain.aggregate import Cell, cell, closes, failing
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.judge import Bench
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.truth import Context
from ordertower_desktop.domain.unfold import unfold
from ordertower_desktop.insight.spells import Course, Spell, gathered
from ordertower_desktop.insight.ticks import covering, ticks

Row = tuple[datetime, str, int]


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of playing orders through rules; replays of different orders under the same rules add up (`joined`).

    `days`: rule over a rate -> how orders count in it, day by day. `first` and `last` are the times of the first and the last event.
    """

    spells: tuple[Spell, ...] = ()
    days: Mapping[str, Counter[Cell]] = field(default_factory=dict)
    orders: int = 0
    events: int = 0
    first: datetime | None = None
    last: datetime | None = None


def replayed(orders: Iterable[Order], rules: Sequence[Rule], context: Context) -> Replay:
    """Every spell of every rule, whatever its state: a draft is what one back-tests. On- and off-delays are the case's, not counted."""
    bench = Bench(tuple(rules), context)
    days = {rule.id: Counter[Cell]() for rule in rules if rule.rate is not None}
    found: list[Spell] = []
    number = events = 0
    first: datetime | None = None
    last: datetime | None = None
    for order in orders:
        found += _played(order, bench, days)
        number, events = number + 1, events + len(order.events)
        if order.events:
            first = min(first or order.events[0].at, order.events[0].at)
            last = max(last or order.events[-1].at, order.events[-1].at)
    return Replay(tuple(found), days, number, events, first, last)


def _played(order: Order, bench: Bench, days: Mapping[str, Counter[Cell]]) -> list[Spell]:
    """The spells of one order; on its way it is counted into the rates as well."""
    course, context = Course(order.id, bench), bench.context
    rates = [(rule, rule.rate, closes(order, rule.rate, context.zone)) for rule in bench.rules if rule.rate is not None]
    for at, end, known in unfold(order):
        course.go_on(known, at, end=end)
        for rule, rate, close in rates:
            if close is not None and at <= close < end and (mine := cell(known, rate, rule.subject, at=close, context=context)):
                days[rule.id][mine] += 1
    return course.told()


def joined(replays: Iterable[Replay]) -> Replay:
    """Replays of different orders as one."""
    parts = list(replays)
    days: defaultdict[str, Counter[Cell]] = defaultdict(Counter)
    for part in parts:
        for key, cells in part.days.items():
            days[key].update(cells)
    return Replay(
        tuple(spell for part in parts for spell in part.spells),
        dict(days),
        sum(part.orders for part in parts),
        sum(part.events for part in parts),
        min((part.first for part in parts if part.first), default=None),
        max((part.last for part in parts if part.last), default=None),
    )


def looked_at(replay: Replay, *, start: datetime | None, end: datetime | None, every: timedelta, zone: tzinfo) -> tuple[datetime, ...]:
    """The ticks from `start` to `end`; by default from the first at or after the first event to the first at or after the last."""
    if replay.first is None or replay.last is None:
        return ticks(start, end, every=every, zone=zone) if start and end else ()
    if start and end:
        return ticks(start, end, every=every, zone=zone)
    whole = covering(replay.first, replay.last, every=every, zone=zone)
    low, high = start or (whole[0] if whole else replay.first), end or (whole[-1] if whole else replay.last)
    return ticks(low, high, every=every, zone=zone) if low <= high else ()


def counted(replay: Replay, rules: Sequence[Rule], at: Sequence[datetime], *, zone: tzinfo) -> Iterator[Row]:
    """(tick, rule, orders for which it is true then) for every tick and rule, zeros too; for a rule over a rate, groups under it."""
    changes: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(at) + 1))
    for spell in replay.spells:
        line = changes[spell.rule]
        line[bisect_left(at, spell.start)] += 1
        line[bisect_left(at, spell.end) if spell.end else len(at)] -= 1
    columns = {key: list(accumulate(line)) for key, line in changes.items()}
    rates = {rule.id: rule.rate for rule in rules if rule.rate is not None}
    for i, tick in enumerate(at):
        for rule in rules:
            if rule.id in rates:
                yield tick, rule.id, len(failing(rates[rule.id], replay.days[rule.id], tick.astimezone(zone).date()))
            else:
                yield tick, rule.id, columns[rule.id][i] if rule.id in columns else 0


def counts(
    events: Iterable[Event],
    rules: Sequence[Rule],
    *,
    context: Context,
    start: datetime | None = None,
    end: datetime | None = None,
    every: timedelta = timedelta(hours=1),
) -> Iterator[Row]:
    """The whole way in one call, for histories that fit in memory; ticks and bare dates are read in `context.zone`."""
    replay = replayed(gathered(events), rules, context)
    at = looked_at(replay, start=start, end=end, every=every, zone=context.zone)
    return counted(replay, rules, at, zone=context.zone)
