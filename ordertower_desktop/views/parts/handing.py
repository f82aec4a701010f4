"""A page hands the keys on to the part of it that wants them first."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


class Handing(QObject):
    """No focus proxy: with one, Tab jumps to it over everything that stands before it on the page."""

    def __init__(self, page: QWidget, to: QWidget) -> None:
        super().__init__(page)
        self._to = to
        page.installEventFilter(self)

    def eventFilter(self, _page: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusIn:
            self._to.setFocus(event.reason())
        return False
