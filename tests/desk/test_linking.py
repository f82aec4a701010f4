"""复制查询链接 on the order's page: offered only where the customers' page is on, asked of the hub, put into the clipboard (S92)."""

from argparse import Namespace
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import Bridge, furnish, opened
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.wire.track import TrackLink
from tests.desk.demo_page import NOW, page, row

ORDER = row().order
URL = "https://track.example.com/track/abc.def"
Desk = tuple[Glass, Annex, list[tuple[str, str, list[Any]]]]


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> Desk:
    glass, _ = opened(qapp, "light", now=NOW)
    furnish(glass)
    qtbot.addWidget(glass.shell)
    annex, asked = Annex(glass, Bridge()), list[tuple[str, str, list[Any]]]()
    annex.question.connect(lambda *said: asked.append(said))
    annex.linking.show_state(Namespace(link="online"))
    glass.shell.show()
    glass.orders.seek(ORDER)
    QGuiApplication.clipboard().clear()
    return glass, annex, asked


def toasts(glass: Glass) -> str:
    return "\n".join(label.text() for label in glass.shell.findChildren(PlainLabel) if label.isVisibleTo(glass.shell))


def offered(glass: Glass) -> bool:
    return "track_link" in {verb.word for verb in glass.orders.view.bar.menu_verbs()}


def test_it_is_offered_only_where_the_page_is_on(desk: Desk) -> None:
    glass, annex, asked = desk
    glass.orders.arrived(page())
    glass.orders.view.do("track_link")
    assert (offered(glass), [one for one in asked if one[0] == "link"]) == (False, [])
    glass.orders.arrived(replace(page(), tracked=True))
    assert offered(glass)
    annex.stop()


def test_a_key_brings_the_link_into_the_clipboard(qtbot: QtBot, desk: Desk) -> None:
    glass, annex, asked = desk
    glass.orders.arrived(replace(page(), tracked=True))
    glass.shell.activateWindow()
    glass.orders.view.setFocus()
    qtbot.waitUntil(glass.orders.view.hasFocus)
    qtbot.keyClick(glass.orders.view, Qt.Key.Key_Q)
    assert ("link", "track_link", [ORDER]) in asked
    annex.linking.answered("track_link", TrackLink(URL, 30))
    assert QGuiApplication.clipboard().text() == URL
    assert "30 天有效" in toasts(glass)
    annex.stop()


def test_an_order_without_a_case_has_one_too(desk: Desk) -> None:
    glass, annex, asked = desk
    glass.orders.arrived(replace(page(), tracked=True, row=None))
    glass.orders.view.do("track_link")
    assert asked[-1][:2] == ("link", "track_link")
    annex.stop()


def test_what_cannot_be_had_is_said_and_nothing_is_copied(desk: Desk) -> None:
    glass, annex, asked = desk
    glass.orders.arrived(replace(page(), tracked=True))
    annex.linking.answered("track_link", ValueError("自助查询没有打开"))
    assert "没有取到链接：自助查询没有打开" in toasts(glass)
    annex.linking.show_state(Namespace(link="offline"))
    glass.orders.view.do("track_link")
    assert "链接由中枢签名" in toasts(glass)
    assert not [one for one in asked if one[0] == "link"]
    assert QGuiApplication.clipboard().text() == ""
    annex.stop()
