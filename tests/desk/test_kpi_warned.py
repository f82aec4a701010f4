"""How good the early warnings were, on the statistics page: the newest week first, and what was said beside what came (S35)."""

from pytestqt.qtbot import QtBot

from ordertower_desktop.models.kpi.warned import warned
from ordertower_desktop.views.kpi import report
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.demo_kpi import graded
from tests.desk.test_kpi_page import opened


def test_the_weeks_stand_under_their_sum_and_what_was_said_beside_what_came() -> None:
    weeks, fifths, arrived = warned(graded())
    assert weeks.title == "发出预警"
    assert [[cell.words for cell in row] for row in weeks.rows[:2]] == [
        ["合计", "2,050", "188", "226", "152", "67.3%", "80.9%"],
        ["11月10日 起", "233", "21", "23", "19", "82.6%", "90.5%"],
    ]
    assert "提前 5.4 小时（中位）" in weeks.note
    assert [cell.words for cell in fifths.rows[-1]] == ["80–100%", "84", "93.0%", "90.0%"]
    assert (arrived.title, arrived.rows) == ("送达预警", []), "what nothing was counted of has no row of zeros"


def test_the_tab_asks_for_no_days_and_its_tables_are_in_the_report(qtbot: QtBot, light: Theme) -> None:
    page, hub = opened(qtbot, light)
    page.stats.choose_tab("foresight")
    assert hub.asked[-1] == ("foresight", [])
    assert page.stack.currentWidget() is not page.state
    assert page.tabs["foresight"].cards[0].title.text() == "发出预警"
    assert not page.days.isVisible()
    assert "最近 30 天" in page.note.accessibleName() + page.note.text()
    page.stats.gather()
    assert [name for name, _ in report.sections(page.stats) if "预警" in name] == [
        "发出预警",
        "发出预警的把握",
        "送达预警",
    ]
    page.stats.choose_tab("kpi")
    assert page.days.isVisible()
