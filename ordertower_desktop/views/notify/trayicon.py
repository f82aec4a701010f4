"""Toasts by the tray icon, where the system has nothing better: no buttons, a click opens."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from ordertower_desktop.views.notify.popup import Popup
from ordertower_desktop.views.parts.paint import plain

SHOWN_MS = 10_000


class TrayNotifier(QObject):
    """Only the newest can be clicked: the system says that there was a click, not on what."""

    invoked = Signal(str, str)
    gone = Signal(str)
    turned = Signal()
    name = "托盘气泡"

    def __init__(self, tray: QSystemTrayIcon) -> None:
        super().__init__(tray)
        self._tray, self._last = tray, ""
        tray.messageClicked.connect(self._clicked)

    @property
    def works(self) -> bool:
        """`supportsMessages` says yes even where there is no tray to hang them on."""
        return bool(self._tray.isSystemTrayAvailable() and self._tray.isVisible() and self._tray.supportsMessages())

    def start(self) -> None:
        self.turned.emit()

    def show(self, popup: Popup) -> None:
        self._last = popup.id
        if popup.quiet:
            return  # it cannot change what is up; a second bubble would be a second interruption
        sign = QSystemTrayIcon.MessageIcon.Critical if popup.severity == "critical" else QSystemTrayIcon.MessageIcon.Information
        self._tray.showMessage(plain(popup.title), plain(popup.body), sign, SHOWN_MS)

    def withdraw(self, popup_id: str) -> None:
        if popup_id == self._last:
            self._last = ""

    def close(self) -> None:
        """The icon belongs to somebody else."""

    def _clicked(self) -> None:
        if self._last:
            self.invoked.emit(self._last, "open")
