"""The pool as a page: every key works on the list, views are kept, and every state says what it is."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.pool.filters import VIEWS, Filter, View
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.models.script import script
from ordertower_desktop.views.pool.keys import ACTS, CHORDS
from ordertower_desktop.views.pool.page import PoolPage
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.codec import decode, encode
from ordertower_desktop.wire.rows import Clock, PoolRow
from tests.desk import demo_page

NOW = datetime(2025, 11, 12, 6, 32, 8, tzinfo=UTC)


def row(place: int, **more: object) -> PoolRow:
    base: dict[str, object] = {
        "version": 1,
        "state": "open",
        "kind": "ship_overdue",
        "kind_name": "出库超时",
        "opened_at": NOW - timedelta(hours=1),
        "due_at": NOW + timedelta(minutes=place),
        "loss_fen_per_hour": (1000 - place) * 100,
        "cause": "gap" if place % 2 else "stock",
        "cause_name": "系统断层" if place % 2 else "库存不准",
        "amount_fen": 100_00,
    }
    return PoolRow(case=f"c{place}", order=f"44182960{place:04}", **{**base, **more})  # type: ignore[arg-type]


class Floor:
    """A page with forty rows and everything that it asked for."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.model = PoolModel(NOW, me="lin")
        self.page = PoolPage(theme, self.model)
        qtbot.addWidget(self.page)
        self.asked: list[tuple[str, list[str]]] = []
        self.page.verb_asked.connect(lambda verb, cases: self.asked.append((verb, list(cases))))
        self.page.resize(1400, 800)
        self.page.show()
        self.model.take([row(place) for place in range(40)])
        self.model.flush()
        self.qtbot = qtbot

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.page.table, key, modifier)


@pytest.fixture
def floor(qtbot: QtBot, light: Theme) -> Floor:
    return Floor(qtbot, light)


def spoken(widget: QWidget) -> str:
    return " ".join(f"{child.accessibleName()} {getattr(child, 'text', str)()}" for child in widget.findChildren(QWidget))


MODIFIERS = {
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}


@pytest.mark.parametrize(("keys", "verb"), [(key, one.verb) for one in (*ACTS, *CHORDS) for key in (one.key, one.twin) if key])
def test_every_act_has_its_key_and_its_twin(floor: Floor, keys: str, verb: str) -> None:
    *held, letter = keys.split("+")
    modifier = Qt.KeyboardModifier.NoModifier
    for name in held:
        modifier |= MODIFIERS[name]
    floor.press(getattr(Qt.Key, f"Key_{letter}"), modifier)
    assert floor.asked == [(verb, ["c0"])]


def test_j_k_and_arrows_move_x_marks_and_shift_x_marks_a_range(floor: Floor) -> None:
    for key in (Qt.Key.Key_J, Qt.Key.Key_Down, Qt.Key.Key_J, Qt.Key.Key_K):
        floor.press(key)
    assert floor.page.table.current == "c2"
    floor.press(Qt.Key.Key_X)
    for _ in range(3):
        floor.press(Qt.Key.Key_J)
    floor.press(Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    assert floor.page.targets() == ["c2", "c3", "c4", "c5"]
    assert "已选 4 单" in spoken(floor.page.bulk)
    assert "合计 ¥400" in spoken(floor.page.bulk)
    floor.press(Qt.Key.Key_A)
    assert floor.asked[-1] == ("acknowledge", ["c2", "c3", "c4", "c5"])
    floor.press(Qt.Key.Key_Escape)
    assert not floor.page.bulk.isVisible()


def test_all_means_all_that_match_exactly(floor: Floor) -> None:
    floor.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert "已选全部 40 单" in spoken(floor.page.bulk)
    floor.press(Qt.Key.Key_X)
    assert "已选 39 单" in spoken(floor.page.bulk)
    assert len(floor.page.targets()) == 39


def test_letters_arrive_although_an_input_method_is_switched_on(floor: Floor) -> None:
    table = floor.page.table
    assert not table.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    composing = QInputMethodEvent("a", [])
    QApplication.sendEvent(table, composing)
    assert floor.asked == []
    floor.press(Qt.Key.Key_A)
    assert floor.asked == [("acknowledge", ["c0"])]


def test_digits_choose_views_and_escape_comes_back_to_the_view(floor: Floor) -> None:
    floor.press(Qt.Key.Key_4)
    assert floor.model.filter == VIEWS[3].filter
    floor.page.show_cause("gap")
    assert floor.model.rowCount() == 20
    floor.press(Qt.Key.Key_Escape)
    assert floor.model.filter == VIEWS[3].filter


def test_the_page_of_an_order_is_asked_for_once_the_cursor_rests(floor: Floor) -> None:
    asked: list[str] = []
    floor.page.page_needed.connect(asked.append)
    with floor.qtbot.waitSignal(floor.page.page_needed):
        for _ in range(6):
            floor.press(Qt.Key.Key_J)
    assert asked == [row(6).order]


def test_copying_takes_the_number_without_gaps(floor: Floor) -> None:
    floor.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == row(0).order


def test_ctrl_0_goes_through_three_row_heights(floor: Floor) -> None:
    heights = []
    for _ in range(3):
        floor.press(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
        heights.append(floor.page.table.rowHeight(0))
    assert heights == [44, 28, 36]


def test_a_filter_is_kept_as_a_view_renamed_moved_and_dropped(floor: Floor) -> None:
    kept: list[list[View]] = []
    floor.page.views.changed.connect(kept.append)
    floor.page.show_cause("gap")
    floor.page.views.add("断层")
    key = floor.model.views[-1].key
    assert floor.model.counts.counts[key] == 20
    floor.page.views.rename(key, "系统断层")
    floor.page.views.move_view(key, -1)
    assert [view.name for view in floor.model.views][-2:] == ["系统断层", "今日已结"]
    assert decode(encode(kept[-1]), list[View]) == list(floor.model.views)
    floor.page.views.drop("all")
    assert floor.model.views[0].key == "all"
    floor.page.views.drop(key)
    assert key not in [view.key for view in floor.model.views]
    assert floor.model.filter == Filter()


def test_a_changed_order_waits_with_its_count_while_somebody_moves(floor: Floor) -> None:
    floor.press(Qt.Key.Key_J)
    floor.model.take([row(30, loss_fen_per_hour=10**9, version=2)])
    floor.model.flush()
    assert "有 1 单变化，刷新" in spoken(floor.page.filters)
    assert floor.model.case_at(0) == "c0"
    floor.page.filters.refresh_wanted.emit()
    assert floor.model.case_at(0) == "c30"
    assert floor.page.table.current == "c1"


def test_an_empty_pool_says_how_much_was_looked_at(qtbot: QtBot, light: Theme) -> None:
    page = PoolPage(light, PoolModel(NOW))
    qtbot.addWidget(page)
    page.show_checked("已检查 72,140 单，6 秒前")
    assert "没有延迟订单" in spoken(page)
    assert "已检查 72,140 单，6 秒前" in spoken(page)


def test_the_pane_shows_the_row_at_once_and_the_page_when_it_comes(qtbot: QtBot, light: Theme) -> None:
    model = PoolModel(demo_page.NOW)
    page = PoolPage(light, model)
    qtbot.addWidget(page)
    page.resize(1400, 900)
    page.show()
    model.take([demo_page.row()])
    model.flush()
    words = spoken(page.pane)
    assert "超 2:29:03" in words
    assert "剩 0:41:52" in words
    assert "各系统快照" not in words
    page.show_page(demo_page.page(), demo_page.NOW)
    words = spoken(page.pane)
    assert "各系统快照" in words
    assert "4 时 50 分前" in words


def test_hostile_words_stay_words(floor: Floor) -> None:
    evil = "<b>x</b>\u202e<img src=a>"
    floor.model.take([row(0, version=2, buyer=evil, title=evil, shop=evil, owner_name=evil, cause_detail=evil)])
    floor.model.flush()
    floor.page.table.go(1)
    floor.page.table.go(0)
    assert "<b>x</b>" in spoken(floor.page.pane)
    assert floor.page.grab().width() > 0


def test_a_script_promises_nothing_that_the_clock_does_not_hold() -> None:
    ahead = row(1, cause="gap", clocks=[Clock("platform", "平台", "running", due_at=NOW + timedelta(hours=3))])
    assert script(ahead, NOW) == "您好，您尾号 0001 的订单因系统对接延迟，订单还在排队同步，我们会在 17:32 前给您进展。让您久等，非常抱歉。"
    late = row(1, due_at=NOW - timedelta(hours=1))
    assert "我们已加急" in script(late, NOW)
    assert "前给您" not in script(late, NOW)
