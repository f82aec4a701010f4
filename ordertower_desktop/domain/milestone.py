"""The times inside a reading, told as events."""

from collections.abc import Iterator
from datetime import datetime
from types import MappingProxyType

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.snapshot import Snapshot

IMPLIES = MappingProxyType(
    {
        "created_at": "order_created",
        "paid_at": "payment_approved",
        "accepted_at": "accepted",
        "audited_at": "audited",
        "printed_at": "printed",
        "picked_at": "picked",
        "packed_at": "packed",
        "shipped_at": "outbound",
        "collected_at": "handed_to_carrier",
        "signed_at": "delivered",
        "cancelled_at": "cancelled",
        "refunded_at": "refund_done",
    }
)
"""Field of a snapshot (ISO 8601 text) -> the event that it proves."""


def implied(snapshot: Snapshot) -> Iterator[Event]:
    """The events that a reading proves, each at its own time."""
    for field, name in IMPLIES.items():
        value = snapshot.fields.get(field)
        if isinstance(value, str) and value:
            yield Event(datetime.fromisoformat(value), snapshot.source, name, snapshot.order_id, arrived=snapshot.arrived or snapshot.at)
