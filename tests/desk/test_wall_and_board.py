"""The wall and the overview: every count where it belongs, letters that can be read, old numbers that say so."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.board.kinds import DEFAULT
from ordertower_desktop.views.board.page import BoardPage
from ordertower_desktop.views.board.tile import MIME, Tile
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.theme.tokens import wall_colors
from ordertower_desktop.views.wall.letters import FIGURE_ARC, TEXT_ARC, Screen, caption_arc, pixels, refusal
from ordertower_desktop.views.wall.wall import Wall
from tests.desk.demo_board import board, broken, sources
from tests.desk.demo_rows import NOW

Keep = Callable[..., object]


def shades(widget: QWidget) -> set[str]:
    """The colours that cover more than a speck."""
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    found: dict[str, int] = {}
    for y in range(0, picture.height(), 3):
        for x in range(0, picture.width(), 3):
            name = QColor(picture.pixel(x, y)).name()
            found[name] = found.get(name, 0) + 1
    return {name for name, count in found.items() if count > 20}


@pytest.mark.parametrize(("diagonal", "metres", "text_px", "figure_px"), [(55, 5, 62, 92), (55, 3, 38, 56), (43, 5, 80, 118)])
def test_letters_follow_the_formula(diagonal: float, metres: float, text_px: float, figure_px: float) -> None:
    screen = Screen(1920, 1080, diagonal, metres)
    assert pixels(screen, TEXT_ARC) == pytest.approx(text_px, abs=1)
    assert pixels(screen, FIGURE_ARC) == pytest.approx(figure_px, abs=1)


def test_a_wall_that_cannot_be_read_is_refused_with_the_distance_that_can() -> None:
    assert refusal(Screen(1920, 1080, 55, 5)) == ""
    assert caption_arc(Screen(1920, 1080, 55, 5)) >= 16
    words = refusal(Screen(1920, 1080, 32, 8))
    assert "看不清" in words
    assert "米以内" in words


@pytest.fixture
def wall(qtbot: QtBot) -> Wall:
    made = Wall(NOW)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show_board(board())
    made.show_sources(sources())
    made.tick(NOW, NOW)
    return made


@pytest.mark.parametrize("page", [0, 1, 2])
def test_every_page_is_painted_in_the_walls_own_colours(wall: Wall, page: int) -> None:
    wall.show_page(page)
    assert wall_colors().red.name() in shades(wall)


def test_an_old_board_is_grey_and_never_green_or_blank(wall: Wall) -> None:
    wall.show_page(0)
    assert wall_colors().green.name() in shades(wall)
    wall.tick(NOW + timedelta(minutes=7), NOW)
    assert wall.stale
    seen = shades(wall)
    assert wall_colors().green.name() not in seen
    assert wall_colors().staleValue.name() in seen
    assert wall_colors().staleBg.name() in seen


def test_pages_turn_no_faster_than_every_ten_seconds_and_by_key(wall: Wall, qtbot: QtBot) -> None:
    assert wall._turning.interval() >= 10_000
    first = wall._page
    qtbot.keyClick(wall, Qt.Key.Key_Right)
    assert wall._page == (first + 1) % 3


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> BoardPage:
    made = BoardPage(theme)
    qtbot.addWidget(made)
    made.resize(1376, 824)
    made.show_board(board())
    made.show()
    return made


def test_every_tile_is_there_and_leads_to_its_rows(page: BoardPage, qtbot: QtBot) -> None:
    assert page.tiles == list(DEFAULT)
    tiles = {tile.kind.key: tile for tile in page.findChildren(Tile)}
    for tile in tiles.values():
        tile.grab()
    links = {link for tile in tiles.values() for _, link in tile._links}
    assert {"view:overdue", "platform:京东", "segment:ship", "region:华东"} <= links
    assert any(link.startswith("case:") for link in links)
    assert any(link.startswith("heat:华东|") for link in links)


def test_tiles_are_chosen_and_ordered_by_keyboard(page: BoardPage, qtbot: QtBot) -> None:
    """S111."""
    page.arrange("on")
    tile = next(tile for tile in page.findChildren(Tile) if tile.kind.key == "lights")
    with qtbot.waitSignal(page.arranged) as moved:
        qtbot.keyClick(tile, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert moved.args[0][:2] == ["lights", "level"]
    with qtbot.waitSignal(page.arranged) as taken:
        qtbot.keyClick(tile, Qt.Key.Key_Delete)
    assert "lights" not in taken.args[0]
    assert len(taken.args[0]) == len(DEFAULT) - 1


@pytest.mark.parametrize(("swift", "ripe", "hue"), [(986, 1000, "green"), (985, 1000, "red"), (0, 0, "")])
def test_the_share_of_eight_hours_is_a_tile_that_one_can_choose(theme: Theme, qtbot: QtBot, swift: int, ripe: int, hue: str) -> None:
    """S51: nobody has to look for it in the statistics, and below the target it is red."""
    page = BoardPage(theme, ["swift"])
    qtbot.addWidget(page)
    page.resize(500, 300)
    page.show_board(replace(board(), swift=swift, ripe=ripe))
    page.show()
    (tile,) = page.findChildren(Tile)
    seen = shades(tile)
    assert {name for name in ("green", "red") if getattr(theme.color, name).name() in seen} == {hue} - {""}
    if ripe:
        with qtbot.waitSignal(page.asked) as asked:
            qtbot.mouseClick(tile, Qt.MouseButton.LeftButton, pos=tile.rect().center())
        assert asked.args == ["page:kpi"]


def drop(page: BoardPage, key: str, onto: str) -> None:
    """What the window system tells a page on which a dragged tile is let go."""
    data = QMimeData()
    data.setData(MIME, key.encode())
    under = next(tile for tile in page.findChildren(Tile) if tile.kind.key == onto)
    place = under.mapTo(page, under.rect().center())
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (
        QDragEnterEvent(place, Qt.DropAction.MoveAction, data, left, none),
        QDropEvent(QPointF(place), Qt.DropAction.MoveAction, data, left, none),
    ):
        QApplication.sendEvent(page, event)
        assert event.isAccepted()


def test_tiles_are_ordered_by_the_mouse_and_come_back_as_they_were_left(page: BoardPage, theme: Theme, qtbot: QtBot) -> None:
    """S111."""
    last, first = page.tiles[-1], page.tiles[0]
    page.findChildren(QScrollArea)[0].ensureWidgetVisible(next(tile for tile in page.findChildren(Tile) if tile.kind.key == first))
    with qtbot.waitSignal(page.arranged) as moved:
        drop(page, last, onto=first)
    assert moved.args[0] == [last, *DEFAULT[:-1]]
    drop(page, last, onto=last)
    drop(page, "no tile", onto=first)
    assert page.tiles == moved.args[0]
    again = BoardPage(theme)
    qtbot.addWidget(again)
    again.arrange_as(["gone with an update", *page.tiles])
    assert again.tiles == page.tiles


def test_numbers_that_grew_old_say_so(page: BoardPage) -> None:
    page.tick(NOW + timedelta(minutes=3))
    assert "3 分未更新" in page._as_of.text()


def test_the_overview_and_the_wall_are_kept_as_pictures(page: BoardPage, wall: Wall, keep: Keep) -> None:
    keep(page, "overview")
    for number in range(3):
        wall.show_page(number)
        keep(wall, f"wall-{number + 1}")
    wall.tick(NOW + timedelta(minutes=7), NOW)
    wall.show_page(0)
    keep(wall, "wall-stale")


def test_the_wall_as_a_program_has_the_face_of_its_figures() -> None:
    """In a process of its own: here the tests have loaded every face already."""
    code = """
from datetime import UTC, datetime
from PySide6.QtGui import QFontDatabase
from ordertower_desktop.settings import WallSettings
from ordertower_desktop.views.glass.start import application
from ordertower_desktop.views.glass.walled import wall
app = application(["wall"])
kept = wall(app, WallSettings(), now=datetime(2025, 11, 12, tzinfo=UTC), place="window")
print("Inter Display" in QFontDatabase.families(), app.windowIcon().isNull())
"""
    environ = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60, env=environ)
    assert found.stdout.split() == ["True", "False"]


def test_what_is_left_alone_stands_over_the_tiles_until_it_works_again(qtbot: QtBot, light: Theme, keep: Keep) -> None:
    page = BoardPage(light)
    qtbot.addWidget(page)
    page.resize(1376, 800)
    page.show()
    page.show_board(board())
    assert not page.breakers.isVisible()
    page.show_board(replace(board(), broken=broken()))
    first, second = (line.accessibleName() for line in page.breakers.lines)
    assert first.startswith("拼多多旗舰店 回传熔断：")
    assert "连续失败，出库照常，206 单等着回传，平台上还看不到运单；" in first
    assert first.endswith("放一单再试")
    assert second.startswith("快递100 轨迹试通：")
    assert second.endswith("正在放一单再试")
    keep(page, "board-broken")
    with qtbot.waitSignal(page.asked) as asked:
        page.breakers.link.click()
    assert asked.args == ["decide:source:"]
    page.show_board(board())
    assert not page.breakers.isVisible()
