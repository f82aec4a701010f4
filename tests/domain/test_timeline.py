"""The life of an order on one axis, and whose turn it was."""

import time
from collections.abc import Mapping
from datetime import timedelta

import pytest

from ordertower_desktop.domain.calendar import Calendar, weekly
from ordertower_desktop.domain.clock import Pause
from ordertower_desktop.domain.clocks import clocks
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.gap import Refusal, gaps
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.domain.terms import constant
from ordertower_desktop.domain.timeline import Desk, DeskEntry, Lane, LaneKey, Timeline, timeline
from tests.domain.clock_kit import CALENDARS, HOUR, LIMITS, MINUTE, TERMS, WAITING, local, marks, order, paid, told

NOW = "11-12 14:32:08"
REFUSED = tuple(Refusal(local("11-12 10:30") + n * 15 * MINUTE, "erp-main", "401 白名单失效") for n in range(17))
DESK = Desk(
    (
        DeskEntry(local("11-12 13:14"), "系统", "accept_overdue", "opened"),
        DeskEntry(local("11-12 13:29"), "系统", "转备岗", "step"),
        DeskEntry(local("11-12 13:34"), "赵一鸣", "", "acknowledge"),
        DeskEntry(local("11-12 14:03"), "赵一鸣", "安抚", "note"),
    ),
    (WAITING,),
)
DESIGN = order(
    told("11-12 10:18:05", "payment_approved", amount_fen=869_900),
    told("11-12 10:40", "address_changed"),
    told("11-12 10:19", "stock_reserved", source="wms-1", late=900),
    told("11-12 13:52", "urged"),
)


NOBODY = Desk()


def drawn(
    found: Order,
    desk: Desk = NOBODY,
    *refused: Refusal,
    now: str = NOW,
    fold: timedelta = HOUR,
    calendars: Mapping[str, Calendar] = CALENDARS,
) -> Timeline:
    case = marks("11-12 13:14", "URGENT", *desk.pauses)
    running = clocks(found, case_marks=case, terms=constant(LIMITS, calendars), now=local(now))
    return timeline(found, desk, refused, clocks=running, terms=constant(LIMITS, calendars), now=local(now), fold=fold)


def lane(made: Timeline, key: LaneKey) -> Lane:
    return next(lane for lane in made.lanes if lane.key is key)


def test_the_order_of_the_design_is_drawn_as_it_is_there() -> None:
    made = drawn(DESIGN, DESK, *REFUSED)
    assert [one.name for one in made.lanes] == ["平台", "ERP", "WMS", "物流", "客服"]
    assert [(m.name, m.kind) for m in lane(made, LaneKey.PLATFORM).marks] == [("付款", "event"), ("改地址", "event"), ("买家催单", "chase")]
    assert made.gap is not None
    assert made.gap.text == "断点 4 时 14 分 · ERP 未收单（401 白名单失效）"
    assert [(band.kind, band.text) for band in lane(made, LaneKey.ERP).bands] == [("gap", made.gap.text)]
    assert [(band.kind, band.text) for band in lane(made, LaneKey.DESK).bands] == [("pause", "暂停 45 分，等客户确认地址")]
    assert [(m.name, m.detail, m.who, m.kind) for m in lane(made, LaneKey.DESK).marks] == [
        ("入池", "超时未接单", "系统", "desk"),
        ("转备岗", "", "系统", "chase"),
        ("接手", "", "赵一鸣", "desk"),
        ("备注", "安抚", "赵一鸣", "desk"),
    ]
    assert (made.due, made.due_label) == (local("11-12 12:03:05"), "接单 1 时")


def test_an_event_knows_when_it_happened_and_when_we_learned_of_it() -> None:
    (reserved,) = lane(drawn(DESIGN), LaneKey.WMS).marks
    assert (reserved.at, reserved.arrived, reserved.late) == (local("11-12 10:19"), local("11-12 10:34"), "晚 15 分")
    assert lane(drawn(DESIGN), LaneKey.PLATFORM).marks[0].late == ""


def test_equal_neighbours_are_one_mark_with_a_count_and_can_be_unfolded() -> None:
    made = drawn(DESIGN, Desk(), *REFUSED)
    assert [m.count for m in lane(made, LaneKey.ERP).marks] == [4, 4, 4, 4, 1]
    assert lane(made, LaneKey.ERP).marks[0].last == local("11-12 11:15")
    assert made.hidden == 12
    open_ = drawn(DESIGN, Desk(), *REFUSED, fold=timedelta())
    assert (len(lane(open_, LaneKey.ERP).marks), open_.hidden) == (17, 0)


def test_what_differs_is_never_folded() -> None:
    scans = (told(f"11-12 1{n}:00", "in_transit", source="yto", place=f"第 {n} 站") for n in range(4))
    assert [m.count for m in lane(drawn(order(*scans)), LaneKey.CARRIER).marks] == [1, 1, 1, 1]


def test_the_path_that_the_order_should_take_follows_the_limits_from_the_clock_that_runs() -> None:
    made = drawn(DESIGN, DESK)
    assert [(g.kind, g.name, g.at) for g in made.ghosts] == [
        (SourceKind.ERP, "应接单", local("11-12 12:03:05")),
        (SourceKind.WMS, "应打单", local("11-12 14:03:05")),
        (SourceKind.WMS, "应出库", local("11-12 18:03:05")),
        (SourceKind.CARRIER, "应揽收", local("11-13 18:03:05")),
    ]


def test_a_carrier_is_expected_before_its_cut_off() -> None:
    calendars = {
        **CALENDARS,
        "carrier": weekly("carrier", "快递", *["09:00-18:00"] * 7),
        "carrier:圆通": weekly("c", "圆通", *["09:00-20:00"] * 7),
    }
    assert drawn(DESIGN, DESK, calendars=calendars).ghosts[-1].at == local("11-13 18:00")
    yto = absorb(DESIGN, [told("11-12 10:20", "note", carrier="圆通")])
    assert drawn(yto, DESK, calendars=calendars).ghosts[-1].at == local("11-12 20:00")


def test_an_order_on_its_way_should_arrive_when_it_was_promised() -> None:
    gone = order(*paid().events, told("11-12 12:00", "handed_to_carrier", source="yto", estimate="2026-11-14T18:00:00+08:00"))
    assert [(g.name, g.at) for g in drawn(gone).ghosts] == [("应签收", local("11-14 18:00"))]


@pytest.mark.parametrize("payload", [{"presale": True}, {"overseas": True}])
def test_no_path_is_drawn_for_a_promise_on_an_unknown_day(payload: dict[str, bool]) -> None:
    assert drawn(paid(**payload)).ghosts == ()


def test_a_break_ends_when_the_order_arrives() -> None:
    late = absorb(DESIGN, [told("11-12 13:18:05", "accepted", source="erp-main")])
    (gap,) = gaps(late, REFUSED, local(NOW))
    assert (gap.open, gap.text) == (False, "断点 3 时 · ERP 未收单（401 白名单失效）")
    assert gap.end == local("11-12 13:18:05")


def test_slow_is_no_break_while_nobody_refused_and_a_short_wait_is_none_at_all() -> None:
    assert gaps(DESIGN, (), local(NOW)) == ()
    assert gaps(DESIGN, REFUSED, local("11-12 10:28:04")) == ()
    assert gaps(DESIGN, (Refusal(local("11-12 11:00"), "wms-1", "503"),), local(NOW)) == ()


def test_a_refusal_that_stood_before_the_order_breaks_it_without_stretching_the_axis() -> None:
    stands = Refusal(local("11-12 09:42"), "jst", "401 白名单失效", until=local(NOW), kind=SourceKind.ERP)
    made = drawn(DESIGN, Desk(), stands)
    assert made.gap is not None
    assert made.gap.text == "断点 4 时 14 分 · ERP 未收单（401 白名单失效）"
    assert lane(made, LaneKey.ERP).marks == ()
    assert made.span[0] == local("11-12 10:00")
    over = Refusal(local("11-12 09:42"), "jst", "401", until=local("11-12 10:00"), kind=SourceKind.ERP)
    assert drawn(DESIGN, Desk(), over).gap is None


def test_a_system_that_says_it_has_no_such_order_is_a_break_and_a_mark() -> None:
    read = Snapshot(local("11-12 10:35"), "erp-main", SourceKind.ERP, "3901", absent=True, last_at=local("11-12 14:20"))
    made = drawn(absorb(DESIGN, [read]))
    assert made.gap is not None
    assert made.gap.text == "断点 4 时 14 分 · ERP 未收单"
    assert [(m.name, m.kind) for m in lane(made, LaneKey.ERP).marks] == [("无此单", "failed")]


def test_the_way_back_to_the_platform_breaks_too() -> None:
    out = order(
        told("11-12 10:00", "payment_approved"), told("11-12 11:00", "outbound", source="wms-1"),
        *(told(f"11-12 {at}", "write_back_failed", reason="平台限流") for at in ("11:01", "11:16", "11:31")),
    )  # fmt: skip
    made = drawn(out, now="11-12 11:40")
    assert made.gap is not None
    assert (made.gap.kind, made.gap.text) == (SourceKind.PLATFORM, "断点 40 分 · 平台未收到发货（平台限流）")
    assert [(m.name, m.count) for m in lane(made, LaneKey.PLATFORM).marks] == [("付款", 1), ("回传失败", 3)]
    healed = drawn(absorb(out, [told("11-12 11:46", "written_back")]), now=NOW)
    assert healed.gap is not None
    assert (healed.gap.open, healed.gap.end) == (False, local("11-12 11:46"))


def test_the_axis_shows_the_life_so_far_and_what_is_near() -> None:
    made = drawn(DESIGN, DESK, *REFUSED)
    assert made.span == (local("11-12 10:00"), local("11-12 15:00"))
    early = drawn(DESIGN, DESK, now="11-12 10:45")
    assert early.span == (local("11-12 10:00"), local("11-12 12:00"))


def test_nothing_of_the_future_is_known() -> None:
    made = drawn(DESIGN, DESK, *REFUSED, now="11-12 10:30")
    assert [m.name for one in made.lanes for m in one.marks] == ["付款", "拒绝访问", "stock_reserved"]


def test_an_order_without_any_news_is_an_empty_axis() -> None:
    made = timeline(Order("1"), Desk(), clocks=(), terms=TERMS, now=local(NOW))
    assert made.span == (local("11-12 14:00"), local("11-12 15:00"))
    assert (made.gap, made.due, made.ghosts) == (None, None, ())


@pytest.mark.timed
def test_five_hundred_events_are_drawn_in_a_blink(timed: bool) -> None:
    scans = (Event(local("11-12 11:00") + n * MINUTE / 4, "yto", "in_transit", "3901", {"place": str(n)}) for n in range(500))
    many = order(*paid().events, *scans)
    assert many.stage is Stage.IN_TRANSIT
    began = time.perf_counter()
    made = drawn(many)
    assert not timed or time.perf_counter() - began < 0.15
    assert len(lane(made, LaneKey.CARRIER).marks) == 500


def test_a_pause_that_is_still_open_reaches_to_now() -> None:
    waiting = Desk((), (Pause(local("11-12 14:00"), None, "等客户", "客户", local("11-12 18:00")),))
    (band,) = lane(drawn(DESIGN, waiting), LaneKey.DESK).bands
    assert (band.end, band.text) == (local(NOW), "暂停 32 分，等客户")
