"""When an order must have left: the platform's word, a set day, or so long after payment; and whether that clock may run at all."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ordertower_desktop.domain.derived import agreed, moved, ship_due
from ordertower_desktop.domain.limits import Limited
from ordertower_desktop.domain.moment import SHANGHAI, moment
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.stage import RANK, TO_BE_SHIPPED, Fact, Stage
from ordertower_desktop.domain.terms import Terms

LAST_DAY = timedelta(days=1)
"""An order whose promise lies later comes to the floor a day before it."""


@dataclass(frozen=True, slots=True)
class Promise:
    """The deadline to ship; `field` is where it stands, empty when it was reckoned from the payment."""

    due_at: datetime
    name: str
    basis: str
    field: str = ""
    limit: timedelta | None = None


def promise(order: Order, terms: Terms, *, seen: datetime) -> Promise | None:
    """What the platform and the customer were promised. None where the promise is moved to an unknown day (D13), or not paid for."""
    due_at = ship_due(order, SHANGHAI)
    if due_at is not None:
        if due_at == moment(order.text("ship_on")):
            name = "预售发货" if order.value("presale") is True else "指定日期"
            return Promise(due_at, name, f"{name}：当日发出", "ship_on")
        if agreed(order, SHANGHAI):
            return Promise(due_at, "协商延期", _before(order), "ship_agreed")
        return Promise(due_at, "平台承诺", "平台订单上的最晚发货时间", "ship_by")
    paid = order.at("payment_approved")
    if paid is None or moved(order):
        return None
    under = terms.under(Limited.PLATFORM, order, paid, seen=min(seen, left_us(order) or seen))
    if under is None:
        return None
    return Promise(paid + under.target.limit, "平台承诺", "平台未给时间，按付款后推算", limit=under.target.limit)


def _before(order: Order) -> str:
    """An agreed promise tells which one it is in place of."""
    first = moment(order.text("ship_by"), SHANGHAI) if order.text("ship_by") else None
    return "与买家协商的发货时间" + (f"，平台订单上是 {first.astimezone(SHANGHAI):%m-%d %H:%M}" if first else "")


def ship_clock_runs(order: Order) -> bool:
    """No clock of a stage runs while held or refunding (R29), nor for an order whose promise is moved to an unknown day (D13)."""
    if order.ended or Fact.HELD in order.facts or RANK[order.stage] < RANK[Stage.TO_ACCEPT]:
        return False
    if order.stage not in TO_BE_SHIPPED:
        return True
    return Fact.REFUNDING not in order.facts and not (moved(order) and ship_due(order, SHANGHAI) is None)


def promise_runs(order: Order) -> bool:
    """The platform's own clock stops for the same holds and refunds; what has left us keeps it, done."""
    stopped = Fact.HELD in order.facts or (Fact.REFUNDING in order.facts and order.stage in TO_BE_SHIPPED)
    return not (stopped or order.ended or RANK[order.stage] < RANK[Stage.TO_ACCEPT])


def counted_from(order: Order, stage: Stage, entered: datetime) -> datetime:
    """When the clock of a stage begins: on entering it; before shipment not until a day before a promise that was moved to later."""
    due_at = ship_due(order, SHANGHAI) if stage in TO_BE_SHIPPED and moved(order) else None
    return entered if due_at is None else max(entered, due_at - LAST_DAY)


def left_us(order: Order) -> datetime | None:
    """When the platform saw the shipment: what ends the promise. None while it has not."""
    if order.stage in TO_BE_SHIPPED or Fact.WRITE_BACK_DUE in order.facts:
        return None
    return order.at("written_back") or order.at("outbound") or order.entered
