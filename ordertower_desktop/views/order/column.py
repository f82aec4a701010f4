"""A column that scrolls when it must; its scroll bar lives in the page's gutter, so the cards keep their width."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ordertower_desktop.views.theme.theme import Theme

BAR, CARD_GAP = 10, 12


class Column(QScrollArea):
    """Put cards into `body`; `gutter` is the free room at the right."""

    def __init__(self, *, left: int, gutter: int) -> None:
        super().__init__()
        self._gutter = gutter
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(left, 16, gutter, 12)
        self.body.setSpacing(CARD_GAP)
        self.setWidget(inner)
        self.verticalScrollBar().rangeChanged.connect(self._turn)

    def _turn(self, _low: int, high: int) -> None:
        edges = self.body.contentsMargins()
        right = max(0, self._gutter - BAR) if high > 0 else self._gutter
        if edges.right() != right:
            self.body.setContentsMargins(edges.left(), edges.top(), right, edges.bottom())


class Waiting(QWidget):
    """Grey shapes where the cards will be."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setMinimumHeight(320)
        self.setAccessibleName(self.tr("正在取这一单"))
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top = 0.0
        for height in (394.0, 258.0):
            if top + 60 > self.height():
                break
            card = QRectF(0, top, self.width(), min(height, self.height() - top))
            painter.setPen(QPen(color.border, 1))
            painter.setBrush(color.surface)
            painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color.track)
            painter.drawRoundedRect(QRectF(16, top + 15, 90, 10), 4, 4)
            lines = int((card.height() - 70) // 58)
            for i in range(lines):
                y = top + 70 + i * 58
                painter.drawRoundedRect(QRectF(16, y, 68, 10), 4, 4)
                painter.drawRoundedRect(QRectF(120, y, max(40.0, (self.width() - 150) * (0.9 - i % 3 * 0.22)), 10), 4, 4)
            top += height + CARD_GAP
        painter.end()
