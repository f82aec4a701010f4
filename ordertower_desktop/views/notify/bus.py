"""The session bus as the toasts need it: calls that do not wait, answers and signals when they come."""

from collections.abc import Callable
from typing import Any, Protocol

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, message_bus, new_method_call
from PySide6.QtCore import QObject, QSocketNotifier, Signal

NAME = "org.freedesktop.Notifications"
DAEMON = DBusAddress("/org/freedesktop/Notifications", bus_name=NAME, interface=NAME)
MOST_AT_ONCE = 100
Answer = Callable[[tuple[Any, ...] | None], None]


class Wire(Protocol):
    """A connection to a bus: jeepney's, or a test's."""

    @property
    def sock(self) -> Any: ...
    @property
    def outgoing_serial(self) -> Any: ...
    def send(self, message: Message, serial: int | None = None) -> None: ...
    def receive(self, *, timeout: float | None = None) -> Message: ...
    def close(self) -> None: ...


def session() -> Wire:
    """The real one. Raises OSError, KeyError or RuntimeError where there is none."""
    from jeepney.io.blocking import open_dbus_connection

    wire: Wire = open_dbus_connection("SESSION")
    return wire


class Bus(QObject):
    """`heard(member, body)` carries the daemon's signals and NameOwnerChanged; `lost` says that the connection is gone."""

    heard = Signal(str, object)
    lost = Signal()

    def __init__(self, wire: Wire, parent: QObject) -> None:
        super().__init__(parent)
        self._wire = wire
        self._answers: dict[int, Answer] = {}
        self._ready = QSocketNotifier(wire.sock.fileno(), QSocketNotifier.Type.Read, self)
        self._ready.activated.connect(self._read)
        self._open = True

    def listen(self) -> None:
        """Ask the bus for the daemon's signals, and to be told when the daemon comes or goes."""
        for member in ("ActionInvoked", "NotificationClosed"):
            self._post(message_bus.AddMatch(MatchRule(type="signal", interface=NAME, member=member)))
        owner = MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged")
        owner.add_arg_condition(0, NAME)
        self._post(message_bus.AddMatch(owner))

    def call(self, method: str, signature: str, body: tuple[Any, ...], then: Answer | None = None) -> None:
        """`then` gets the answer's values, or None where the daemon says no."""
        self._post(new_method_call(DAEMON, method, signature or None, body), then)

    def close(self) -> None:
        if self._open:
            self._open = False
            self._ready.setEnabled(False)
            self._wire.close()

    def _post(self, message: Message, then: Answer | None = None) -> None:
        if not self._open:
            return
        serial = next(self._wire.outgoing_serial)
        if then is not None:
            self._answers[serial] = then
        try:
            self._wire.send(message, serial=serial)
        except OSError:
            self._break()

    def _read(self) -> None:
        """Everything that has come; a daemon that talks without end gets its next turn later."""
        for _ in range(MOST_AT_ONCE):
            if not self._open:
                return
            try:
                message = self._wire.receive(timeout=0)
            except TimeoutError:
                return
            except (OSError, ValueError):
                self._break()
                return
            self._take(message)

    def _take(self, message: Message) -> None:
        fields = message.header.fields
        match message.header.message_type:
            case MessageType.signal:
                self.heard.emit(str(fields.get(HeaderFields.member, "")), message.body)
            case MessageType.method_return | MessageType.error:
                then = self._answers.pop(fields.get(HeaderFields.reply_serial, -1), None)
                if then is not None:
                    then(tuple(message.body) if message.header.message_type is MessageType.method_return else None)
            case _:
                pass

    def _break(self) -> None:
        self.close()
        self.lost.emit()
