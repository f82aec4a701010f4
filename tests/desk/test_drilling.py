"""A chain rehearsed from its page: in the app at one click, phones only after a second one."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.chain.shop import ChainShop
from ordertower_desktop.views.chain.page import ChainPage
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.policies import Drilled
from tests.desk.demo_chains import HubInHand
from tests.desk.demo_rows import NOW


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot) -> ChainPage:
    shop = ChainShop()
    made = ChainPage(Theme(qapp, "light"), shop, now=NOW)
    shop.setParent(made)
    qtbot.addWidget(made)
    HubInHand(shop).open("supervisor")
    made.show()
    return made


def test_one_click_rehearses_in_the_app_and_says_what_came_of_it(page: ChainPage) -> None:
    asked: list[list[Any]] = []
    said: list[str] = []
    page.drilling.question.connect(lambda _what, values: asked.append(values))
    page.drilling.told.connect(lambda _kind, words: said.append(words))
    page.walk.drill.click()
    page.walk.drill.click()
    ((body, post, outside),) = asked
    assert (body.id, post, outside) == ("default", "agent", "")
    page.drilling.answered("rehearse_chain", Drilled(2, []))
    assert said == ["已演练：站内 2 条，标着【演练】，一刻钟后自己撤下"]


def test_phones_ring_only_after_a_second_click_and_not_after_one_looked_away(page: ChainPage) -> None:
    asked: list[str] = []
    page.drilling.question.connect(lambda _what, values: asked.append(values[2]))
    page.walk.loud.click()
    assert page.walk.loud.text() == "确定响手机？再点一次"
    QApplication.sendEvent(page.walk, QEvent(QEvent.Type.Leave))
    page.walk.loud.click()
    assert asked == []
    page.walk.loud.click()
    assert asked == ["yes"]


def test_without_the_hub_there_is_nothing_to_click(page: ChainPage) -> None:
    page.shop.show_state("supervisor", "offline")
    assert not page.walk.drill.isVisible()
    page.shop.show_state("agent", "online")
    assert not page.walk.loud.isVisible()
