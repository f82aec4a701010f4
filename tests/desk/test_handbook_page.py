"""The handbook inside the program: F1 opens the chapter of the page in front, it reads without a network and leads nowhere else."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.commanding import Commanding
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import ITEMS, Bridge
from ordertower_desktop.views.handbook.chapters import CHAPTERS, OF_PAGE
from ordertower_desktop.views.handbook.page import HandbookPage
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.demo_rows import NOW
from tests.desk.pictures import Keep
from tests.desk.walk import markup, nameless

IMAGE = QTextDocument.ResourceType.ImageResource.value


@pytest.fixture
def page(qtbot: QtBot, light: Theme) -> HandbookPage:
    made = HandbookPage(light)
    qtbot.addWidget(made)
    made.resize(1216, 760)
    made.show()
    return made


@pytest.fixture
def glass(qtbot: QtBot, light: Theme) -> Iterator[Glass]:
    made = Glass(light, ITEMS, now=NOW)
    qtbot.addWidget(made.shell)
    annex = Annex(made, Bridge(made))
    Commanding(made)
    made.open_page("pool")
    made.shell.show()
    yield made
    annex.stop()


def read(glass: Glass) -> str:
    return glass.shell.findChild(HandbookPage).chapter


def test_f1_opens_the_chapter_of_the_page_in_front_and_keeps_the_place(qtbot: QtBot, glass: Glass) -> None:
    qtbot.waitUntil(glass.shell.isActiveWindow)
    qtbot.keyClick(glass.shell, Qt.Key.Key_F1)
    assert (glass.shell.page, read(glass), glass.shell.top.subtitle.text()) == ("handbook", "agent", "客服的一天")
    bar = glass.shell.findChild(HandbookPage).pages.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 300)
    bar.setValue(300)
    glass.open_page("pool")
    qtbot.keyClick(glass.shell, Qt.Key.Key_F1)
    assert bar.value() == 300
    glass.shell.page_requested.emit("sources")
    qtbot.keyClick(glass.shell, Qt.Key.Key_F1)
    assert (read(glass), glass.shell.top.title.text()) == ("it", "使用手册")


def test_each_page_that_has_a_chapter_is_a_page_of_the_program(glass: Glass) -> None:
    assert [key for key in OF_PAGE if key not in ("wall", "overview", "order") and not glass.shell.has_page(key)] == []


@pytest.mark.parametrize("chapter", [key for key, _ in CHAPTERS])
def test_each_chapter_shows_its_text_and_its_pictures_as_wide_as_there_is_room(page: HandbookPage, chapter: str) -> None:
    page.resize(700, 600)
    page.open(chapter)
    assert len(page.pages.toPlainText()) > 500
    assert page.pages.horizontalScrollBar().maximum() == 0


def test_it_leads_to_its_own_chapters_and_nowhere_else(page: HandbookPage) -> None:
    page.open("agent")
    page.pages.anchorClicked.emit(QUrl("https://example.com/evil.md"))
    assert page.chapter == "agent"
    page.pages.anchorClicked.emit(QUrl("it.md"))
    assert page.chapter == "it"
    assert page.pages.loadResource(IMAGE, QUrl("../../README.md")) is None
    assert page.pages.loadResource(IMAGE, QUrl("https://example.com/pictures/pool.png")) is None
    assert not page.pages.loadResource(IMAGE, QUrl("pictures/settings.png")).isNull()


def test_a_word_is_found_again_from_the_beginning_and_its_absence_is_said(qtbot: QtBot, page: HandbookPage) -> None:
    page.open("it")
    page.find_.setText("熔断")
    qtbot.keyClick(page.find_, Qt.Key.Key_Return)
    first = page.pages.textCursor().position()
    assert page.pages.textCursor().selectedText() == "熔断"
    for _ in range(6):
        qtbot.keyClick(page.find_, Qt.Key.Key_Return)
    assert page.pages.textCursor().position() >= first
    page.find_.setText("没有这个词")
    qtbot.keyClick(page.find_, Qt.Key.Key_Return)
    assert page.said.text() == "这一章里没有“没有这个词”"


def test_it_can_be_read_in_both_modes(qtbot: QtBot, theme: Theme, keep: Keep) -> None:
    made = HandbookPage(theme)
    qtbot.addWidget(made)
    made.resize(1216, 760)
    made.show()
    made.open("supervisor")
    keep(made, f"handbook-{'dark' if theme.dark else 'light'}")
    assert (nameless(made), markup(made)) == ([], [])
