"""The look: colours that can be read, letters that all exist, icons, and a change of mode while running."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics, QImage, QPainter, QRawFont, QTextLayout
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.card import Surface
from ordertower_desktop.views.theme import fonts, icons, resources
from ordertower_desktop.views.theme.resources import resource
from ordertower_desktop.views.theme.sheet import sheet
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.theme.tokens import ROW_HEIGHTS, SIZES, Colors, WallColors, colors, wall_colors
from tests.desk.pictures import Keep, has

GROUNDS = ("canvas", "surface", "raised", "sel", "hover")
LETTERS = ("text", "text2", "text3", "accent", "red", "amber", "green", "blue", "purple")
SHAPES = ("control", "redF", "amberF", "greenF", "blueF", "purpleF", "neutralF")
HUES = ("red", "amber", "green", "blue", "purple", "neutral")
CHINESE = "单超剩暂停接手转派库存不准审批卡顿爆仓揽收预售"


def luminance(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    """The ratio of WCAG 1.4.3."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_letter_on_the_desk_reaches_four_and_a_half(mode: str) -> None:
    color = colors(mode)
    pairs = [(getattr(color, letter), getattr(color, ground)) for letter in LETTERS for ground in GROUNDS]
    pairs += [(color.hue(hue).text, color.hue(hue).fill) for hue in HUES]
    pairs += [(color.onaccent, color.accent), (color.bar_text, color.bar_fill), (color.text2, color.rail)]
    pairs += [paint.avatar_tint(name, color) for name in ("赵一鸣", "林晓", "周凯", "何静", "孙浩", "刘思远", "陈雨桐", "李婷", "吴桐")]
    assert [(one.name(), two.name()) for one, two in pairs if contrast(one, two) < 4.5] == []


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_shape_on_the_desk_reaches_three(mode: str) -> None:
    color = colors(mode)
    weak = [(shape, ground) for shape in SHAPES for ground in GROUNDS if contrast(getattr(color, shape), getattr(color, ground)) < 3]
    assert weak == []


def test_every_letter_on_the_wall_reaches_seven() -> None:
    color = wall_colors()
    pairs = {(letter, ground) for letter in ("text", "t2", "red", "amber", "green", "blue", "purple") for ground in ("bg", "tile")}
    pairs |= {("text", f"h{rank}") for rank in range(4)} | {("red", "alarmCellBg"), ("levelText", "levelBg"), ("staleText", "staleBg")}
    assert [pair for pair in pairs if contrast(getattr(color, pair[0]), getattr(color, pair[1])) < 7] == []
    assert contrast(color.staleValue, color.staleTile) >= 4.5


def test_the_roles_are_those_of_the_design() -> None:
    design = json.loads(resource("tokens.json").read_text(encoding="utf-8"))
    for mode in ("light", "dark"):
        assert set(Colors.__struct_fields__) == set(design["color"][mode])
    assert set(WallColors.__struct_fields__) == set(design["color"]["wall"])
    assert tuple(design["row"][name] for name in ("compact", "normal", "roomy")) == ROW_HEIGHTS
    written = {name: part["size"] for name, part in design["type"].items()}
    assert {SIZES["clock"], SIZES["count"]} == {written["clockLarge"], written["badgeCount"]}
    assert all(written[name] == size for name, size in SIZES.items() if name in written)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_sheet_colours_no_item(mode: str) -> None:
    """`::item` colours would paint over the red of an overdue cell."""
    rules = sheet(colors(mode))
    assert "$" not in rules
    for name in ("QTableView::item", "QListView::item", "QTreeView::item"):
        assert name not in rules


def test_a_change_of_mode_repaints_at_once(light: Theme, qtbot: QtBot, keep: Keep) -> None:
    panel = Surface(light)
    qtbot.addWidget(panel)
    panel.resize(60, 40)
    panel.show()
    assert has(keep(panel, "surface-light"), colors("light").surface) == 2400
    with qtbot.waitSignal(light.changed):
        light.toggle()
    assert has(keep(panel, "surface-dark"), colors("dark").surface) == 2400
    assert (light.dark, light.choice) == (True, "dark")


def test_without_a_choice_the_system_decides(qapp: QApplication, faces: None) -> None:
    theme = Theme(qapp)
    assert (theme.choice, theme.dark) == ("system", False)
    theme.choose("dark")
    assert theme.color == colors("dark")
    theme.choose("system")
    assert theme.color == colors("light")
    theme.deleteLater()


def ink(font: str, front: str, ground: str) -> float:
    """How much a Chinese text covers, as a share of the contrast between letters and ground."""
    image = QImage(260, 30, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    painter.setPen(QColor(front))
    painter.setFont(getattr(fonts, font)(13))
    painter.drawText(4, 20, CHINESE[:16])
    painter.end()
    far, near = QColor(ground).value(), QColor(front).value()
    total = sum(abs(QColor(image.pixel(x, y)).value() - far) for x in range(image.width()) for y in range(image.height()))
    return total / abs(far - near)


def test_regular_text_stays_regular_on_a_dark_ground(faces: None) -> None:
    bright, dark, strong = ink("font", "#000000", "#ffffff"), ink("font", "#ffffff", "#000000"), ink("bold", "#000000", "#ffffff")
    assert dark < bright * 1.1
    assert strong > bright * 1.25


def test_digits_of_a_clock_do_not_dance(faces: None) -> None:
    metrics = QFontMetrics(fonts.tabular(13))
    assert metrics.horizontalAdvance("1111111111") == metrics.horizontalAdvance("0000000000")
    assert QFontInfo(fonts.tabular(13)).family() == "Inter"


def test_every_chinese_character_has_a_face(faces: None) -> None:
    for face in (fonts.font(13), fonts.bold(13), fonts.display(28)):
        layout = QTextLayout(CHINESE, face)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        used: list[QRawFont] = [run.rawFont() for run in layout.glyphRuns()]
        assert all(any(raw.supportsCharacter(ord(sign)) for raw in used) for sign in CHINESE)


def test_qt_itself_speaks_chinese(faces: None) -> None:
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_every_icon_draws_in_the_colour_asked_for(qapp: QApplication) -> None:
    names = json.loads(resource("icons.json").read_text(encoding="utf-8"))["icons"]
    red = QColor("#c02626")
    for name in names:
        image = icons.pixmap(name, 24, red).toImage()
        drawn = [image.pixelColor(x, y) for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() > 200]
        assert drawn, name
        assert all(abs(colour.red() - red.red()) < 12 for colour in drawn), name


def test_an_icon_is_drawn_once_for_each_size_and_density(qapp: QApplication) -> None:
    red = QColor("#c02626")
    assert icons.pixmap("bell", 16, red).cacheKey() == icons.pixmap("bell", 16, QColor("#C02626")).cacheKey()
    double = icons.pixmap("bell", 16, red, density=2.0)
    assert (double.width(), double.devicePixelRatio()) == (32, 2.0)
    with pytest.raises(KeyError):
        icons.pixmap("no-such-icon", 16, red)


def test_a_damaged_installation_says_what_is_missing() -> None:
    with pytest.raises(FileNotFoundError, match=r"安装不完整.*nothing\.json"):
        resource("nothing.json")


def test_an_installed_package_finds_its_own_files_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site" / "ordertower_desktop"
    for folder, words in ((package / "_resources", "installed"), (tmp_path / "site" / "resources", "checkout")):
        folder.mkdir(parents=True)
        (folder / "tokens.json").write_text(words, encoding="utf-8")
    monkeypatch.setattr(resources, "PACKAGE", package)
    assert resource("tokens.json").read_text(encoding="utf-8") == "installed"
    (package / "_resources" / "tokens.json").unlink()
    assert resource("tokens.json").read_text(encoding="utf-8") == "checkout"
