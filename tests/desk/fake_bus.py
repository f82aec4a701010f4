"""A session bus in the hand: a socket pair whose far end is a notification daemon that a test can question, kill and revive."""

import itertools
import socket
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, Parser, new_error, new_method_return, new_signal

DAEMON = DBusAddress("/org/freedesktop/Notifications", bus_name=None, interface="org.freedesktop.Notifications")
BUS = DBusAddress("/org/freedesktop/DBus", bus_name=None, interface="org.freedesktop.DBus")
ABLE = ("actions", "body", "body-markup")


class FakeWire:
    """Keeps the protocol of `views.notify.bus.Wire`; every message goes through jeepney's own bytes."""

    def __init__(self, *, able: tuple[str, ...] = ABLE, present: bool = True) -> None:
        self.sock, self._far = socket.socketpair()
        self.outgoing_serial = itertools.count(1)
        self._serials, self._ids = itertools.count(1), itertools.count(1)
        self._parser = Parser()
        self.able, self.present = able, present
        self.notified: list[tuple[Any, ...]] = []
        self.closed: list[int] = []
        self.rules: list[str] = []
        self.numbers: list[int] = []
        self.held: list[Message] = []
        self.hold = False
        self.shut = False

    # what the desk uses

    def send(self, message: Message, serial: int | None = None) -> None:
        if self.shut:
            raise BrokenPipeError
        message.serialise(serial=serial)
        message.header.serial = serial
        if self.hold:
            self.held.append(message)
        else:
            self._answer(message)

    def receive(self, *, timeout: float | None = None) -> Message:
        self.sock.settimeout(timeout)
        while (message := self._parser.get_next_message()) is None:
            try:
                data = self.sock.recv(4096)
            except BlockingIOError:
                raise TimeoutError from None
            if not data:
                raise ConnectionResetError
            self._parser.add_data(data, fds=[])
        return message

    def close(self) -> None:
        self.sock.close()
        self._far.close()

    # what a test uses

    def release(self) -> None:
        """Answer what was held back."""
        self.hold = False
        for message in self.held:
            self._answer(message)
        self.held.clear()

    def click(self, number: int, act: str) -> None:
        self._say(new_signal(DAEMON, "ActionInvoked", "us", (number, act)))
        self._say(new_signal(DAEMON, "NotificationClosed", "uu", (number, 2)))

    def dismiss(self, number: int, *, reason: int = 2) -> None:
        self._say(new_signal(DAEMON, "NotificationClosed", "uu", (number, reason)))

    def daemon_dies(self) -> None:
        self.present = False
        self._owner("")

    def daemon_comes(self) -> None:
        self.present = True
        self._owner(":1.9")

    def bus_dies(self) -> None:
        self.shut = True
        self._far.close()

    def _owner(self, owner: str) -> None:
        self._say(new_signal(BUS, "NameOwnerChanged", "sss", ("org.freedesktop.Notifications", "", owner)))

    def _answer(self, message: Message) -> None:
        member = message.header.fields[HeaderFields.member]
        match member:
            case "AddMatch":
                self.rules.append(message.body[0])
                self._say(_return(message, "", ()))
            case _ if not self.present:
                self._say(_error(message))
            case "GetCapabilities":
                self._say(_return(message, "as", (list(self.able),)))
            case "Notify":
                self.notified.append(message.body)
                number = message.body[1] or next(self._ids)
                self.numbers.append(number)
                self._say(_return(message, "u", (number,)))
            case "CloseNotification":
                self.closed.append(message.body[0])
                self._say(_return(message, "", ()))
                self.dismiss(message.body[0], reason=3)

    def _say(self, message: Message) -> None:
        self._far.sendall(message.serialise(serial=next(self._serials)))


def _return(to: Message, signature: str, body: tuple[Any, ...]) -> Message:
    to.header.fields.setdefault(HeaderFields.sender, ":1.2")
    return new_method_return(to, signature or None, body)


def _error(to: Message) -> Message:
    to.header.fields.setdefault(HeaderFields.sender, ":1.2")
    made = new_error(to, "org.freedesktop.DBus.Error.ServiceUnknown", "s", ("no such name",))
    assert made.header.message_type is MessageType.error
    return made
