"""The order of the view tabs: dragged by the mouse, moved by keys, put back by Esc, and kept as the menu keeps it."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.pool.filters import VIEWS, View
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.views.pool.page import PoolPage
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.codec import decode, encode
from tests.desk.demo_rows import NOW
from tests.desk.pictures import Keep

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
GIVEN = [view.key for view in VIEWS]


class Hand:
    """A page with the views that every desk starts with, and a hand on its tabs."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.qtbot, self.model = qtbot, PoolModel(NOW)
        self.page = PoolPage(theme, self.model)
        qtbot.addWidget(self.page)
        self.page.resize(1400, 700)
        self.page.show()
        self.tabs = self.page.views.tabs
        self.kept: list[list[View]] = []
        self.page.views.changed.connect(self.kept.append)

    def middle(self, key: str) -> QPoint:
        return next(place for place, one in self.tabs._places if one == key).center().toPoint()

    def take(self, key: str) -> None:
        self.qtbot.mousePress(self.tabs, LEFT, NONE, self.middle(key))

    def pull(self, to: QPoint) -> None:
        """With the button down; the test library moves the mouse with none."""
        spot = QPointF(to)
        moved = QMouseEvent(QMouseEvent.Type.MouseMove, spot, self.tabs.mapToGlobal(spot), Qt.MouseButton.NoButton, LEFT, NONE)
        QApplication.sendEvent(self.tabs, moved)

    def drop(self, to: QPoint) -> None:
        self.qtbot.mouseRelease(self.tabs, LEFT, NONE, to)

    def drag(self, key: str, to: QPoint) -> None:
        self.take(key)
        self.pull(to)
        self.drop(to)

    def order(self) -> list[str]:
        return [view.key for view in self.model.views]


@pytest.fixture
def hand(qtbot: QtBot, light: Theme) -> Hand:
    return Hand(qtbot, light)


def test_a_tab_falls_where_it_is_dropped_and_the_order_is_kept(hand: Hand) -> None:
    hand.drag("vip", hand.middle("overdue") - QPoint(20, 0))
    assert hand.order() == ["all", "vip", "overdue", "soon", "nobody", "mine", "promise", "foreseen", "closed"]
    assert [tab.key for tab in hand.tabs.tabs] == hand.order()
    assert [view.key for view in decode(encode(hand.kept[-1]), list[View])] == hand.order()
    assert hand.tabs.current == "vip"
    hand.drag("all", hand.middle("closed") + QPoint(300, 0))
    assert hand.order()[-1] == "all"
    hand.drag("closed", QPoint(-200, 20))
    assert hand.order()[0] == "closed"


def test_a_click_and_a_trembling_hand_choose_and_move_nothing(hand: Hand) -> None:
    spot = hand.middle("mine")
    hand.drag("mine", spot + QPoint(QApplication.startDragDistance() - 1, 0))
    assert hand.tabs.current == "mine"
    hand.drag("vip", hand.middle("vip") + QPoint(15, 0))
    assert (hand.order(), hand.kept) == (GIVEN, [])


def test_escape_puts_a_tab_back_and_the_list_has_the_keys_again(hand: Hand) -> None:
    hand.page.table.setFocus()
    before = QApplication.focusWidget()
    hand.take("vip")
    hand.pull(hand.middle("all"))
    assert next(key for _, key in hand.tabs._places) == "vip"
    hand.qtbot.keyClick(hand.tabs, Qt.Key.Key_Escape)
    assert [key for _, key in hand.tabs._places] == GIVEN
    hand.pull(hand.middle("soon"))
    hand.drop(hand.middle("soon"))
    assert (hand.order(), hand.kept) == (GIVEN, [])
    assert QApplication.focusWidget() is before


def test_ctrl_and_an_arrow_move_the_chosen_view_and_stop_at_the_ends(hand: Hand) -> None:
    hand.page.choose_view("soon")
    hand.tabs.setFocus()
    for key, after in ((Qt.Key.Key_Left, ["all", "soon", "overdue"]), (Qt.Key.Key_Left, ["soon", "all", "overdue"])):
        hand.qtbot.keyClick(hand.tabs, key, Qt.KeyboardModifier.ControlModifier)
        assert hand.order()[:3] == after
    hand.qtbot.keyClick(hand.tabs, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert len(hand.kept) == 2
    for _ in range(9):
        hand.qtbot.keyClick(hand.tabs, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert hand.order() == ["all", "overdue", "nobody", "mine", "vip", "promise", "foreseen", "closed", "soon"]
    assert hand.tabs.current == "soon"
    assert "Ctrl+左右键换位置" in hand.tabs.accessibleDescription()


def test_where_tabs_do_not_fit_the_hidden_ones_keep_their_order(hand: Hand) -> None:
    hand.tabs.setFixedWidth(420)
    QApplication.processEvents()
    hidden = hand.tabs.hidden_keys()
    assert len(hidden) > 2
    hand.drag("all", hand.middle("soon") + QPoint(60, 0))
    assert hand.order()[:3] != GIVEN[:3]
    assert [key for key in hand.order() if key in hidden] == hidden
    assert sorted(hand.order()) == sorted(GIVEN)


def test_counts_that_change_meanwhile_do_not_shake_the_tab_from_the_hand(hand: Hand, keep: Keep) -> None:
    hand.take("vip")
    hand.pull(hand.middle("overdue"))
    hand.page.views.show_counts("vip")
    assert hand.tabs.hidden_keys() == []
    keep(hand.page.views, "view-tabs-dragged")
    hand.model.set_views(tuple(view for view in VIEWS if view.key != "vip"))
    hand.page.views.show_counts("all")
    hand.drop(hand.middle("all"))
    assert "vip" not in hand.order()
