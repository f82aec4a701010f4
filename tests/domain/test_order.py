"""What an order is, told by examples: the states table, provenance, disagreements."""

from datetime import UTC, datetime, timedelta

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Fact, Segment, Stage

T0 = datetime(2025, 11, 12, 2, 0, tzinfo=UTC)


def at(hours: float) -> datetime:
    return T0 + timedelta(hours=hours)


def told(*names: str, source: str = "tmall", **payload: object) -> Order:
    return absorb(Order("1"), [Event(at(i), source, name, "1", payload if i == 0 else {}) for i, name in enumerate(names)])  # type: ignore[arg-type]


def platform(hours: float, stage: Stage | None, **fields: object) -> Snapshot:
    return Snapshot(at(hours), "tmall", SourceKind.PLATFORM, "1", fields, stage)  # type: ignore[arg-type]


def erp(hours: float, stage: Stage | None, **fields: object) -> Snapshot:
    return Snapshot(at(hours), "erp", SourceKind.ERP, "1", fields, stage)  # type: ignore[arg-type]


def wms(hours: float, stage: Stage | None, **fields: object) -> Snapshot:
    return Snapshot(at(hours), "wms", SourceKind.WMS, "1", fields, stage)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("names", "stage"),
    [
        (("order_created",), Stage.UNPAID),
        (("order_created", "payment_approved"), Stage.TO_ACCEPT),
        (("payment_approved", "accepted"), Stage.TO_PRINT),
        (("payment_approved", "accepted", "audited"), Stage.TO_PRINT),
        (("payment_approved", "printed"), Stage.TO_PACK),
        (("payment_approved", "printed", "picked"), Stage.TO_PACK),
        (("payment_approved", "packed"), Stage.TO_SHIP),
        (("payment_approved", "outbound"), Stage.TO_COLLECT),
        (("payment_approved", "handed_to_carrier"), Stage.IN_TRANSIT),
        (("out_for_delivery",), Stage.IN_TRANSIT),
        (("delivered",), Stage.SIGNED),
    ],
)
def test_each_event_opens_its_stage(names: tuple[str, ...], stage: Stage) -> None:
    assert told(*names).stage is stage


def test_an_accepted_order_waits_for_its_audit_when_one_is_due() -> None:
    assert told("payment_approved", "accepted", audit_due=True).stage is Stage.TO_AUDIT
    assert told("payment_approved", "accepted", "audited", audit_due=True).stage is Stage.TO_PRINT


def test_a_paid_order_that_the_warehouse_has_picked_waits_for_packing() -> None:
    """S4: ERP 已收款 + WMS 已拣货 => 待打包."""
    order = absorb(Order("1"), [erp(1, Stage.TO_ACCEPT), wms(2, Stage.TO_PACK)])
    assert (order.stage, order.entered) == (Stage.TO_PACK, at(2))


def test_a_stage_dates_from_its_earliest_proof() -> None:
    order = absorb(Order("1"), [platform(3, Stage.TO_ACCEPT), platform(9, Stage.TO_ACCEPT)])
    assert order.entered == at(3)


def test_outbound_that_the_platform_does_not_know_is_due_for_write_back() -> None:
    order = absorb(Order("1"), [platform(1, Stage.TO_ACCEPT), wms(2, Stage.TO_COLLECT, shipped_at=at(2).isoformat())])
    assert Fact.WRITE_BACK_DUE in order.facts
    assert order.segment is Segment.WRITE_BACK
    told_platform = absorb(order, [platform(3, Stage.TO_COLLECT)])
    assert Fact.WRITE_BACK_DUE not in told_platform.facts


def test_a_write_back_event_ends_the_wait() -> None:
    gap = absorb(Order("1"), [Event(at(0), "tmall", "payment_approved", "1"), Event(at(1), "wms", "outbound", "1")])
    assert gap.segment is Segment.WRITE_BACK
    assert absorb(gap, [Event(at(2), "wms", "written_back", "1")]).segment is None


def test_the_customer_system_is_believed_about_the_customer() -> None:
    crm = Snapshot(at(0), "crm", SourceKind.CRM, "1", {"customer_level": "VIP 金卡"})
    order = absorb(Order("1"), [crm, platform(5, Stage.TO_ACCEPT, customer_level="普通")])
    reading = order.fields["customer_level"]
    assert (reading.value, reading.source, reading.at) == ("VIP 金卡", "crm", at(0))
    assert "vip" in order.tags
    assert [d.field for d in order.disagreements] == ["customer_level"]


def test_a_source_without_the_order_contradicts_the_others() -> None:
    missing = Snapshot(at(2), "erp", SourceKind.ERP, "1", absent=True)
    order = absorb(Order("1"), [platform(1, Stage.TO_ACCEPT), missing])
    said = {reading.source: reading.value for reading in order.disagreements[0].said}
    assert said == {"tmall": Stage.TO_ACCEPT, "erp": None}


def test_a_cancelled_or_refunded_order_cannot_be_late() -> None:
    assert told("payment_approved", "cancelled").ended
    assert told("payment_approved", "refund_requested").facts == {Fact.REFUNDING}
    assert told("payment_approved", "refund_requested", "refund_done").facts == {Fact.REFUNDED}
    assert not told("payment_approved", "refund_requested").ended


def test_the_same_line_twice_is_one_event_even_when_it_arrives_later() -> None:
    event = Event(at(0), "tmall", "urged", "1", {"text": "到底发了没"}, arrived=at(1))
    again = Event(at(0), "tmall", "urged", "1", {"text": "到底发了没"}, arrived=at(7))
    order = absorb(Order("1"), [event, again])
    assert order.events == (event,)
    assert order.events[0].arrived == at(1)
