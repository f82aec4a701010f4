"""A line under the head for what changes everything below: closed, offline, not found."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.labels import Elided
from ordertower_desktop.views.theme import icons
from ordertower_desktop.views.theme.theme import Theme

SIGNS = {"gone": ("circle-check", "green"), "offline": ("cloud-off", "amber"), "error": ("octagon-alert", "red")}


class Strip(QWidget):
    """36 px; hidden while there is nothing to say."""

    followed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._kind = theme, "gone"
        self.setFixedHeight(36)
        self._label, self._link = Elided(theme), Link(theme, "")
        self._link.clicked.connect(self.followed)
        self._link.hide()
        box = QHBoxLayout(self)
        box.setContentsMargins(44, 0, 16, 1)
        box.addWidget(self._label, 1)
        box.addWidget(self._link)
        theme.changed.connect(self.update)
        self.hide()

    def say(self, kind: str, words: str, *, link: str = "") -> None:
        """`gone` | `offline` | `error`."""
        self._kind = kind
        self._label.set_text(words)
        self._label.set_role(SIGNS[kind][1])
        self._link.setText(link)
        self._link.setVisible(bool(link))
        self._link.updateGeometry()
        self.show()
        self.update()

    @property
    def text(self) -> str:
        return self._label.text() if not self.isHidden() else ""

    def paintEvent(self, _event: QPaintEvent) -> None:
        icon, hue_name = SIGNS[self._kind]
        hue = self._theme.color.hue(hue_name)
        painter = QPainter(self)
        painter.fillRect(self.rect(), hue.fill)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), hue.edge)
        painter.drawPixmap(20, 10, icons.pixmap(icon, 16, hue.text, density=self.devicePixelRatioF()))
        painter.end()
