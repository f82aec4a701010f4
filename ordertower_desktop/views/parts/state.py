"""What stands where nothing else can: empty, loading, offline, an error."""

from typing import ClassVar

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme import icons
from ordertower_desktop.views.theme.theme import Theme


class _Icon(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self.name, self.role = theme, "inbox", "text3"
        self.setFixedSize(28, 28)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(2, 2, icons.pixmap(self.name, 24, getattr(self._theme.color, self.role), density=self.devicePixelRatioF()))
        painter.end()


class StateView(QWidget):
    """An icon, one bold line, a line of detail, one link."""

    asked = Signal()
    ICONS: ClassVar = {
        "empty": "circle-check",
        "error": "octagon-alert",
        "stale": "clock-alert",
        "offline": "cloud-off",
        "wait": "hourglass",
    }

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._icon = _Icon(theme)
        self._line = PlainLabel(theme, size=14, strong="yes")
        self._detail = PlainLabel(theme, size=13, role="text3", wrap="yes")
        self._link = Link(theme, "")
        self._link.clicked.connect(self.asked)
        self._detail.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._detail.setMaximumWidth(460)
        self._line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box = QVBoxLayout(self)
        box.setSpacing(2)
        box.addStretch(2)
        box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self._line)
        # A wrapped label needs the width before it can tell its height: it gets a row, not an alignment.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._detail, 100)
        middle.addStretch(1)
        box.addLayout(middle)
        box.addWidget(self._link, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)

    def show_state(self, kind: str, line: str, detail: str = "", *, link: str = "") -> None:
        """`kind`: empty | error | stale | offline | wait."""
        self._icon.name = self.ICONS[kind]
        self._icon.role = {"empty": "green", "error": "red", "stale": "amber"}.get(kind, "text3")
        self._icon.update()
        self._line.setText(line)
        self._detail.setText(detail)
        self._link.setText(link)
        self._link.setVisible(bool(link))
        self.setAccessibleName(self._line.text())
        self.setAccessibleDescription(self._detail.text())


class Skeleton(QWidget):
    """Grey bars in the place of rows that are on their way; nothing for the first 150 ms, when most have come."""

    DELAY_MS = 150

    def __init__(self, theme: Theme, *, rows: int = 12, height: int = 36) -> None:
        super().__init__()
        self._theme, self._rows, self._height, self._ripe = theme, rows, height, False
        self.setAccessibleName(self.tr("正在载入"))
        self._wait = QTimer(self, interval=self.DELAY_MS, singleShot=True)
        self._wait.timeout.connect(self._ripen)
        theme.changed.connect(self.update)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ripe = False
        self._wait.start()

    def _ripen(self) -> None:
        self._ripe = True
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._ripe:
            return
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color.track)
        for i in range(min(self._rows, self.height() // self._height)):
            y = i * self._height + self._height / 2 - 5
            for left, width in ((16, 170), (220, 80), (330, 60), (430, 110), (580, 90), (720, 70)):
                painter.drawRoundedRect(QRectF(left, y, width - (i * 13) % 30, 10), 3, 3)
        painter.end()
