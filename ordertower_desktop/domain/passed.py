"""The clocks of stages that an order has left: done, each breached or kept, for the order page and the record."""

from datetime import datetime
from itertools import pairwise

from ordertower_desktop.domain.clock import Clock, Pause
from ordertower_desktop.domain.clocks import STAGE_LABELS, stage_clock
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.promise import counted_from
from ordertower_desktop.domain.stage import ENTERED_BY, RANK, Stage
from ordertower_desktop.domain.terms import Terms


def passed(order: Order, *, pauses: tuple[Pause, ...] = (), terms: Terms, now: datetime) -> tuple[Clock, ...]:
    """One finished clock for every stage that was seen to begin and to end, in the order of the ladder, by what held then."""
    found: list[Clock] = []
    for (entered, stage), (ended, _) in pairwise(rungs(order)):
        start = counted_from(order, stage, entered)
        under = terms.under(stage, order, start, seen=ended) if stage in STAGE_LABELS else None
        if under is not None and start <= ended <= now:
            found.append(stage_clock(stage, under, start=start, now=now, pauses=pauses, ended_at=ended))
    return tuple(found)


def rungs(order: Order) -> tuple[tuple[datetime, Stage], ...]:
    """When each stage was reached, only upwards: what comes late about an earlier rung moves nothing."""
    proofs = [(event.at, stage) for event in order.log if (stage := _opened_by(order, event)) is not None]
    if order.entered is not None:
        proofs.append((order.entered, order.stage))
    found: list[tuple[datetime, Stage]] = []
    for at, stage in sorted(proofs, key=lambda proof: (proof[0], RANK[proof[1]])):
        if not found or RANK[stage] > RANK[found[-1][1]]:
            found.append((at, stage))
    return tuple(found)


def _opened_by(order: Order, event: Event) -> Stage | None:
    if event.name == "accepted" and order.value("audit_due") is True:
        return Stage.TO_AUDIT
    return ENTERED_BY.get(event.name)
