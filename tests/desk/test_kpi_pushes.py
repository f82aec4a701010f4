"""S68 on the screen: weeks of pushing away, and each of them leads to its order."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.kpi.pushes import pushes
from ordertower_desktop.views.kpi.report import sections
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.test_kpi_page import opened


def test_weeks_stand_beside_the_one_before_and_a_line_opens_its_order(qtbot: QtBot, light: Theme) -> None:
    page, _ = opened(qtbot, light)
    page.stats.choose_tab("trends")
    weeks, orders = pushes(page.stats.pages["trends"])
    assert [(row[0].words, row[1].words, row[1].earlier) for row in weeks.rows[:2]] == [
        ("11月10日 起", "4", "↓ 8"), ("11月3日 起", "8", "↓ 12"),
    ]  # fmt: skip
    assert weeks.rows[-1][1].words == "23"
    assert orders.rows[0][5].words == "赵一鸣 11:00 交来，周凯 14:00 转走，其间没有动手"
    grid = page.tabs["trends"].cards[3].grid
    grid.setFocus()
    with qtbot.waitSignal(page.order_asked) as asked:
        QTest.keyClick(grid, Qt.Key.Key_Down)
        QTest.keyClick(grid, Qt.Key.Key_Return)
    assert asked.args == [orders.keys[0]]


def test_the_weekly_report_holds_them(qtbot: QtBot, light: Theme) -> None:
    page, _ = opened(qtbot, light)
    page.stats.gather()
    assert {"走势 推诿与跨部门停留", "走势 被推诿的单"} <= {name for name, _ in sections(page.stats)}


def test_an_advice_opens_its_rule(qtbot: QtBot, light: Theme) -> None:
    page, _ = opened(qtbot, light)
    page.stats.choose_tab("trends")
    card = page.tabs["trends"].cards[0]
    assert card.grid.table is not None
    assert [cell.words for cell in card.grid.table.rows[0]][1:] == ["在 1 单上 1 小时内来回 3 次以上", "“连续成立”改长，先回测"]
    with qtbot.waitSignal(page.rule_asked) as asked:
        card.grid.opened.emit(card.grid.table.keys[0])
    assert asked.args == ["R05"]
