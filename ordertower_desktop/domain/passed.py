"""The clocks of stages that an order has left: done, each breached or kept, for the order page and the record."""

from collections.abc import Mapping
from datetime import datetime

from ordertower_desktop.domain.calendar import Calendar
from ordertower_desktop.domain.clock import Clock, Pause
from ordertower_desktop.domain.clocks import STAGE_LABELS, stage_clock
from ordertower_desktop.domain.limits import Limits
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.promise import counted_from
from ordertower_desktop.domain.stage import ENTERED_BY, RANK, Stage


def passed(
    order: Order, *, pauses: tuple[Pause, ...] = (), limits: Limits, calendars: Mapping[str, Calendar], now: datetime
) -> tuple[Clock, ...]:
    """One finished clock for every stage that was seen to begin and to end, in the order of the ladder."""
    reached = _reached(order)
    found: list[Clock] = []
    for stage in STAGE_LABELS:
        target, entered, ended = limits.target(stage, order), reached.get(stage), _left(stage, reached)
        if target is None or entered is None or ended is None:
            continue
        start = counted_from(order, stage, entered)
        if start <= ended <= now:
            found.append(stage_clock(stage, target, start=start, now=now, calendars=calendars, pauses=pauses, ended_at=ended))
    return tuple(found)


def _reached(order: Order) -> dict[Stage, datetime]:
    """Stage -> when it began, as early as an event proves it."""
    found: dict[Stage, datetime] = {}
    for event in order.log:
        stage = ENTERED_BY.get(event.name)
        if event.name == "accepted" and order.value("audit_due") is True:
            stage = Stage.TO_AUDIT
        if stage is not None:
            found.setdefault(stage, event.at)
    return found


def _left(stage: Stage, reached: Mapping[Stage, datetime]) -> datetime | None:
    return min((at for other, at in reached.items() if RANK[other] > RANK[stage]), default=None)
