"""What people say of an order itself: it becomes events of the order, and the rules make of them what they make of any other."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.people import Actor
from ordertower_desktop.domain.stage import ENDED, FACT_NAMES
from ordertower_desktop.domain.waybill import cleaned, faulty, unlike
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.hub.store.tables import cases, orders
from ordertower_desktop.wire.sync import Result

DESK = "desk"
REPORTS = {"urged": "催单", "complaint": "投诉"}


def of_order(conn: Connection, action: do.OrderAction, actor: Actor, *, now: datetime, floor: Floor) -> Result:
    """登记催单, 补录运单."""
    order = orders.load(conn, [action.order]).get(action.order)
    if order is None:
        return Result("refused", "中心没有这个订单，请核对订单号")
    match action:
        case do.Report():
            told = _reported(action)
        case do.EnterWaybill():
            told = _waybill(order, action)
        case _:
            told = "不认识的操作"
    if isinstance(told, str):
        return Result("refused", told)
    names, payload, effects = told
    by = {"by": actor.name, "action": action.id}
    take_in(conn, [Event(now, DESK, name, action.order, {**payload, **by}, now) for name in names], now=now, floor=floor)
    case = cases.latest(conn, [action.order]).get(action.order)
    return Result("done", case=case.id if case else "", version=case.version if case else 0, at=now, effects=effects)


def _reported(action: do.Report) -> str | tuple[Sequence[str], dict[str, str], list[str]]:
    """Why not, or which events and what is said to whoever did it."""
    if action.kind not in REPORTS:
        return f"登记的类型要是 {'、'.join(REPORTS)} 之一"
    return [action.kind], {"text": action.text[:2000]}, [f"已登记{REPORTS[action.kind]}"]


def _waybill(order: Order, action: do.EnterWaybill) -> str | tuple[Sequence[str], dict[str, str], list[str]]:
    """As a scan tells it: assigned, and gone where the parcel is gone. Another number takes the place of the one before."""
    waybill, carrier, had = cleaned(action.waybill), action.carrier.strip()[:64], order.text("waybill")
    if why := faulty(waybill):
        return why
    if over := order.facts & ENDED:
        return f"这一单{'、'.join(sorted(FACT_NAMES[fact] for fact in over))}，不能补录运单；包裹已发出的请拦截"
    said = [f"已补录运单 {waybill}" + ("，店铺由回传告知" if action.left else "")]
    if had and had != waybill:
        said.append(f"原来的 {had} 不再用")
    if odd := unlike(waybill, carrier or order.text("carrier")):
        said.append(odd)
    names = ["waybill_assigned", *(["outbound"] if action.left and order.at("outbound") is None else [])]
    return names, {"waybill": waybill, **({"carrier": carrier} if carrier else {})}, said
