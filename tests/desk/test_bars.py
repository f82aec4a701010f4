"""The wide parts over and under a list: view tabs, cause ribbon, bulk bar, digest card."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.parts.bulkbar import BulkBar
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.digest import CauseRow, DigestCard
from ordertower_desktop.views.parts.ribbon import CauseRibbon
from ordertower_desktop.views.parts.tabs import ViewTabs
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.gallery import CAUSES, DIGEST, TABS, bulk
from tests.desk.pictures import Keep, colours, has
from tests.desk.walk import nameless


def pressed(qtbot: QtBot, widget: QWidget, x: float, y: float) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(int(x), int(y)))


def test_tabs_show_exact_counts_and_keep_the_chosen_one_in_sight(light: Theme, qtbot: QtBot) -> None:
    tabs = ViewTabs(light)
    qtbot.addWidget(tabs)
    tabs.resize(1000, 44)
    tabs.show()
    tabs.show_tabs(TABS, "all")
    assert tabs.hidden_keys() == []
    assert "全部 2134" in tabs.accessibleDescription()
    tabs.resize(420, 44)
    tabs.show_tabs(TABS, "done")
    assert "done" not in tabs.hidden_keys()
    assert tabs.hidden_keys()
    menu = tabs.more_menu()
    assert [action.text().split()[0] for action in menu.actions()] == [tab.name.split()[0] for tab in TABS if tab.key in tabs.hidden_keys()]
    with qtbot.waitSignal(tabs.chosen) as chosen:
        menu.actions()[0].trigger()
    assert chosen.args == [tabs.hidden_keys()[0]]
    with qtbot.waitSignal(tabs.chosen, check_params_cb=lambda key: key == "all"):
        qtbot.keyClick(tabs, Qt.Key.Key_Right)
    with qtbot.waitSignal(tabs.chosen, check_params_cb=lambda key: key == "all"):
        pressed(qtbot, tabs, 10, 20)


def test_the_ribbon_filters_and_lets_go_again(light: Theme, qtbot: QtBot) -> None:
    ribbon = CauseRibbon(light)
    qtbot.addWidget(ribbon)
    ribbon.resize(1000, 44)
    ribbon.show()
    ribbon.show_parts(CAUSES)
    with qtbot.waitSignal(ribbon.chosen, check_params_cb=lambda key: key == "stock"):
        pressed(qtbot, ribbon, 450, 8)
    ribbon.show_parts(CAUSES, "stock")
    with qtbot.waitSignal(ribbon.chosen, check_params_cb=lambda key: key == ""):
        pressed(qtbot, ribbon, 450, 8)
    with qtbot.waitSignal(ribbon.chosen, check_params_cb=lambda key: key == "audit"):
        qtbot.keyClick(ribbon, Qt.Key.Key_Left)
        qtbot.keyClick(ribbon, Qt.Key.Key_Return)
    ribbon.show_parts(())
    with qtbot.assertNotEmitted(ribbon.chosen):
        pressed(qtbot, ribbon, 450, 8)


def test_a_surge_is_red_and_calm_is_not(light: Theme, qtbot: QtBot, keep: Keep) -> None:
    ribbon = CauseRibbon(light)
    qtbot.addWidget(ribbon)
    ribbon.resize(1200, 44)
    ribbon.show_parts(CAUSES[:2])
    assert has(keep(ribbon, "ribbon-calm"), light.color.red) == 0
    ribbon.show_parts(CAUSES)
    assert has(keep(ribbon, "ribbon-surge"), light.color.red) > 10


def test_the_bulk_bar_names_each_verb_and_floats_above_the_bottom(theme: Theme, qtbot: QtBot, keep: Keep) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1100, 300)
    host.show()
    bar = bulk(theme, host)
    assert host.height() - bar.geometry().bottom() - 1 == 16
    assert (nameless(bar), bar.height()) == ([], 48)
    buttons = {button.accessibleName(): button for button in bar.findChildren(Button)}
    with qtbot.waitSignal(bar.asked, check_params_cb=lambda key: key == "take"):
        buttons["接手"].click()
    with qtbot.waitSignal(bar.all_asked):
        buttons["选择全部 2,134 单"].click()
    with qtbot.waitSignal(bar.closed):
        buttons["取消选择"].click()
    assert has(keep(host, f"bulk-{'dark' if theme.dark else 'light'}"), theme.color.bar_fill) > 10000
    assert isinstance(bar, BulkBar)


def test_the_digest_shows_three_causes_and_one_filled_button(light: Theme, qtbot: QtBot, keep: Keep) -> None:
    card = DigestCard(light)
    qtbot.addWidget(card)
    card.resize(900, 260)
    card.show_digest("告警已合并：140 条提醒，4 个原因", "14:22–14:32，一条未丢", (*DIGEST, DIGEST[0]), mode="汇总模式")
    card.show()
    assert len(card.findChildren(CauseRow)) == 3
    acts = [button for button in card.findChildren(Button) if button.accessibleName().startswith("整簇接手")]
    with qtbot.waitSignal(card.asked, check_params_cb=lambda key, verb: (key, verb) == ("401", "act")):
        acts[0].click()
    assert len(colours(keep(card, "digest"))) > 40
    with qtbot.waitSignal(card.folded, check_params_cb=lambda on: on):
        card.fold("yes")
    assert card.height() < 60
