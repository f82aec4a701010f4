"""A pause is asked for with a reason and a party out of a list, and with an end."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.verb import PAUSE_PARTIES, PAUSE_REASONS
from ordertower_desktop.views.glass.verbs import Verbs
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.demo_rows import NOW, rows


@pytest.fixture
def verbs(qtbot: QtBot, light: Theme) -> Verbs:
    host = QWidget()
    qtbot.addWidget(host)
    made = Verbs(light, host, {})
    made.host = host  # type: ignore[attr-defined]
    return made


def test_the_reason_and_who_is_waited_for_are_chosen_from_a_list(verbs: Verbs) -> None:
    asked = verbs._question("pause", rows()[:1], me="zhao")
    offered = [[box.itemText(i) for i in range(box.count())] for box in asked.findChildren(QComboBox)]
    assert list(PAUSE_REASONS) in offered
    assert list(PAUSE_PARTIES) in offered


@pytest.mark.parametrize(("more", "why"), [("", "等采购到货"), (" 周四到 ", "等采购到货：周四到")])
def test_what_is_added_stands_behind_the_reason(verbs: Verbs, more: str, why: str) -> None:
    made = verbs.action("pause", rows()[0], {"minutes": "60", "why": "等采购到货", "who": "采购", "more": more}, NOW)
    assert isinstance(made, do.Pause)
    assert (made.why, made.who, made.until) == (why, "采购", NOW + timedelta(minutes=60))
