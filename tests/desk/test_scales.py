"""125, 150 and 200 %: the window fits what the screen leaves, no button loses a letter, and a person may choose a size of their own."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.sync import preferences
from ordertower_desktop.sync.preferences import Preferences
from ordertower_desktop.views.glass.start import show
from ordertower_desktop.views.settings.facts import Facts
from ordertower_desktop.views.settings.page import SettingsPage
from ordertower_desktop.views.shell.shell import LEAST, Shell
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.theme.tokens import ZOOMS
from tests.desk.cutoff import at, cut
from tests.desk.opening import PAGES, opened
from tests.desk.test_shell import ITEMS

ROOMS = {"125 %": (1536, 824), "150 %": (1280, 680), "125 % of a small one": (1093, 574), "200 %": (960, 460)}
"""What a screen of 1920 x 1080 (the small one: 1366 x 768) leaves for a window at each scale, the system's bars taken off."""
MAIN = ("pool", "mine", "order", "overview", "rules", "settings")


@pytest.mark.parametrize("name", list(PAGES))
def test_every_page_fits_its_screen_and_no_button_is_cut(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with opened(qapp, monkeypatch, name) as window:
        assert {scale: told for scale, room in ROOMS.items() if (told := at(window, *room))} == {}


@pytest.mark.parametrize("scale", [1.25, 1.5, 2.0])
def test_the_main_pages_are_whole_when_qt_really_draws_them_larger(scale: float) -> None:
    width, height = ROOMS[f"{scale * 100:.0f} %"]
    env = os.environ | {"QT_SCALE_FACTOR": str(scale), "QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, "-m", "tests.desk.cutoff", str(width), str(height), *MAIN]
    done = subprocess.run(words, capture_output=True, text=True, env=env, check=False, timeout=120)
    assert done.stdout.splitlines() == [f"{page} looked at, {scale:g}" for page in MAIN], done.stderr


def test_a_button_that_is_cut_or_out_of_sight_is_found(qtbot: QtBot) -> None:
    window, inner = QWidget(), QWidget()
    box = QHBoxLayout(window)
    area = QScrollArea()
    area.setWidget(inner)
    inner.resize(2000, 40)
    box.addWidget(area)
    narrow, lost, far = QPushButton("一个很长的按钮", window), QPushButton("外面", window), QPushButton("滚得到", inner)
    qtbot.addWidget(window)
    window.resize(400, 100)
    narrow.setGeometry(0, 0, 20, 20)
    lost.setGeometry(390, 0, 200, 30)
    far.setGeometry(1500, 0, 200, 30)
    window.show()
    assert [line.split(":")[0] for line in cut(window)] == ["QPushButton '一个很长的按钮'", "QPushButton '外面'"]


def test_a_window_is_never_larger_than_its_screen(qtbot: QtBot, light: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = Shell(light, ITEMS)
    qtbot.addWidget(shell)
    monkeypatch.setattr(QScreen, "availableSize", lambda _screen: QRect(0, 0, 960, 500).size())
    painted: list[str] = []
    show(shell, lambda: painted.append("yes"))
    assert (shell.width(), shell.height()) == (960, 500)
    qtbot.waitUntil(lambda: painted == ["yes"])
    shell.resize(10, 10)
    assert (shell.width(), shell.height()) == LEAST


def test_a_person_chooses_a_size_and_finds_it_at_the_next_start(qtbot: QtBot, light: Theme) -> None:
    page = SettingsPage(light)
    qtbot.addWidget(page)
    page.show_facts(Facts(zoom=150))
    assert page.zoom.current == "150"
    with qtbot.waitSignal(page.zoom_chosen, check_params_cb=lambda zoom: zoom == 125):
        page.zoom._pieces["125"].click()
    assert page.zoom_note.text() == "退出再打开后生效"


def test_the_size_is_told_to_qt_over_what_the_session_says() -> None:
    told = ((100, "", ""), (150, "", "1.5"), (200, "1.25", "2.5"), (125, "x", "1.25"))
    for chosen, before, after in told:
        environ = {"QT_SCALE_FACTOR": before} if before else {}
        preferences.enlarge(Preferences(zoom=chosen), environ)
        assert environ.get("QT_SCALE_FACTOR", "") == after
    environ = {}
    preferences.enlarge(Preferences(zoom=-5), environ)
    preferences.enlarge(Preferences(zoom=10_000), environ)
    assert environ == {}
    assert set(ZOOMS) == {100, 125, 150, 200}
