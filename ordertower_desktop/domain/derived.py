"""Fields that no system sends and rules may use: each is a function of the order and the time, with the moment it may change."""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo

from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.moment import moment
from ordertower_desktop.domain.order import Order

Derived = Callable[[Order, datetime, tzinfo], tuple[Value, datetime | None]]

FLAGS = frozenset({"presale", "split", "overseas", "no_nudge", "urgent"})
"""Yes-or-no fields: nobody having said yes means no. Any other unknown field satisfies no comparison."""

MOVERS = ("presale", "split", "overseas")
"""Flags that move the promise to ship (D13); a set date (`ship_on`) does so too."""

PROMISES = ("ship_by", "ship_agreed", "ship_on")
"""Where a promise to ship stands; the latest counts."""

OUTSIDE_MAINLAND = ("香港", "澳门", "台湾")


def ship_due(order: Order, zone: tzinfo) -> datetime | None:
    """The promise to ship: the platform's own deadline, or what was agreed with the buyer or set as the day where that is later."""
    return max((at for name in PROMISES if (at := _at(order, name, zone)) is not None), default=None)


def agreed(order: Order, zone: tzinfo) -> bool:
    """Whether the promise is one that was agreed later than the platform's own: WeChat leaves its deadline as it was (S51)."""
    at = _at(order, "ship_agreed", zone)
    return at is not None and at == ship_due(order, zone) and at != _at(order, "ship_by", zone)


def _at(order: Order, name: str, zone: tzinfo) -> datetime | None:
    words = order.text(name)
    return moment(words, zone) if words else None


def moved(order: Order) -> bool:
    """预售, 分批, 海外直邮 and 指定日期 move the promise: the flat 24 h or 48 h does not count."""
    for flag in MOVERS:
        if order.value(flag) is True:
            return True
    return bool(order.text("ship_on"))


def _promise_moved(order: Order, now: datetime, zone: tzinfo) -> tuple[Value, datetime | None]:
    """True while the order need not be shipped yet because its promise lies later, or is moved to an unknown day."""
    if not moved(order):
        return False, None
    due = ship_due(order, zone)
    return (True, due) if due is None or now < due else (False, None)


def _mainland(order: Order, _now: datetime, _zone: tzinfo) -> tuple[Value, datetime | None]:
    province = order.text("province")
    if not province:
        return None, None
    return order.value("overseas") is not True and not province.startswith(OUTSIDE_MAINLAND), None


def _order_id(order: Order, _now: datetime, _zone: tzinfo) -> tuple[Value, datetime | None]:
    return order.id, None


DEADLINES: Mapping[str, Callable[[Order, tzinfo], datetime | None]] = {"ship_due": ship_due}
"""Deadlines that no system sends as such: name -> when, for leaves that ask what is past."""

DERIVED: Mapping[str, Derived] = {"promise_moved": _promise_moved, "mainland": _mainland, "order_id": _order_id}
"""Name of a field -> (its value now, the moment from which it may differ)."""

READ_BY: Mapping[str, tuple[str, ...]] = {
    "promise_moved": (*MOVERS, *PROMISES),
    "ship_due": PROMISES,
    "mainland": ("province", "overseas"),
    "order_id": (),
}
"""Name of a derived field or deadline -> the fields that it is made of."""
