"""Conditions carried by the mouse: into groups, out of them, past each other; let go elsewhere or with Escape nothing is lost."""

from collections import Counter
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.rules import tree
from ordertower_desktop.models.rules.carrying import Spot, put_down, spots
from ordertower_desktop.models.rules.tree import Group, Line, Node
from ordertower_desktop.views.rules.tree.line import INDENT
from ordertower_desktop.views.rules.tree.view import ConditionTree
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.pictures import Keep, has

SHAPES = st.recursive(st.just(0), lambda inner: st.lists(inner, min_size=1, max_size=4), max_leaves=10)


def grown(shape: object, keys: "count[int]") -> Node:
    key = next(keys)
    if not isinstance(shape, list):
        return Line(key, {"field": "shop", "is": str(key)})
    return Group(key, "any", tuple(grown(part, keys) for part in shape))


@given(st.lists(SHAPES, min_size=1, max_size=4), st.data())
def test_wherever_it_is_put_down_nothing_else_moves_and_nothing_is_lost(shapes: list[object], data: st.DataObject) -> None:
    root = grown(shapes, count(1))
    assert isinstance(root, Group)
    everything = [node.key for node in tree.nodes(root)]
    carried = data.draw(st.sampled_from(everything[1:] or everything))
    rest = [node.key for node in tree.nodes(tree.drop(root, carried))]
    found = [(after, spot) for after in rest for spot in spots(root, after, carried)]
    for _after, spot in found:
        made = put_down(root, carried, spot)
        assert Counter(node.key for node in tree.nodes(made)) == Counter(everything)
        assert [node.key for node in tree.nodes(tree.drop(made, carried))] == rest
        holder = tree.parent(made, carried)
        assert holder is not None
        assert (holder.key, [part.key for part in holder.parts].index(carried)) == (spot.group, spot.at)
    groups = [node for node in tree.nodes(tree.drop(root, carried)) if isinstance(node, Group)]
    assert {(spot.group, spot.at) for _, spot in found} == {(one.key, at) for one in groups for at in range(len(one.parts) + 1)}


def test_below_the_end_of_a_group_the_hand_says_how_far_in() -> None:
    root = Group(1, "all", (Line(2, {}), Group(3, "any", (Line(4, {}), Line(5, {})))))
    assert spots(root, 5, 2) == [Spot(3, 2, 2), Spot(1, 1, 1)]
    assert spots(root, 1, 2) == [Spot(1, 0, 1)]
    assert spots(root, 3, 2) == [Spot(3, 0, 2)]


@pytest.fixture
def shown(qtbot: QtBot, light: Theme) -> ConditionTree:
    made = ConditionTree(light)
    qtbot.addWidget(made)
    lines = {key: Line(key, {"field": "shop", "is": f"店{key}"}) for key in (2, 3, 5, 6)}
    made.show_root(Group(1, "all", (lines[2], lines[3], Group(4, "any", (lines[5], lines[6])))))
    made.resize(760, 300)
    made.show()
    return made


def carried(made: ConditionTree, key: int, to: QPoint) -> None:
    """Press on its grip, and move there in two goes; the button stays down."""
    grip = made.rows[key].grip
    QTest.mousePress(grip, Qt.MouseButton.LeftButton)
    for at in (made.rows[key].geometry().center() + QPoint(0, 30), to):
        QTest.mouseMove(grip, grip.mapFrom(made, at))


def order(made: ConditionTree) -> list[int]:
    return [node.key for node in tree.nodes(made.root)]


def below(made: ConditionTree, key: int, depth: int) -> QPoint:
    return QPoint(INDENT * depth + 6, made.rows[key].geometry().bottom())


def let_go(made: ConditionTree, key: int) -> None:
    QTest.mouseRelease(made.rows[key].grip, Qt.MouseButton.LeftButton)


def test_a_line_is_carried_past_another(qtbot: QtBot, shown: ConditionTree, light: Theme, keep: Keep) -> None:
    carried(shown, 2, below(shown, 3, 1))
    assert not shown.carrying.mark.isHidden()
    assert has(keep(shown, "rules-carrying"), light.color.accent) > 300
    with qtbot.waitSignal(shown.changed):
        let_go(shown, 2)
    assert order(shown) == [1, 3, 2, 4, 5, 6]
    assert shown.carrying.mark.isHidden()


def test_a_line_is_carried_into_a_group_and_out_of_it(qtbot: QtBot, shown: ConditionTree) -> None:
    carried(shown, 2, below(shown, 6, 2))
    let_go(shown, 2)
    holder = tree.parent(shown.root, 2)
    assert holder is not None
    assert (holder.key, order(shown)) == (4, [1, 3, 4, 5, 6, 2])
    carried(shown, 2, below(shown, 6, 1) + QPoint(-12, 40))
    let_go(shown, 2)
    holder = tree.parent(shown.root, 2)
    assert holder is not None
    assert (holder.key, order(shown)) == (1, [1, 3, 4, 5, 6, 2])


def test_a_group_is_carried_with_everything_in_it_and_not_into_itself(qtbot: QtBot, shown: ConditionTree) -> None:
    carried(shown, 4, below(shown, 5, 2))
    let_go(shown, 4)
    assert order(shown) == [1, 2, 3, 4, 5, 6]
    carried(shown, 4, below(shown, 1, 1))
    let_go(shown, 4)
    assert order(shown) == [1, 4, 5, 6, 2, 3]


def test_escape_lets_it_go_where_it_was(qtbot: QtBot, shown: ConditionTree) -> None:
    carried(shown, 2, below(shown, 6, 2))
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    QTest.mouseMove(shown.rows[2].grip, shown.rows[2].grip.mapFrom(shown, below(shown, 5, 2)))
    assert shown.carrying.mark.isHidden()
    let_go(shown, 2)
    assert order(shown) == [1, 2, 3, 4, 5, 6]


def test_a_click_that_trembles_carries_nothing(qtbot: QtBot, shown: ConditionTree) -> None:
    grip = shown.rows[2].grip
    QTest.mousePress(grip, Qt.MouseButton.LeftButton)
    QTest.mouseMove(grip, grip.rect().center() + QPoint(2, 2))
    assert shown.carrying.mark.isHidden()
    let_go(shown, 2)
    assert order(shown) == [1, 2, 3, 4, 5, 6]


def test_nothing_is_carried_in_a_tree_that_is_locked(qtbot: QtBot, shown: ConditionTree) -> None:
    shown.show_root(shown.root, locked="只有主管能改规则")
    carried(shown, 2, below(shown, 3, 1))
    let_go(shown, 2)
    assert order(shown) == [1, 2, 3, 4, 5, 6]
