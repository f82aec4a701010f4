"""The time range on the glass: the chip, its editor by mouse and by keys, the search box, and what stands where nothing was found."""

from datetime import UTC, datetime
from functools import cache

import pytest
from PySide6.QtCore import QDateTime, QPoint, Qt, QTimeZone
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.pool.filters import Filter, View
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.hits import Hits
from ordertower_desktop.views.pool.page import PoolPage
from ordertower_desktop.views.pool.timeeditor import TimeEditor
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import PoolRow
from tests.desk.demo_rows import ME, NOW, rows
from tests.desk.pictures import Keep, has

NONE = Qt.KeyboardModifier.NoModifier


@cache
def story() -> tuple[PoolRow, ...]:
    return tuple(rows())


class Timed:
    """The pool of the story on the glass, and the editor of its time chip."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.qtbot, self.model = qtbot, PoolModel(NOW, me=ME)
        self.page = PoolPage(theme, self.model)
        qtbot.addWidget(self.page)
        self.page.resize(1400, 800)
        self.page.show()
        self.model.take(story())
        self.model.flush()
        self.chip = self.page.filters.time

    def edit(self) -> TimeEditor:
        self.chip.click()
        found = QApplication.activePopupWidget()
        assert isinstance(found, TimeEditor)
        return found

    def open_rows(self) -> list[PoolRow]:
        return [row for row in story() if row.state == "open"]


@pytest.fixture
def timed(qtbot: QtBot, light: Theme) -> Timed:
    return Timed(qtbot, light)


def moment(words: str) -> QDateTime:
    at = datetime.fromisoformat(words)
    return QDateTime(at.year, at.month, at.day, at.hour, at.minute, 0, 0, QTimeZone.utc())


def spoken(widget: QWidget) -> str:
    parts = [widget, *widget.findChildren(QWidget)]
    return " ".join(str(part.property("text") or part.accessibleName()) for part in parts if part.isVisible())


def test_a_usual_period_is_one_click_and_says_how_many_before(timed: Timed) -> None:
    today = [row for row in timed.open_rows() if row.paid_at and row.paid_at >= datetime(2025, 11, 11, 16, tzinfo=UTC)]
    chip = timed.edit().usual[0][1]
    assert chip.text() == f"今天 {len(today):,}"
    timed.qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert timed.model.filter == Filter(time="paid", within="今天")
    assert timed.model.rowCount() == len(today)
    assert timed.chip.text() == "付款 今天"


def test_what_falls_due_may_also_lie_ahead(timed: Timed) -> None:
    editor = timed.edit()
    editor.which.choose("due")
    editor.which.chosen.emit("due")
    words = [chip.text() for _, chip in editor.usual if chip.isVisible()]
    assert [one.rpartition(" ")[0] for one in words] == ["今天", "昨天", "近 2 小时", "近 24 小时", "明天", "未来 2 小时", "未来 24 小时"]
    assert "未来 2 小时 132" in words
    editor.usual[5][1].click()
    assert timed.model.rowCount() == 132
    assert timed.chip.text() == "到期 未来 2 小时"


def test_a_range_of_ones_own_counts_while_it_is_set_and_enter_shows_it(timed: Timed) -> None:
    editor = timed.edit()
    editor.start.at.setDateTime(moment("2025-11-12 09:00"))
    editor.end.at.setDateTime(moment("2025-11-12 12:00"))
    start, end = datetime(2025, 11, 12, 1, tzinfo=UTC), datetime(2025, 11, 12, 4, tzinfo=UTC)
    within = [row for row in timed.open_rows() if row.paid_at and start <= row.paid_at < end]
    assert within
    assert editor.show_.text() == f"看 {len(within):,} 单"
    editor.end.at.setFocus()
    timed.qtbot.keyClick(editor.end.at, Qt.Key.Key_Return)
    assert timed.model.rowCount() == len(within)
    assert timed.chip.text() == "付款 11月12日 09:00~12:00"


def test_from_after_to_is_refused_and_one_end_may_be_left_open(timed: Timed) -> None:
    editor = timed.edit()
    editor.start.at.setDateTime(moment("2025-11-12 12:00"))
    editor.end.at.setDateTime(moment("2025-11-12 12:00"))
    assert not editor.show_.isEnabled()
    assert "起要在止之前" in spoken(editor)
    editor.end.at.setFocus()
    timed.qtbot.keyClick(editor.end.at, Qt.Key.Key_Return)
    assert timed.model.filter == Filter()
    editor.end.on.click()
    assert not editor.end.at.isEnabled()
    assert editor.show_.isEnabled()
    editor.start.on.click()
    assert "起和止至少要有一个" in spoken(editor)
    editor.start.on.click()
    editor.show_.click()
    assert timed.model.filter == Filter(time="paid", within="2025-11-12 12:00 起")
    assert timed.chip.text() == "付款 11月12日 12:00 起"


def test_the_editor_opens_on_what_is_in_force_and_speaks_to_a_screen_reader(timed: Timed) -> None:
    timed.page.show_filter(Filter(time="due", within="2025-11-11 22:00~2025-11-12 02:00"), "loss")
    editor = timed.edit()
    assert editor.which.current == "due"
    assert (editor.start.at.text(), editor.end.at.text()) == ("2025-11-11 22:00", "2025-11-12 02:00")
    assert [end.at.accessibleName() for end in (editor.start, editor.end)] == ["不早于", "早于这一刻"]
    assert editor.accessibleName() == "时间范围"
    assert timed.chip.accessibleName() == "时间范围：到期 11月11日 22:00~11月12日 02:00"
    editor.close()


def test_keys_alone_open_set_and_clear_a_range(timed: Timed) -> None:
    timed.qtbot.keyClick(timed.page.table, Qt.Key.Key_T)
    editor = QApplication.activePopupWidget()
    assert isinstance(editor, TimeEditor)
    timed.qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    timed.chip.setFocus()
    timed.qtbot.keyClick(timed.chip, Qt.Key.Key_Return)
    editor = QApplication.activePopupWidget()
    assert isinstance(editor, TimeEditor)
    first = editor.focusWidget()
    assert first is editor.usual[0][1]
    timed.qtbot.keyClick(first, Qt.Key.Key_Return)
    assert timed.model.filter.within == "今天"
    timed.qtbot.keyClick(timed.chip, Qt.Key.Key_Delete)
    assert timed.model.filter == Filter()
    assert timed.chip.accessibleName() == "时间范围"


def test_the_cross_clears_and_the_rest_of_the_chip_opens(timed: Timed) -> None:
    timed.page.show_filter(Filter(time="paid", within="今天"), "loss")
    QApplication.processEvents()
    timed.qtbot.mouseClick(timed.chip, Qt.MouseButton.LeftButton, NONE, QPoint(20, 14))
    editor = QApplication.activePopupWidget()
    assert isinstance(editor, TimeEditor)
    editor.close()
    assert timed.model.filter.within == "今天"
    timed.qtbot.mouseClick(timed.chip, Qt.MouseButton.LeftButton, NONE, QPoint(timed.chip.width() - 10, 14))
    assert timed.model.filter == Filter()


def test_a_range_is_kept_in_a_view_and_joins_the_other_chips(timed: Timed) -> None:
    kept: list[list[View]] = []
    timed.page.views.changed.connect(kept.append)
    timed.page.show_filter(Filter(platform=frozenset({"jd"}), time="paid", within="今天"), "loss")
    shown = timed.model.rowCount()
    assert 0 < shown < 462
    timed.page.views.add("京东今天")
    key = kept[-1][-1].key
    assert timed.model.counts.counts[key] == shown
    timed.page.choose_view("all")
    timed.page.choose_view(key)
    assert (timed.model.rowCount(), timed.chip.text()) == (shown, "付款 今天")


def test_a_narrow_line_hides_what_says_nothing_and_never_the_time(timed: Timed) -> None:
    timed.page.resize(760, 700)
    timed.page.show_filter(Filter(warehouse=frozenset({"华东仓"}), time="paid", within="2025-11-10 20:00~2025-11-12 02:00"), "loss")
    QApplication.processEvents()
    bar = timed.page.filters
    assert timed.chip.isVisible()
    assert bar._chips["warehouse"].isVisible()
    assert not bar._chips["category"].isVisible()
    timed.page.resize(1900, 700)
    QApplication.processEvents()
    assert bar._chips["category"].isVisible()


def test_words_and_a_time_in_the_search_box_narrow_the_pool_and_set_the_chip(timed: Timed) -> None:
    left: list[str] = []
    timed.page.words_left.connect(left.append)
    timed.page.search("京东 付款 今天")
    shown = [row for case in timed.model.cases() if (row := timed.model.row(case))]
    assert shown
    assert {row.platform for row in shown} == {"jd"}
    assert timed.chip.text() == "付款 今天"
    timed.qtbot.keyClick(timed.chip, Qt.Key.Key_Delete)
    assert left == ["京东"]
    assert (timed.model.filter.text, timed.model.filter.within) == ("京东", "")


@pytest.mark.parametrize(
    ("words", "why"),
    [("12:00~9:00", "起在止之后"), ("11-12 09:", "时间可以写"), ("25:00~26:00", "没有「25:00」这个时刻"), ("13-45", "没有 13 月 45 日")],
)
def test_a_time_that_is_none_is_told_in_place_of_an_empty_list(timed: Timed, words: str, why: str) -> None:
    timed.page.search(words)
    assert timed.model.rowCount() == 0
    assert why in timed.page._state.accessibleDescription()
    assert timed.page._state.accessibleName() == "时间要改一下"


def test_an_empty_period_says_which_one_it_was_and_nothing_stays_under_the_cursor(timed: Timed) -> None:
    timed.page.table.go(0)
    timed.page.search("2020-11-11")
    assert timed.page._state.accessibleDescription() == "下单 2020-11-11"
    assert timed.page.targets() == []
    assert not timed.page.pane.isVisible()
    timed.page.search("")
    assert len(timed.page.targets()) == 1
    assert timed.page.pane.isVisible()


def test_the_search_box_keeps_only_the_words_that_still_count(pooled: Glass) -> None:
    pooled.shell.top.search.setText("京东 昨天")
    pooled.shell.search_changed.emit("京东 昨天")
    pooled.pool.filters.time.cleared.emit()
    assert pooled.shell.top.search.text() == "京东"


def test_what_the_hub_found_opens_or_is_listed_or_is_said(pooled: Glass, qtbot: QtBot) -> None:
    hits, sought = Hits(pooled), []
    pooled.order_needed.connect(sought.append)
    one = {"order": "441829600001", "platform": "tmall", "shop": "A&B 店", "stage": "SIGNED", "stage_name": "已签收", "ended": True}
    hits.take({"items": [one], "after": ""})
    assert sought == ["441829600001"]
    assert pooled.shell.page == "order"
    hits.take({"items": [one, one | {"order": "441829600002"}], "after": ""})
    menu = QApplication.activePopupWidget()
    assert menu is not None
    words = [action.text() for action in menu.actions()]
    assert words == ["4418 2960 0001 · A&&B 店 · 已签收", "4418 2960 0002 · A&&B 店 · 已签收"]
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert sought[-1] == "441829600002"
    hits.take({"items": [], "after": ""})
    hits.take(OSError("中枢连不上"))
    told = " ".join(str(part.property("text") or part.accessibleName()) for part in pooled.shell.findChildren(QWidget))
    assert "中枢里也没有这样的订单" in told
    assert "没有找成：中枢连不上" in told


def test_the_time_of_the_pool_is_kept_as_a_picture(qtbot: QtBot, theme: Theme, keep: Keep) -> None:
    timed = Timed(qtbot, theme)
    name = "dark" if theme.dark else "light"
    timed.page.search("付款 昨天 22:00~今天 09:00")
    assert timed.model.rowCount()
    assert has(keep(timed.page, f"pool-time-{name}"), theme.color.selline) > 100
    editor = timed.edit()
    editor.which.choose("due")
    editor.which.chosen.emit("due")
    assert has(keep(editor, f"pool-time-editor-{name}"), theme.color.accent) > 1000
    editor.close()
    timed.page.search("12:00~9:00")
    assert has(keep(timed.page, f"pool-time-hint-{name}"), theme.color.amber) > 20
