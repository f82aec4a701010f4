"""The way that an order should take from here, by the limits it is under."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ordertower_desktop.domain.calendar import closing
from ordertower_desktop.domain.clock import Clock, ClockKind, ClockState
from ordertower_desktop.domain.hours import add
from ordertower_desktop.domain.moment import moment
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.promise import counted_from, ship_clock_runs
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.stage import RANK, Stage
from ordertower_desktop.domain.terms import Terms


@dataclass(frozen=True, slots=True)
class Ghost:
    """A point that an order should reach: in whose lane, when, and its name (`应打单`)."""

    kind: SourceKind
    at: datetime
    name: str


WAY = {
    Stage.TO_ACCEPT: (SourceKind.ERP, "应接单"),
    Stage.TO_AUDIT: (SourceKind.ERP, "应审核"),
    Stage.TO_PRINT: (SourceKind.WMS, "应打单"),
    Stage.TO_PACK: (SourceKind.WMS, "应打包"),
    Stage.TO_SHIP: (SourceKind.WMS, "应出库"),
    Stage.TO_COLLECT: (SourceKind.CARRIER, "应揽收"),
}
"""The end of each rung."""


def expected(order: Order, clocks: Iterable[Clock], *, terms: Terms) -> tuple[Ghost, ...]:
    """The points after the last known one: the current rung ends with its clock, each later one a limit after the one before."""
    entered = order.entered
    if order.stage is Stage.IN_TRANSIT and not order.ended:
        return _arrival(order)
    if entered is None or order.stage not in WAY or not ship_clock_runs(order):
        return ()
    found: list[Ghost] = []
    reached = counted_from(order, order.stage, entered)
    for stage in _rungs(order):
        due = _clock_due(stage, clocks) if stage is order.stage else None
        reached = due or _after(order, stage, reached, terms=terms)
        kind, name = WAY[stage]
        if stage is not Stage.TO_PACK or stage is order.stage:
            found.append(Ghost(kind, reached, name))
    return (*found, *(ghost for ghost in _arrival(order) if ghost.at > reached))


def _rungs(order: Order) -> list[Stage]:
    """The rungs from here to the carrier; an audit only where one is due."""
    audit = order.stage is Stage.TO_AUDIT or (order.value("audit_due") is True and order.at("audited") is None)
    ahead = [stage for stage in WAY if RANK[stage] >= RANK[order.stage]]
    return [stage for stage in ahead if stage is not Stage.TO_AUDIT or audit]


def _clock_due(stage: Stage, clocks: Iterable[Clock]) -> datetime | None:
    """What the running clock of the current rung says: it knows pauses and the platform's own times."""
    kind = ClockKind.CARRIER if stage is Stage.TO_COLLECT else ClockKind.STAGE
    return next((clock.due_at for clock in clocks if clock.kind is kind and clock.state is not ClockState.DONE), None)


def _after(order: Order, stage: Stage, reached: datetime, *, terms: Terms) -> datetime:
    """A carrier comes before its cut-off; everybody else has the time of the limit."""
    if stage is Stage.TO_COLLECT:
        calendars = terms.calendars_at(reached)
        carrier = calendars.get(f"carrier:{order.text('carrier')}") or calendars.get("carrier")
        if carrier is not None:
            return closing(carrier, reached)
    under = terms.under(stage, order, reached, seen=reached)
    return add(under.hours, reached, under.target.limit) if under else reached


def _arrival(order: Order) -> tuple[Ghost, ...]:
    at = moment(order.text("deliver_by")) or moment(order.text("estimate"))
    return (Ghost(SourceKind.CARRIER, at, "应签收"),) if at is not None else ()
