"""The narrow row of an order: what it is searched by, with nothing that must not be stored plainly."""

import re
from datetime import datetime

from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.step import State
from ordertower_desktop.hub.store.tables.orders import Found

_CLEAR = re.compile(r"[^\d*]")


def narrow(state: State) -> Found:
    order = state.order
    return Found(
        id=order.id,
        platform=order.text("platform"),
        shop=order.text("shop")[:128],
        stage=order.stage,
        ended=order.ended,
        buyer=masked_name(_buyer(order)),
        phone_tail=phone_tail(order.text("phone")),
        waybill=order.text("waybill").upper(),
        created=ordered_at(order),
        paid=order.at("payment_approved"),
        next_at=state.next_at,
        warehouse=order.text("warehouse"),
    )


def ordered_at(order: Order) -> datetime | None:
    """When it was ordered; an order of which only the payment is known was ordered then."""
    return order.at("order_created") or order.at("payment_approved")


def masked_name(name: str) -> str:
    """`李小明` -> `李*`; a name that the platform has masked stays as it is."""
    name = name.strip()
    return name if not name or "*" in name else f"{name[0]}*"


def masked_phone(phone: str) -> str:
    """`13812348000` -> `138****8000`; anything shorter shows at most its last four digits."""
    digits = _CLEAR.sub("", phone)
    if "*" in digits or not digits:
        return digits[:16]
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 11 else f"****{digits[-4:]}" if len(digits) >= 7 else ""


def phone_tail(phone: str) -> str:
    """The last four digits where they are known, else nothing."""
    tail = _CLEAR.sub("", phone)[-4:]
    return tail if len(tail) == 4 and tail.isdigit() else ""


def known_fields(order: Order) -> dict[str, str]:
    """Personal values as they may be shown."""
    return {"buyer": masked_name(_buyer(order)), "phone": masked_phone(order.text("phone"))}


def _buyer(order: Order) -> str:
    return order.text("receiver") or order.text("buyer")
