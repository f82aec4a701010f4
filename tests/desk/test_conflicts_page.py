"""The list of conflicts: who says what, narrowed and read on, a way to the order, and a workbook."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from ordertower_desktop.views.conflicts.page import ConflictsPage
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import Bridge
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.conflicts import ConflictPage
from tests.desk.demo_conflicts import conflicts
from tests.desk.demo_page import NOW
from tests.desk.show import ITEMS
from tests.desk.walk import markup, nameless

Keep = Callable[[QWidget, str], object]


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> ConflictsPage:
    made = ConflictsPage(theme)
    qtbot.addWidget(made)
    made.resize(1376, 780)
    made.show()
    return made


@pytest.fixture
def annex(qtbot: QtBot, light: Theme) -> Annex:
    glass = Glass(light, ITEMS, now=NOW)
    qtbot.addWidget(glass.shell)
    glass.shell.show()
    return Annex(glass, Bridge(glass))


def test_each_line_says_who_says_what_and_leads_to_its_order(qtbot: QtBot, page: ConflictsPage, keep: Keep) -> None:
    page.show_page(conflicts(), NOW)
    assert [line.accessibleName() for line in page.lines] == [
        "441829601357782390 金额：ERP ¥8,599.00 ≠ 平台 天猫 ¥8,699.00",
        "441829601357782391 状态：ERP 无此单 ≠ 平台 天猫 待出库",
        "<b>9</b> 库存：平台 天猫 8 件 ≠ WMS 华东仓 5 件",
    ]
    assert [line._lasted.text() for line in page.lines] == ["2 时 5 分", "2 时 5 分 · 第 3 次", "2 时 5 分"]
    page.tick(NOW + timedelta(minutes=1))
    assert page.lines[0]._lasted.text() == "2 时 6 分"
    keep(page, "conflicts")
    assert (markup(page), nameless(page)) == ([], [])
    with qtbot.waitSignal(page.order_asked) as asked:
        page.lines[1].findChildren(Link)[0].click()
    assert asked.args == ["441829601357782391"]


def test_where_all_agree_it_says_so(page: ConflictsPage) -> None:
    page.show_trouble("中枢连不上")
    assert page.empty.isVisible()
    page.show_page(ConflictPage(), NOW)
    assert page.empty.isVisible()
    assert not page.export.isEnabled()
    assert not page.more.isVisible()


def test_it_is_reached_by_two_ways_narrowed_and_read_on(annex: Annex) -> None:
    asked: list[tuple[str, str, list[Any]]] = []
    annex.question.connect(lambda page, what, values: asked.append((page, what, values)))
    annex.sources.clashes.click()
    assert annex.glass.shell.page == "conflicts"
    assert asked[-1] == ("conflicts", "conflicts", ["", "", 200])
    annex.clashing.answered("conflicts", conflicts(2, "mark"))
    page = annex.clashing.page
    assert page is not None
    assert [page.fields.itemText(n) for n in range(page.fields.count())] == ["全部 5", "金额 1", "状态 1", "库存 1", "件数 2"]
    page.more.click()
    assert asked[-1][2] == ["", "mark", 200]
    annex.clashing.answered("conflicts", ConflictPage(conflicts().items[:1], conflicts(2).fields))
    assert len(page.lines) == 6
    assert not page.more.isVisible()
    page.fields.choose("items")
    page.fields.activated.emit(page.fields.currentIndex())
    assert asked[-1][2] == ["items", "", 200]
    annex.stop()


def test_what_is_shown_is_written_to_a_workbook(annex: Annex, tmp_path: Path) -> None:
    annex.clashing.open()
    annex.clashing.answered("conflicts", conflicts())
    annex.clashing.write(tmp_path / "conflicts.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "conflicts.xlsx").get_sheet_by_name("数据冲突").to_python()
    assert [row[0] for row in rows] == ["订单", "441829601357782390", "441829601357782391", "<b>9</b>"]
    assert rows[2][3:7] == ["状态", "ERP 无此单 ≠ 平台 天猫 待出库", "2025-11-12 12:27", 3]
    annex.stop()
