"""Surfaces: cards with a title line, thin rules, bars."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme.theme import Theme


class Surface(QWidget):
    """A filled area. `edge`: all | left | top | bottom | right | none; `radius` 0 for panels."""

    def __init__(self, theme: Theme, *, role: str = "surface", edge: str = "none", radius: int = 0) -> None:
        super().__init__()
        self._theme, self._role, self._edge, self._radius = theme, role, edge, radius
        theme.changed.connect(self.update)

    def set_roles(self, role: str, edge: str = "") -> None:
        self._role, self._edge = role, edge or self._edge
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        fill = getattr(color, self._role)
        if self._edge == "all":
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(color.border, 1))
            painter.setBrush(fill)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self._radius, self._radius)
        else:
            painter.fillRect(self.rect(), fill)
            painter.setPen(QPen(color.border, 1))
            last_x, last_y = self.width() - 1, self.height() - 1
            lines = {
                "left": (0, 0, 0, last_y),
                "top": (0, 0, last_x, 0),
                "bottom": (0, last_y, last_x, last_y),
                "right": (last_x, 0, last_x, last_y),
            }
            for name in self._edge.split():
                if name in lines:
                    painter.drawLine(*lines[name])
        painter.end()


class Card(Surface):
    """A card of radius 10 with a title line and a body; `right` widgets stand at the end of the title."""

    def __init__(self, theme: Theme, title: str = "", note: str = "", *, padding: int = 16) -> None:
        super().__init__(theme, edge="all", radius=10)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(padding, 12, padding, 12)
        outer.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.title = PlainLabel(theme, title, size=14, strong="yes")
        self.note = PlainLabel(theme, note, size=12, role="text3")
        self.head.addWidget(self.title)
        self.head.addWidget(self.note)
        self.head.addStretch(1)
        outer.addLayout(self.head)  # first a parent, then shown: without one, each word is a window of its own for a moment
        self.title.setVisible(bool(title))
        self.note.setVisible(bool(note))
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        outer.addLayout(self.body, 1)

    def set_note(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))


class Rule(QWidget):
    """A hairline."""

    def __init__(self, theme: Theme, *, vertical: str = "") -> None:
        super().__init__()
        self._theme = theme
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color.border)
        painter.end()


class Bar(QWidget):
    """A share of a whole; `hue` names the shape colour, `accent` the neutral blue."""

    def __init__(self, theme: Theme, *, height: int = 4, hue: str = "accent") -> None:
        super().__init__()
        self._theme, self._hue, self._share, self._height = theme, hue, 0.0, height
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(92, self._height)

    def show_share(self, share: float, hue: str = "") -> None:
        self._share, self._hue = share, hue or self._hue
        self.setAccessibleName(f"{share:.0%}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        fill = color.accent if self._hue == "accent" else color.hue(self._hue).shape
        paint.bar(painter, QRectF(self.rect()), self._share, fill, color.track)
        painter.end()


def row(*widgets: QWidget | int, spacing: int = 8) -> QHBoxLayout:
    """Widgets side by side; a number is a stretch."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    for widget in widgets:
        if isinstance(widget, int):
            made.addStretch(widget)
        else:
            made.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    return made


def clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QVBoxLayout | QHBoxLayout):
            clear(inner)
