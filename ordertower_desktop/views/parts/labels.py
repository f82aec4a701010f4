"""Words on the glass: plain text only, whatever a source system sends."""

import math

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ordertower_desktop.views.parts import paint, tips
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme

LINES = {11: 16, 12: 18, 13: 20, 14: 22, 16: 24, 18: 24, 20: 28, 28: 36, 40: 46}
"""Pixel size -> line height, whatever faces a text falls back to."""


class PlainLabel(QLabel):
    """A label that never reads its text as markup. `role` names the colour."""

    def __init__(self, theme: Theme, text: str = "", *, size: int = 13, role: str = "text", strong: str = "", wrap: str = "") -> None:
        super().__init__()
        self._theme, self._role = theme, role
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_face(fonts.tabular_bold(size) if strong else fonts.tabular(size))
        self.setWordWrap(bool(wrap))
        self.setText(text)
        self._dress()
        theme.changed.connect(self._dress)

    def setText(self, text: str) -> None:
        super().setText(paint.plain(text))

    def set_role(self, role: str) -> None:
        if role != self._role:
            self._role = role
            self._dress()

    def set_face(self, face: QFont) -> None:
        self.setFont(face)
        self._line = LINES.get(face.pixelSize(), round(face.pixelSize() * 1.3))

    def sizeHint(self) -> QSize:
        if not self._single:
            return super().sizeHint()
        width = math.ceil(QFontMetricsF(self.font()).horizontalAdvance(self.text()))
        edges = self.contentsMargins()
        return QSize(width + edges.left() + edges.right(), self._line + edges.top() + edges.bottom())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self._single else super().minimumSizeHint()

    @property
    def _single(self) -> bool:
        return not self.wordWrap() and "\n" not in self.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._single:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        color = self._theme.color
        ink = getattr(color, self._role) if self.isEnabled() else color.disabled
        paint.text(painter, QRectF(self.contentsRect()), self.text(), ink, align=self.alignment().value)
        painter.end()

    def _dress(self) -> None:
        palette = self.palette()
        palette.setColor(self.foregroundRole(), getattr(self._theme.color, self._role))
        self.setPalette(palette)


class Elided(QWidget):
    """One line that ends in … when it does not fit; then the whole text is its tooltip."""

    def __init__(self, theme: Theme, text: str = "", *, size: int = 13, role: str = "text", strong: str = "") -> None:
        super().__init__()
        self._theme, self._role, self._text = theme, role, ""
        self._face = fonts.tabular_bold(size) if strong else fonts.tabular(size)
        self._line = LINES.get(size, round(size * 1.3))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.set_text(text)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = paint.plain(text)
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self._tip()
        self.update()

    def set_role(self, role: str) -> None:
        self._role = role
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(math.ceil(QFontMetricsF(self._face).horizontalAdvance(self._text)) + 1, self._line)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, self._line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tip()

    def _tip(self) -> None:
        self.setToolTip(tips.tip(self._text) if self.sizeHint().width() > self.width() + 1 else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._face)
        paint.text(painter, QRectF(self.rect()), self._text, getattr(self._theme.color, self._role))
        painter.end()


class Badge(QWidget):
    """A small word in a tint: red amber green blue purple neutral. `glyph` is a shape of `paint.glyph` or empty."""

    HEIGHT = 22

    def __init__(self, theme: Theme, text: str = "", hue: str = "neutral", *, glyph: str = "", icon: str = "") -> None:
        super().__init__()
        self._theme, self._text, self._hue, self._glyph, self._icon = theme, text, hue, glyph, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.setAccessibleName(text)

    def show_text(self, text: str, hue: str = "", *, glyph: str = "", icon: str = "") -> None:
        self._text, self._hue, self._glyph, self._icon = text, hue or self._hue, glyph, icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        width = QFontMetrics(fonts.tabular_bold(12)).horizontalAdvance(self._text) + 16
        return QSize(width + (14 if self._glyph or self._icon else 0), self.HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        hue = self._theme.color.hue(self._hue)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(hue.fill if self._hue == "neutral" else hue.edge, 1))
        painter.setBrush(hue.fill)
        painter.drawRoundedRect(box, 5, 5)
        left = box.left() + 8
        if self._glyph:
            paint.glyph(painter, QRectF(left - 1, box.top(), 12, box.height()).center(), self._glyph, hue.shape)
            left += 14
        elif self._icon:
            painter.drawPixmap(
                int(left - 1), int(box.center().y() - 6), icons.pixmap(self._icon, 12, hue.text, density=self.devicePixelRatioF())
            )
            left += 14
        painter.setFont(fonts.tabular_bold(12))
        paint.text(painter, QRectF(left, 0, box.right() - left - 4, self.height()), self._text, hue.text)
        painter.end()


class Keycap(QWidget):
    """A key as it is printed on the keyboard."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        self._theme, self._text = theme, text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(max(18, QFontMetrics(fonts.font(11)).horizontalAdvance(self._text) + 10), 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = self._theme.color
        keycap(painter, QRectF(self.rect()), self._text, color.text2, edge=color.border2)
        painter.end()


def keycap(painter: QPainter, rect: QRectF, text: str, colour: QColor, *, edge: QColor) -> None:
    """A keycap painted into a button."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(fonts.font(11))
    paint.text(painter, rect, text, colour, align=paint.CENTER)


class Avatar(QWidget):
    """Who: a tint with the first character, or a dashed ring for nobody."""

    def __init__(self, theme: Theme, name: str = "") -> None:
        super().__init__()
        self._theme, self._name = theme, name
        self.setFixedSize(22, 22)
        theme.changed.connect(self.update)

    def set_name(self, name: str) -> None:
        self._name = name
        self.setAccessibleName(name or "待认领")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.avatar(painter, QRectF(self.rect()), self._name, self._theme.color)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            return True
        return super().event(event)
