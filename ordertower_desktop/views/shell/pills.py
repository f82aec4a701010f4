"""The buttons at the right of the top bar: level, sources, who is at the desk."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme

HEIGHT, AVATAR = 26, 22


class _TopButton(QAbstractButton):
    """A painted button whose words may come from outside."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def setText(self, text: str) -> None:
        super().setText(paint.plain(text))
        self.setShortcut(QKeySequence())
        self.setAccessibleDescription(self.text())


class Pill(_TopButton):
    """`tinted` for a message in its hue; otherwise a white frame with only the sign in colour."""

    def __init__(self, theme: Theme, name: str, *, style: str = "tinted") -> None:
        super().__init__(theme, name)
        self._style, self._hue, self._icon, self._glyph = style, "neutral", "", ""
        self.hide()

    def show_text(self, text: str, hue: str, *, icon: str = "", glyph: str = "") -> None:
        """An empty text takes it away."""
        self._hue, self._icon, self._glyph = hue, icon, glyph
        self.setText(text)
        self.setVisible(bool(text))
        self.update()

    def _face(self) -> QFont:
        return fonts.tabular_bold(12) if self._style == "tinted" else fonts.tabular(12)

    def sizeHint(self) -> QSize:
        sign = 18 if self._icon else 14 if self._glyph else 0
        return QSize(math.ceil(QFontMetricsF(self._face()).horizontalAdvance(self.text())) + sign + 18, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color, hue = self._theme.color, self._theme.color.hue(self._hue)
        tinted = self._style == "tinted"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = color.focus if self.hasFocus() else hue.edge if tinted else color.border2 if self.underMouse() else color.border
        painter.setPen(QPen(edge, 1))
        painter.setBrush(hue.fill if tinted else color.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        left = 9.0
        ink = hue.text if tinted else color.text2
        if self._icon:
            mark = icons.pixmap(self._icon, 14, ink, density=self.devicePixelRatioF())
            painter.drawPixmap(QPointF(left - 1, (HEIGHT - 14) / 2), mark)
            left += 18
        elif self._glyph:
            paint.glyph(painter, QPointF(left + 4.5, HEIGHT / 2), self._glyph, hue.shape)
            left += 14
        painter.setFont(self._face())
        paint.text(painter, QRectF(left, 0, self.width() - left - 6, HEIGHT), self.text(), ink)
        painter.end()


class Person(_TopButton):
    """Avatar and name."""

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(fonts.font(13)).horizontalAdvance(self.text())
        return QSize(min(160, math.ceil(width) + AVATAR + 8) if self.text() else 0, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.text():
            return
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(color.focus, 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        paint.avatar(painter, QRectF(0, 0, AVATAR, self.height()), self.text(), color)
        painter.setFont(fonts.font(13))
        paint.text(painter, QRectF(AVATAR + 7, 0, self.width() - AVATAR - 7, self.height()), self.text(), color.text)
        painter.end()
