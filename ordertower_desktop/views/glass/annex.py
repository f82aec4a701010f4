"""What stands around the pool, joined to the glass: toasts, the tray, and the pages of the first hour."""

from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.leaving import Leaving
from ordertower_desktop.views.glass.ringing import Ringing
from ordertower_desktop.views.glass.start import Bridge
from ordertower_desktop.views.notify.popup import Notifier
from ordertower_desktop.views.notify.toaster import Toaster
from ordertower_desktop.views.notify.trayicon import TrayNotifier
from ordertower_desktop.views.shell.tray import Tray


class Annex(QObject):
    """Signals go to the composer; what comes from the desk's thread comes through the bridge."""

    question = Signal(str, str, list)
    """(page, what, with what): the answer comes back as `answered(page, what, answer)`."""

    def __init__(self, glass: Glass, bridge: Bridge) -> None:
        super().__init__(glass)
        self.glass = glass
        tray = Tray(self)
        self.leaving = Leaving(glass, tray)
        self.ringing = Ringing(glass, Toaster([*_native(), TrayNotifier(tray.icon)], self), self.leaving)
        queued = Qt.ConnectionType.QueuedConnection
        bridge.decided.connect(self.ringing.decided, queued)
        bridge.state.connect(self._state, queued)

    def start(self) -> None:
        """After the first paint: find out which channel of the system works."""
        self.ringing.toaster.start()

    def stop(self) -> None:
        """Take down every toast and the tray's sign."""
        self.ringing.toaster.close()
        self.leaving.tray.hide()

    def tick(self) -> None:
        self.leaving.tick()

    def _state(self, state: Any) -> None:
        self.leaving.show_waiting(state.waiting)


def _native() -> list[Notifier]:
    """The system's own channel, where we speak it: on Linux the session bus."""
    try:
        from ordertower_desktop.views.notify.linux import LinuxNotifier
    except ImportError:
        return []
    return [LinuxNotifier()]
