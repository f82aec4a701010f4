"""A line icon that is only looked at."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ordertower_desktop.views.theme import icons
from ordertower_desktop.views.theme.theme import Theme


class Mark(QWidget):
    """A line icon alone, in a colour role; not a button."""

    def __init__(self, theme: Theme, name: str, role: str, *, size: int = 17) -> None:
        super().__init__()
        self._theme, self._name, self._role, self._size = theme, name, role, size
        self.setFixedSize(size + 2, size + 2)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        mark = icons.pixmap(self._name, self._size, getattr(self._theme.color, self._role), density=self.devicePixelRatioF())
        painter.drawPixmap(QPointF(1, 1), mark)
        painter.end()
