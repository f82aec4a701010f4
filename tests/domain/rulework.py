"""What the tests of the rules share: orders in a line, and a second, naive reading of every condition."""

from datetime import UTC, datetime, timedelta

from ordertower_desktop.domain.calendar import Calendar, elapsed
from ordertower_desktop.domain.condition import (
    All,
    AnyOf,
    Before,
    Compare,
    Condition,
    Count,
    Disagree,
    InSegment,
    InStage,
    InStageOver,
    Not,
    Op,
    Past,
    Since,
    Tagged,
)
from ordertower_desktop.domain.condition_reader import condition
from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.event import RECURRING, Event, Value
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.truth import Context

START = datetime(2026, 11, 11, tzinfo=UTC)
FLAGS = {"presale", "split", "overseas", "no_nudge", "urgent"}


def after(**span: float) -> datetime:
    return START + timedelta(**span)


def when(table: dict[str, object]) -> Condition:
    """A condition as a rules file would say it."""
    return condition(Entry(table, "规则 T"))


def order(*told: tuple[str, datetime] | tuple[str, datetime, dict[str, Value]]) -> Order:
    """An order from (event, time) or (event, time, payload)."""
    events = [Event(one[1], "tmall", one[0], "A1", one[2] if len(one) > 2 else {}) for one in told]  # type: ignore[misc]
    return absorb(Order("A1"), events)


def naive(asked: Condition, order: Order, now: datetime, context: Context) -> bool:
    """Whether a condition holds, told as plainly as it can be and without a word of the engine."""
    match asked:
        case All(parts):
            return all(naive(part, order, now, context) for part in parts)
        case AnyOf(parts):
            return any(naive(part, order, now, context) for part in parts)
        case Not(part):
            return not naive(part, order, now, context)
        case Compare(field, op, value):
            return _compares(order.value(field), op, value, flag=field in FLAGS)
        case Tagged(tag):
            return tag in order.tags or tag in {str(fact) for fact in order.facts}
        case InStage(_, stages, facts):
            return order.stage in stages or any(fact in order.facts for fact in facts)
        case InSegment(segments):
            return order.segment in segments
        case Disagree(field):
            return any(field in ("any", one.field) for one in order.disagreements)
        case _:
            return _in_time(asked, order, now, context)


def _in_time(asked: Condition, order: Order, now: datetime, context: Context) -> bool:
    if isinstance(asked, Before):
        return now < asked.until
    names = [event.name for event in order.log]
    if isinstance(asked, Count):
        times = [event.at for event in order.log if event.name == asked.event]
        if asked.within is not None:
            times = [at for at in times if now - asked.within < at <= now]
        return len(times) >= asked.at_least
    if order.ended or any(name in names for name in getattr(asked, "without", ())):
        return False
    match asked:
        case Since(event, over, _, calendar):
            times = [one.at for one in order.log if one.name == event]
            return bool(times) and _worked(max(times) if event in RECURRING else min(times), now, context.calendars.get(calendar)) >= over
        case InStageOver(over, calendar):
            return order.entered is not None and _worked(order.entered, now, context.calendars.get(calendar)) >= over
        case Past(field, _, ahead):
            text = order.text(field)
            return bool(text) and now >= datetime.fromisoformat(text) - ahead
    raise AssertionError(asked)


def _worked(start: datetime, now: datetime, calendar: Calendar | None) -> timedelta:
    if now < start:
        return timedelta(-1)
    return now - start if calendar is None else elapsed(calendar, start, now)


def _compares(value: Value, op: Op, wanted: object, *, flag: bool) -> bool:
    if value is None and flag:
        value = False
    if value is None:
        return op is Op.IS_NOT
    match op:
        case Op.IS:
            return value == wanted
        case Op.IS_NOT:
            return value != wanted
        case Op.IN:
            return any(value == one for one in wanted)  # type: ignore[attr-defined]
        case Op.MATCHES_PREFIX:
            return isinstance(value, str) and value.startswith(str(wanted))
    if isinstance(value, bool | str | list | dict) or isinstance(wanted, str):
        return False
    return {Op.OVER: value > wanted, Op.UNDER: value < wanted, Op.AT_LEAST: value >= wanted, Op.AT_MOST: value <= wanted}[op]  # type: ignore[operator]
