"""统计 › 暂停: who stops clocks, for whom, and what would have been late without it."""

from datetime import timedelta

from pytestqt.qtbot import QtBot

from ordertower_desktop.models.kpi.span import Span
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.test_kpi_page import opened


def test_pauses_are_told_by_person_and_by_party_and_too_many_spared_breaches_are_red(qtbot: QtBot, light: Theme) -> None:
    page, hub = opened(qtbot, light)
    page.stats.choose_tab("pauses")
    assert hub.asked[-1] == ("pauses", [3])
    people, parties, reasons = (card.grid.table for card in page.tabs["pauses"].cards)
    assert people is not None
    assert parties is not None
    assert reasons is not None
    assert [cell.words for cell in people.rows[0]] == ["林晓", "22", "1 天 20 时", "9", "4", "69.2%"]
    assert [row[-1].role for row in people.rows] == ["red", "text", "text3"]
    assert [row[0].words for row in parties.rows] == ["客户", "仓库"]
    assert [cell.words for cell in reasons.rows[0]] == ["等客户确认地址", "26"]
    assert page.note.text() == "11月10日 00:00 起进池、暂停过的 41 单"
    first = page.stats.today - timedelta(days=400)
    page.stats.choose("", Span(first, page.stats.today))
    assert hub.asked[-1] == ("pauses", [92])
