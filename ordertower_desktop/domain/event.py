"""What happened to an order, as one system tells it."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType

from ordertower_desktop.domain.lazy import lazy

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]

CANONICAL = (
    "order_created", "payment_approved", "audited", "accepted", "printed", "picked", "packed", "outbound", "handed_to_carrier",
    "in_transit", "out_for_delivery", "delivered", "address_changed", "order_modified", "urged", "complaint", "refund_requested",
    "refund_done", "cancelled", "waybill_assigned", "written_back", "write_back_failed", "stock_short", "customs_hold", "note",
    "review_requested", "review_answered",
)  # fmt: skip
"""The event names that the surface promises; others are kept and shown, and rules may name them."""

RECURRING = frozenset({
    "in_transit", "out_for_delivery", "address_changed", "order_modified", "urged", "complaint", "write_back_failed", "note", "stock_short",
    "review_requested", "review_answered", "carrier_trouble", "carrier_news", "released", "intercepted", "print_held", "print_resumed",
    "rushed", "command_refused", "write_back_checked", "warehouse_news",
})  # fmt: skip
"""Events whose latest occurrence counts; of all others the first one does."""

EVENT_NAMES = {
    "order_created": "下单",
    "payment_approved": "付款",
    "audited": "审核通过",
    "accepted": "接单",
    "printed": "打印面单",
    "picked": "拣货",
    "packed": "打包",
    "outbound": "出库",
    "handed_to_carrier": "揽收",
    "in_transit": "在途",
    "out_for_delivery": "派件",
    "delivered": "签收",
    "address_changed": "改地址",
    "order_modified": "改订单",
    "urged": "买家催单",
    "complaint": "投诉",
    "refund_requested": "申请退款",
    "refund_done": "退款完成",
    "cancelled": "取消",
    "waybill_assigned": "取得运单号",
    "written_back": "回传平台",
    "write_back_failed": "回传失败",
    "write_back_checked": "回传核对",
    "stock_short": "缺货",
    "customs_hold": "清关滞留",
    "note": "备注",
    "review_requested": "转人工复核",
    "review_answered": "复核答复",
    "rejected": "拒收",
    "returned": "退回",
    "carrier_trouble": "疑难件",
    "carrier_news": "物流动态",
    "warehouse_news": "仓库动态",
    "released": "放行到仓库",
    "intercepted": "仓库已拦截",
    "print_held": "暂停打单",
    "print_resumed": "恢复打单",
    "rushed": "急单单打",
    "command_refused": "仓库没有收下",
}


@dataclass(frozen=True)
class Event:
    """One line of a log. Two events with the same `key` are the same event, however often they arrive.

    `at` is when it happened (aware UTC), `arrived` when we learned of it; only the first is part of what the event is.
    """

    at: datetime
    source: str
    name: str
    order_id: str
    payload: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    arrived: datetime | None = field(default=None, compare=False)

    @lazy
    def key(self) -> str:
        """A digest of the content: 32 hex characters, equal on every machine."""
        return digest([instant(self.at), self.source, self.name, self.order_id, dict(self.payload)])


_spell = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def digest(content: object) -> str:
    """32 hex characters that stand for this content, equal on every machine."""
    return hashlib.blake2b(_spell(content).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def instant(at: datetime) -> str:
    """The one way that a time is written inside: ISO 8601, UTC, microseconds, `Z`."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def sort_key(event: Event) -> tuple[datetime, str]:
    """Orders a log the same way whatever order it arrived in."""
    return event.at, event.key


def in_order(events: Collection[Event]) -> tuple[Event, ...]:
    """By `sort_key`; the digests are reckoned only where two events share a moment."""
    alone = len({event.at for event in events}) == len(events)
    return tuple(sorted(events, key=(lambda event: event.at) if alone else sort_key))
