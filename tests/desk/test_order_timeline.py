"""The lanes on the glass: everything that is told is drawn, in its place, quickly, and reachable by keyboard."""

import time
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.order.lanes.card import LanesCard
from ordertower_desktop.views.order.lanes.items import MarkItem
from ordertower_desktop.views.order.lanes.layout import ghosts, story
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import Lane, LaneEvent, OrderPage
from tests.desk.demo_page import NOW, at, page


@pytest.fixture
def card(qtbot: QtBot, light: Theme) -> LanesCard:
    made = LanesCard(light)
    qtbot.addWidget(made)
    made.resize(1003, 394)
    made.show()
    made.show_page(page(), NOW)
    return made


def items(card: LanesCard) -> list[MarkItem]:
    return [item for lane in card.view.board.shown for item in lane]


def named(card: LanesCard, name: str) -> MarkItem:
    return next(item for item in items(card) if item.mark.shown.name == name)


def wheel(card: LanesCard, x: int, notches: int, *, sideways: int = 0) -> None:
    at = QPointF(x, 100)
    event = QWheelEvent(
        at, card.view.viewport().mapToGlobal(at), QPoint(), QPoint(120 * sideways, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(card.view.viewport(), event)


def test_the_picture_of_the_order_has_every_label_and_none_overlaps(card: LanesCard) -> None:
    said = {item.text for item in items(card) if item.labelled is not None}
    assert {"付款 10:18", "改址 10:40", "买家催单 13:52", "应打单 11:20", "应出库 12:30", "应揽收 15:30"} <= said
    assert {"库存预占 10:19，10:34 到达", "入池 13:14 · 王芳", "转备岗 13:29", "赵一鸣接手 13:34", "安抚 14:03"} <= said
    boxes = card.view.board.labels()
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


def test_an_order_with_nothing_told_still_shows_five_lanes(card: LanesCard) -> None:
    card.show_page(OrderPage(order="1", now=NOW), NOW)
    assert len(card.view.board.shown) == 5
    assert items(card) == []


def test_an_event_is_joined_to_its_arrival_and_stands_there_in_the_other_mode(card: LanesCard) -> None:
    stock = named(card, "库存预占")
    scale = card.view.scale_now
    assert scale is not None
    assert stock.boundingRect().width() > 40
    assert stock.mark.x == pytest.approx(scale.x(stock.mark.shown.at))
    card.show_mode("arrived")
    again = named(card, "库存预占")
    assert again.mark.shown.arrived is not None
    assert again.mark.x == pytest.approx(scale.x(again.mark.shown.arrived))
    assert again.text == "库存预占 10:34"


def test_the_expected_path_begins_where_the_order_last_moved_on() -> None:
    told = msgspec.structs.replace(page(), lanes=[
        Lane("platform", "平台", [LaneEvent(at("10:18"), "付款"), LaneEvent(at("10:40"), "改地址"), LaneEvent(at("13:00"), "付款")]),
        Lane("erp", "ERP", [LaneEvent(at("11:18"), "应接单", "ghost")]),
    ])  # fmt: skip
    path = ghosts(story(told, NOW))
    assert [(lane, event.name, event.at) for lane, event in path] == [(0, "付款", at("10:18")), (1, "应接单", at("11:18"))]


def test_equal_failures_fold_and_the_chip_counts_them(card: LanesCard) -> None:
    assert sum(item.mark.shown.kind == "failed" for item in items(card)) == 5
    assert card._fold.text() == "折叠相同 6 条"
    card._fold.click()
    assert sum(item.mark.shown.kind == "failed" for item in items(card)) == 11


def test_the_wheel_zooms_where_the_pointer_is_and_a_double_click_fits(card: LanesCard, qtbot: QtBot) -> None:
    before = card.view.scale_now
    assert before is not None
    under = before.at(500)
    wheel(card, 500, 3)
    after = card.view.scale_now
    assert after is not None
    assert after.end - after.start < (before.end - before.start) * 0.7
    assert abs((after.at(500) - under).total_seconds()) < 1
    qtbot.mouseDClick(card.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(400, 60))
    assert card.view.scale_now == before


def test_dragging_moves_time(card: LanesCard, qtbot: QtBot) -> None:
    before = card.view.scale_now
    assert before is not None
    viewport = card.view.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(600, 150))
    qtbot.mouseMove(viewport, QPoint(560, 150))
    qtbot.mouseMove(viewport, QPoint(500, 150))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(500, 150))
    after = card.view.scale_now
    assert after is not None
    assert after.x(before.at(600)) == pytest.approx(500, abs=1)


def test_the_stretch_that_a_person_chose_survives_a_new_reading_but_not_another_order(card: LanesCard) -> None:
    wheel(card, 500, 3)
    chosen = card.view.scale_now
    card.show_page(page(), NOW + timedelta(seconds=30))
    assert card.view.scale_now == chosen
    card.show_page(msgspec.structs.replace(page(), order="77"), NOW)
    assert card.view.scale_now != chosen


def test_arrows_walk_from_mark_to_mark_and_say_it(card: LanesCard, qtbot: QtBot) -> None:
    view = card.view
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: bool(view.accessibleDescription()))
    assert "付款" in view.accessibleDescription()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert "改址" in view.accessibleDescription()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert "ERP" in view.accessibleDescription()


def test_now_moves_with_the_clock_and_an_untouched_glass_follows(card: LanesCard) -> None:
    before = card.view.scale_now
    assert before is not None
    card.tick(NOW + timedelta(minutes=1))
    assert card.view.scale_now == before
    card.tick(before.end + timedelta(minutes=1))
    after = card.view.scale_now
    assert after is not None
    assert after.end > before.end


def many(count: int) -> OrderPage:
    """An order with a long life on every lane."""
    start = NOW - timedelta(hours=20)
    each = count // 5
    lanes = [
        Lane(key, key, [LaneEvent(start + timedelta(minutes=2 * i + lane), f"事件 {i % 17}", arrived=start) for i in range(each)])
        for lane, key in enumerate(("platform", "erp", "wms", "carrier", "desk"))
    ]
    return msgspec.structs.replace(page(), order="500", lanes=lanes)


@pytest.mark.timed
def test_five_hundred_events_are_on_the_glass_within_150_ms(qtbot: QtBot, light: Theme, timed: bool) -> None:
    card = LanesCard(light)
    qtbot.addWidget(card)
    card.resize(1003, 394)
    card.show()
    card.show_page(page(), NOW)
    card.grab()
    body = msgspec.json.encode(many(500))
    took = []
    for turn in range(5):
        begun = time.process_time()
        told = msgspec.json.decode(body, type=OrderPage)
        card.show_page(msgspec.structs.replace(told, order=str(turn)), NOW)
        card.grab()
        took.append(time.process_time() - begun)
    assert len(items(card)) > 250
    assert not timed or min(took) < 0.150, took


def test_both_modes_are_kept_as_pictures(theme: Theme, qtbot: QtBot) -> None:
    card = LanesCard(theme)
    qtbot.addWidget(card)
    card.resize(1003, 394)
    card.show()
    card.show_page(page(), NOW)
    image = card.grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
    color = theme.color
    assert {one.name() for one in (color.redT, color.purpleT, color.sunken, color.accent, color.amberF)} <= seen
