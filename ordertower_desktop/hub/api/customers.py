"""/v1/customers and /v1/shipments/check: whose orders are, what could leave together, and the last look before a parcel is printed."""

import re
import time

from ordertower_desktop.domain import veil as sight
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.people import Role
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.hub.api import veil, veilcustomers, veilwarehouse
from ordertower_desktop.hub.api.housing import refuse_strange
from ordertower_desktop.hub.api.http import AGENT, Answer, Call, Refused, Route, as_json
from ordertower_desktop.hub.store.judging.customeracts import Deed, perform
from ordertower_desktop.hub.store.judging.customerlines import around, stop_row
from ordertower_desktop.hub.store.judging.customerpages import of_order, page
from ordertower_desktop.hub.store.judging.stopping import found, order_of, passed, stopped
from ordertower_desktop.hub.store.tables import stops
from ordertower_desktop.wire.customers import Check, Checked, CustomerAct, CustomersPage, OrderCustomer, StopRow

ID = re.compile(r"[\w.-]{1,48}")
LEADS = ("never",)
"""What is for ever is for those who lead."""


def routes() -> list[Route]:
    return [
        Route("GET", "/v1/customers", AGENT, shown, "同客户与合单：建议、待认、拦截和效果", gives=CustomersPage),
        Route("POST", "/v1/customers/acts", AGENT, act, "认定、拆开、合单、否决、放行、撤销", CustomerAct, CustomersPage),
        Route("GET", "/v1/customers/of/{order_id:path}", AGENT, of, "这一单的客户和他其他在途的单", gives=OrderCustomer),
        Route("POST", "/v1/shipments/check", AGENT, check, "打单、扫码前核对：近期是不是发过同款", Check, Checked),
    ]


def shown(call: Call) -> Answer:
    """The page as it stands."""
    with call.tower.db.read() as conn:
        made = page(conn, call.tower.floors.current(conn).merging, call.now)
        made = veilwarehouse.customers(made) if call.actor.warehouses else made
        return as_json(veilcustomers.page(made, veil.eyes_of(call, conn)))


def act(call: Call) -> Answer:
    """Do something; the answer is the page as it stands after."""
    wanted = call.read(CustomerAct)
    if not ID.fullmatch(wanted.id):
        raise Refused(400, "操作缺少 id：1 到 48 个字母、数字或 . _ -", kind="malformed")
    if not call.actor.id:
        raise Refused(403, "这个令牌没有绑定成员，不能处理客户与合单", kind="role")
    if wanted.do in LEADS and call.actor.role not in (Role.SUPERVISOR, Role.ADMIN):
        raise Refused(403, "“今后不提”要主管来定，可以先否决这一组", kind="role")
    with call.tower.db.write() as conn:
        merging = call.tower.floors.current(conn).merging
        perform(conn, Deed(wanted, call.actor.id, call.now, merging))
        made = page(conn, merging, call.now)
        return as_json(veilcustomers.page(made, veil.eyes_of(call, conn)))


def of(call: Call) -> Answer:
    """One order's customer."""
    refuse_strange(call, [call.params["order_id"]])
    with call.tower.db.read() as conn:
        made = of_order(conn, call.params["order_id"])
        made = veilwarehouse.customer(made) if call.actor.warehouses else made
        return as_json(veilcustomers.order(made, veil.eyes_of(call, conn)))


def check(call: Call) -> Answer:
    """The verdict needs no write; only a stop is kept. What cannot be found is a stop too: nobody sends what nobody knows.

    It is weighed over all warehouses, or nobody would see that another one has sent the same already; that one is not named.
    """
    wanted, begun = call.read(Check), time.perf_counter()
    with call.tower.all.read() as conn:
        merging, seen = call.tower.floors.current(conn).merging, veil.eyes_of(call, conn)
        try:
            order = _scanned(call, wanted.code) if call.actor.warehouses else order_of(conn, wanted.code)
        except Refusal as unknown:
            return as_json(Checked(wanted.code[:128], True, _ms(begun), str(unknown), known=False))
        twin = found(conn, {order.id: order}, days=merging.twin_days).get(order.id)
        if twin is None:
            return as_json(Checked(order.id, False, _ms(begun)))
        if (let := passed(conn, twin.id)) is not None:
            said = sight.note(let.said, seen)
            return as_json(Checked(order.id, False, _ms(begun), twin.why, passed=f"{let.settled_by}：{said}"))
    took = round(_ms(begun) * 1000)
    made = stopped(twin, station=wanted.station, by=call.actor.id, took_us=took, now=call.now)
    with call.tower.db.write() as conn:
        stops.put(conn, [made])
        kept = stops.one(conn, made.id) or made
        row = stop_row(kept, around(conn, [kept.order, kept.before]))
    row = _near(call, kept) if call.actor.warehouses else row
    return as_json(veilcustomers.checked(Checked(order.id, True, _ms(begun), twin.why, row=row), seen))


def _scanned(call: Call, code: str) -> Order:
    """What a code means among the orders that the caller may see."""
    with call.tower.db.read() as near:
        return order_of(near, code)


def _near(call: Call, kept: stops.Stop) -> StopRow:
    """A stop as somebody reads it who may not see the other parcel."""
    with call.tower.db.read() as near:
        return veilwarehouse.stop(stop_row(kept, around(near, [kept.order, kept.before])))


def _ms(begun: float) -> float:
    return round((time.perf_counter() - begun) * 1000, 3)
