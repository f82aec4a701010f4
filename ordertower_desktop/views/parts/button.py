"""Buttons with the key in them, chips, and icon buttons."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.labels import keycap
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme


class _Painted(QAbstractButton):
    """A button that paints itself from the theme. Its words are words: an & in a shop's name makes no shortcut."""

    def __init__(self, theme: Theme, text: str, *, name: str = "") -> None:
        super().__init__()
        self._theme, self._name = theme, name
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setText(text)
        self.setAccessibleName(name or text)
        theme.changed.connect(self.update)

    def setText(self, text: str) -> None:
        shown = paint.plain(text)
        super().setText(shown)
        self.setShortcut(QKeySequence())
        if not self._name:
            self.setAccessibleName(shown)

    def _box(self, painter: QPainter, fill: QColor, edge: QColor, *, radius: float = 6) -> QRectF:
        """The frame; the focus is one accent line, inside a filled button a second, light one."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        color = self._theme.color
        painter.setPen(QPen(color.focus if self.hasFocus() else edge, 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(box, radius, radius)
        if self.hasFocus():
            painter.setPen(QPen(color.onaccent if fill == color.accent else color.selline, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius - 1, radius - 1)
        return box

    def _icon_at(self, painter: QPainter, at: QPointF, name: str, size: int, ink: QColor) -> None:
        """An icon whose left middle is `at`."""
        mark = icons.pixmap(name, size, ink, density=self.devicePixelRatioF())
        painter.drawPixmap(QPointF(round(at.x()), round(at.y() - size / 2)), mark)


class Button(_Painted):
    """`kind`: primary | plain | danger | ghost | ink, ink-link (on the dark bar). `key` is shown as a keycap."""

    def __init__(self, theme: Theme, text: str, *, kind: str = "plain", icon: str = "", key: str = "", small: str = "") -> None:
        super().__init__(theme, text)
        self._kind, self._icon, self._keys, self._height = kind, icon, key.split(" ") if key else [], 26 if small else 32
        if key:
            self.setAccessibleDescription(f"快捷键 {key}")

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def show_keys(self, keys: str) -> None:
        """Other keycaps, or none where there is no room for them; what is read aloud stays."""
        self._keys = keys.split()
        self.updateGeometry()
        self.update()

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
            clear = QColor(0, 0, 0, 0)
            return (
                (clear, clear, color.disabled)
                if self._kind in ("ghost", "ink", "ink-link")
                else (color.surface, color.border2, color.disabled)
            )
        match self._kind:
            case "primary":
                fill = color.accent.darker(108) if over or self.isDown() else color.accent
                return fill, fill, color.onaccent
            case "danger":
                return color.redT if over else color.surface, color.redB, color.red
            case "ghost":
                fill = color.hover if over else QColor(0, 0, 0, 0)
                return fill, QColor(0, 0, 0, 0), color.text2
            case "ink-link":
                return QColor(0, 0, 0, 0), QColor(0, 0, 0, 0), color.bar_text
            case "ink":
                ink = color.bar_text
                tint = QColor(ink)
                tint.setAlpha(36 if over else 0)
                return tint, QColor(0, 0, 0, 0), ink
            case _:
                return color.hover if over else color.surface, color.border2, color.text

    def paintEvent(self, _event: QPaintEvent) -> None:
        fill, edge, ink = self._colours()
        painter = QPainter(self)
        box = self._box(painter, fill, edge)
        spare = max(0, self.width() - self.sizeHint().width()) // 2
        left, middle = 12.0 + spare if self.text() else (self.width() - 15) / 2, box.center().y()
        if self._icon:
            self._icon_at(painter, QPointF(left, middle), self._icon, 15, ink)
            left += 22
        painter.setFont(self._face())
        width = QFontMetrics(self._face()).horizontalAdvance(self.text())
        paint.text(painter, QRectF(left, 0, width + 4, self.height()), self.text(), ink)
        if self._kind == "ink-link":
            painter.setPen(QPen(ink, 1))
            painter.drawLine(QPointF(left, round(middle) + 8), QPointF(left + width, round(middle) + 8))
        left += width + 8
        faint = QColor(ink)
        faint.setAlpha(120)
        for key in self._keys:
            keycap(painter, QRectF(left, round(middle) - 9, self._cap(key), 18), key, ink, edge=faint)
            left += self._cap(key) + 4
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
        self._icon_at(painter, QPointF(box.center().x() - 8, box.center().y()), self._icon, 16, ink)
        if self._dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color.redF)
            painter.drawEllipse(QRectF(box.center().x() + 3, box.center().y() - 10, 6, 6))
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
        return QSize(width + (20 if self._icon else 0) + (18 if self._tail else 0) + (self._cap() + 6 if self._key else 0), 28)

    def _cap(self) -> int:
        return max(18, QFontMetrics(fonts.font(11)).horizontalAdvance(self._key) + 10)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        on = self.isChecked()
        fill = color.sel if on else color.hover if self.underMouse() and self.isEnabled() else color.surface
        ink = color.disabled if not self.isEnabled() else color.accent if on else color.text2
        painter = QPainter(self)
        box = self._box(painter, fill, color.selline if on else color.border)
        left, middle = 11.0, box.center().y()
        if self._icon:
            self._icon_at(painter, QPointF(left, middle), self._icon, 14, ink)
            left += 20
        painter.setFont(fonts.tabular(13))
        width = QFontMetrics(painter.font()).horizontalAdvance(self.text())
        paint.text(painter, QRectF(left, 0, width + 4, self.height()), self.text(), ink)
        left += width + 6
        if self._key:
            keycap(painter, QRectF(left, round(middle) - 9, self._cap(), 18), self._key, color.text2, edge=color.border2)
        if self._tail:
            self._icon_at(painter, QPointF(self.width() - 22, middle), self._tail, 13, ink if on else color.text3)
        painter.end()


class Link(_Painted):
    """A word that does something, in the accent colour; `strong` for the one that matters."""

    def __init__(self, theme: Theme, text: str, *, icon: str = "", size: int = 13, strong: str = "") -> None:
        super().__init__(theme, text)
        self._icon, self._face = icon, fonts.tabular_bold(size) if strong else fonts.tabular(size)

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self._face).horizontalAdvance(self.text()) + 4 + (18 if self._icon else 0), 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        ink = color.accent if self.isEnabled() else color.disabled
        painter = QPainter(self)
        left = 1
        if self._icon:
            self._icon_at(painter, QPointF(left, self.height() / 2), self._icon, 14, ink)
            left += 18
        painter.setFont(self._face)
        paint.text(painter, QRectF(left, 0, self.width() - left, self.height()), self.text(), ink)
        if self.hasFocus() or self.underMouse():
            painter.setPen(QPen(ink, 1))
            painter.drawLine(left, self.height() - 4, self.width() - 3, self.height() - 4)
        painter.end()
