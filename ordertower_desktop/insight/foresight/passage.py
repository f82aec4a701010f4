"""An order's way along the ladder as the forecast reads it: when it came to each rung, by when it must leave us and arrive."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from ordertower_desktop.domain.moment import SHANGHAI, end_of_day, moment
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.promise import promise, promise_runs
from ordertower_desktop.domain.stage import ENTERED_BY, RANK, SHIPPED, Stage
from ordertower_desktop.domain.terms import Terms

RUNGS = tuple(stage for stage in Stage if RANK[stage] >= RANK[Stage.TO_ACCEPT])
HOPS = RUNGS[:-1]
"""Each hop is named by the rung that it leaves; the last rung has none."""
WARM = 200
"""So many orders must have reached the aim from a rung before its curves are believed."""


class Aim(StrEnum):
    """What a promise is about."""

    SHIP = "ship"
    ARRIVE = "arrive"


@dataclass(frozen=True, slots=True)
class Passage:
    """`entered` has a moment for each of `RUNGS`, None where the order has not been or nobody said so.

    `over_at`: cancelled or refunded, so that nobody waits any more. `held`: no promise runs now.
    """

    order: str
    entered: tuple[datetime | None, ...]
    ship_by: datetime | None = None
    deliver_by: datetime | None = None
    over_at: datetime | None = None
    held: bool = False
    platform: str = ""
    shop: str = ""
    warehouse: str = ""
    carrier: str = ""
    province: str = ""

    @property
    def open(self) -> bool:
        """Somebody still waits for it."""
        return self.over_at is None and self.entered[-1] is None


def passage(order: Order, terms: Terms, now: datetime) -> Passage | None:
    """The order's way as it is known; None while it has not been paid for."""
    entered = _entered(order)
    if all(at is None for at in entered):
        return None
    ends = [at for name in ("cancelled", "refund_done") if (at := order.at(name)) is not None]
    over = min(ends, default=order.log[-1].at if order.ended and order.stage is not Stage.SIGNED and order.log else None)
    found = promise(order, terms, seen=now)
    return Passage(
        order.id, entered, found.due_at if found else None, arrival_due(order.text("deliver_by")), over,
        held=not order.ended and order.stage not in SHIPPED and not promise_runs(order),
        platform=order.text("platform"), shop=order.text("shop"), warehouse=order.text("warehouse"), carrier=order.text("carrier"),
        province=order.text("province"),
    )  # fmt: skip


def arrival_due(text: str) -> datetime | None:
    """The promise to arrive. A promise at midnight means its day, of which customers wait for the end."""
    at = moment(text) if text else None
    if at is None:
        return None
    here = at.astimezone(SHANGHAI)
    return end_of_day(here.date()) if here.time() == time() and "24:00" not in text and "T" in text.upper().replace(" ", "T") else at


def _entered(order: Order) -> tuple[datetime | None, ...]:
    """The earliest proof of each rung, by events and by what systems say of the stage."""
    first: dict[Stage, datetime] = {}
    audits = order.value("audit_due") is True
    proofs = [(_opens(event.name, audits=audits), event.at) for event in order.log]
    proofs += [(snapshot.stage, snapshot.at) for snapshot in order.snapshots]
    for stage, at in proofs:
        if stage is not None and (stage not in first or at < first[stage]):
            first[stage] = at
    return tuple(first.get(stage) for stage in RUNGS)


def _opens(event: str, *, audits: bool) -> Stage | None:
    return Stage.TO_AUDIT if event == "accepted" and audits else ENTERED_BY.get(event)
