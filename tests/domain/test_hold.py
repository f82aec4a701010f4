"""For which orders a silent source makes alarms wait, and for which it does not."""

from datetime import UTC, datetime, timedelta

import pytest

from ordertower_desktop.domain.case import Case, Standing
from ordertower_desktop.domain.cause import SourceState
from ordertower_desktop.domain.condition import All, Compare, Condition, Count, InStageOver, Op, Past, Since
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.hold import dead, waiting
from ordertower_desktop.domain.judge import Bench, Context
from ordertower_desktop.domain.kind import Severity
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.triage import Triage

NOW = datetime(2025, 11, 12, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
LATE = Since("payment_approved", 24 * HOUR, ("outbound",))


def source(key: str, kind: SourceKind, *, age: timedelta, reason: str = "") -> SourceState:
    return SourceState(key, kind, NOW - age, reason=reason, interval=timedelta(minutes=15), name=key.upper())


FRESH_ERP, DEAD_ERP = source("erp", SourceKind.ERP, age=HOUR / 60), source("erp", SourceKind.ERP, age=HOUR)
FRESH_WMS, DEAD_WMS = source("wms", SourceKind.WMS, age=HOUR / 60), source("wms", SourceKind.WMS, age=HOUR)
DEAD_SHOP = source("taobao", SourceKind.PLATFORM, age=HOUR)


def held(*sources: SourceState, when: Condition = LATE, severity: str = "warning", lane: Triage = Triage.ROUTINE, told: str = "") -> str:
    rule = Rule("R", "规则", when, "ship_overdue", severity=Severity(severity))
    paid = Event(NOW - 30 * HOUR, "taobao", "payment_approved", "1", {})
    more = [Event(NOW - 29 * HOUR, told, "note", "1", {})] if told else []
    order = absorb(Order("1"), [paid, *more])
    case = Case("1#1", "1", NOW, lane, "agent", standings=(Standing("R", rule.kind, severity, NOW),))
    floor = Floor(Bench((rule,), Context()), {"R": rule}, sources=sources)
    return "、".join(waiting(order, case, now=NOW, floor=floor))


def test_an_alarm_waits_for_the_silent_system_that_would_tell_what_it_waits_for() -> None:
    assert held(FRESH_WMS) == ""
    assert held(DEAD_WMS) == "WMS"
    assert held(DEAD_WMS, DEAD_ERP) == "ERP、WMS"


def test_a_silent_system_that_never_spoke_of_the_order_does_not_matter_where_another_did() -> None:
    assert held(DEAD_WMS, FRESH_ERP, told="erp") == ""
    assert held(DEAD_WMS, FRESH_ERP, told="wms") == "WMS"


def test_a_silent_shop_holds_the_alarms_of_its_own_orders() -> None:
    assert held(DEAD_SHOP, FRESH_WMS) == "TAOBAO"
    assert held(source("jd", SourceKind.PLATFORM, age=HOUR), FRESH_WMS) == ""


@pytest.mark.parametrize(
    ("when", "waits"),
    [
        (Past("ship_by", ("outbound",)), "WMS"),
        (InStageOver(2 * HOUR), ""),
        (All((Compare("presale", Op.IS, value=False), LATE)), "WMS"),
        (Count("urged", 1), ""),
        (Since("payment_approved", HOUR, ("accepted",)), ""),
    ],
)
def test_only_a_rule_about_what_did_not_come_waits(when: Condition, waits: str) -> None:
    assert held(DEAD_WMS, when=when) == waits


def test_critical_and_urgent_matters_wait_for_nobody() -> None:
    assert held(DEAD_WMS, severity="critical") == ""
    assert held(DEAD_WMS, lane=Triage.URGENT) == ""


def test_two_late_readings_of_a_quick_shop_are_no_silence_and_an_unasked_carrier_is_none_either() -> None:
    quick = SourceState("taobao", SourceKind.PLATFORM, NOW - timedelta(seconds=119), interval=timedelta(seconds=15))
    assert not dead(quick, NOW)
    assert dead(quick, NOW + timedelta(seconds=2))
    carrier = source("kuaidi100", SourceKind.CARRIER, age=HOUR)
    assert not dead(carrier, NOW)
    assert dead(source("kuaidi100", SourceKind.CARRIER, age=HOUR, reason="连不上"), NOW)
