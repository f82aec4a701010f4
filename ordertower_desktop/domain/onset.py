"""When a condition that holds began to hold, as far as the order's own history tells."""

from datetime import datetime

from ordertower_desktop.domain.condition import All, AnyOf, Before, Condition, Count, InStage, InStageOver, Not, Past, Since
from ordertower_desktop.domain.moment import later
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.truth import Context, due_at, happened, truth


def onset(condition: Condition, order: Order, now: datetime, *, context: Context) -> datetime:
    """The instant, never later than `now`, since when the true `condition` has been true.

    Deadlines and counts tell it exactly; a condition on fields alone counts from the last thing that is known of the order.
    """
    began = _began(condition, order, now, context=context)
    if began is None:
        began = max((event.at for event in order.log if event.at <= now), default=now)
    return min(began, now)


def _began(condition: Condition, order: Order, now: datetime, *, context: Context) -> datetime | None:
    match condition:
        case All(parts):
            began = [_began(part, order, now, context=context) for part in parts]
            return max((at for at in began if at is not None), default=None)
        case AnyOf(parts):
            held = [_began(part, order, now, context=context) for part in parts if truth(part, order, now, context).value]
            return min((at for at in held if at is not None), default=None)
        case Not(part):
            return _ceased(part, order, now, context=context)
        case Since() | Past() | InStageOver():
            return due_at(condition, context)(order)
        case InStage(_, stages, _):
            return order.entered if len(stages) == 1 and order.stage in stages else None
        case Count():
            return _reached(condition, happened(condition, order, context), now)
        case _:
            return None


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


def _ceased(condition: Condition, order: Order, now: datetime, *, context: Context) -> datetime | None:
    """When a condition that does not hold stopped holding: told by moments that passed, unknown for everything else."""
    match condition:
        case Before(until):
            return until
        case Count(at_least=at_least, within=within) if within is not None:
            times = tuple(at for at in happened(condition, order, context) if at <= now)
            return later(times[-at_least], within) if len(times) >= at_least else None
        case All(parts) | AnyOf(parts):
            false = [part for part in parts if not truth(part, order, now, context).value]
            ends = [_ceased(part, order, now, context=context) for part in false]
            known = [at for at in ends if at is not None]
            if len(known) < len(ends) and isinstance(condition, All):
                return None
            return (min if isinstance(condition, All) else max)(known, default=None)
        case _:
            return None
