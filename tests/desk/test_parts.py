"""The parts: what they say when clicked, what they show, and that outside text stays text."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Button, Chip
from ordertower_desktop.views.parts.clock import clock
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.parts.minihead import Column, MiniHead, places
from ordertower_desktop.views.parts.popover import Popover
from ordertower_desktop.views.parts.state import Skeleton, StateView
from ordertower_desktop.views.parts.switch import Segmented, Switch
from ordertower_desktop.views.parts.tips import tip
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.gallery import CLOCKS, STATES, Sheet, bulk
from tests.desk.pictures import Keep, colours, has, pixels
from tests.desk.walk import lettered, markup, nameless

HOSTILE = ("<img src=x>", "a<b & c>d", "<b>粗</b>", "H&M 旗舰店", "&amp;", "张\u202e三\u202c李", "line\nbreak", "\x00\x07空")


def pressed(qtbot: QtBot, widget: QWidget, x: float, y: float) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(int(x), int(y)))


def canvas(theme: Theme, width: int = 200, height: int = 40) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(theme.color.surface)
    return image


def test_the_whole_sheet_is_named_plain_and_free_of_letter_shortcuts(theme: Theme, qtbot: QtBot, keep: Keep) -> None:
    sheet = Sheet(theme)
    qtbot.addWidget(sheet)
    sheet.resize(1440, 1240)
    sheet.show()
    bulk(theme, sheet)
    before = [getattr(theme.color, name).name() for name in theme.color.__struct_fields__]
    image = keep(sheet, f"parts-{'dark' if theme.dark else 'light'}")
    assert len(colours(image)) > 400
    assert (nameless(sheet), markup(sheet), lettered(sheet)) == ([], [], [])
    for role in ("redF", "amberF", "greenF", "purpleF", "accent", "sel"):
        assert has(image, getattr(theme.color, role)) > 50, role
    assert [getattr(theme.color, name).name() for name in theme.color.__struct_fields__] == before


@pytest.mark.parametrize("face", [face for _, face in CLOCKS])
def test_each_clock_state_has_its_own_picture(theme: Theme, face: tuple[str, str, str, float]) -> None:
    pictures = []
    for _, other in CLOCKS:
        image = canvas(theme)
        painter = QPainter(image)
        clock(painter, QRectF(0, 0, 120, 40), other, theme.color)
        painter.end()
        pictures.append(image)
    mine = pictures[[other for _, other in CLOCKS].index(face)]
    assert has(mine, theme.color.surface) < 200 * 40 - 100
    assert sum(mine == other for other in pictures) == 1


@pytest.mark.parametrize("shape", ["triangle", "diamond", "circle", "pause", "dash", "check"])
def test_shapes_differ_without_their_colour(light: Theme, shape: str) -> None:
    def drawn(name: str) -> QImage:
        image = canvas(light, 20, 20)
        painter = QPainter(image)
        paint.glyph(painter, QPointF(10, 10), name, QColor("black"))
        painter.end()
        return image

    others = {"triangle", "diamond", "circle", "pause", "dash", "check"} - {shape}
    assert all(drawn(shape) != drawn(other) for other in others)


def test_the_painters_leave_something_on_the_glass(theme: Theme) -> None:
    color, at = theme.color, QRectF(4, 0, 190, 40)
    draws = {
        "number": lambda p: paint.order_number(p, at, ("3061 8842", "7719"), color),
        "segments": lambda p: paint.segments(p, QPointF(4, 10), 2, color),
        "mark": lambda p: paint.platform_mark(p, at, "jd", color),
        "unknown mark": lambda p: paint.platform_mark(p, at, "", color),
        "avatar": lambda p: paint.avatar(p, at, "林晓", color),
        "nobody": lambda p: paint.avatar(p, at, "", color),
        "box": lambda p: paint.checkbox(p, at, "some", color),
        "bar": lambda p: paint.bar(p, QRectF(4, 10, 92, 3), 0.4, color.accent, color.track),
        "spark": lambda p: paint.spark(p, at, [1, 5, 3], color.accent, color.sel),
    }
    for name, draw in draws.items():
        image = canvas(theme)
        painter = QPainter(image)
        draw(painter)
        painter.end()
        assert has(image, color.surface) < 200 * 40 - 20, name


def test_a_long_number_keeps_its_tail(light: Theme) -> None:
    def right_edge(head: str, width: int) -> int:
        image = canvas(light)
        painter = QPainter(image)
        paint.order_number(painter, QRectF(0, 0, width, 40), (head, "3901"), light.color)
        painter.end()
        white = light.color.surface.rgb()
        return max(x for x in range(200) for y in range(40) if image.pixel(x, y) != white)

    assert right_edge("441 8296 0135 7782", 110) <= 112
    assert right_edge("441 8296 0135 7782", 110) > right_edge("", 110)


@pytest.mark.parametrize("words", ["热泵洗烘套装", "W" * 9, "\ufdfd", "⸻⸻", "M&M 豆 · 每日坚果礼盒 12 袋"])
def test_no_text_leaves_its_cell(light: Theme, words: str) -> None:
    image = canvas(light)
    painter = QPainter(image)
    painter.setFont(fonts.tabular(13))
    paint.text(painter, QRectF(0, 0, 13 * len(words) if len(words) < 3 else 80, 40), words, QColor("black"))
    painter.end()
    limit = (13 * len(words) if len(words) < 3 else 80) + 1
    assert (pixels(image)[:, limit:] == light.color.surface.rgb()).all()


def test_chinese_and_digits_share_one_base_line(light: Theme) -> None:
    def bottom(words: str) -> int:
        image = canvas(light)
        painter = QPainter(image)
        paint.text(painter, QRectF(0, 0, 200, 40), words, QColor("black"))
        painter.end()
        return max(y for y in range(40) for x in range(200) if QColor(image.pixel(x, y)).lightness() < 120)

    assert bottom("12") == bottom("E")
    assert 0 <= bottom("单") - bottom("12") <= 2


@pytest.mark.parametrize("words", HOSTILE)
def test_outside_text_stays_text(light: Theme, qtbot: QtBot, words: str) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    label, short, badge, chip = PlainLabel(light, words), Elided(light, words), Badge(light, words, "red"), Chip(light, words)
    for widget in (label, short, badge, chip):
        widget.setParent(host)
        assert not widget.grab().isNull()
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == chip.text() == paint.plain(words)
    assert "\u202e" not in label.text()
    assert chip.shortcut().isEmpty()
    assert "<img" not in tip(words)
    assert "<b>" not in tip(words)


def test_a_text_that_does_not_fit_is_its_own_tooltip(light: Theme, qtbot: QtBot) -> None:
    short = Elided(light, "ERP 接口自 09:42 起拒绝访问")
    qtbot.addWidget(short)
    short.resize(60, 20)
    short.show()
    assert short.toolTip() == short.text()
    short.resize(400, 20)
    assert short.toolTip() == ""


def test_a_button_says_its_key_and_a_disabled_one_nothing(light: Theme, qtbot: QtBot) -> None:
    button = Button(light, "接手", kind="primary", key="A")
    qtbot.addWidget(button)
    assert button.accessibleDescription() == "快捷键 A"
    with qtbot.waitSignal(button.clicked):
        pressed(qtbot, button, 10, 10)
    button.setEnabled(False)
    with qtbot.assertNotEmitted(button.clicked):
        pressed(qtbot, button, 10, 10)
    button.setText("重新拉取")
    assert button.accessibleName() == "重新拉取"
    assert button.sizeHint().width() > Button(light, "接手").sizeHint().width()


def test_one_of_several_is_chosen_by_click_and_by_call(light: Theme, qtbot: QtBot) -> None:
    choice = Segmented(light, (("system", "跟随系统"), ("light", "浅色"), ("dark", "深色")), "light")
    qtbot.addWidget(choice)
    choice.show()
    assert choice.current == "light"
    with qtbot.waitSignal(choice.chosen, check_params_cb=lambda key: key == "dark"):
        choice.findChildren(QAbstractButton)[2].click()
    choice.choose("system")
    assert choice.current == "system"


def test_a_switch_looks_different_when_it_is_on(theme: Theme, qtbot: QtBot) -> None:
    switch = Switch(theme, "排名")
    qtbot.addWidget(switch)
    off = switch.grab().toImage()
    pressed(qtbot, switch, 18, 12)
    assert switch.isChecked()
    assert switch.grab().toImage() != off


@pytest.mark.parametrize(("kind", "line", "detail", "link"), STATES)
def test_every_state_says_what_and_offers_one_way_on(light: Theme, qtbot: QtBot, kind: str, line: str, detail: str, link: str) -> None:
    state = StateView(light)
    qtbot.addWidget(state)
    state.resize(460, 220)
    state.show_state(kind, line, detail, link=link)
    state.show()
    assert (state.accessibleName(), state.accessibleDescription()) == (line, detail)
    with qtbot.waitSignal(state.asked):
        state._link.click()
    assert nameless(state) == []


def test_a_skeleton_waits_before_it_shows(light: Theme, qtbot: QtBot) -> None:
    bones = Skeleton(light)
    qtbot.addWidget(bones)
    bones.resize(900, 200)
    bones.show()
    assert has(bones.grab().toImage(), light.color.track) == 0
    qtbot.waitUntil(lambda: has(bones.grab().toImage(), light.color.track) > 500, timeout=2000)


def test_a_popover_hangs_below_its_anchor_and_escape_closes_it(light: Theme, qtbot: QtBot, keep: Keep) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(600, 400)
    host.show()
    anchor = Button(light, "为何是这个时限")
    anchor.setParent(host)
    anchor.move(200, 40)
    anchor.show()
    popover = Popover(light, host, width=300)
    popover.body.addWidget(PlainLabel(light, "付款 09:42 + 1 时"))
    popover.show_at(anchor)
    assert popover.y() >= anchor.mapToGlobal(QPoint(0, anchor.height())).y() - 1
    assert has(keep(popover, "popover"), light.color.raised) > 2000
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()


def test_a_small_heading_shares_the_room_and_leaves_figures_right(light: Theme, qtbot: QtBot) -> None:
    columns = (Column("尾号", 50), Column("原因", 0), Column("元/时", 70, "right"))
    found = places(columns, 400)
    assert [place.left() for place in found] == [16, 66, 314]
    assert sum(place.width() for place in found) == 400 - 32
    head = MiniHead(light, columns)
    qtbot.addWidget(head)
    head.resize(400, 28)
    assert has(head.grab().toImage(), light.color.border) >= 800
