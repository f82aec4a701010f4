"""B13 on the screen: a crisis rehearsed is marked as what it is, and everything that is done in it names the drill."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.demo_crisis import crisis, drilling, told
from tests.desk.pictures import Keep
from tests.desk.test_crisis_page import Room


@pytest.fixture
def room(theme: Theme, qtbot: QtBot) -> Iterator[Room]:
    made = Room(theme, qtbot)
    told(made.war)
    yield made
    made.glass.shell.close()


def said(widget: QWidget) -> str:
    QApplication.processEvents()
    shown = (one for one in widget.findChildren(QWidget) if isinstance(one, PlainLabel | Elided | Badge) and one.isVisibleTo(widget))
    return " ".join(one.text() for one in shown)


def test_a_drill_is_asked_for_with_its_level_and_a_reason(room: Room) -> None:
    room.war.show_row(crisis(running=""))
    room.page.head.rehearse.click()
    room.answer(level="2", why="双十一前演练")
    assert [(act.do, act.level, act.text, act.drill) for act in room.hub.acts()] == [("rehearse", 2, "双十一前演练", "")]


def test_everything_of_it_says_that_it_is_a_drill_and_what_is_done_names_it(room: Room, keep: Keep) -> None:
    room.war.show_row(drilling())
    assert "演练 二级响应" in said(room.page.head)
    assert "不发站外、不计数" in said(room.page.head)
    assert "演练：二级动作包" in said(room.page.pack)
    assert "【演练】双十一前演练" in said(room.page.log)
    assert "一级" in said(room.page.level), "the level in force stays the real one"
    assert not room.page.money.new.isVisibleTo(room.page)
    room.page.path.told_asked.emit("operations")
    room.page.head.stop.click()
    room.war.act("confirm")
    assert [(act.do, act.drill) for act in room.hub.acts()] == [("told", "d1"), ("stop", "d1"), ("confirm", "")]
    keep(room.page, "crisis-drill")


def test_a_real_response_is_shown_before_any_drill(room: Room) -> None:
    room.war.show_row(crisis())
    assert not room.page.head.mark.isVisibleTo(room.page)
    assert room.page.head.end.isVisibleTo(room.page)
