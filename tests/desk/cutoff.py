"""Finds buttons whose words are cut or that nobody can bring into sight: python -m tests.desk.cutoff WIDTH HEIGHT PAGE …"""

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QWidget

from tests.desk.opening import opened

PATIENCE = 20


def cut(window: QWidget) -> list[str]:
    """Buttons that are narrower than their words, or reach out of what holds them."""
    found = [one for one in window.findChildren(QAbstractButton) if one.isVisible() and one.window() is window]
    return [f"{type(one).__name__} {one.text() or one.accessibleName()!r}: {why}" for one in found for why in _why(one)]


def _why(button: QAbstractButton) -> Iterator[str]:
    wanted = button.sizeHint().width()
    if button.text() and button.width() < wanted:
        yield f"{button.width()} of {wanted} px"
    place, one = QRect(QPoint(0, 0), button.size()), button.parentWidget()
    place.translate(button.pos())
    while not isinstance(one.parentWidget(), QAbstractScrollArea):  # there it can be scrolled to
        if not one.rect().contains(place):
            yield f"{place.getRect()} out of {type(one).__name__} {one.size().toTuple()}"
        if one.isWindow() or not one.rect().contains(place):
            return
        place.translate(one.pos())
        one = one.parentWidget()


def at(window: QWidget, width: int, height: int) -> list[str]:
    """The same in a window of this size."""
    window.resize(width, height)
    for _ in range(PATIENCE):  # lines that wrap find their height in a few rounds
        QTest.qWait(30)
        if not cut(window):
            break
    small = [f"the window wants {window.width()} x {window.height()}"] if (window.width(), window.height()) != (width, height) else []
    return small + cut(window)


def main() -> None:
    """In a process of its own, because Qt asks for its scale once."""
    width, height, *pages = sys.argv[1:]
    app = QApplication([sys.argv[0], "-style", "fusion"])
    for page in pages:
        with opened(app, pytest.MonkeyPatch(), page) as window:
            for line in [f"{page}: {told}" for told in at(window, int(width), int(height))]:
                sys.stdout.write(f"{line}\n")
            sys.stdout.write(f"{page} looked at, {window.devicePixelRatioF():g}\n")


if __name__ == "__main__":
    main()
