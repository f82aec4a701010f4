"""On and off; one of several."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from ordertower_desktop.views.parts.button import Chip
from ordertower_desktop.views.theme.theme import Theme


class Switch(QAbstractButton):
    """32 x 18; `name` is read aloud."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(36, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(2, 3, 32, 18)
        painter.setPen(QPen(color.focus, 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        on = self.isChecked()
        painter.setBrush(color.disabled if not self.isEnabled() else color.accent if on else color.neutralF)
        painter.drawRoundedRect(track, 9, 9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color.surface)
        painter.drawEllipse(QRectF(track.right() - 16 if on else track.left() + 2, track.top() + 2, 14, 14))
        painter.end()


class Segmented(QWidget):
    """One of several words."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, choices: tuple[tuple[str, str], ...], current: str) -> None:
        super().__init__()
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self._group = QButtonGroup(self)
        self._chips: dict[str, Chip] = {}
        for key, name in choices:
            chip = Chip(theme, name)
            chip.setCheckable(True)
            chip.setChecked(key == current)
            chip.clicked.connect(lambda _on=False, key=key: self.chosen.emit(key))
            self._group.addButton(chip)
            self._chips[key] = chip
            box.addWidget(chip)
        box.addStretch(1)

    def choose(self, key: str) -> None:
        self._chips[key].setChecked(True)
