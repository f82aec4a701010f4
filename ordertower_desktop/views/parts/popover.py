"""A small window that hangs on something; Esc or a click elsewhere closes it."""

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QBitmap, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.views.theme.theme import Theme

ARROW = 8


class Popover(QWidget):
    """Solid fill, one edge, an arrow to its anchor; put content into `body`."""

    def __init__(self, theme: Theme, parent: QWidget, *, width: int = 380) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint)
        self._theme, self._tip = theme, width // 2
        self._anchor: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setFixedWidth(width)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 14 + ARROW, 16, 14)
        self.body.setSpacing(8)
        theme.changed.connect(self.update)

    def show_at(self, anchor: QWidget) -> None:
        """Open below the middle of `anchor`, inside its screen."""
        self._anchor = anchor
        self.fit()
        self.show()
        self.setFocus()

    def fit(self) -> None:
        """Size and place anew: the contents have changed."""
        anchor = self._anchor
        if anchor is None:
            return
        self.adjustSize()
        below = anchor.mapToGlobal(QPoint(anchor.width() // 2, anchor.height()))
        screen = anchor.screen().availableGeometry()
        left = max(screen.left() + 8, min(below.x() - self.width() // 2, screen.right() - self.width() - 8))
        self._tip = max(20, min(self.width() - 20, below.x() - left))
        self.move(left, min(below.y(), screen.bottom() - self.height() - 8))
        self.setMask(self._cut())

    def _cut(self) -> QBitmap:
        """The shape of the window: without a compositor the corners would be black."""
        cut = QBitmap(self.size())
        cut.clear()
        painter = QPainter(cut)
        painter.setPen(QPen(Qt.GlobalColor.color1, 1))
        painter.setBrush(Qt.GlobalColor.color1)
        painter.drawPath(self._outline())
        painter.end()
        return cut

    def _outline(self) -> QPainterPath:
        box = QRectF(0.5, ARROW + 0.5, self.width() - 1, self.height() - ARROW - 1)
        path = QPainterPath()
        path.addRoundedRect(box, 12, 12)
        tip = QPainterPath()
        tip.moveTo(self._tip - ARROW, box.top() + 1)
        tip.lineTo(self._tip, 1)
        tip.lineTo(self._tip + ARROW, box.top() + 1)
        tip.closeSubpath()
        return path.united(tip)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color.border2, 1))
        painter.setBrush(color.raised)
        painter.drawPath(self._outline())
        painter.end()
