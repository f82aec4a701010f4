"""A gate for every new Qt: calls and signals must not eat references to None and True, as PySide6 6.12.0 does on Python 3.11."""

import sys

from PySide6.QtCore import QObject, Signal

CALLS = 3000


class Bell(QObject):
    rung = Signal(bool)


def test_this_qt_gives_back_the_references_it_takes() -> None:
    bell = Bell()
    bell.rung.connect(lambda _on: None)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for i in range(CALLS):
        bell.setObjectName("a" if i % 2 else "b")
        bell.rung.emit(True)
    after = sys.getrefcount(None), sys.getrefcount(True)
    drift = [now - then for now, then in zip(after, before, strict=True)]
    assert all(abs(step) < CALLS // 10 for step in drift), f"{drift} references after {CALLS} calls"
