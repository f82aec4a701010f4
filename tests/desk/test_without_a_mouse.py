"""Every page and sheet for those who use no mouse or no screen: everything has a name, and Tab comes by everything."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QDateTimeEdit, QPushButton, QWidget

from tests.desk.opening import PAGES, opened
from tests.desk.walk import inner

MOST_STOPS, PARTS = 300, 6
TAB = Qt.FocusPolicy.TabFocus


def stops(root: QWidget) -> list[QWidget]:
    """What Tab should come by: visible, usable, and no mere door to another."""
    everything = [root, *root.findChildren(QWidget)]
    return [
        one
        for one in everything
        if one.window() is root.window() and one.isVisible() and one.isEnabled() and one.focusPolicy() & TAB and one.focusProxy() is None
    ]


def spoken(widget: QWidget) -> str:
    """What a screen reader says of it."""
    return widget.accessibleName() or (widget.text() if isinstance(widget, QPushButton | QCheckBox) else "")


def is_said(words: str) -> bool:
    """Words for people: neither nothing nor a word of the code."""
    return bool(words.strip()) and not re.fullmatch("[a-z_]{2,}", words)


def described(widget: QWidget) -> str:
    return f"{type(widget).__name__} {spoken(widget)!r} in {type(widget.parentWidget()).__name__}"


def silent(root: QWidget) -> list[str]:
    """What can be reached or pressed and has no name."""
    pressed = [one for one in root.findChildren(QAbstractButton) if one.isVisible()]
    return [described(one) for one in dict.fromkeys([*stops(root), *pressed]) if not is_said(spoken(one)) and not inner(one)]


def walked(app: QApplication) -> set[QWidget]:
    """Everything that has the focus once while Tab is pressed, until it comes round."""
    seen: dict[QWidget, None] = {}
    while (one := app.focusWidget()) is not None and one not in seen and len(seen) < MOST_STOPS:
        seen[one] = None
        QTest.keyClick(one, Qt.Key.Key_Tab)
        for _ in range(PARTS if isinstance(one, QDateTimeEdit) and app.focusWidget() is one else 0):  # year, month, day, hour, minute
            if app.focusWidget() is one:
                QTest.keyClick(one, Qt.Key.Key_Tab)
    return set(seen)


def alone(widget: QWidget) -> bool:
    """One of several of which one is chosen: Tab stops at one, the arrows go to the others."""
    return isinstance(widget, QAbstractButton) and (widget.autoExclusive() or (widget.group() is not None and widget.group().exclusive()))


def front(app: QApplication, window: QWidget) -> QWidget:
    """The dialog or the sheet that lies over the page, else the page with its frame."""
    dialog = app.activeModalWidget() or window
    veil = next((one for one in dialog.findChildren(QWidget) if type(one).__name__ == "Veil" and one.isVisible()), None)
    return veil or dialog


@pytest.mark.parametrize("name", list(PAGES))
def test_everything_has_a_name_and_tab_comes_by_it(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with opened(qapp, monkeypatch, name) as window:
        root = front(qapp, window)
        assert silent(root) == []
        if qapp.activeModalWidget() is None:
            window.activateWindow()
            QTest.qWait(10)
        assert qapp.focusWidget() is not None, "the page takes the keys when it is opened"
        reached = walked(qapp)
        assert [described(one) for one in stops(root) if one not in reached and not alone(one)] == []
        assert [described(one) for one in reached if one is not root and not root.isAncestorOf(one)] == []


def test_what_is_no_stop_of_its_own_is_done_from_the_line_that_it_stands_in(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """修改, 邀请码, 停用 of a member, 恢复 of a version: the line takes the keys, so that Tab need not pass three words a line."""
    for name in ("members", "chain", "rules"):
        with opened(qapp, monkeypatch, name) as window:
            bare = [
                one for one in window.findChildren(QAbstractButton) if one.isVisible() and not one.focusPolicy() & TAB and not alone(one)
            ]
            for one in bare:
                line = one.parentWidget()
                while line is not None and not (line.focusPolicy() & TAB and type(line).__name__.endswith("Line")):
                    line = line.parentWidget()
                assert line is not None or inner(one), described(one)
