"""The whole glass, with rows handed in as the desk's thread would: from a key to an action, from an answer to a word."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain import actions as do
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import furnish, opened, painted
from ordertower_desktop.wire.rows import PersonRow, PoolRow
from ordertower_desktop.wire.sync import Result
from tests.desk.demo_board import board, sources
from tests.desk.demo_rows import NOW, rows
from tests.desk.walk import markup


@pytest.fixture
def glass(qapp: QApplication, qtbot: QtBot) -> Glass:
    made, _ = opened(qapp, "light", now=NOW)
    furnish(made)
    qtbot.addWidget(made.shell)
    made.rows("person", [PersonRow("linx", "林晓", "agent", "agent"), PersonRow("zhao", "赵一鸣", "agent", "agent")], [])
    made.show_me("linx")
    made.rows("case", rows()[:40], [])
    made.model.flush()
    made.model.settle()
    made.pool.table.go(0)
    return made


def sent(glass: Glass, qtbot: QtBot, key: Qt.Key) -> list[do.Action]:
    with qtbot.waitSignal(glass.submitted) as caught:
        qtbot.keyClick(glass.pool.table, key)
    actions: list[do.Action] = caught.args[0]
    return actions


def test_one_key_takes_the_order_under_the_cursor_and_goes_on(glass: Glass, qtbot: QtBot) -> None:
    first = glass.pool.table.current
    actions = sent(glass, qtbot, Qt.Key.Key_A)
    assert [(type(action), action.case) for action in actions] == [(do.Acknowledge, first)]  # type: ignore[union-attr]
    assert glass.pool.table.current != first
    assert any("已接手 1 单" in words for words in glass.shell.toasts.texts())


def test_undo_takes_back_what_was_just_done(glass: Glass, qtbot: QtBot) -> None:
    taken = sent(glass, qtbot, Qt.Key.Key_A)[0]
    back = sent(glass, qtbot, Qt.Key.Key_Z)
    assert isinstance(back[0], do.Undo)
    assert back[0].action == taken.id


def test_a_refusal_is_never_silent(glass: Glass, qtbot: QtBot) -> None:
    taken = sent(glass, qtbot, Qt.Key.Key_A)[0]
    glass.answered(taken.id, Result("conflict", "此单已由 何静 处理，你看到的是更早的状态", "何静"))
    assert any("何静" in words for words in glass.shell.toasts.texts())


def test_a_number_on_the_board_leads_to_the_rows_behind_it(glass: Glass) -> None:
    glass.rows("board", [board()], [])
    glass.follow("platform:jd")
    assert glass.shell.page == "pool"
    assert {row.platform for case in glass.model.cases() if (row := glass.model.row(case))} == {"jd"}
    glass.follow("view:overdue")
    assert all(row.due_at and row.due_at <= NOW for case in glass.model.cases() if (row := glass.model.row(case)))


def test_search_narrows_the_pool_and_an_unknown_word_asks_the_hub(glass: Glass, qtbot: QtBot) -> None:
    glass.shell.search_changed.emit("3901")
    assert [row.order[-4:] for case in glass.model.cases() if (row := glass.model.row(case))] == ["3901"]
    glass.shell.search_changed.emit("不存在的单")
    with qtbot.waitSignal(glass.search_needed, check_params_cb=lambda words: words == "不存在的单"):
        glass.shell.search_submitted.emit("不存在的单")


def test_old_sources_and_a_lost_hub_are_said_in_words(glass: Glass) -> None:
    glass.rows("source", sources(), [])
    assert "ERP" in glass.shell.top.sources.text()
    glass.show_state("offline", 0, 3, NOW - timedelta(minutes=7))
    assert "7 分前的数据" in glass.shell.banner.text()
    glass.show_state("online", 12, 0, NOW)
    assert glass.shell.banner.text() == ""


def test_enter_opens_the_order_and_escape_comes_back(glass: Glass, qtbot: QtBot) -> None:
    with qtbot.waitSignal(glass.order_needed):
        qtbot.keyClick(glass.pool.table, Qt.Key.Key_Return)
    assert glass.shell.page == "order"
    glass.orders.view.do("back")
    assert glass.shell.page == "pool"


def test_what_a_customer_wrote_stays_text_in_the_list(glass: Glass) -> None:
    hostile = "<img src=x onerror=1><b>急</b>"
    row = rows()[0]
    glass.rows("case", [PoolRow(**{name: getattr(row, name) for name in row.__struct_fields__} | {"title": hostile, "buyer": hostile})], [])
    glass.model.flush()
    glass.model.settle()
    glass.pool.go_to(row.case)
    shown = [
        str(widget.property("text") or getattr(widget, "text", str)())
        for widget in glass.pool.pane.findChildren(QWidget)
        if hasattr(widget, "text")
    ]
    assert any(hostile in words for words in shown), shown
    assert markup(glass.shell) == []


def test_the_first_rows_of_many_are_shown_and_counted_when_all_are_there(qapp: QApplication, qtbot: QtBot) -> None:
    few = rows()[:3]
    glass, bridge = opened(qapp, "light", few, now=NOW)
    qtbot.addWidget(glass.shell)

    assert glass.model.rowCount() == 3
    assert {tab.count for tab in glass.pool.views.tabs.tabs} == {None}, "three is not how many there are"
    assert not glass.pool.ribbon.isVisibleTo(glass.pool)

    bridge.rows.emit("case", rows(), [])
    bridge.loaded.emit()
    qtbot.waitUntil(lambda: glass.model.whole)

    assert glass.pool.views.tabs.tabs[0].count == sum(row.state == "open" for row in rows())


def test_what_waits_for_the_first_paint_is_done_once_even_if_nobody_looks(qapp: QApplication, qtbot: QtBot) -> None:
    seen, hidden = QWidget(), QWidget()
    calls: list[str] = []
    painted(seen, lambda: calls.append("seen"))
    painted(hidden, lambda: calls.append("hidden"))
    qtbot.addWidget(seen)
    qtbot.addWidget(hidden)

    seen.show()
    qtbot.waitUntil(lambda: calls == ["seen"])
    seen.hide()
    seen.show()
    qtbot.waitUntil(lambda: calls == ["seen", "hidden"], timeout=6000)
