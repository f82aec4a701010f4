"""The order page: what it shows when, what keys ask for, and what it says when there is less to show."""

from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.order.page import OrderView
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.demo_page import NOW, at, page, row
from tests.desk.pictures import Keep, has
from tests.desk.walk import lettered, markup, nameless


@pytest.fixture
def view(qtbot: QtBot, light: Theme) -> OrderView:
    made = OrderView(light)
    qtbot.addWidget(made)
    made.resize(1376, 824)
    made.show()
    made.tick(NOW)
    return made


@pytest.fixture
def full(view: OrderView) -> OrderView:
    view.show_row(row())
    view.show_page(page())
    return view


def test_a_row_shows_head_and_cause_at_once_and_grey_shapes_only_after_a_moment(view: OrderView, qtbot: QtBot) -> None:
    view.show_row(row())
    assert [block.words for block in view.head.blocks] == ["超 2:29:03", "剩 0:41:52", "剩 43:45:57"]
    assert view.left.shows == "empty"
    qtbot.waitUntil(lambda: view.left.shows == "waiting", timeout=2000)
    view.show_page(page())
    assert view.left.shows == "page"


def test_a_page_that_nobody_waits_for_any_more_is_let_go(full: OrderView) -> None:
    full.show_row(msgspec.structs.replace(row(), order="99", case="99#1"))
    full.show_page(page())
    assert full.page is None
    assert full.order == "99"


def test_a_newer_row_of_the_same_order_keeps_the_page(full: OrderView) -> None:
    full.show_row(msgspec.structs.replace(row(), version=8, owner_name="林晓", pending="hand_over"))
    assert full.left.shows == "page"
    assert full.head._owner.text() == "林晓"


def test_an_older_row_inside_the_page_does_not_undo_what_was_just_done(full: OrderView) -> None:
    full.show_row(msgspec.structs.replace(row(), version=9, owner_name="林晓"))
    full.show_page(page())
    assert full.head._owner.text() == "林晓"


def test_clocks_tick_from_hub_time(full: OrderView) -> None:
    full.tick(NOW + timedelta(seconds=7))
    assert [block.words for block in full.head.blocks] == ["超 2:29:10", "剩 0:41:45", "剩 43:45:50"]


def test_a_closed_case_says_who_closed_it_and_its_clocks_stand(full: OrderView) -> None:
    full.show_row(msgspec.structs.replace(row(), version=9, state="resolved", owner_name="林晓", closed_at=at("14:31")))
    assert full.strip.text == "已被 林晓 结单 14:31"
    before = [block.words for block in full.head.blocks]
    full.tick(NOW + timedelta(minutes=5))
    assert [block.words for block in full.head.blocks] == before
    assert not full.bar.buttons["acknowledge"].isVisible()
    assert full.bar.buttons["reopen"].isVisible()


def test_an_order_without_a_case_can_be_reported_and_printed_but_not_taken(view: OrderView, qtbot: QtBot) -> None:
    view.forget()
    view.show_page(msgspec.structs.replace(page(), row=None))
    assert view.bar.buttons["report"].isEnabled()
    asked: list[str] = []
    view.action_requested.connect(lambda verb, _params: asked.append(verb))
    for key in (Qt.Key.Key_A, Qt.Key.Key_N, Qt.Key.Key_E, Qt.Key.Key_U):
        qtbot.keyClick(view, key)
    assert asked == ["report"]


def test_offline_without_a_page_says_that_only_the_row_is_known_and_since_when(view: OrderView, qtbot: QtBot) -> None:
    view.show_row(row())
    view.show_offline(at("14:18"))
    assert view.left.shows == "state"
    assert "只知道列表里的这一行，截至 14:18" in view.left.state._line.text()
    assert view.bar.buttons["acknowledge"].isEnabled()
    with qtbot.waitSignal(view.reload_requested):
        view.left.state._link.click()


def test_offline_with_a_page_keeps_it_and_says_how_old_it_is(full: OrderView) -> None:
    full.show_offline(at("14:18"))
    assert full.left.shows == "page"
    assert "14:32:08" in full.strip.text
    full.show_page(page())
    assert full.strip.text == ""


@pytest.mark.parametrize(("key", "verb"), [
    (Qt.Key.Key_A, "acknowledge"), (Qt.Key.Key_R, "repull"), (Qt.Key.Key_H, "hand_over"), (Qt.Key.Key_P, "pause"), (Qt.Key.Key_S, "snooze"),
    (Qt.Key.Key_V, "verdict"), (Qt.Key.Key_U, "report"), (Qt.Key.Key_Z, "undo"),
])  # fmt: skip
def test_a_letter_asks_for_an_action_from_any_part_of_the_page(full: OrderView, qtbot: QtBot, key: Qt.Key, verb: str) -> None:
    for focus in (full, full.left.lanes.view, full.left.snapshot.table):
        focus.setFocus()
        with qtbot.waitSignal(full.action_requested) as asked:
            qtbot.keyClick(focus, key)
        assert asked.args == [verb, {}]


def test_letters_typed_into_a_note_stay_letters(full: OrderView, qtbot: QtBot) -> None:
    asked: list[str] = []
    full.action_requested.connect(lambda verb, _params: asked.append(verb))
    qtbot.keyClick(full, Qt.Key.Key_N)
    line = full.right.talk.line
    assert line.isVisible()
    qtbot.keyClicks(line, "har")
    assert asked == []
    with qtbot.waitSignal(full.action_requested) as noted:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert noted.args == ["note", {"text": "har"}]
    assert not line.isVisible()


def test_j_and_k_ask_for_neighbours_and_escape_for_the_list(full: OrderView, qtbot: QtBot) -> None:
    for key, step in ((Qt.Key.Key_J, 1), (Qt.Key.Key_K, -1)):
        with qtbot.waitSignal(full.neighbour_requested) as asked:
            qtbot.keyClick(full, key)
        assert asked.args == [step]
    with qtbot.waitSignal(full.back_requested):
        qtbot.keyClick(full, Qt.Key.Key_Escape)


def test_an_overdue_case_closes_only_with_all_three_checks(full: OrderView, qtbot: QtBot) -> None:
    checks = full.bar.checks
    assert not checks.button.isEnabled()
    assert "还差：状态完成、客户确认、报告归档" in checks.button.toolTip()
    for box in checks.boxes.values():
        box.click()
    with qtbot.waitSignal(full.action_requested) as asked:
        qtbot.keyClick(full, Qt.Key.Key_E)
    assert asked.args == ["resolve", {"checks": ["state_done", "customer_told", "archived"]}]


def test_a_routine_case_may_close_without_checks_until_it_is_overdue(view: OrderView) -> None:
    calm = msgspec.structs.replace(row(), triage="ROUTINE", due_at=NOW + timedelta(minutes=10))
    view.show_row(calm)
    view.show_page(msgspec.structs.replace(page(), row=calm))
    assert view.bar.checks.button.isEnabled()
    view.tick(NOW + timedelta(minutes=11))
    assert not view.bar.checks.button.isEnabled()


def test_scripts_are_offered_only_where_there_are_some(full: OrderView) -> None:
    assert full.bar.buttons["scripts"].isVisible()
    full.show_page(msgspec.structs.replace(page(), scripts=[]))
    assert not full.bar.buttons["scripts"].isVisible()


def test_what_finds_no_room_in_the_bar_is_in_its_menu(full: OrderView) -> None:
    full.resize(940, 640)
    shown = {word for word, button in full.bar.buttons.items() if button.isVisible()}
    listed = {verb.word for verb in full.bar.menu_verbs()}
    assert {"acknowledge"} <= shown
    assert {"acknowledge", "repull", "hand_over", "note", "report_file", "report", "resync", "force", "scripts"} <= shown | listed


def test_why_shows_the_sum_and_copies_it(full: OrderView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(full.why_opened):
        full.do("why")
    popover = full.popover
    assert popover is not None
    said = "\n".join(one.text() for one in popover.findChildren(PlainLabel))
    assert "每晚一小时约损失\n¥559" in said
    popover.copy()
    said = QGuiApplication.clipboard().text().splitlines()
    assert said[0] == "接单 1 时"
    assert said[1] == "起点 付款成功（平台事件，8 秒后到达）：10:18:05"
    assert said[-1] == "= 到期 11月12日 12:03:05"
    popover.close()


def test_the_breadcrumb_names_list_order_and_place(full: OrderView) -> None:
    full.show_place(1, 2134)
    assert full.crumb() == ("延迟池", "订单 3901", "第 1 / 2,134 单")


def test_the_list_may_say_how_many_share_the_cause(view: OrderView, qtbot: QtBot) -> None:
    view.show_row(row())
    view.show_page(msgspec.structs.replace(page(), same_cause=0, same_cause_fen=0))
    view.show_same(12, 4_500_00)
    with qtbot.waitSignal(view.action_requested) as asked:
        view.right.cause.cluster_asked.emit()
    assert asked.args == ["cluster", {}]
    assert any("整簇处理 12 单" in button.text() for button in view.right.cause.findChildren(type(view.left.state._link)))


def test_both_modes_are_kept_as_pictures_with_every_name_and_no_markup(theme: Theme, qtbot: QtBot, keep: Keep) -> None:
    made = OrderView(theme)
    qtbot.addWidget(made)
    made.resize(1376, 824)
    made.tick(NOW)
    made.show_row(row())
    made.show_page(page())
    image = keep(made, f"order-{'dark' if theme.dark else 'light'}")
    assert has(image, theme.color.redT) > 3000
    assert has(image, theme.color.sel) > 5000
    assert has(image, theme.color.purpleF) > 200
    assert nameless(made) == []
    assert markup(made) == []
    assert lettered(made) == []
