"""S73 on the screen: what each post of the reporting path was told by, who answered, and one's own answer."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.crisis.war import War
from ordertower_desktop.views.crisis.path import PathCard
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.crisis import RungRow
from tests.desk.demo_crisis import crisis, told
from tests.desk.demo_rows import NOW


@pytest.fixture
def war() -> War:
    return told(War(NOW))


def card(theme: Theme, war: War, qtbot: QtBot, *path: RungRow) -> PathCard:
    row = crisis()
    war.show_row(replace(row, pack=replace(row.pack, path=list(path) or row.pack.path)))
    made = PathCard(theme, war)
    qtbot.addWidget(made)
    made.resize(720, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def said(made: PathCard) -> str:
    return "\n".join(part.text() for part in made.findChildren(QWidget) if isinstance(part, PlainLabel | Elided))


def test_each_post_says_how_it_was_told_and_what_comes_next(theme: Theme, war: War, qtbot: QtBot) -> None:
    made = card(theme, war, qtbot)
    assert "企业微信 13:09 已发出" in said(made)
    assert "短信 13:09 已发出 · 13:19 请主管打电话告知" in said(made)
    assert any("企业微信 13:09 没送到（没有登记企业微信账号）" in part.toolTip() for part in made.findChildren(QWidget))


def test_who_answered_is_named_and_who_has_to_answers_with_one_click(theme: Theme, war: War, qtbot: QtBot) -> None:
    known = RungRow("总经理", 3600, names=["王总"], key="general_manager", case="level:2", answered_at=NOW, answered_by="王总")
    mine = RungRow("客服主管", 300, names=["李婷"], key="supervisor", case="level:1")
    made = card(theme, war, qtbot, known, mine)
    assert "14:32 王总 应答" in said(made)
    (link,) = made.findChildren(Link)
    assert link.text() == "应答"
    with qtbot.waitSignal(made.answer_asked) as heard:
        link.click()
    assert heard.args == ["level:1"]


def test_another_post_is_only_noted_as_told(theme: Theme, war: War, qtbot: QtBot) -> None:
    theirs = RungRow("总经理", 3600, names=["王总"], key="general_manager", case="level:2", next="短信", next_at=NOW + timedelta(minutes=5))
    made = card(theme, war, qtbot, theirs)
    assert [link.text() for link in made.findChildren(Link)] == ["已告知"]
    assert "14:37 短信" in said(made)
