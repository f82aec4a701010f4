"""A strip under the top bar for what everybody must know: text and one link."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.labels import Elided
from ordertower_desktop.views.theme import icons
from ordertower_desktop.views.theme.theme import Theme


class Banner(QWidget):
    """Hidden while nothing is to be said; the gravest of several matters shows."""

    followed = Signal(str)
    ICON_OF = (("error", "red", "octagon-alert"), ("warning", "amber", "triangle-alert"), ("info", "blue", "info"))

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._matters: dict[str, tuple[str, str, str]] = {}
        self._shown = ""
        self.setFixedHeight(36)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._label, self._link = Elided(theme), Link(theme, "")
        self._link.hide()
        self._link.clicked.connect(lambda: self.followed.emit(self._shown))
        box = QHBoxLayout(self)
        box.setContentsMargins(42, 0, 16, 1)
        box.addWidget(self._label, 1)
        box.addWidget(self._link)
        self.hide()
        theme.changed.connect(self._turn)

    def say(self, matter: str, kind: str, text: str, *, link: str = "") -> None:
        """Put up or change one matter; an empty text takes it away."""
        if text:
            self._matters[matter] = (kind, text, link)
        else:
            self._matters.pop(matter, None)
        self._turn()

    def text(self) -> str:
        return self._label.text() if self._matters else ""

    def _turn(self) -> None:
        ranks = {kind: rank for rank, (kind, _, _) in enumerate(self.ICON_OF)}
        self._shown = min(self._matters, key=lambda m: ranks[self._matters[m][0]], default="")
        if self._shown:
            kind, text, link = self._matters[self._shown]
            self._label.set_text(text)
            self._label.set_role({"error": "red", "warning": "amber", "info": "blue"}[kind])
            self._link.setText(link)
            self._link.setVisible(bool(link))
            self._link.updateGeometry()
        self.setVisible(bool(self._shown))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._shown:
            return
        kind = self._matters[self._shown][0]
        hue_name, icon = next((hue, icon) for name, hue, icon in self.ICON_OF if name == kind)
        hue = self._theme.color.hue(hue_name)
        painter = QPainter(self)
        painter.fillRect(self.rect(), hue.fill)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), hue.edge)
        painter.drawPixmap(16, 10, icons.pixmap(icon, 16, hue.text, density=self.devicePixelRatioF()))
        painter.end()
