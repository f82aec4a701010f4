"""Buttons with the key in them, chips, and icon buttons."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.labels import keycap
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme


class _Painted(QAbstractButton):
    """A button that paints itself from the theme."""

    def __init__(self, theme: Theme, text: str, *, name: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.setText(text)
        self.setAccessibleName(name or text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def _box(self, painter: QPainter, fill: QColor, edge: QColor, *, radius: float = 6) -> QRectF:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(self._theme.color.focus if self.hasFocus() else edge, 2 if self.hasFocus() else 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(box, radius, radius)
        return box


class Button(_Painted):
    """`kind`: primary | plain | danger | ghost | ink (on the dark bar). `key` is shown as a keycap."""

    def __init__(self, theme: Theme, text: str, *, kind: str = "plain", icon: str = "", key: str = "", small: str = "") -> None:
        super().__init__(theme, text)
        self._kind, self._icon, self._keys, self._height = kind, icon, key.split(" ") if key else [], 26 if small else 32
        if key:
            self.setToolTip("")
            self.setAccessibleDescription(f"快捷键 {key}")

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self._face()).horizontalAdvance(self.text()) + 22
        width += (15 + (7 if self.text() else 0)) if self._icon else 0
        width += sum(self._cap(key) + 5 for key in self._keys)
        return QSize(max(width, self._height), self._height)

    def _face(self) -> QFont:
        return fonts.tabular_bold(13) if self._kind == "primary" else fonts.tabular(13)

    @staticmethod
    def _cap(key: str) -> int:
        return max(18, QFontMetrics(fonts.font(11)).horizontalAdvance(key) + 10)

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        """Fill, edge, text."""
        color = self._theme.color
        over = self.underMouse() and self.isEnabled()
        if not self.isEnabled():
            return color.surface if self._kind != "ink" else color.ink, color.border, color.disabled
        match self._kind:
            case "primary":
                fill = color.accent.darker(110) if over or self.isDown() else color.accent
                return fill, fill, color.onaccent
            case "danger":
                return color.redT if over else color.surface, color.redB, color.red
            case "ghost":
                fill = color.hover if over else QColor(0, 0, 0, 0)
                return fill, QColor(0, 0, 0, 0), color.text2
            case "ink":
                tint = QColor(color.onink)
                tint.setAlpha(40 if over else 0)
                return tint, QColor(0, 0, 0, 0), color.onink
            case _:
                return color.hover if over else color.surface, color.border2, color.text

    def paintEvent(self, _event: QPaintEvent) -> None:
        fill, edge, ink = self._colours()
        painter = QPainter(self)
        box = self._box(painter, fill, edge)
        left = box.left() + (10.5 if self.text() else (box.width() - 15) / 2)
        if self._icon:
            painter.drawPixmap(int(left), int(box.center().y() - 7), icons.pixmap(self._icon, 15, ink, density=self.devicePixelRatioF()))
            left += 22
        painter.setFont(self._face())
        width = QFontMetrics(self._face()).horizontalAdvance(self.text())
        paint.text(painter, QRectF(left, 0, width + 4, self.height()), self.text(), ink)
        left += width + 6
        for key in self._keys:
            faint = QColor(ink)
            faint.setAlpha(110)
            keycap(painter, QRectF(left, box.center().y() - 9, self._cap(key), 18), key, ink, edge=faint)
            left += self._cap(key) + 6
        painter.end()


class IconButton(_Painted):
    """An icon alone; `name` says what it does. `dot` shows a red point."""

    def __init__(self, theme: Theme, icon: str, name: str, *, size: int = 32) -> None:
        super().__init__(theme, "", name=name)
        self._icon, self._size, self._dot = icon, size, False
        self.setToolTip(name)

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def show_dot(self, on: int) -> None:
        self._dot = bool(on)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        clear = QColor(0, 0, 0, 0)
        on = self.isChecked() or self.underMouse()
        box = self._box(painter, color.hover if on and self.isEnabled() else clear, clear)
        ink = color.text2 if self.isEnabled() else color.disabled
        painter.drawPixmap(
            int(box.center().x() - 8), int(box.center().y() - 8), icons.pixmap(self._icon, 16, ink, density=self.devicePixelRatioF())
        )
        if self._dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color.redF)
            painter.drawEllipse(QRectF(box.center().x() + 3, box.center().y() - 9, 6, 6))
        painter.end()


class Chip(_Painted):
    """A filter: plain or on; `tail` is chevron-down for a menu, x for a removable one; `key` a keycap."""

    def __init__(self, theme: Theme, text: str, *, icon: str = "", tail: str = "", key: str = "") -> None:
        super().__init__(theme, text)
        self._icon, self._tail, self._key = icon, tail, key

    def set_tail(self, tail: str) -> None:
        self._tail = tail
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetrics(fonts.tabular(13)).horizontalAdvance(self.text()) + 22
        return QSize(width + (21 if self._icon else 0) + (19 if self._tail else 0) + (24 if self._key else 0), 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        on = self.isChecked()
        fill = color.sel if on else color.hover if self.underMouse() else color.surface
        ink = color.disabled if not self.isEnabled() else color.accent if on else color.text
        painter = QPainter(self)
        box = self._box(painter, fill, color.selline if on else color.border2)
        left = box.left() + 10.5
        if self._icon:
            painter.drawPixmap(int(left), int(box.center().y() - 7), icons.pixmap(self._icon, 14, ink, density=self.devicePixelRatioF()))
            left += 20
        painter.setFont(fonts.tabular(13))
        width = QFontMetrics(painter.font()).horizontalAdvance(self.text())
        paint.text(painter, QRectF(left, 0, width + 4, self.height()), self.text(), ink)
        left += width + 6
        if self._key:
            keycap(painter, QRectF(left, box.center().y() - 9, 18, 18), self._key, color.text3, edge=color.border2)
        if self._tail:
            painter.drawPixmap(
                int(box.right() - 20),
                int(box.center().y() - 6),
                icons.pixmap(self._tail, 13, color.text3, density=self.devicePixelRatioF()),
            )
        painter.end()


class Link(_Painted):
    """A word that does something, in the accent colour."""

    def __init__(self, theme: Theme, text: str, *, icon: str = "") -> None:
        super().__init__(theme, text)
        self._icon = icon

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(fonts.tabular(13)).horizontalAdvance(self.text()) + 4 + (18 if self._icon else 0), 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        ink = color.accent if self.isEnabled() else color.disabled
        painter = QPainter(self)
        left = 1
        if self._icon:
            painter.drawPixmap(left, self.height() // 2 - 7, icons.pixmap(self._icon, 14, ink, density=self.devicePixelRatioF()))
            left += 18
        painter.setFont(fonts.tabular(13))
        paint.text(painter, QRectF(left, 0, self.width() - left, self.height()), self.text(), ink)
        if self.hasFocus() or self.underMouse():
            painter.setPen(QPen(ink, 1))
            painter.drawLine(left, self.height() - 4, self.width() - 3, self.height() - 4)
        painter.end()
