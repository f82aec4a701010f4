"""Toasts on Linux: the desktop's own notification daemon over the session bus, found again when it or the bus has died."""

import html
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ordertower_desktop.views.notify.bus import Answer, Bus, Wire, session
from ordertower_desktop.views.notify.popup import Popup
from ordertower_desktop.views.parts.paint import plain

URGENCY = {"info": 0, "warning": 1, "critical": 2}
AGAIN_MS, SILENT_MS = 5_000, 3_000
CLOSED_BY_PERSON = 2
APP, ICON, DESKTOP = "订单控制塔", "ordertower", "ordertower"


class LinuxNotifier(QObject):
    """Nothing here waits: the daemon answers through the event loop, and what was asked before it did is shown then."""

    invoked = Signal(str, str)
    gone = Signal(str)
    turned = Signal()
    name = "系统通知"

    def __init__(self, connect: Callable[[], Wire] = session, parent: QObject | None = None, *, again_ms: int = AGAIN_MS) -> None:
        super().__init__(parent)
        self._connect = connect
        self._bus: Bus | None = None
        self._told = False
        self._abilities: frozenset[str] | None = None
        self._shown: dict[str, Popup] = {}
        self._numbers: dict[str, int] = {}
        self._asked: set[str] = set()
        self._again = QTimer(self, interval=again_ms, singleShot=True)
        self._again.timeout.connect(self.start)
        self._silent = QTimer(self, interval=SILENT_MS, singleShot=True)
        self._silent.timeout.connect(self._fail)

    @property
    def works(self) -> bool:
        return self._abilities is not None

    def start(self) -> None:
        """Connect and ask what the daemon can do; tried again by itself while there is none."""
        if self._bus is None:
            try:
                self._bus = Bus(self._connect(), self)
            except (OSError, KeyError, RuntimeError, ValueError):
                self._fail()
                return
            self._bus.heard.connect(self._heard)
            self._bus.lost.connect(self._dropped)
            self._bus.listen()
        self._silent.start()
        self._ask("GetCapabilities", "", (), self._can)

    def show(self, popup: Popup) -> None:
        self._shown[popup.id] = popup
        if self.works:
            self._send(popup)

    def withdraw(self, popup_id: str) -> None:
        self._shown.pop(popup_id, None)
        number = self._numbers.pop(popup_id, 0)
        if number:
            self._ask("CloseNotification", "u", (number,))

    def close(self) -> None:
        """Take everything down and let go."""
        for popup_id in tuple(self._shown):
            self.withdraw(popup_id)
        self._again.stop()
        self._silent.stop()
        if self._bus is not None:
            self._bus.close()
            self._bus = None

    def _send(self, popup: Popup) -> None:
        if popup.id in self._asked:
            return  # its number is on the way; what it says by then is sent after it
        acts = [word for act in popup.acts for word in act] if "actions" in self._able else []
        hints = {
            "urgency": ("y", URGENCY.get(popup.severity, 1)),
            "category": ("s", "im.received"),
            "desktop-entry": ("s", DESKTOP),
            "suppress-sound": ("b", not popup.sound),
            "transient": ("b", False),
        }
        body = html.escape(plain(popup.body)) if "body-markup" in self._able else plain(popup.body)
        self._asked.add(popup.id)
        number = self._numbers.get(popup.id, 0)
        lasting = 0 if popup.severity == "critical" else -1
        self._ask(
            "Notify", "susssasa{sv}i", (APP, number, ICON, plain(popup.title), body, acts, hints, lasting),
            lambda answer: self._numbered(popup, answer),
        )  # fmt: skip

    @property
    def _able(self) -> frozenset[str]:
        return self._abilities or frozenset()

    def _numbered(self, popup: Popup, answer: tuple[Any, ...] | None) -> None:
        self._asked.discard(popup.id)
        if answer is None:
            self._fail()
            return
        self._numbers[popup.id] = int(answer[0])
        wanted = self._shown.get(popup.id)
        if wanted is None:
            self.withdraw(popup.id)
        elif wanted != popup:
            self._send(wanted)

    def _can(self, answer: tuple[Any, ...] | None) -> None:
        if answer is None:
            self._fail()
            return
        self._silent.stop()
        self._again.stop()
        was, self._abilities = self.works, frozenset(map(str, answer[0]))
        if not was:
            self.turned.emit()
            for popup in tuple(self._shown.values()):
                self._send(popup)

    def _heard(self, member: str, body: tuple[Any, ...]) -> None:
        if member == "NameOwnerChanged":
            self._owner(str(body[2]))
            return
        popup_id = next((key for key, number in self._numbers.items() if number == body[0]), None)
        if popup_id is None:
            return
        if member == "ActionInvoked":
            self.invoked.emit(popup_id, str(body[1]))
        elif member == "NotificationClosed":
            self._numbers.pop(popup_id, None)
            if body[1] == CLOSED_BY_PERSON:
                self._shown.pop(popup_id, None)
                self.gone.emit(popup_id)

    def _owner(self, owner: str) -> None:
        """The daemon left, or another one came: its numbers mean nothing any more."""
        self._numbers.clear()
        self._asked.clear()
        if owner:
            self._abilities = None
            self.start()
        else:
            self._fail()

    def _dropped(self) -> None:
        self._bus = None
        self._numbers.clear()
        self._asked.clear()
        self._fail()

    def _fail(self) -> None:
        was, self._abilities = self.works, None
        self._silent.stop()
        self._again.start()
        if was or not self._told:
            self._told = True
            self.turned.emit()

    def _ask(self, method: str, signature: str, body: tuple[Any, ...], then: Answer | None = None) -> None:
        if self._bus is not None:
            self._bus.call(method, signature, body, then)
