"""Where a page will stand that nobody has looked at yet: what is not looked at is not made."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.views.parts.handing import Handing


class Place(QWidget):
    """Empty until it is looked at (`shown`)."""

    shown = Signal()

    def hold(self, page: QWidget, focus: QWidget | None = None) -> None:
        """The page, from edge to edge; keys go to `focus`, or to the page."""
        box = self.layout() or QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page)
        Handing(self, focus or page)

    def showEvent(self, event: QShowEvent) -> None:
        self.shown.emit()
        super().showEvent(event)
