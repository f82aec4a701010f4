"""Toasts: at most three, an undo that counts down honestly, and a pointer that keeps them."""

from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.parts.toast import SECONDS, Toast, Toasts
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.pictures import Keep, has


def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    return made


def pass_seconds(toast: Toast, count: int) -> None:
    """The clock in the hand: what the timer would do."""
    for _ in range(count):
        toast._second()


def enter(toast: Toast) -> None:
    QApplication.sendEvent(toast, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))


def leave(toast: Toast) -> None:
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))


def test_the_fourth_pushes_the_first_out(light: Theme, qtbot: QtBot) -> None:
    toasts = Toasts(light, host(qtbot))
    for words in ("一", "二", "三", "四"):
        toasts.show("ok", words)
    assert toasts.texts() == ["二", "三", "四"]


def test_they_stand_in_the_middle_of_the_page_newest_lowest(light: Theme, qtbot: QtBot) -> None:
    window = host(qtbot)
    toasts = Toasts(light, window, bottom=100, left=64)
    first, second = toasts.show("ok", "已接手 3 单"), toasts.show("warning", "2 单已被林晓接手")
    assert first.geometry().bottom() < second.geometry().top()
    assert second.geometry().bottom() <= 600
    assert abs(second.geometry().center().x() - (64 + (1200 - 64) // 2)) <= 1


def test_a_message_goes_by_itself_unless_the_pointer_is_on_it(light: Theme, qtbot: QtBot) -> None:
    toasts = Toasts(light, host(qtbot))
    toast = toasts.show("ok", "已备注")
    enter(toast)
    pass_seconds(toast, SECONDS * 3)
    assert toasts.texts() == ["已备注"]
    leave(toast)
    with qtbot.waitSignal(toast.gone):
        pass_seconds(toast, SECONDS)
    assert toasts.texts() == []


def test_an_undo_counts_down_even_under_the_pointer_and_then_is_gone(light: Theme, qtbot: QtBot) -> None:
    toasts = Toasts(light, host(qtbot))
    toast = toasts.show("ok", "已接手 3 单", undo=60)
    enter(toast)
    pass_seconds(toast, 2)
    assert toast.seconds_left() == 58
    assert toast._seconds.text() == "58 秒"
    pass_seconds(toast, 58)
    assert toasts.texts() == ["已接手 3 单"]
    assert not toast._link.isVisible()
    leave(toast)
    pass_seconds(toast, 1)
    assert toasts.texts() == []


def test_undo_and_a_way_on_are_different_signals(light: Theme, qtbot: QtBot) -> None:
    toasts = Toasts(light, host(qtbot))
    undoable, warning = toasts.show("ok", "已接手", undo=60), toasts.show("warning", "2 单已被接手", link="查看")
    with qtbot.waitSignal(undoable.undone), qtbot.assertNotEmitted(undoable.followed):
        undoable._link.click()
    with qtbot.waitSignal(warning.followed), qtbot.assertNotEmitted(warning.undone):
        warning._link.click()
    assert toasts.texts() == []


def test_a_toast_takes_no_focus(light: Theme, qtbot: QtBot) -> None:
    window = host(qtbot)
    field = QLineEdit(window)
    field.show()
    field.setFocus()
    Toasts(light, window).show("error", "回传失败：平台限流")
    assert window.focusWidget() is field


def test_an_error_has_a_red_edge(theme: Theme, qtbot: QtBot, keep: Keep) -> None:
    toasts = Toasts(theme, host(qtbot))
    mode = "dark" if theme.dark else "light"
    assert has(keep(toasts.show("error", "回传失败", link="详情"), f"toast-error-{mode}"), theme.color.redB) > 100
    assert has(keep(toasts.show("ok", "已接手", undo=60), f"toast-ok-{mode}"), theme.color.redB) == 0
