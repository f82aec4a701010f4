"""Which limits an order is under."""

from dataclasses import replace

import pytest

from ordertower_desktop.domain.clock import ClockKind, ClockState, breached, governing, remaining
from ordertower_desktop.domain.clocks import clocks
from ordertower_desktop.domain.limits import Limited, Limits, Other
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Fact, Stage
from tests.domain.clock_kit import DAY, HOUR, TERMS, local, marks, order, paid, running, told

NOW = "11-12 14:32:08"
STAGE, PLATFORM, CARRIER, HANDLING = ClockKind.STAGE, ClockKind.PLATFORM, ClockKind.CARRIER, ClockKind.HANDLING


@pytest.mark.parametrize(("fen", "label", "due"), [(499_999, "接单 4 时", "14:18:05"), (500_000, "接单 1 时", "11:18:05")])
def test_high_value_is_accepted_within_an_hour_and_the_rest_within_four(fen: int, label: str, due: str) -> None:
    clock = running(paid(amount_fen=fen), NOW)[STAGE]
    assert (clock.label, clock.due_at) == (label, local(f"11-12 {due}"))


@pytest.mark.parametrize(
    ("events", "label"),
    [
        (["accepted"], "打单 2 时"),
        (["accepted", "printed"], "打包 2 时"),
        (["accepted", "printed", "packed"], "出库 2 时"),
    ],
)
def test_later_stages_stall_after_two_hours(events: list[str], label: str) -> None:
    found = order(told("11-12 10:00", "payment_approved"), *(told(f"11-12 1{i + 1}:00", name) for i, name in enumerate(events)))
    clock = running(found, NOW)[STAGE]
    assert clock.label == label
    assert clock.due_at == local(f"11-12 1{len(events)}:00") + 2 * HOUR


def test_an_audit_may_take_a_day() -> None:
    found = order(told("11-12 10:00", "payment_approved", audit_due=True), told("11-12 10:30", "accepted", source="erp"))
    assert found.stage is Stage.TO_AUDIT
    assert running(found, NOW)[STAGE].due_at == local("11-13 10:30")


def test_printing_is_counted_from_the_end_of_the_audit() -> None:
    asked = (told("11-12 09:00", "payment_approved", audit_due=True), told("11-12 09:30", "accepted", source="erp"))
    clock = running(order(*asked, told("11-12 14:00", "audited", source="erp")), NOW)[STAGE]
    assert (clock.label, clock.start) == ("打单 2 时", local("11-12 14:00"))


def test_a_shipment_that_the_platform_does_not_know_of_is_written_back_within_two_hours() -> None:
    found = order(told("11-12 10:00", "payment_approved"), told("11-12 12:00", "outbound", source="wms-1"))
    assert Fact.WRITE_BACK_DUE in found.facts
    known = running(found, NOW)
    assert known[STAGE].label == "回传 2 时"
    assert known[STAGE].due_at == local("11-12 14:00")
    assert known[PLATFORM].state is ClockState.RUNNING


def test_what_is_written_back_has_kept_its_promise_and_waits_for_the_carrier() -> None:
    found = order(
        told("11-12 10:00", "payment_approved"),
        told("11-12 12:00", "outbound", source="wms-1"),
        told("11-12 12:05", "written_back"),
    )
    known = running(found, NOW)
    assert known[PLATFORM].state is ClockState.DONE
    assert known[PLATFORM].ended_at == local("11-12 12:05")
    assert not breached(known[PLATFORM], local("11-20 12:00"))
    assert known[CARRIER].label == "揽收 24 时"
    assert known[CARRIER].due_at == local("11-13 12:00")


def test_a_shipment_known_by_a_reading_alone_ends_the_promise_too() -> None:
    read = Snapshot(local("11-12 12:00"), "tmall", SourceKind.PLATFORM, "3901", stage=Stage.TO_COLLECT)
    found = replace(paid(), snapshots=(read,))
    assert running(found, NOW)[PLATFORM].state is ClockState.DONE


def test_the_order_field_is_the_deadline_before_any_reckoning() -> None:
    assert running(paid(), NOW)[PLATFORM].due_at == local("11-14 10:18:05")
    assert running(paid(), NOW)[PLATFORM].label == "平台承诺 48 时"
    promised = running(paid(ship_by="2026-11-13T18:00:00+08:00"), NOW)[PLATFORM]
    assert promised.due_at == local("11-13 18:00")
    assert promised.by == "订单字段 ship_by，来自 tmall"


def test_a_date_without_a_time_is_the_end_of_that_day_in_shanghai() -> None:
    assert running(paid(ship_by="2026-11-13"), NOW)[PLATFORM].due_at == local("11-14 00:00")


def test_a_promise_put_off_by_agreement_counts_and_the_sum_names_the_first() -> None:
    """WeChat leaves its own deadline as it was: what was agreed stands in another field."""
    first, later = "2026-11-13T18:00:00+08:00", "2026-11-15T18:00:00+08:00"
    agreed = running(paid(ship_by=first, ship_agreed=later), NOW)[PLATFORM]
    assert agreed.due_at == local("11-15 18:00")
    assert agreed.label.startswith("协商延期")
    assert "平台订单上是 11-13 18:00" in agreed.basis
    assert running(paid(ship_by=later, ship_agreed=first), NOW)[PLATFORM].due_at == local("11-15 18:00"), "it puts off, never forward"


def test_collect_by_and_deliver_by_are_clocks_of_the_carrier() -> None:
    shipped = (told("11-12 10:00", "payment_approved"), told("11-12 12:00", "outbound", collect_by="2026-11-12T20:00:00+08:00"))
    assert running(order(*shipped), NOW)[CARRIER].due_at == local("11-12 20:00")
    gone = (*shipped, told("11-12 18:00", "handed_to_carrier", source="yto", deliver_by="2026-11-15"))
    assert running(order(*gone), NOW)[CARRIER].label == "送达承诺"
    assert running(order(*gone), NOW)[CARRIER].due_at == local("11-16 00:00")


@pytest.mark.parametrize("payload", [{"presale": True, "ship_on": "2026-11-20"}, {"ship_on": "2026-11-20"}])
def test_presale_and_a_set_date_move_the_promise_and_nothing_runs_before(payload: dict[str, object]) -> None:
    found = paid(**payload)  # type: ignore[arg-type]
    known = running(found, NOW)
    assert known[PLATFORM].due_at == local("11-21 00:00")
    assert known[STAGE].state is ClockState.NOT_STARTED
    assert not breached(known[STAGE], local("11-19 23:59"))
    governed = governing(known.values(), local(NOW))
    assert governed is known[PLATFORM]


def test_on_the_day_that_was_set_the_stages_count_from_that_morning() -> None:
    clock = running(paid(ship_on="2026-11-20"), "11-20 03:00")[STAGE]
    assert (clock.state, clock.start, clock.due_at) == (ClockState.RUNNING, local("11-20 00:00"), local("11-20 04:00"))


@pytest.mark.parametrize("flag", ["presale", "split", "overseas"])
def test_a_promise_moved_to_an_unknown_day_is_no_deadline(flag: str) -> None:
    assert running(paid(**{flag: True}), "12-12 10:00") == {}


def test_split_and_overseas_orders_keep_the_deadline_that_the_platform_gave() -> None:
    assert running(paid(split=True, ship_by="2026-11-30"), NOW)[PLATFORM].due_at == local("12-01 00:00")


def test_no_ship_clock_runs_while_the_platform_holds_the_order() -> None:
    read = Snapshot(local("11-12 11:00"), "tmall", SourceKind.PLATFORM, "3901", facts=frozenset({Fact.HELD}))
    assert running(replace(paid(), snapshots=(read,)), NOW) == {}


def test_a_refund_before_shipment_stops_the_ship_clock_and_one_after_does_not() -> None:
    asked = told("11-12 11:00", "refund_requested")
    assert running(order(*paid().events, asked), NOW) == {}
    gone = (told("11-12 10:30", "outbound"), asked)
    assert CARRIER in running(order(*paid().events, *gone), NOW)


@pytest.mark.parametrize("name", ["cancelled", "refund_done", "delivered"])
def test_an_order_that_has_ended_keeps_only_the_handling_of_its_case(name: str) -> None:
    found = order(*paid().events, told("11-12 12:00", name))
    assert set(running(found, NOW, marks=marks("11-12 11:00", "ROUTINE"))) == {HANDLING}


def test_an_unpaid_order_has_no_clock() -> None:
    assert running(order(told("11-12 10:00", "order_created", ship_by="2026-11-13")), NOW) == {}


@pytest.mark.parametrize(
    ("triage", "label", "due"),
    [("URGENT", "响应 2 时", "11-12 15:14"), ("ROUTINE", "处理 24 时", "11-13 13:14"), ("ABNORMAL", "查因 当日", "11-13 00:00")],
)
def test_the_handling_clock_is_that_of_the_lane(triage: str, label: str, due: str) -> None:
    clock = running(paid(), NOW, marks=marks("11-12 13:14", triage))[HANDLING]
    assert (clock.label, clock.due_at, clock.state) == (label, local(due), ClockState.RUNNING)


@pytest.mark.parametrize(
    ("triage", "ends", "goes_on"),
    [
        ("URGENT", "first_response_at", "cause_recorded_at"),
        ("ABNORMAL", "cause_recorded_at", "first_response_at"),
        ("ROUTINE", "resolved_at", "first_response_at"),
    ],
)
def test_each_lane_ends_with_its_own_mark(triage: str, ends: str, goes_on: str) -> None:
    at = local("11-12 14:00")
    done = running(paid(), "11-12 14:30", marks=marks("11-12 13:14", triage, **{ends: at}))[HANDLING]
    assert (done.state, done.ended_at) == (ClockState.DONE, at)
    assert running(paid(), "11-12 14:30", marks=marks("11-12 13:14", triage, **{goes_on: at}))[HANDLING].state is ClockState.RUNNING
    assert remaining(done, local("11-12 20:00")) == remaining(done, local("11-12 14:30"))


OTHERS = (
    Other((("shop", "抖音直播间"), ("category", "大家电")), Stage.TO_ACCEPT, 8 * HOUR, name="大件"),
    Other((("tag", "vip"),), Stage.TO_ACCEPT, HOUR / 2),
    Other((("platform", "douyin"),), Limited.PLATFORM, DAY),
    Other((("shop", "抖音直播间"),), Stage.TO_ACCEPT, 6 * HOUR, calendar="desk"),
)


@pytest.mark.parametrize(
    ("payload", "label", "by"),
    [
        ({"shop": "抖音直播间", "category": "大家电", "amount_fen": 900_000}, "接单 8 时", "例外时限 大件"),
        ({"shop": "抖音直播间", "category": "服饰"}, "接单 6 时", "例外时限 shop=抖音直播间"),
        ({"shop": "抖音直播间", "customer_level": "VIP 金卡"}, "接单 30 分", "例外时限 tag=vip"),
        ({"shop": "官网"}, "接单 4 时", "默认时限"),
    ],
)
def test_shop_category_and_tier_have_limits_of_their_own_and_the_first_match_wins(payload: dict[str, str], label: str, by: str) -> None:
    clock = running(paid(**payload), NOW, limits=Limits(others=OTHERS))[STAGE]
    assert (clock.label, clock.by) == (label, by)


def test_an_exception_may_have_a_calendar_and_concern_the_promise() -> None:
    limits = Limits(others=OTHERS)
    clock = running(paid("11-12 20:00", shop="抖音直播间"), "11-12 20:30", limits=limits)[STAGE]
    assert clock.due_at == local("11-13 14:00")
    assert running(paid(platform="douyin"), NOW, limits=limits)[PLATFORM].due_at == local("11-13 10:18:05")


def test_a_calendar_that_nobody_knows_counts_as_the_round_clock() -> None:
    limits = Limits(calendars={Stage.TO_ACCEPT: "gone"})
    assert running(paid(), NOW, limits=limits)[STAGE].due_at == local("11-12 14:18:05")


def test_the_earliest_running_clock_governs_and_the_overdue_come_first() -> None:
    made = clocks(paid(amount_fen=869_900), case_marks=marks("11-12 13:14", "URGENT"), terms=TERMS, now=local(NOW))
    assert [clock.label for clock in made] == ["接单 1 时", "平台承诺 48 时", "响应 2 时"]
    governed = governing(made, local(NOW))
    assert governed is made[0]
    assert governing((), local(NOW)) is None
