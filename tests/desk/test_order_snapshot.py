"""What every system says, as a table: looks, tips, ages."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.order.snapshot import LOOK, TOOL_TIP, SnapshotModel, age_of
from ordertower_desktop.views.order.snapshot import SnapshotCard
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import SnapshotColumn
from tests.desk.demo_page import NOW, page


@pytest.fixture
def model(qtmodeltester: ModelTester) -> SnapshotModel:
    made = SnapshotModel()
    told = page()
    made.show_lines(told.columns, told.snapshot)
    qtmodeltester.check(made)
    return made


def test_it_is_a_table_of_fields_and_systems(model: SnapshotModel) -> None:
    assert (model.rowCount(), model.columnCount()) == (5, 6)
    assert [model.index(0, c).data() for c in range(6)] == ["订单状态", "已付款", "无此单", "已预占", "—", "—"]
    assert [model.index(0, c).data(LOOK) for c in range(6)] == ["name", "value", "differs", "value", "empty", "empty"]
    assert model.index(1, 2).data(LOOK) == "absent"
    assert model.differing == 3


def test_every_cell_says_its_source_and_when(model: SnapshotModel) -> None:
    tip = str(model.index(2, 3).data(TOOL_TIP))
    assert tip.splitlines() == [
        "收货地址：余杭区 第 1 版", "来源 WMS（正常）", "读到 2025年11月12日 14:29:08", "与为准的值不一致",
    ]  # fmt: skip
    assert "没有说" in str(model.index(0, 4).data(TOOL_TIP))


@pytest.mark.parametrize(
    ("state", "hue"), [("fresh", "green"), ("late", "amber"), ("refused", "amber"), ("silent", "amber"), ("unknown", "neutral")]
)
def test_the_age_is_in_words_and_its_shape_in_a_colour(state: str, hue: str) -> None:
    column = SnapshotColumn("erp", "ERP", "erp", state, NOW - timedelta(hours=4, minutes=50))
    assert age_of(column, NOW) == ("4 时 50 分前", hue)


def test_the_columns_share_the_width_and_scroll_when_they_are_many(qtbot: QtBot, light: Theme) -> None:
    card = SnapshotCard(light)
    qtbot.addWidget(card)
    card.resize(1003, 258)
    card.show()
    card.show_page(page(), NOW)
    table = card.table
    assert sum(table.columnWidth(c) for c in range(6)) == table.viewport().width()
    card.resize(500, 258)
    assert min(table.columnWidth(c) for c in range(1, 6)) == 150
    assert table.horizontalScrollBar().maximum() > 0


def test_a_cell_is_copied(qtbot: QtBot, light: Theme) -> None:
    card = SnapshotCard(light)
    qtbot.addWidget(card)
    card.show_page(page(), NOW)
    card.table.setCurrentIndex(card.model.index(4, 5))
    qtbot.keyClick(card.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "VIP 金卡"


def test_letters_do_not_search_in_the_table(qtbot: QtBot, light: Theme) -> None:
    card = SnapshotCard(light)
    qtbot.addWidget(card)
    assert not card.table.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
