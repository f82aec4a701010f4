"""Nothing but the window is ever a window while the desk is made: on Windows each one would flash, and cost a start."""

from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.start import furnish, opened


class Windows(QObject):
    """Takes down every widget that is shown without a parent."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.seen: list[str] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_no_part_of_the_desk_is_shown_before_it_has_a_parent(qapp: QApplication) -> None:
    windows = Windows(qapp)
    try:
        glass, bridge = opened(qapp, "light", now=datetime(2026, 11, 12, tzinfo=UTC))
        furnish(glass)
        annex = Annex(glass, bridge)
    finally:
        qapp.removeEventFilter(windows)
    annex.stop()

    assert windows.seen == []
