"""What the cards of the page are made of: lines of a fixed height, made anew only when what they say is different."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.views.parts.card import Rule, clear
from ordertower_desktop.views.theme import icons
from ordertower_desktop.views.theme.theme import Theme


class Lines(QVBoxLayout):
    """Widgets under each other with hairlines between; `show_lines` is cheap when nothing changed."""

    def __init__(self, theme: Theme, *, ruled: str = "yes") -> None:
        super().__init__()
        self._theme, self._ruled = theme, ruled
        self._shown: object = None
        self.setSpacing(0)
        self.setContentsMargins(0, 0, 0, 0)

    def show_lines(self, things: Sequence[Any], made: Callable[[Any], QWidget], *, also: object = None) -> None:
        """`also`: what else a line depends on."""
        said = (tuple(things), also)
        if said == self._shown:
            return
        self._shown = said
        clear(self)
        for place, thing in enumerate(things):
            if place and self._ruled:
                self.addWidget(Rule(self._theme))
            self.addWidget(made(thing))


def line(*widgets: QWidget | int, height: int = 34, left: int = 0) -> QWidget:
    """Widgets side by side; a number is a stretch."""
    made = QWidget()
    made.setMinimumHeight(height)
    box = QHBoxLayout(made)
    box.setContentsMargins(left, 0, 0, 0)
    box.setSpacing(8)
    for widget in widgets:
        if isinstance(widget, int):
            box.addStretch(widget)
        else:
            box.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    return made


def pair(over: QWidget, under: QWidget) -> QWidget:
    """Two lines of words."""
    made = QWidget()
    box = QVBoxLayout(made)
    box.setContentsMargins(0, 6, 0, 6)
    box.setSpacing(0)
    box.addWidget(over)
    box.addWidget(under)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


class Ring(QAbstractButton):
    """A ring to be ticked: done (a check on green), current (blue), todo (grey), late (red)."""

    def __init__(self, theme: Theme, state: str, name: str) -> None:
        super().__init__()
        self._theme, self._state = theme, state
        self.setFixedSize(22, 22)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(22, 22)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)
        edge = {"done": color.greenB, "current": color.accent, "late": color.redF}.get(self._state, color.control)
        over = self.underMouse() and self.isEnabled()
        painter.setPen(QPen(color.focus if self.hasFocus() else edge, 2 if self._state in ("current", "late") else 1.2))
        painter.setBrush(color.greenT if self._state == "done" else color.hover if over else color.surface)
        painter.drawEllipse(ring)
        if self._state == "done":
            mark = icons.pixmap("check", 12, color.green, density=self.devicePixelRatioF())
            painter.drawPixmap(QPointF(5, 5), mark)
        painter.end()
