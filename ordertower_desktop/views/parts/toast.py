"""Short messages at the bottom: what was done, with a way back while there is one."""

from PySide6.QtCore import QEvent, QRectF, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme import icons
from ordertower_desktop.views.theme.theme import Theme

MOST, GAP, SECONDS = 3, 8, 6
ICONS = {"ok": ("circle-check", "green"), "warning": ("triangle-alert", "amber"), "error": ("circle-x", "red"), "info": ("info", "blue")}


class Toast(QWidget):
    """One message; `undo` seconds are counted down beside 撤销, or `link` names another way on.

    The pointer on it stops its leaving. The seconds of an undo run on all the same: they are the hub's, not ours;
    when they are over only the word goes.
    """

    undone = Signal()
    followed = Signal()
    gone = Signal()

    def __init__(self, theme: Theme, parent: QWidget, kind: str, text: str, *, undo: int = 0, link: str = "") -> None:
        super().__init__(parent)
        self._theme, self._kind, self._undo, self._left = theme, kind, undo, undo or SECONDS
        self._held = False
        box = QHBoxLayout(self)
        box.setContentsMargins(42, 10, 14, 10)
        box.setSpacing(8)
        self._label = PlainLabel(theme, text)
        self._link = Link(theme, self.tr("撤销") if undo else link, strong="yes" if undo else "")
        self._link.setVisible(bool(undo or link))
        self._link.clicked.connect(self.undone if undo else self.followed)
        self._link.clicked.connect(self.leave)
        self._seconds = PlainLabel(theme, role="text2")
        self._seconds.setVisible(bool(undo))
        box.addWidget(self._label)
        box.addSpacing(16)
        box.addWidget(self._link)
        box.addWidget(self._seconds)
        self.setAccessibleName(self._label.text())
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._second)
        self._tick.start()
        self._word()
        self.adjustSize()
        theme.changed.connect(self.update)

    def text(self) -> str:
        return self._label.text()

    def seconds_left(self) -> int:
        return self._left

    def leave(self) -> None:
        self._tick.stop()
        self.hide()
        self.gone.emit()
        self.deleteLater()

    def announce(self) -> None:
        """Let a screen reader say it; a toast never takes the focus."""
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _word(self) -> None:
        if self._undo:
            self._seconds.setText(self.tr("%n 秒", "", self._left))

    def _second(self) -> None:
        if self._held and not self._undo:
            return
        self._left = max(0, self._left - 1)
        self._word()
        if self._left == 0:
            self._link.setVisible(bool(not self._undo and self._link.text()))
            self._seconds.hide()
            if not self._held:
                self.leave()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._held = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._held = False
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        name, hue = ICONS[self._kind]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color.redB if self._kind == "error" else color.border2, 1))
        painter.setBrush(color.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.drawPixmap(16, (self.height() - 16) // 2, icons.pixmap(name, 16, color.hue(hue).text, density=self.devicePixelRatioF()))
        painter.end()


class Toasts:
    """At most three at a time at the bottom centre of `host` right of `left`, the newest lowest."""

    def __init__(self, theme: Theme, host: QWidget, *, bottom: int = 100, left: int = 0) -> None:
        self._theme, self._host, self._bottom, self._edge = theme, host, bottom, left
        self._shown: list[Toast] = []

    def show(self, kind: str, text: str, *, undo: int = 0, link: str = "") -> Toast:
        """Put up a message of kind ok | warning | error | info; the caller connects `undone` or `followed`."""
        while len(self._shown) >= MOST:
            self._shown[0].leave()
        toast = Toast(self._theme, self._host, kind, text, undo=undo, link=link)
        self._shown.append(toast)
        toast.gone.connect(lambda: self._forget(toast))
        toast.show()
        toast.announce()
        self.place()
        return toast

    def texts(self) -> list[str]:
        return [toast.text() for toast in self._shown]

    def place(self) -> None:
        y = self._host.height() - self._bottom
        for toast in reversed(self._shown):
            toast.adjustSize()
            y -= toast.height() + GAP
            toast.move(self._edge + (self._host.width() - self._edge - toast.width()) // 2, y)
            toast.raise_()

    def _forget(self, toast: Toast) -> None:
        if toast in self._shown:
            self._shown.remove(toast)
            self.place()
