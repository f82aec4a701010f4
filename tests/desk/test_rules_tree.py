"""The condition tree with real widgets: built, changed and moved by forms and by keys alone, wrong where it is wrong."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.rules import leaf, tree
from ordertower_desktop.models.rules.tree import Group, Line
from ordertower_desktop.views.rules.page import RulesPage
from ordertower_desktop.views.rules.tree.forms import Form
from ordertower_desktop.views.rules.tree.inputs import Field, Pick, Several, Span
from ordertower_desktop.views.rules.tree.line import LineRow
from ordertower_desktop.views.rules.tree.view import GroupRow
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.rules_kit import line, opened, pick, span, write
from tests.desk.walk import nameless


@pytest.fixture(autouse=True)
def _swept(qapp: QApplication) -> Iterator[None]:
    """A page is hundreds of widgets, and the next test's theme would dress them all again: let them go now."""
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def page(qtbot: QtBot, light: Theme) -> RulesPage:
    return opened(qtbot, light)[0]


def test_what_is_wrong_is_said_at_once_where_it_is(qtbot: QtBot, page: RulesPage) -> None:
    row = line(page, "since")
    write(qtbot, span(row).number, "x")
    assert row.wrong.text() == "时长：要填大于 0 的数字，例如 24，再选单位"
    assert row.wrong.isVisible()
    assert "还没填好" in page.sentence.text()
    assert not page.foot.save.isEnabled()
    assert page.foot.title.text() == "还有 1 处要填好"
    write(qtbot, span(row).number, "24")
    assert not row.wrong.isVisible()
    assert page.foot.title.text() == "没有修改"


def test_a_condition_comes_changes_its_kind_and_goes(qtbot: QtBot, page: RulesPage) -> None:
    root = page.tree.rows[1]
    assert isinstance(root, GroupRow)
    qtbot.mouseClick(root.line, Qt.MouseButton.LeftButton)
    made = list(page.tree.rows.values())[-1]
    assert isinstance(made, LineRow)
    assert made.isAncestorOf(page.focusWidget())
    pick(made.kind, "event")
    assert page.sentence.text().count("24 小时内改订单至少 3 次") == 1
    pick(made.kind, "field")
    field, how = made.form.findChildren(Pick)
    pick(field, "amount_fen")
    how = made.form.findChildren(Pick)[1]
    pick(how, "at_least")
    write(qtbot, made.form.findChildren(Field)[0], "5000")
    assert "金额不少于 5,000 元" in page.sentence.text()
    qtbot.mouseClick(made.away, Qt.MouseButton.LeftButton)
    assert page.shop.draft is not None
    assert not page.shop.draft.touched


def test_groups_are_built_and_lines_moved_by_keys_alone(qtbot: QtBot, page: RulesPage) -> None:
    root = page.tree.rows[1]
    assert isinstance(root, GroupRow)
    root.group.setFocus()
    qtbot.keyClick(root.group, Qt.Key.Key_Space)
    added = list(page.tree.rows.values())[-1]
    group = tree.parent(page.tree.root, added.key)
    assert group is not None
    assert group.join == "any"
    last = list(page.tree.rows)[-3]
    moving = page.tree.rows[last]
    moving.focus()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    inside = tree.find(page.tree.root, group.key)
    assert isinstance(inside, Group)
    assert [part.key for part in inside.parts] == [last, added.key]
    assert "（客户无免催标识 或 非预售）" in page.sentence.text()
    grip = page.tree.rows[last].grip
    grip.setFocus()
    qtbot.keyClick(grip, Qt.Key.Key_Up)
    assert page.focusWidget() is page.tree.rows[last].grip
    assert tree.parent(page.tree.root, last) == page.tree.root
    page.tree.rows[added.key].focus()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert page.tree.rows[group.key].wrong.text() == "至少要有一个条件"


def test_a_group_can_ask_for_any_and_a_nested_one_for_none(qtbot: QtBot, page: RulesPage) -> None:
    root = page.tree.rows[1]
    assert isinstance(root, GroupRow)
    pick(root.join, "any")
    assert " 或 付款后 24 小时未出库 或 " in page.sentence.text()
    assert page.foot.words.text().startswith("组合方式：")
    assert [root.join.itemData(i) for i in range(root.join.count())] == ["all", "any"]


def test_a_click_on_the_words_of_a_condition_leads_to_its_line(qtbot: QtBot, page: RulesPage) -> None:
    placed = next(one for one in page.sentence._placed(page.sentence.width()) if "付款后" in one.words)
    at = placed.box.center().toPoint()
    qtbot.mouseClick(page.sentence, Qt.MouseButton.LeftButton, pos=QPoint(at.x(), at.y()))
    assert line(page, "since").isAncestorOf(page.focusWidget())


@pytest.mark.parametrize("table", [*leaf.FRESH.values(), {"stage": ["待审核", "TO_PRINT"]}, {"field": "shop", "in": ["甲", "乙"]}])
@pytest.mark.parametrize("denied", [False, True])
def test_every_form_reads_back_what_it_shows(qtbot: QtBot, light: Theme, table: dict[str, object], denied: bool) -> None:
    asked = Line(7, table, denied)
    form = Form(light, asked)
    qtbot.addWidget(form)
    assert leaf.meaning(form.read(7)) == leaf.meaning(asked) or table == {"stage": ["待审核", "TO_PRINT"]}
    assert leaf.words(form.read(7)) == leaf.words(asked)
    assert nameless(form) == []


def test_several_names_are_ticked_one_by_one_and_read_aloud(qtbot: QtBot, light: Theme) -> None:
    made = Several(light, "未发生的事件", (("a", "接单"), ("b", "出库"), ("c", "打包")), ["b"], none="（不限）")
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.changed):
        made.menu.actions()[0].trigger()
    assert (made.said(), made.text(), made.accessibleName()) == (["a", "b"], "接单、出库", "未发生的事件：接单、出库")
    for action in made.menu.actions()[:2]:
        action.trigger()
    assert (made.said(), made.text()) == ([], "（不限）")


@pytest.mark.parametrize(("said", "shown"), [("90min", ("90", "min")), ("24h", ("24", "h")), ("7d", ("7", "d"))])
def test_a_duration_is_shown_in_its_largest_whole_unit(qtbot: QtBot, light: Theme, said: str, shown: tuple[str, str]) -> None:
    made = Span(light, "时长", said)
    qtbot.addWidget(made)
    assert (made.number.text(), made.unit.key()) == shown


def test_a_number_is_never_half_seen(qtbot: QtBot, light: Theme) -> None:
    made = Span(light, "时长", "24h")
    qtbot.addWidget(made)
    short = made.number.sizeHint().width()
    made.number.setText("920000")
    assert made.number.sizeHint().width() >= made.number.fontMetrics().horizontalAdvance("920000") + 20 > short


def test_names_that_nobody_touches_stay_in_the_order_of_the_rule(qtbot: QtBot, light: Theme) -> None:
    made = Several(light, "未发生的事件", (("a", "接单"), ("b", "出库"), ("c", "打包")), ["c", "a"], none="（不限）")
    qtbot.addWidget(made)
    assert made.said() == ["c", "a"]
    made.menu.actions()[1].trigger()
    assert made.said() == ["a", "b", "c"]
