"""Short messages at the bottom: what was done, with a way back while there is one."""

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme import icons
from ordertower_desktop.views.theme.theme import Theme

MOST, GAP, SECONDS = 3, 8, 6
ICONS = {"ok": ("circle-check", "green"), "warning": ("triangle-alert", "amber"), "error": ("circle-x", "red"), "info": ("info", "blue")}


class Toast(QWidget):
    """One message; `undo` seconds are counted down beside 撤销. The pointer on it stops its leaving."""

    undone = Signal()
    gone = Signal()

    def __init__(self, theme: Theme, parent: QWidget, kind: str, text: str, *, undo: int = 0) -> None:
        super().__init__(parent)
        self._theme, self._kind, self._undo, self._left = theme, kind, undo, undo or SECONDS
        self._held = False
        box = QHBoxLayout(self)
        box.setContentsMargins(42, 10, 14, 10)
        box.setSpacing(14)
        self._label = PlainLabel(theme, text)
        box.addWidget(self._label)
        self._link = Link(theme, self.tr("撤销"))
        self._link.clicked.connect(self.undone)
        self._link.clicked.connect(self.leave)
        self._link.setVisible(bool(undo))
        box.addWidget(self._link)
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._second)
        self._tick.start()
        self._word()
        self.adjustSize()

    def text(self) -> str:
        return self._label.text()

    def leave(self) -> None:
        self._tick.stop()
        self.hide()
        self.gone.emit()
        self.deleteLater()

    def _word(self) -> None:
        if self._undo:
            self._link.setText(self.tr("撤销") + f" {self._left} 秒")
            self._link.updateGeometry()

    def _second(self) -> None:
        if self._held and not self._undo:
            return
        self._left -= 1
        self._word()
        if self._left <= 0:
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
        painter.setPen(QPen(color.border2, 1))
        painter.setBrush(color.raised)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 8, 8)
        painter.drawPixmap(14, self.height() // 2 - 9, icons.pixmap(name, 18, color.hue(hue).text, density=self.devicePixelRatioF()))
        painter.end()


class Toasts:
    """At most three at a time at the bottom centre of `host`, the newest lowest."""

    def __init__(self, theme: Theme, host: QWidget, *, bottom: int = 76) -> None:
        self._theme, self._host, self._bottom = theme, host, bottom
        self._shown: list[Toast] = []

    def show(self, kind: str, text: str, *, undo: int = 0) -> Toast:
        """Put up a message; the caller connects `undone`."""
        while len(self._shown) >= MOST:
            self._shown[0].leave()
        toast = Toast(self._theme, self._host, kind, text, undo=undo)
        self._shown.append(toast)
        toast.gone.connect(lambda: self._forget(toast))
        toast.show()
        self.place()
        return toast

    def texts(self) -> list[str]:
        return [toast.text() for toast in self._shown]

    def place(self) -> None:
        y = self._host.height() - self._bottom
        for toast in reversed(self._shown):
            toast.adjustSize()
            y -= toast.height() + GAP
            toast.move((self._host.width() - toast.width()) // 2, y)
            toast.raise_()

    def _forget(self, toast: Toast) -> None:
        if toast in self._shown:
            self._shown.remove(toast)
            self.place()
