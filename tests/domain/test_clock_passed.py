"""The clocks of stages that an order has left."""

from ordertower_desktop.domain.clock import ClockState, breached
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.passed import passed
from tests.domain.clock_kit import HOUR, MINUTE, TERMS, WAITING, local, order, told

NOW = local("11-13 12:00")
WHOLE = (
    told("11-12 10:18:05", "payment_approved", amount_fen=869_900),
    told("11-12 12:00", "accepted", source="erp"),
    told("11-12 13:00", "printed", source="erp"),
    told("11-12 14:00", "packed", source="wms-1"),
    told("11-12 18:00", "outbound", source="wms-1"),
    told("11-12 19:00", "handed_to_carrier", source="yto"),
)


def test_every_stage_that_was_left_has_a_finished_clock_kept_or_broken() -> None:
    found = passed(order(*WHOLE), terms=TERMS, now=NOW)
    assert {clock.state for clock in found} == {ClockState.DONE}
    assert [(clock.label, breached(clock, NOW)) for clock in found] == [
        ("接单 1 时", True), ("打单 2 时", False), ("打包 2 时", False), ("出库 2 时", True), ("揽收 24 时", False),
    ]  # fmt: skip


def test_a_pause_saves_a_stage_that_waited_for_somebody_else() -> None:
    (accept, *_rest) = passed(order(*WHOLE), pauses=(WAITING,), terms=TERMS, now=NOW)
    assert accept.due_at == local("11-12 11:18:05") + 45 * MINUTE
    assert not breached(accept, NOW)


def test_a_source_that_skips_steps_leaves_no_clock_for_what_it_skipped() -> None:
    found = passed(order(WHOLE[0], WHOLE[4]), terms=TERMS, now=NOW)
    assert [clock.label for clock in found] == ["接单 1 时"]
    assert found[0].ended_at == local("11-12 18:00")


def test_the_rung_that_an_order_stands_on_is_not_among_them() -> None:
    assert passed(order(WHOLE[0]), terms=TERMS, now=NOW) == ()
    assert passed(Order("3901"), terms=TERMS, now=NOW) == ()


def test_a_set_date_lets_the_stages_before_it_begin_only_that_day() -> None:
    dated = (told("11-01 10:00", "payment_approved", ship_on="2026-11-12"), *WHOLE[1:])
    (accept, *_rest) = passed(order(*dated), terms=TERMS, now=NOW)
    assert accept.start == local("11-12 00:00")
    assert breached(accept, NOW)
    early = (told("11-01 10:00", "payment_approved", ship_on="2026-11-14"), *WHOLE[1:])
    kept = passed(order(*early), terms=TERMS, now=NOW)
    assert [(clock.label, clock.due_at) for clock in kept] == [("揽收 24 时", local("11-12 18:00") + 24 * HOUR)]
