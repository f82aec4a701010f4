"""The page of the nights: figures of each, what does not agree now, a way to the order, and a workbook."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import Bridge
from ordertower_desktop.views.nights.page import NightsPage
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.writebacks import WriteBackNights
from tests.desk.demo_nights import nights
from tests.desk.demo_page import NOW
from tests.desk.show import ITEMS
from tests.desk.walk import markup, nameless

Keep = Callable[[QWidget, str], object]


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> NightsPage:
    made = NightsPage(theme)
    qtbot.addWidget(made)
    made.resize(1376, 780)
    made.show()
    return made


def test_each_night_says_what_agreed_and_what_did_not(qtbot: QtBot, page: NightsPage, keep: Keep) -> None:
    page.show_nights(nights())
    first, going = page.nights[0].accessibleName(), page.nights[1].accessibleName()
    assert first == (
        "2026-11-23 天猫旗舰店：已对 3120，一致 3103，平台没有 1，运单不同 1，读不出 1，已取消退款 14，及时率 99.6%，"
        f"{first.rpartition('，')[2]}"
    )
    assert going.endswith("及时率 90.2%，对账中")
    keep(page, "nights")
    assert (markup(page), nameless(page)) == ([], [])
    with qtbot.waitSignal(page.order_asked) as asked:
        page.lost[0].findChildren(Link)[0].click()
    assert asked.args == ["4100099900011"]


def test_nothing_to_show_says_when_there_will_be_something(page: NightsPage) -> None:
    page.show_trouble("中枢连不上")
    assert page.empty.isVisible()
    page.show_nights(WriteBackNights())
    assert page.empty.isVisible()
    assert page.fine.isVisible()
    assert not page.export.isEnabled()


def test_it_is_reached_from_the_write_backs_and_by_the_palette_and_written_to_a_workbook(
    qtbot: QtBot, light: Theme, tmp_path: Path
) -> None:
    glass = Glass(light, ITEMS, now=NOW)
    qtbot.addWidget(glass.shell)
    annex = Annex(glass, Bridge(glass))
    glass.shell.show()
    asked: list[str] = []
    annex.question.connect(lambda page, what, _with: asked.append(f"{page}/{what}"))
    annex.telling.open()
    assert annex.telling.page is not None
    annex.telling.page.queue.nights.click()
    assert (glass.shell.page, "nights/write_back_nights" in asked) == ("nights", True)
    annex.nighting.answered("write_back_nights", nights())
    annex.nighting.write(tmp_path / "nights.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "nights.xlsx")
    rows = book.get_sheet_by_name("夜间对账").to_python()
    assert rows[1][:8] == ["2026-11-23", "天猫旗舰店", 3120, 3103, 1, 1, 1, 14]
    assert [row[0] for row in book.get_sheet_by_name("现在对不上的").to_python()][1:] == [one.order for one in nights().missing]
    annex.stop()
