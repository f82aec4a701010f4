"""An order as its history happened, although a system told of it only later: a table of last week brought in today has a last week."""

from dataclasses import replace

from ordertower_desktop.domain.event import Event, in_order
from ordertower_desktop.domain.milestone import implied
from ordertower_desktop.domain.order import Order

LASTING = (
    "platform", "shop", "buyer", "customer_level", "province", "city", "district", "region", "category", "sku", "items", "title",
    "amount_fen", "paid_fen", "pay_method", "ship_by", "ship_agreed", "collect_by", "deliver_by", "presale", "ship_on", "overseas", "split",
    "no_nudge", "urgent", "ip", "device", "business_line", "order_type", "mainland", "audit_due", "tags",
)  # fmt: skip
"""What an order has from its beginning, as far as nobody says otherwise."""


def happened(order: Order) -> Order:
    """The order with every time that a reading proves told as an event at that time, the first of each source with what lasts.

    Where a reading came as soon as there was something to read, this changes nothing of what was known when.
    """
    if not order.snapshots:
        return order
    told = {(event.name, event.at) for event in order.events}
    found: list[Event] = []
    for first in {snapshot.source: snapshot for snapshot in sorted(order.snapshots, key=lambda one: one.at, reverse=True)}.values():
        proved = sorted((event for event in implied(first) if event.at < first.at), key=lambda event: event.at)
        lasting = {name: first.fields[name] for name in LASTING if name in first.fields}
        payloads = [lasting, *({} for _ in proved[1:])]
        found += [replace(event, payload=payload) for event, payload in zip(proved, payloads, strict=False)]
    for snapshot in order.snapshots:
        found += (event for event in implied(snapshot) if event.at < snapshot.at)
    fresh: dict[tuple[str, object], Event] = {}
    for event in found:
        fresh.setdefault((event.name, event.at), event)
    kinds = {**{snapshot.source: snapshot.kind for snapshot in order.snapshots}, **order.kinds}
    events = (*order.events, *(event for key, event in fresh.items() if key not in told))
    return replace(order, events=in_order(events), kinds=kinds)
