"""The first minute: who I am, which hub, which file; by keyboard alone, and never twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ordertower_desktop.sync import preferences
from ordertower_desktop.views.firstrun.page import FirstRun
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import ITEMS, Bridge
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import PersonRow
from tests.desk.demo_rows import NOW
from tests.desk.pictures import Keep
from tests.desk.walk import markup, nameless

ME = PersonRow("local", "本机", "admin", "supervisor")


@dataclass
class Stand:
    glass: Glass
    annex: Annex

    @property
    def page(self) -> FirstRun:
        return self.annex.welcome.page

    def asked(self) -> list[tuple[str, str, list[object]]]:
        heard: list[tuple[str, str, list[object]]] = []
        self.annex.question.connect(lambda page, what, values: heard.append((page, what, values)))
        return heard


@pytest.fixture
def stand(qtbot: QtBot, light: Theme) -> Iterator[Stand]:
    glass = Glass(light, ITEMS, now=NOW)
    qtbot.addWidget(glass.shell)
    glass.open_page("pool")
    annex = Annex(glass, Bridge(glass))
    glass.shell.show()
    yield Stand(glass, annex)
    annex.stop()


def spoken(stand: "Stand") -> None:
    """The hub has told everything it knows."""
    stand.annex._current = "yes"
    stand.annex._empty()


def test_an_empty_new_folder_says_welcome_once(stand: Stand) -> None:
    stand.annex._filled()
    assert not stand.page.isVisible(), "the hub has not spoken yet"
    spoken(stand)
    assert stand.page.isVisible()
    stand.page.skip.click()
    assert not stand.page.isVisible()
    stand.annex.tick(NOW)
    assert not stand.page.isVisible()


def test_a_folder_that_was_welcomed_goes_straight_to_the_pool(stand: Stand) -> None:
    stand.annex.welcome.seen = "yes"
    spoken(stand)
    stand.annex._filled()
    assert not stand.page.isVisible()


def test_my_name_is_told_to_the_hub_as_soon_as_it_knows_me(stand: Stand) -> None:
    heard = stand.asked()
    spoken(stand)
    stand.annex._filled()
    stand.page.name.setText("李婷")
    stand.page.skip.click()
    assert heard == []
    stand.glass.rows("person", [ME], [])
    stand.glass.show_me("local")
    stand.annex.tick(NOW)
    (page, what, (body,)) = heard[0]
    assert (page, what) == ("welcome", "person")
    assert isinstance(body, dict)
    assert (body["id"], body["name"], body["role"]) == ("local", "李婷", "admin")
    stand.annex.tick(NOW)
    assert len(heard) == 1


def test_an_invitation_is_asked_for_and_its_refusal_is_shown(stand: Stand) -> None:
    heard = stand.asked()
    spoken(stand)
    stand.annex._filled()
    stand.page.address.setText("https://hub.example.com/")
    stand.page.code.setText("abcd-2345")
    stand.page.connect_.click()
    assert heard == [("welcome", "enrol", ["https://hub.example.com", "ABCD2345"])]
    stand.annex._answered("welcome", "enrol", ValueError("邀请码不对，或已用过、已过期，请向主管要新的"))
    assert "邀请码不对" in stand.page.said.text()
    assert stand.page.connect_.isEnabled()


@pytest.mark.parametrize(("address", "code", "said"), [("hub", "ABCD2345", "https://"), ("https://hub", "ABC", "8 位")])
def test_what_cannot_be_right_is_said_before_anything_is_sent(stand: Stand, address: str, code: str, said: str) -> None:
    heard = stand.asked()
    spoken(stand)
    stand.annex._filled()
    stand.page.address.setText(address)
    stand.page.code.setText(code)
    stand.page.connect_.click()
    assert said in stand.page.said.text()
    assert heard == []


def test_without_a_keyring_the_session_only_login_is_visible(qtbot: QtBot, stand: Stand) -> None:
    spoken(stand)
    stand.annex._filled()
    with qtbot.waitSignal(stand.annex.welcome.moved) as moved:
        stand.annex._answered("welcome", "enrol", ("https://hub", "li", "session"))
    assert moved.args == ["https://hub", "li"]
    assert stand.glass.shell.status._lock == "本次登录不保存"
    assert not stand.page.isVisible()


def test_another_hub_leaves_nothing_of_the_old_one(stand: Stand) -> None:
    stand.glass.rows("person", [ME], [])
    stand.annex.forget_rows()
    assert stand.glass.people == {}


def test_the_keyboard_alone_is_enough(qtbot: QtBot, stand: Stand) -> None:
    spoken(stand)
    stand.annex._filled()
    qtbot.keyClick(stand.page, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert QGuiApplication.clipboard().text() == "ordertower demo"
    qtbot.keyClick(stand.page, Qt.Key.Key_Escape)
    assert not stand.page.isVisible()


def test_every_input_has_a_name_and_no_label_reads_markup(stand: Stand, keep: Keep) -> None:
    spoken(stand)
    stand.annex._filled()
    keep(stand.glass.shell, "first-run")
    assert nameless(stand.page) == []
    assert markup(stand.page) == []


def test_choices_outlive_the_program_and_a_damaged_file_is_none(tmp_path: Path) -> None:
    chosen = preferences.Preferences("dark", 44, True, "https://hub", "li")
    preferences.write(tmp_path, chosen)
    assert preferences.read(tmp_path) == chosen
    (tmp_path / preferences.FILE).write_text("{")
    assert preferences.read(tmp_path) == preferences.Preferences()
