"""The frame: pages by their keys, words in the bars, and what a click on each of them asks for."""

import itertools

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.shell.rail import Item, RailButton
from ordertower_desktop.views.shell.shell import Shell
from ordertower_desktop.views.shell.statusbar import Age
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.pictures import Keep, colours, has
from tests.desk.walk import lettered, markup, nameless

ITEMS = (
    Item("pool", "延迟池", "inbox"),
    Item("mine", "我的", "user-round-check"),
    Item("settings", "设置", "settings-2", foot="yes"),
)
AGES = (Age("天猫", "6 秒"), Age("京东", "11 秒"), Age("ERP", "4 时 50 分未更新", "amber"), Age("WMS", "3 分"))


def shown(theme: Theme, qtbot: QtBot) -> Shell:
    shell = Shell(theme, ITEMS)
    qtbot.addWidget(shell)
    for item in ITEMS:
        shell.add_page(item.key, QLabel(item.name, textFormat=Qt.TextFormat.PlainText))
    shell.resize(1440, 900)
    shell.show_page("pool")
    shell.show_title("延迟池", "数据截至 14:32:08")
    shell.show_level("二级响应 · 今日超时 186", "amber")
    shell.show_sources("ERP 停更，其余 8 项在看", "amber")
    shell.show_person("李婷")
    shell.show_bell(3)
    shell.status.show_ages(AGES)
    shell.status.show_hub("中枢 12 毫秒", "green")
    shell.status.show_clock("14:32:08")
    shell.show()
    return shell


def test_the_frame_is_named_plain_and_painted(theme: Theme, qtbot: QtBot, keep: Keep) -> None:
    shell = shown(theme, qtbot)
    image = keep(shell, f"shell-{'dark' if theme.dark else 'light'}")
    assert (nameless(shell), markup(shell), lettered(shell)) == ([], [], [])
    assert len(colours(image)) > 200
    assert has(image, theme.color.rail) > 50_000
    assert has(image, theme.color.hue("amber").fill) > 2_000


def test_the_rail_shows_what_it_was_given_and_nothing_else(light: Theme, qtbot: QtBot) -> None:
    shell = shown(light, qtbot)
    buttons = shell.rail.findChildren(RailButton)
    assert [button.accessibleName() for button in buttons] == ["延迟池", "我的", "设置"]
    assert buttons[2].y() > buttons[1].y() + 300
    assert shell.rail.height() == shell.height()
    with qtbot.waitSignal(shell.page_requested, check_params_cb=lambda key: key == "mine"):
        buttons[1].click()


def test_a_page_comes_to_the_front_and_marks_its_item(light: Theme, qtbot: QtBot) -> None:
    shell = shown(light, qtbot)
    shell.show_page("mine")
    marked = [button.accessibleName() for button in shell.rail.findChildren(RailButton) if button.isChecked()]
    assert (shell.page, marked) == ("mine", ["我的"])
    with pytest.raises(KeyError):
        shell.show_page("crisis")


def test_a_bubble_counts_and_goes_at_nought(light: Theme, qtbot: QtBot) -> None:
    shell = shown(light, qtbot)
    shell.rail.show_bubble("mine", 18)
    mine = shell.rail.findChildren(RailButton)[1]
    assert mine.accessibleDescription() == "18"
    assert has(mine.grab().toImage(), light.color.redF) > 50
    shell.rail.show_bubble("mine", 0)
    assert has(mine.grab().toImage(), light.color.redF) == 0
    shell.rail.show_bubble("no such page", 5)


def test_searching_says_each_letter_and_enter_the_whole(light: Theme, qtbot: QtBot) -> None:
    shell = shown(light, qtbot)
    heard: list[str] = []
    shell.search_changed.connect(heard.append)
    with qtbot.waitSignal(shell.search_submitted, check_params_cb=lambda words: words == "3901"):
        qtbot.keyClicks(shell.top.search, " 3901")
        qtbot.keyClick(shell.top.search, Qt.Key.Key_Return)
    qtbot.keyClick(shell.top.search, Qt.Key.Key_Escape)
    assert heard == [" ", " 3", " 39", " 390", " 3901", ""]
    assert shell.top.search.text() == ""


@pytest.mark.parametrize("name", ["bell", "person", "sources", "level"])
def test_each_button_of_the_top_bar_asks_for_its_own(light: Theme, qtbot: QtBot, name: str) -> None:
    shell = shown(light, qtbot)
    with qtbot.waitSignal(getattr(shell, f"{name}_clicked")):
        getattr(shell.top, name).click()


def test_keys_open_the_palette_and_change_the_mode(light: Theme, qtbot: QtBot) -> None:
    shell = shown(light, qtbot)
    qtbot.waitUntil(shell.isActiveWindow)
    with qtbot.waitSignal(shell.palette_requested):
        qtbot.keyClick(shell, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(light.changed):
        qtbot.keyClick(shell, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)


def test_the_status_bar_leads_to_the_outbox_and_to_the_keys(light: Theme, qtbot: QtBot) -> None:
    shell = shown(light, qtbot)
    shell.status.show_outbox(4)
    shell.status.grab()
    (keys, _), (outbox, _) = shell.status._places
    for place, signal in ((keys, shell.help_requested), (outbox, shell.status.outbox_asked)):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(shell.status, Qt.MouseButton.LeftButton, pos=QPoint(int(place.center().x()), 14))


def test_a_late_source_is_bold_amber_and_a_triangle(light: Theme, qtbot: QtBot) -> None:
    shell = shown(light, qtbot)
    assert has(shell.status.grab().toImage(), light.color.amberF) > 5
    shell.status.show_ages(AGES[:2])
    assert has(shell.status.grab().toImage(), light.color.amberF) == 0


def test_an_empty_pill_is_not_there(light: Theme, qtbot: QtBot) -> None:
    shell = shown(light, qtbot)
    shell.show_level("", "neutral")
    assert not shell.top.level.isVisible()
    assert shell.top.sources.isVisible()


def test_the_gravest_matter_shows_in_the_banner(light: Theme, qtbot: QtBot) -> None:
    shell = shown(light, qtbot)
    assert not shell.banner.isVisible()
    shell.banner.say("os", "warning", "系统通知被关闭，提醒只在本窗口显示", link="怎么打开")
    shell.banner.say("hub", "error", "中枢连不上，显示本机数据", link="查看")
    assert shell.banner.text() == "中枢连不上，显示本机数据"
    with qtbot.waitSignal(shell.banner_followed, check_params_cb=lambda matter: matter == "hub"):
        shell.banner._link.click()
    shell.banner.say("hub", "error", "")
    assert shell.banner.text() == "系统通知被关闭，提醒只在本窗口显示"
    shell.banner.say("os", "warning", "")
    assert not shell.banner.isVisible()


def test_a_narrow_window_keeps_icons_and_everything_fits(light: Theme, qtbot: QtBot, keep: Keep) -> None:
    shell = shown(light, qtbot)
    shell.resize(1024, 680)
    assert len(colours(keep(shell, "shell-narrow"))) > 100
    assert all(button.icons_only for button in shell.rail.findChildren(RailButton))
    top = shell.top
    placed = sorted((top.title, top.subtitle, top.search, top.level, top.sources, top.bell, top.person), key=lambda bar: bar.x())
    assert all(left.geometry().right() < right.x() for left, right in itertools.pairwise(placed))
    assert top.person.geometry().right() <= top.width()
    assert shell.findChild(QLineEdit).accessibleName() == "搜索订单"


def test_a_mode_change_reaches_every_bar(light: Theme, qtbot: QtBot) -> None:
    shell = shown(light, qtbot)
    light.choose("dark")
    for bar, role in ((shell.rail, "rail"), (shell.top, "surface"), (shell.status, "surface")):
        assert has(bar.grab().toImage(), getattr(light.color, role)) > 5_000


def test_the_hint_in_the_search_can_be_read(theme: Theme, qtbot: QtBot) -> None:
    """A style sheet that names a text colour makes Qt halve the hint's, unless the hint has its own."""
    shell = shown(theme, qtbot)
    assert shell.top.search.palette().color(QPalette.ColorRole.PlaceholderText) == theme.color.text3
