"""看一单明文 at the desk: asked with a reason, a minute on the glass, and then nowhere; refused in words where nobody can be asked."""

import gc
from argparse import Namespace
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain.reveal import REASONS
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import Bridge, furnish, opened
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.reveal.sheet import RevealSheet, clear_clipboard
from ordertower_desktop.wire.reveals import Revealed, RevealTerms
from tests.desk.demo_page import NOW, page, row

Keep = Callable[[QWidget, str], object]
ORDER = row().order
NAME, PHONE, ADDRESS = "金丝雀", "13800001111", "浙江省杭州市余杭区仓前街道金丝雀小区 9 幢 2 单元 1801 室，放丰巢柜"
TOLD = Revealed(ORDER, NAME, PHONE, ADDRESS, "天猫旗舰店", 60, 17, 20)


class Hub(QObject):
    """Answers as the bridge would."""

    answered = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, list[Any]]] = []
        self.why_not, self.told = "", TOLD
        self.trouble: Exception | None = None

    def ask(self, about: str, what: str, values: list[Any]) -> None:
        if about != "reveal":
            return
        self.asked.append((what, values))
        terms = RevealTerms(ORDER, self.why_not, "天猫旗舰店", 18, 20, dict(REASONS))
        self.answered.emit(what, terms if what == "reveal_terms" else self.trouble or self.told)


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> tuple[Glass, Annex, Hub]:
    glass, _ = opened(qapp, "light", now=NOW)
    furnish(glass)
    qtbot.addWidget(glass.shell)
    annex, hub = Annex(glass, Bridge()), Hub()
    annex.question.connect(hub.ask)
    hub.answered.connect(annex.revealing.answered)
    annex.revealing.show_state(Namespace(link="online", role="agent"))
    glass.shell.resize(1440, 900)
    glass.shell.show()
    glass.orders.seek(ORDER)
    glass.orders.arrived(page())
    glass.shell.activateWindow()
    glass.orders.view.setFocus()
    qtbot.waitUntil(glass.orders.view.hasFocus)
    return glass, annex, hub


def toasts(glass: Glass) -> str:
    return "\n".join(label.text() for label in glass.shell.findChildren(PlainLabel) if label.isVisibleTo(glass.shell))


def looked(qtbot: QtBot, desk: tuple[Glass, Annex, Hub]) -> RevealSheet:
    """As somebody does it: the key, the reason, the button."""
    glass, annex, _ = desk
    qtbot.keyClick(glass.orders.view, Qt.Key.Key_Y)
    asking = annex.revealing.asking
    assert asking is not None
    asking.findChildren(QComboBox)[0].setCurrentIndex(1)
    asking.findChildren(QLineEdit)[0].setText("客户说搬家了")
    asking.accept()
    sheet = annex.revealing.sheet
    assert sheet is not None
    return sheet


def written(sheet: RevealSheet) -> str:
    return "\n".join(one.text() for one in (*sheet.findChildren(PlainLabel), *sheet.lines.values()))


def plain_ones() -> list[Revealed]:
    """Every receiver in plain that anything holds, but for the one that these tests tell of."""
    return [kept for kept in gc.get_objects() if isinstance(kept, Revealed) and kept is not TOLD and kept.phone]


def test_a_key_a_reason_and_the_receiver_stands_on_the_glass_for_a_minute(qtbot: QtBot, desk: tuple[Glass, Annex, Hub]) -> None:
    """S105."""
    glass, annex, hub = desk
    others = {id(one) for one in plain_ones()}
    sheet = looked(qtbot, desk)
    assert hub.asked == [("reveal_terms", [ORDER]), ("reveal", [ORDER, "address", "客户说搬家了"])]
    assert all(value in written(sheet) for value in (NAME, PHONE, ADDRESS, "天猫旗舰店", "今天还能看 17 次，共 20 次"))
    for seconds, left in ((1, 59), (30, 30), (59, 1)):
        annex.revealing.tick(NOW + timedelta(seconds=seconds))
        assert sheet.ring.left == left
    annex.revealing.tick(NOW + timedelta(seconds=60))
    assert not sheet.isVisible()
    assert not any(value in written(sheet) for value in (NAME, PHONE, ADDRESS))
    assert [kept for kept in plain_ones() if id(kept) not in others] == []
    qtbot.waitUntil(lambda: annex.revealing.sheet is None)
    del glass


def test_a_clock_that_is_set_back_does_not_make_the_minute_longer(qtbot: QtBot, desk: tuple[Glass, Annex, Hub]) -> None:
    sheet = looked(qtbot, desk)
    desk[1].revealing.tick(NOW - timedelta(seconds=1))
    assert not sheet.isVisible()


@pytest.mark.parametrize("how", ["escape", "another_hub"])
def test_it_is_wiped_with_the_window_that_showed_it(qtbot: QtBot, desk: tuple[Glass, Annex, Hub], how: str) -> None:
    sheet = looked(qtbot, desk)
    if how == "escape":
        sheet.activateWindow()
        qtbot.waitUntil(sheet.isActiveWindow)
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    else:
        desk[1].revealing.forget()
    assert not any(value in written(sheet) for value in (NAME, PHONE, ADDRESS))


def test_it_is_copied_only_when_asked_and_goes_from_the_clipboard_again(qtbot: QtBot, desk: tuple[Glass, Annex, Hub]) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("别的")
    sheet = looked(qtbot, desk)
    assert clipboard.text() == "别的"
    next(one for one in sheet.findChildren(Link) if one.accessibleName() == "复制手机号").click()
    assert clipboard.text() == PHONE
    assert bytes(clipboard.mimeData().data("x-kde-passwordManagerHint").data()) == b"secret"
    clear_clipboard(PHONE)
    assert clipboard.text() == ""
    clipboard.setText("后来复制的")
    clear_clipboard(PHONE)
    assert clipboard.text() == "后来复制的"


def test_offline_and_without_the_right_it_is_refused_in_words_and_nobody_is_asked(qtbot: QtBot, desk: tuple[Glass, Annex, Hub]) -> None:
    glass, annex, hub = desk
    annex.revealing.show_state(Namespace(link="offline", role="agent"))
    qtbot.keyClick(glass.orders.view, Qt.Key.Key_Y)
    assert hub.asked == []
    assert "中枢连不上，看不了明文" in toasts(glass)
    annex.revealing.show_state(Namespace(link="online", role="agent"))
    hub.why_not = "财务岗位没有“看明文”这一项，请找主管在“成员与岗位”里开通"
    qtbot.keyClick(glass.orders.view, Qt.Key.Key_Y)
    assert hub.why_not in toasts(glass)
    assert [what for what, _ in hub.asked] == ["reveal_terms"]


def test_an_answer_for_an_order_that_nobody_looks_at_any_more_is_not_shown(qtbot: QtBot, desk: tuple[Glass, Annex, Hub]) -> None:
    _, annex, hub = desk
    annex.revealing.answered("reveal", Revealed("another", NAME, PHONE, ADDRESS, "天猫", 60, 1, 20))
    assert annex.revealing.sheet is None
    hub.trouble = RuntimeError("天猫旗舰店 今天的解密额度用完了，明天再看")
    with pytest.raises(AssertionError):
        looked(qtbot, desk)
    assert "今天的解密额度用完了" in toasts(desk[0])


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_pictures_of_it(qtbot: QtBot, qapp: QApplication, keep: Keep, mode: str) -> None:
    glass, _ = opened(qapp, mode, now=NOW)
    qtbot.addWidget(glass.shell)
    sheet = RevealSheet(glass.theme, glass.shell, TOLD, now=NOW)
    qtbot.addWidget(sheet)
    sheet.show()
    sheet.tick(NOW + timedelta(seconds=18))
    keep(sheet, f"reveal-{mode}")
