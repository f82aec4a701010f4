"""When a condition that holds began to hold, as far as the order's own history tells; compiled like truth, a closure a node."""

from collections.abc import Callable
from datetime import datetime

from ordertower_desktop.domain.condition import All, AnyOf, Before, Condition, Count, Disagree, InStage, InStageOver, Not, Past, Since, bare
from ordertower_desktop.domain.contradiction import contradicted_since
from ordertower_desktop.domain.moment import later
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.truth import Check, Context, check, due_at, happened

Onset = Callable[[Order, datetime], datetime]
Told = Callable[[Order, datetime], datetime | None]


def onset(condition: Condition, context: Context) -> Onset:
    """The instant, never later than the moment of asking, since when the condition, true then, has been true.

    Deadlines, counts and conflicts tell it exactly; a condition on fields alone counts from the last event that is known of the order,
    of an order that has none from its latest news: a system that says the same again tells none.
    """
    told = _began(condition, context)

    def since(order: Order, now: datetime) -> datetime:
        began = told(order, now) if told is not None else None
        if began is None:
            began = max((event.at for event in order.log if event.at <= now), default=None) or _news(order, now)
        return min(began, now)

    return since


def _news(order: Order, now: datetime) -> datetime:
    return max((snapshot.at for snapshot in order.snapshots if snapshot.at <= now), default=now)


def _began(condition: Condition, context: Context) -> Told | None:
    """How a true condition tells when it became so; None for one that never can."""
    match condition:
        case All(parts):
            return _last([told for part in parts if (told := _began(part, context)) is not None])
        case AnyOf(parts):
            return _first([(check(part, context), told) for part in parts if (told := _began(part, context)) is not None])
        case Not(part):
            return _ceased(part, context)
        case Since() | Past() | InStageOver():
            due = due_at(condition, context)
            return lambda order, _now: due(order)
        case InStage(_, stages, _) if len(stages) == 1:
            return lambda order, _now: order.entered if order.stage in stages else None
        case Disagree(field):
            return lambda order, now: contradicted_since(order, bare(field), now)
        case Count():
            return lambda order, now: _reached(condition, happened(condition, order, context), now)
        case _:
            return None


def _last(parts: list[Told]) -> Told | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return lambda order, now: max((at for told in parts if (at := told(order, now)) is not None), default=None)


def _first(parts: list[tuple[Check, Told]]) -> Told | None:
    """The earliest of the parts that hold."""
    if not parts:
        return None
    return lambda order, now: min(
        (at for holds, told in parts if holds(order, now).value and (at := told(order, now)) is not None), default=None
    )


def _reached(count: Count, times: tuple[datetime, ...], now: datetime) -> datetime | None:
    """When the window last came to hold enough, having held too few before."""
    times = tuple(at for at in times if at <= now)
    if count.within is None:
        return times[count.at_least - 1] if len(times) >= count.at_least else None
    began: datetime | None = None
    end: datetime | None = None
    for first, last in zip(times, times[count.at_least - 1 :], strict=False):
        closes = later(first, count.within)
        if last < closes:
            began = last if end is None or end < last else began
            end = closes
    return began


def _ceased(condition: Condition, context: Context) -> Told | None:
    """How a false condition tells when it stopped holding: by moments that passed; nothing else can."""
    match condition:
        case Before(until):
            return lambda _order, _now: until
        case Count(within=within) if within is not None:
            return lambda order, now: _left(condition, happened(condition, order, context), now)
        case All() | AnyOf():
            return _joint_end(condition, context)
        case _:
            return None


def _left(count: Count, times: tuple[datetime, ...], now: datetime) -> datetime | None:
    """When the window last came to hold too few."""
    passed = tuple(at for at in times if at <= now)
    return later(passed[-count.at_least], count.within) if count.within and len(passed) >= count.at_least else None


def _joint_end(condition: All | AnyOf, context: Context) -> Told | None:
    """All parts had to hold: the first end counts, if every end is known. One had to: the last end does."""
    parts = [(check(part, context), _ceased(part, context)) for part in condition.parts]
    if all(told is None for _, told in parts):
        return None
    every = isinstance(condition, All)

    def ended(order: Order, now: datetime) -> datetime | None:
        ends = [told(order, now) if told is not None else None for holds, told in parts if not holds(order, now).value]
        known = [at for at in ends if at is not None]
        if every and len(known) < len(ends):
            return None
        return (min if every else max)(known, default=None)

    return ended
