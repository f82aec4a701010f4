"""The cards of the first run: a way in each, with a small drawing, what it means, one act."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.card import Surface
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme import icons
from ordertower_desktop.views.theme.theme import Theme

BARS = ("red", "amber", "blue", "purple", "blue")


class Drawing(QWidget):
    """pool | file | hub, 140 px high."""

    def __init__(self, theme: Theme, kind: str) -> None:
        super().__init__()
        self._theme, self._kind = theme, kind
        self.setFixedHeight(132)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        {"pool": self._pool, "file": self._file, "hub": self._hub}[self._kind](painter)
        painter.setPen(QPen(color.line, 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    def _pool(self, painter: QPainter) -> None:
        color, width = self._theme.color, self.width()
        for i, hue in enumerate(BARS):
            y = 20 + i * 22
            paint.checkbox(painter, QRectF(22, y - 4, 16, 16), "off", color)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color.track)
            painter.drawRoundedRect(QRectF(50, y, width * 0.32 - i * 7, 7), 3, 3)
            painter.drawRoundedRect(QRectF(width * 0.52, y, width * 0.14, 7), 3, 3)
            paint.bar(painter, QRectF(width * 0.72, y, width * 0.21, 7), 1 - i * 0.18, color.hue(hue).shape, color.track)

    def _file(self, painter: QPainter) -> None:
        color = self._theme.color
        frame = QRectF(self.rect()).adjusted(24, 20, -24, -22)
        painter.setPen(QPen(color.accent, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(color.sel)
        painter.drawRoundedRect(frame, 8, 8)
        mark = icons.pixmap("file-spreadsheet", 48, color.accent, density=self.devicePixelRatioF())
        painter.drawPixmap(int(frame.center().x()) - 24, int(frame.center().y()) - 24, mark)

    def _hub(self, painter: QPainter) -> None:
        color = self._theme.color
        middle = QRectF(self.rect()).center()
        for side, names in ((-1, ("天猫", "京东", "抖音")), (1, ("ERP", "WMS", "物流"))):
            for i, name in enumerate(names):
                box = QRectF(middle.x() + side * 104 - 28, 14 + i * 38, 56, 26)
                painter.setPen(QPen(color.border2, 1))
                painter.drawLine(middle, box.center())
                painter.setBrush(color.surface)
                painter.drawRoundedRect(box, 6, 6)
                paint.text(painter, box, name, color.text2, align=paint.CENTER)
        mark = icons.logo(40, self.devicePixelRatioF(), ground=color.ink.name(), figure=color.onink.name())
        painter.drawPixmap(int(middle.x()) - 20, int(middle.y()) - 20, mark)


class Way(Surface):
    """A card; what is put into `body` stands between the words and the act."""

    def __init__(self, theme: Theme, kind: str, title: str, detail: str, act: QWidget) -> None:
        super().__init__(theme, edge="all", radius=10)
        self.setMinimumSize(300, 410)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 20)
        box.setSpacing(0)
        box.addWidget(Drawing(theme, kind))
        inner = QVBoxLayout()
        inner.setContentsMargins(24, 18, 24, 0)
        inner.setSpacing(6)
        inner.addWidget(PlainLabel(theme, title, size=20, strong="yes"))
        inner.addWidget(PlainLabel(theme, detail, role="text2", wrap="yes"))
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 8, 0, 0)
        self.body.setSpacing(8)
        inner.addLayout(self.body)
        inner.addStretch(1)
        inner.addWidget(act)
        box.addLayout(inner, 1)

    def points(self, *words: str) -> None:
        """What one can count on."""
        for word in words:
            self.body.addWidget(PlainLabel(self._theme, f"✓  {word}", role="text2"))
