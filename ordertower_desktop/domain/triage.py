"""Which lane a case goes into and whose post answers for it (S27, S39)."""

from collections.abc import Iterable
from enum import StrEnum

from ordertower_desktop.domain.order import Order


class Triage(StrEnum):
    """紧急单, 常规单, 异常单."""

    URGENT = "URGENT"
    ROUTINE = "ROUTINE"
    ABNORMAL = "ABNORMAL"


TRIAGE_NAMES = {Triage.URGENT: "紧急单", Triage.ROUTINE: "常规单", Triage.ABNORMAL: "异常单"}
POST_OF = {Triage.URGENT: "supervisor", Triage.ROUTINE: "agent", Triage.ABNORMAL: "risk"}
FALLBACK_POST = "agent"

URGENT_KINDS = frozenset({"urged", "complaint", "platform_notice"})
ABNORMAL_KINDS = frozenset({"address", "data_conflict", "payment", "order_burst", "amount", "empty_waybill"})
URGENT_TAGS = frozenset({"vip", "urgent"})


def triage(order: Order, kinds: Iterable[str]) -> Triage:
    """VIP, 加急 or a customer who speaks up is urgent; trouble with amount, address or payment is abnormal; the rest is routine."""
    kinds = set(kinds)
    if order.tags & URGENT_TAGS or kinds & URGENT_KINDS:
        return Triage.URGENT
    return Triage.ABNORMAL if kinds & ABNORMAL_KINDS else Triage.ROUTINE
