"""The palette: a few letters find it, Enter does it, and every action has a name here and a key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain.actions import DO
from ordertower_desktop.models.palette.commands import Command, caps
from ordertower_desktop.models.palette.match import NOT_FOUND, rank
from ordertower_desktop.models.palette.model import PaletteModel
from ordertower_desktop.views.palette.cheat import CheatSheet
from ordertower_desktop.views.palette.keyed import alone, fasten, sequence
from ordertower_desktop.views.palette.palette import Palette
from ordertower_desktop.views.pool.commands import commands
from ordertower_desktop.views.theme.theme import Theme


def of(title: str, group: str = "处理", keys: str = "") -> Command:
    return Command(title, title, keys, group, lambda: None)


def listed(model: PaletteModel) -> list[str]:
    return [model.data(model.index(place, 0)) for place in range(model.rowCount())]


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


@pytest.mark.parametrize("typed", ["接手", "jies", "js", "jieshou", "jshou", "JIE S"])
def test_a_command_is_found_by_words_pinyin_and_initials(typed: str) -> None:
    assert rank(typed, "接手") < NOT_FOUND


@pytest.mark.parametrize("typed", ["shoujie", "jx", "转派", "jieshouu"])
def test_what_does_not_spell_it_does_not_find_it(typed: str) -> None:
    assert rank(typed, "接手") == NOT_FOUND


def test_words_go_before_pinyin_and_beginnings_before_middles() -> None:
    assert [rank(typed, "视图：待认领") for typed in ("视图", "认领", "shitu", "rl")] == [0, 1, 2, 3]


def test_groups_stand_in_the_order_of_their_best_hit_and_names_cannot_be_chosen(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = PaletteModel()
    model.load([of("转派"), of("接手"), of("视图：已接手", "前往"), of("界首仓", "前往")], lambda _typed: ())
    qtmodeltester.check(model)
    model.narrow("jies")
    assert listed(model) == ["处理", "接手", "前往", "界首仓", "视图：已接手"]
    assert model.command(0) is None
    assert model.step(1, 1) == 3
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable


def test_orders_come_from_a_search_only_when_something_is_typed(qtbot: QtBot) -> None:
    asked: list[str] = []

    def find(typed: str) -> list[Command]:
        asked.append(typed)
        return [of(f"4418 2960 {typed}", "订单")]

    model = PaletteModel()
    model.load([of("接手")], find)
    model.narrow("3901")
    assert (asked, listed(model)) == (["3901"], ["订单", "4418 2960 3901"])


def test_arrows_move_over_group_names_and_enter_chooses(qtbot: QtBot, theme: Theme) -> None:
    palette = Palette(theme)
    qtbot.addWidget(palette)
    palette.show()
    palette.load([of("接手"), of("视图：全部", "前往"), of("设置", "前往")], lambda _typed: ())
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    qtbot.keyClick(palette.line, Qt.Key.Key_Up)
    with qtbot.waitSignal(palette.chosen, check_params_cb=lambda command: command.title == "视图：全部"):
        qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    qtbot.keyClicks(palette.line, "sz")
    with qtbot.waitSignal(palette.chosen, check_params_cb=lambda command: command.title == "设置"):
        qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    qtbot.keyClicks(palette.line, "zzz")
    with qtbot.assertNotEmitted(palette.chosen):
        qtbot.keyClick(palette.line, Qt.Key.Key_Return)


def test_chinese_typed_with_an_input_method_finds_too(qtbot: QtBot, theme: Theme) -> None:
    palette = Palette(theme)
    qtbot.addWidget(palette)
    palette.load([of("转派"), of("接手")], lambda _typed: ())
    typed = QInputMethodEvent()
    typed.setCommitString("接手")
    QApplication.sendEvent(palette.line, typed)
    assert listed(palette._model) == ["处理", "接手"]


def test_every_action_of_the_domain_has_a_command_with_a_key() -> None:
    made = {command.id: command for command in commands(lambda _verb: None)}
    assert set(DO) <= made.keys()
    assert all(command.keys and command.title and command.icon for command in made.values())
    keys = [command.keys for command in made.values()]
    assert len(keys) == len(set(keys))


def test_what_reaches_outside_has_no_single_key() -> None:
    made = {command.id: command for command in commands(lambda _verb: None)}
    assert not alone(made["force"].keys)
    assert not alone(made["export"].keys)


def test_a_command_runs_its_verb_and_chords_become_shortcuts(qtbot: QtBot, theme: Theme) -> None:
    ran: list[str] = []
    made = commands(ran.append)
    for command in made:
        command.run()
    assert ran == [command.id for command in made]
    palette = Palette(theme)
    qtbot.addWidget(palette)
    go = Command("pool", "延迟池", "G P", "前往", lambda: ran.append("gone"))
    fastened = fasten([*made, go], palette)
    assert sequence("G P").toString() == "G, P"
    assert fastened[-1].key().toString() == "G, P"
    assert not any(shortcut.key().toString() in ("A", "J", "Space") for shortcut in fastened)


def test_keycaps_are_split_as_people_read_them() -> None:
    assert [caps(keys) for keys in ("A", "Ctrl+K", "G P", "Ctrl+Shift+A", "?")] == [
        ("A",), ("Ctrl", "K"), ("G", "P"), ("Ctrl", "Shift", "A"), ("?",),
    ]  # fmt: skip


def test_the_cheat_sheet_says_every_key_once(qtbot: QtBot, theme: Theme) -> None:
    made = commands(lambda _verb: None)
    sheet = CheatSheet(theme, made)
    qtbot.addWidget(sheet)
    names = [child.accessibleName() for child in sheet.findChildren(type(sheet).__mro__[1].__mro__[1]) if child.accessibleName()]
    assert all(names.count(f"{command.title} {command.keys}") == 1 for command in made)
