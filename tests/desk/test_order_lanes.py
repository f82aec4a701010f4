"""The arithmetic of the lanes: time on pixels, equal events as one, labels that never stand on one another."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from ordertower_desktop.views.order.lanes import crowd, placing, scale
from ordertower_desktop.views.order.lanes.bands import GapText
from ordertower_desktop.views.order.lanes.placing import Box, Room, Wanted
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import Band, LaneEvent

NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)
SCALE = scale.Scale(NOON, NOON + timedelta(hours=6), 100.0, 900.0)
floats = st.floats(-500, 1500, allow_nan=False)


@given(st.integers(0, 6 * 3600))
def test_a_moment_and_its_pixel_are_the_same_place(seconds: int) -> None:
    at = NOON + timedelta(seconds=seconds)
    assert abs((SCALE.at(SCALE.x(at)) - at).total_seconds()) < 0.01


@given(st.floats(0.2, 5), st.floats(100, 1000))
def test_zooming_keeps_what_is_under_the_pointer(factor: float, x: float) -> None:
    assert abs((SCALE.zoomed(factor, x).at(x) - SCALE.at(x)).total_seconds()) < 0.01


def test_zooming_ends_at_five_minutes_and_at_ten_years() -> None:
    near, far = SCALE, SCALE
    for _ in range(60):
        near, far = near.zoomed(3, 400), far.zoomed(1 / 3, 400)
    assert near.end - near.start == scale.NARROWEST
    assert far.end - far.start == scale.WIDEST


@given(st.integers(5, 60 * 24 * 900), st.integers(80, 2400))
def test_ticks_keep_apart_and_stand_on_round_local_times(minutes: int, width: int) -> None:
    one = scale.Scale(NOON, NOON + timedelta(minutes=minutes), 109.0, float(width))
    ticks = one.ticks()
    gaps = [b.x - a.x for a, b in pairwise(ticks)]
    assert all(gap >= scale.TICK_ROOM - 0.01 for gap in gaps)
    assert all(tick.at.second == 0 and tick.x >= one.left - 1 for tick in ticks)


def test_a_tick_of_a_new_day_says_the_date() -> None:
    evening = datetime(2025, 11, 12, 13, 0, tzinfo=UTC)
    ticks = scale.Scale(evening, evening + timedelta(hours=6), 0.0, 900.0).ticks()
    assert [tick.text for tick in ticks] == ["21:00", "22:00", "23:00", "11月13日", "01:00", "02:00", "03:00"]


def test_fitting_begins_and_ends_on_half_hours_and_shows_everything() -> None:
    first, last = NOON - timedelta(minutes=102), NOON + timedelta(minutes=210)
    fit = scale.fitted([first, last], NOON, left=109, width=800)
    assert fit.start <= first
    assert last <= fit.end
    assert fit.start.minute in (0, 30)
    assert fit.end.minute in (0, 30)


@given(st.lists(st.integers(0, 400_000), min_size=1, max_size=40))
def test_fitting_holds_for_any_span(minutes: list[int]) -> None:
    moments = [NOON + timedelta(minutes=m) for m in minutes]
    fit = scale.fitted(moments, NOON, left=109, width=800)
    assert fit.start <= min(moments)
    assert max([*moments, NOON]) <= fit.end


def failed(*minutes: int) -> list[LaneEvent]:
    return [LaneEvent(NOON + timedelta(minutes=m), "拉取被拒", "failed") for m in minutes]


def test_equal_events_that_touch_are_one_mark_and_come_apart_when_zoomed() -> None:
    events = failed(0, 1, 2, 90)
    merged = crowd.marks(events, lambda e: SCALE.x(e.at))
    assert [mark.count for mark in merged] == [3, 1]
    assert crowd.hidden(merged) == 2
    close = SCALE.zoomed(40, SCALE.x(NOON))
    assert [mark.count for mark in crowd.marks(events, lambda e: close.x(e.at))] == [1, 1, 1, 1]


def test_different_events_stay_apart_however_near() -> None:
    events = [LaneEvent(NOON, "付款"), LaneEvent(NOON, "改址"), LaneEvent(NOON, "付款", who="李婷")]
    assert len(crowd.marks(events, lambda e: SCALE.x(e.at))) == 3


def test_a_count_of_the_hub_adds_up() -> None:
    events = [LaneEvent(NOON, "拉取被拒", "failed", count=4), LaneEvent(NOON, "拉取被拒", "failed", count=2)]
    assert [mark.count for mark in crowd.marks(events, lambda e: SCALE.x(e.at))] == [6]


wanteds = st.lists(
    st.builds(lambda x, w, rank, side: (x, w, rank, side), floats, st.floats(8, 220), st.integers(0, 2), st.sampled_from(["", "above"])),
    max_size=60,
)
walls = st.lists(st.builds(lambda x, w: Box(x, -15, x + w, 15), floats, st.floats(3, 600)), max_size=3)


@given(wanteds, walls, st.lists(floats, max_size=2))
def test_labels_never_overlap_each_other_nor_a_band_nor_the_edge(
    raw: list[tuple[float, float, int, str]], bands: list[Box], lines: list[float]
) -> None:
    room = Room(109.0, 1003.0, tuple(bands), tuple(lines))
    found = placing.place([Wanted(i, x, w, rank, side) for i, (x, w, rank, side) in enumerate(raw)], room)
    boxes = list(found.values())
    assert all(box.left >= room.left and box.right <= room.right for box in boxes)
    assert not any(box.meets(wall) for box in boxes for wall in bands)
    assert not any(a.meets(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


def test_labels_stand_above_and_below_in_turn() -> None:
    found = placing.place([Wanted(i, 150 + 200.0 * i, 60) for i in range(4)], Room(109, 1003))
    assert [found[i].top < 0 for i in range(4)] == [True, False, True, False]


def test_a_label_crosses_a_line_only_when_nothing_else_is_free() -> None:
    alone = placing.place([Wanted(0, 500, 60)], Room(109, 1003, lines=(520.0,)))
    assert not alone[0].left - 2 < 520 < alone[0].right + 2
    forced = placing.place([Wanted(0, 500, 160)], Room(109, 1003, lines=(440.0, 560.0)))
    assert 0 in forced


def test_the_graver_label_keeps_its_place_where_there_is_room_for_one() -> None:
    wall = (Box(109, 5, 1003, 40),)
    wanted = [Wanted(0, 300, 120, 1), Wanted(1, 306, 120, 0)]
    assert list(placing.place(wanted, Room(200, 420, wall))) == [1]
    assert list(placing.place([Wanted(1, 300, 120, 1), Wanted(0, 306, 120, 0)], Room(200, 420, wall))) == [0]


@pytest.mark.parametrize("mode", ["happened", "arrived"])
def test_an_event_without_arrival_stands_where_it_happened(mode: str) -> None:
    assert crowd.when(LaneEvent(NOON, "付款"), mode) == NOON


def test_a_gap_says_as_much_as_it_has_room_for_and_never_half_a_number(theme: Theme) -> None:
    said = "断点 4 时 14 分 · ERP 未收单（401 白名单失效）"
    gap = GapText(Band(NOON, NOON + timedelta(hours=1), "gap", said), theme.color)
    told = []
    for width in range(10, 500, 10):
        gap.lay(QRectF(100, 0, width, 30), (0, 900), [])
        if gap.isVisible():
            told.append(gap.text)
            assert gap.box.width() <= width
            assert width >= QFontMetricsF(fonts.tabular_bold(13)).horizontalAdvance(gap.text)
        else:
            assert width < 60
    assert list(dict.fromkeys(told)) == ["断点", "断点 4 时 14 分", "断点 4 时 14 分 · ERP 未收单", said]
