"""Whether a condition holds of an order, and until when that is sure: the one place that live judging and back-tests ask."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from ordertower_desktop.domain.calendar import Calendar, add
from ordertower_desktop.domain.compare import comparison
from ordertower_desktop.domain.condition import (
    All,
    AnyOf,
    Before,
    Compare,
    Condition,
    Constant,
    Count,
    Disagree,
    InSegment,
    InStage,
    InStageOver,
    Join,
    Not,
    Past,
    Since,
    Tagged,
    Timed,
    bare,
    shareable,
)
from ordertower_desktop.domain.derived import DEADLINES, DERIVED
from ordertower_desktop.domain.moment import LAST, SHANGHAI, earlier, later, moment
from ordertower_desktop.domain.order import Order


class Truth(NamedTuple):
    """`value` holds from the moment of asking up to, not including, `until`; None: for as long as nothing arrives."""

    value: bool
    until: datetime | None = None


@dataclass(frozen=True)
class Context:
    """What truth depends on beside order and time.

    `zone` reads moments that carry none. `crowd`: (event, field, value) -> when it happened to any order with that value, ascending.
    A calendar that is not in `calendars` counts as the round clock: an alarm too early is better than none.
    """

    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    zone: tzinfo = SHANGHAI
    crowd: Mapping[tuple[str, str, str], tuple[datetime, ...]] = field(default_factory=dict)


Check = Callable[[Order, datetime], Truth]
Steady = Callable[[Order], bool]
"""A condition that time alone never changes."""
YES, NO = Truth(True), Truth(False)


def truth(condition: Condition, order: Order, now: datetime, context: Context) -> Truth:
    """Does `condition` hold of `order` at `now`? To ask often, keep `check(condition, context)`."""
    return check(condition, context)(order, now)


def check(condition: Condition, context: Context) -> Check:
    """The condition as one function, made of a closure a node; parts that time does not move become plain predicates."""
    still = steady(condition, context)
    if still is not None:
        return lambda order, _now: YES if still(order) else NO
    match condition:
        case All() | AnyOf() | Not():
            return _join(condition, context)
        case Compare():
            return _derived(condition, context)
        case Since() | Past() | InStageOver() | Count() | Before():
            return _timed(condition, context)
        case _:
            raise TypeError(f"{condition} is neither steady nor moved by time")


def steady(condition: Condition, context: Context) -> Steady | None:
    """The condition as a predicate on the order alone; None where time has a say."""
    match condition:
        case All(parts):
            return _together([steady(part, context) for part in parts], NO)
        case AnyOf(parts):
            return _together([steady(part, context) for part in parts], YES)
        case Not(part):
            inner = steady(part, context)
            return None if inner is None else lambda order: not inner(order)
        case Count(event, at_least, None, ""):
            return lambda order: sum(one.name == event for one in order.log) >= at_least
        case Since() | Past() | InStageOver() | Count() | Before():
            return None
        case Compare():
            return _compared(condition, context)
        case _:
            return _plain(condition)


def _together(parts: Sequence[Steady | None], decisive: Truth) -> Steady | None:
    """All and any in one: a predicate that any part settles by saying `decisive`; None where time has a say in a part."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if len(known) == 1:
        return known[0]
    decides: bool = decisive.value

    def together(order: Order) -> bool:
        for holds in known:  # a generator a call costs more than the parts do
            if holds(order) is decides:
                return decides
        return not decides

    return together


def _join(condition: Join, context: Context) -> Check:
    match condition:
        case All(parts):
            return _decided(parts, context, NO)
        case AnyOf(parts):
            return _decided(parts, context, YES)
        case Not(part):
            inner = check(part, context)

            def denied(order: Order, now: datetime) -> Truth:
                value, until = inner(order, now)
                return (NO if value else YES) if until is None else Truth(not value, until)

            return denied


def _moving(parts: tuple[Condition, ...], context: Context) -> tuple[Check, ...]:
    """The parts that time moves, single leaves first."""
    moved = [part for part in parts if steady(part, context) is None]
    return tuple(check(part, context) for part in sorted(moved, key=lambda part: isinstance(part, Join)))


def _decided(joined_parts: tuple[Condition, ...], context: Context, decisive: Truth) -> Check:
    """All and any in one: any part that says `decisive` settles it, for good where it is steady, else until the last such part lets go."""
    still = _together([held for part in joined_parts if (held := steady(part, context)) is not None], decisive)
    parts = _moving(joined_parts, context)
    decides, otherwise = decisive.value, YES if decisive is NO else NO

    def joined(order: Order, now: datetime) -> Truth:
        if still is not None and still(order) is decides:
            return decisive
        first: datetime | None = None
        last: datetime | None = None
        for part in parts:
            value, until = part(order, now)
            if value is not decides:
                if until is not None and (first is None or until < first):
                    first = until
            elif until is None:
                return decisive
            elif last is None or until > last:
                last = until
        if last is not None:
            return Truth(decides, last)
        return otherwise if first is None else Truth(not decides, first)

    return joined


def _plain(condition: Constant | Tagged | InStage | InSegment | Disagree) -> Steady:
    match condition:
        case Constant(value):
            return lambda _order: value
        case Tagged(tag):
            return lambda order: tag in order.tags or tag in order.facts
        case InStage(_, stages, facts):
            return lambda order: order.stage in stages or not facts.isdisjoint(order.facts)
        case InSegment(segments):
            return lambda order: order.segment in segments
        case Disagree("any"):
            return lambda order: bool(order.disagreements)
        case Disagree(name):
            return lambda order: any(found.field == bare(name) for found in order.disagreements)


def _compared(condition: Compare, context: Context) -> Steady | None:
    if condition.field in DERIVED:
        return None
    name, holds = bare(condition.field), comparison(condition, context.zone)
    return lambda order: holds(order.value(name))


def _derived(condition: Compare, context: Context) -> Check:
    zone, holds, derived = context.zone, comparison(condition, context.zone), DERIVED[condition.field]

    def compared(order: Order, now: datetime) -> Truth:
        value, until = derived(order, now, zone)
        return (YES if holds(value) else NO) if until is None else Truth(holds(value), until)

    return compared


def _timed(condition: Timed, context: Context) -> Check:
    match condition:
        case Before(until):
            return lambda _order, now: Truth(True, until) if now < until else NO
        case Count():
            return _count(condition, context)
        case _:
            due, without = due_at(condition, context), getattr(condition, "without", ())
            return _late(due, without)


def _late(due: Callable[[Order], datetime | None], without: tuple[str, ...]) -> Check:
    def late(order: Order, now: datetime) -> Truth:
        if order.ended:
            return NO
        for name in without:
            if name in order.moments:
                return NO
        at = due(order)
        if at is None:
            return NO
        return YES if now >= at else Truth(False, at)

    return late


def due_at(condition: Since | Past | InStageOver, context: Context) -> Callable[[Order], datetime | None]:
    """The moment from which a leaf of lateness is true of an order, if nothing else happens; None: never."""
    match condition:
        case Since(event, over, _, calendar):
            plus = _plus(over, calendar, context)
            return lambda order: None if (at := order.at(event)) is None else plus(at)
        case Past(name, _, ahead):
            return lambda order: _deadline(order, name, ahead=ahead, zone=context.zone)
        case InStageOver(over, calendar):
            plus = _plus(over, calendar, context)
            return lambda order: None if order.entered is None else plus(order.entered)


def _plus(over: timedelta, name: str, context: Context) -> Callable[[datetime], datetime]:
    calendar = context.calendars.get(name)
    if calendar is None or name == "always":
        return lambda at: later(at, over)

    def worked(at: datetime) -> datetime:
        try:
            return add(calendar, at, over)
        except (ValueError, OverflowError):  # a calendar that never opens again
            return LAST

    return worked


def _deadline(order: Order, name: str, *, ahead: timedelta, zone: tzinfo) -> datetime | None:
    if name in DEADLINES:
        at = DEADLINES[name](order, zone)
    else:
        value = order.value(bare(name))
        at = moment(value, zone) if isinstance(value, str) else None
    return earlier(at, ahead) if at and ahead else at


def _count(condition: Count, context: Context) -> Check:
    """The window is (now - within, now]; it moves by itself, so both its ends can change the truth."""
    at_least, span = condition.at_least, condition.within

    def counted(order: Order, now: datetime) -> Truth:
        times = happened(condition, order, context)
        end = bisect_right(times, now)
        missing = at_least - (end - (bisect_right(times, earlier(now, span)) if span else 0))
        if missing <= 0:
            return YES if span is None else Truth(True, later(times[end - at_least], span))
        return Truth(False, times[end + missing - 1]) if end + missing <= len(times) else NO

    return counted


def happened(condition: Count, order: Order, context: Context) -> tuple[datetime, ...]:
    """When the counted event happened: to this order, and to every order that shares its `group` value.

    An order's own events are always its own, whether or not each of them repeats the value.
    """
    own = tuple(one.at for one in order.log if one.name == condition.event)
    value = shareable(order.value(bare(condition.group))) if condition.group else ""
    if not value:
        return own
    known = context.crowd.get((condition.event, condition.group, value))
    if known is None:
        known = order.crowd.get((condition.event, condition.group), ())
    alone = tuple(at for at in own if not _among(known, at))
    return tuple(sorted((*known, *alone))) if alone else known


def _among(times: tuple[datetime, ...], at: datetime) -> bool:
    place = bisect_left(times, at)
    return place < len(times) and times[place] == at
