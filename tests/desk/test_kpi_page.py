"""The statistics page with real widgets: drilled by mouse and keyboard, compared, printed without anything that runs."""

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from ordertower_desktop.models.kpi import tables
from ordertower_desktop.models.kpi.span import Span, choices, month_span, months
from ordertower_desktop.models.kpi.stats import Stats
from ordertower_desktop.models.kpi.table import counted, percent, share, spent
from ordertower_desktop.sync.state import State
from ordertower_desktop.sync.trouble import Refused
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import ITEMS, Bridge
from ordertower_desktop.views.kpi import report
from ordertower_desktop.views.kpi.page import KpiPage
from ordertower_desktop.views.kpi.tabs import DrillTab, ScoresTab
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.demo_kpi import NOW, TODAY, HubInHand
from tests.desk.pictures import Keep, has
from tests.desk.walk import nameless


@pytest.fixture(autouse=True)
def _swept(qapp: QApplication) -> Iterator[None]:
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def opened(qtbot: QtBot, theme: Theme) -> tuple[KpiPage, HubInHand]:
    stats = Stats(TODAY)
    hub = HubInHand(stats)
    page = KpiPage(theme, stats)
    stats.setParent(page)
    qtbot.addWidget(page)
    stats.show_role("supervisor")
    page.resize(1376, 824)
    page.show()
    return page, hub


def drilled(page: KpiPage) -> DrillTab:
    tab = page.tabs["drill"]
    assert isinstance(tab, DrillTab)
    return tab


def test_every_tab_is_drawn_and_can_be_read_aloud(qtbot: QtBot, theme: Theme, keep: Keep) -> None:
    page, _ = opened(qtbot, theme)
    for tab in page.tabs:
        page.stats.choose_tab(tab)
        picture = keep(page, f"kpi-{tab}-{theme.choice}")
        assert has(picture, theme.color.surface) > 50_000
        assert nameless(page) == []
    page.resize(936, 620)
    page.stats.choose_tab("kpi")
    keep(page, f"kpi-narrow-{theme.choice}")


def test_a_click_drills_one_step_and_a_chip_takes_it_back(qtbot: QtBot, light: Theme) -> None:
    """S98: 98 % shipped -> warehouse and hour -> category and carrier -> the orders."""
    page, hub = opened(qtbot, light)
    page.stats.choose_tab("drill")
    tab = drilled(page)
    grid = tab.cards[0].grid
    assert grid.table is not None
    first = grid.table.keys[0].split("\t")
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=QPoint(200, 28 + 15))
    where = dict(zip(["warehouse", "hour"], first, strict=True))
    assert hub.asked[-1] == ("drill", [page.stats.span.first, page.stats.span.last, ["category", "carrier"], where])
    assert [chip.text() for chip in tab.chosen.chips] == [f"仓库：{first[0] or '未写明'}", f"时段：{tables.named('hour', first[1])}"]
    tab.chosen.chips[0].click()
    assert page.stats.where == {"hour": first[1]}
    tab.chosen.ways["open"].click()
    assert hub.asked[-1][0] == "drill_orders"
    with qtbot.waitSignal(page.order_asked) as asked:
        QTest.mouseClick(tab.cards[0].grid, Qt.MouseButton.LeftButton, pos=QPoint(200, 28 + 15))
    assert asked.args == ["3115830200000000"]
    tab.back.click()
    assert page.stats.found is None


def test_the_keyboard_drills_too(qtbot: QtBot, light: Theme) -> None:
    page, _ = opened(qtbot, light)
    page.stats.choose_tab("drill")
    grid = drilled(page).cards[0].grid
    grid.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(grid, key)
    assert set(page.stats.where) == {"warehouse", "hour"}


def test_what_it_is_grouped_by_is_chosen_and_never_twice(qtbot: QtBot, light: Theme) -> None:
    page, hub = opened(qtbot, light)
    page.stats.choose_tab("drill")
    chosen = drilled(page).chosen
    assert "warehouse" not in chosen.choices(0)
    chosen.group(0, "shop")
    assert hub.asked[-1][1][2] == ["shop", "hour"]
    chosen.group(1, "")
    assert hub.asked[-1][1][2] == ["shop"]
    assert drilled(page).cards[0].grid.table is not None


def test_a_comparison_keeps_the_days_of_the_week_and_can_be_chosen(qtbot: QtBot, light: Theme) -> None:
    page, hub = opened(qtbot, light)
    assert ("kpi", [date(2025, 11, 10), TODAY, date(2025, 11, 3)]) in hub.asked
    page.stats.compare(page.stats.span.back(3))
    assert hub.asked[-1] == ("kpi", [date(2025, 11, 10), TODAY, date(2025, 10, 20)])
    page.stats.choose("上月", Span(date(2025, 10, 1), date(2025, 10, 31)))
    assert hub.asked[-1][1][2] == date(2025, 8, 31)
    assert page.against.text() == "与 8月31日 至 9月30日 比"


def test_rules_are_asked_for_over_eight_weeks_whatever_week_is_looked_at(qtbot: QtBot, light: Theme) -> None:
    page, hub = opened(qtbot, light)
    page.stats.choose_tab("trends")
    assert hub.asked[-1] == ("trends", [date(2025, 9, 18), TODAY])
    assert page.stats.page is not None


def test_a_unit_leads_to_its_orders_of_the_month(qtbot: QtBot, light: Theme) -> None:
    """S95: drill from the score to the orders behind it."""
    page, hub = opened(qtbot, light)
    page.stats.choose_tab("scores")
    tab = page.tabs["scores"]
    assert isinstance(tab, ScoresTab)
    assert "÷ 20% × 50 分" in tab.formula.text()
    assert tab.standing.text().endswith("可以更正为新的一版")
    QTest.mouseClick(tab.cards[0].grid, Qt.MouseButton.LeftButton, pos=QPoint(200, 28 + 15))
    assert hub.asked[-1] == ("drill", [date(2025, 11, 1), date(2025, 11, 30), ["hour"], {"warehouse": "华东仓"}])
    assert page.stats.tab == "drill"


def test_small_units_are_grey_and_have_no_place(qtbot: QtBot, light: Theme) -> None:
    page, _ = opened(qtbot, light)
    page.stats.choose_tab("scores")
    rows = {row[1].words: row for row in tables.health(page.stats.page)[0].rows}
    assert (rows["成都仓"][0].words, rows["成都仓"][2].role) == ("样本不足", "text3")
    assert (rows["华东仓"][0].words, rows["华东仓"][2].role) == ("1", "text")


def test_what_the_hub_refuses_is_said_and_can_be_asked_again(qtbot: QtBot, light: Theme) -> None:
    page, hub = opened(qtbot, light)
    page.stats.choose_tab("alarms")
    page.stats.pages.clear()
    page.stats.answered("alarms", Refused("连不上中枢", 0))
    assert page.stack.currentWidget() is page.state
    page.state.asked.emit()
    assert hub.asked[-1][0] == "alarms"
    assert page.stack.currentWidget() is not page.state


def test_an_agent_reads_why_there_is_nothing(qtbot: QtBot, light: Theme) -> None:
    page, hub = opened(qtbot, light)
    hub.asked.clear()
    page.stats.forget()
    page.stats.show_role("agent")
    page.stats.choose_tab("trends")
    assert hub.asked == []
    assert "由主管查看" in page.state.accessibleName() or page.stats.locked


def test_a_late_answer_about_other_days_changes_nothing(qtbot: QtBot, light: Theme) -> None:
    page, hub = opened(qtbot, light)
    old = page.stats.pages["kpi"]
    page.stats.choose("上周", choices(TODAY)[1][1])
    page.stats.answered("kpi", old)
    assert page.stats.pages["kpi"].days.first == date(2025, 11, 3)
    del hub


def test_the_report_holds_every_table_on_paper_and_as_a_workbook_that_runs_nothing(qtbot: QtBot, light: Theme, tmp_path: Path) -> None:
    """S101, B14: one page a week, as PDF and XLSX; numbers stay numbers."""
    page, _ = opened(qtbot, light)
    with qtbot.waitSignal(page.stats.gathered):
        page.stats.gather()
    words = report.document(page.stats).toPlainText()
    for told in (
        "本周 · 11月10日 至 11月12日 统计",
        "平台 → ERP",
        "赵一鸣",
        "华北仓",
        "R05 发货超时进池",
        "10 分钟里最多",
        "样本不足",
        "÷ 20% × 50 分",
    ):
        assert told in words, told
    report.write_report(page.stats, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    report.write_report(page.stats, tmp_path / "a.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert book.sheet_names[:5] == ["指标 环节", "指标 人员", "指标 异常大类", "指标 积压从哪里来", "下钻"]
    rows = book.get_sheet_by_name("指标 环节").to_python()
    assert rows[0][1:5] == ["在池", "在池（之前）", "超时", "超时（之前）"]
    assert rows[1][:3] == ["全部", 420.0, 510.0]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as packed:
        assert not any(b"<f>" in packed.read(name) for name in packed.namelist() if name.startswith("xl/worksheets"))


def test_the_page_is_reached_from_the_day_by_key_and_stands_under_it(qtbot: QtBot, light: Theme) -> None:
    glass = Glass(light, ITEMS, now=NOW)
    qtbot.addWidget(glass.shell)
    annex = Annex(glass, Bridge(glass))
    asked: list[str] = []
    annex.question.connect(lambda page, what, _with: asked.append(f"{page}.{what}"))
    for part in (annex.replaying, annex.counting):
        part.show_state(State(role="supervisor"))
    glass.shell.show()
    glass.open_page("replay")
    assert annex.replaying.page is not None
    annex.replaying.page.figures.weeks.click()
    assert glass.shell.page == "kpi"
    qtbot.waitUntil(lambda: "kpi.kpi" in asked)


def test_words_for_numbers() -> None:
    assert [percent(one) for one in (0.982, 1, 0.99999, 0)] == ["98.2%", "100%", "99.9%", "0.0%"]
    assert (share(1, 0).words, spent(None).words, counted(None).words) == ("—", "—", "—")
    assert [counted(2, 3, good="less").hue, counted(3, 2, good="less").hue, counted(2, 2, good="less").hue] == ["green", "red", ""]
    assert share(9, 10, (8, 10), good="more").hue == "green"
    assert counted(2, 3).earlier == "↓ 3"


def test_stretches_and_months_are_whole() -> None:
    assert [name for name, _ in choices(TODAY)][:4] == ["本周", "上周", "本月", "上月"]
    assert dict(choices(TODAY))["上月"] == month_span("2025-10")
    assert dict(choices(TODAY))["2 周前"] == Span(date(2025, 10, 27), date(2025, 11, 2))
    assert months(date(2026, 1, 31))[:3] == ["2026-01", "2025-12", "2025-11"]
