"""The navigation rail: one item a page, settings at the bottom."""

import msgspec
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme


class Item(msgspec.Struct, frozen=True):
    """A page: its key, its name, its icon; `foot` items stand at the bottom."""

    key: str
    name: str
    icon: str
    foot: str = ""


class RailButton(QAbstractButton):
    """52 x 50: icon over name; a red bubble counts."""

    def __init__(self, theme: Theme, item: Item) -> None:
        super().__init__()
        self._theme, self._item, self._bubble = theme, item, 0
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(item.name)
        self.setToolTip(item.name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        self.icons_only = False
        theme.changed.connect(self.update)

    def show_bubble(self, count: int) -> None:
        if count != self._bubble:
            self._bubble = count
            self.setAccessibleDescription(str(count) if count else "")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(52, 40 if self.icons_only else 50)

    def minimumSizeHint(self) -> QSize:
        """In a low window the icons move together."""
        return QSize(52, 30 if self.icons_only else 50)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        on = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if on or self.underMouse() or self.hasFocus():
            painter.setPen(QPen(color.focus if self.hasFocus() else color.border if on else color.rail, 1))
            painter.setBrush(color.surface if on else color.hover)
            painter.drawRoundedRect(box, 8, 8)
        ink = color.accent if on else color.text3
        top = (box.height() - 20) / 2 if self.icons_only else 7
        painter.drawPixmap(int(box.center().x() - 10), int(top), icons.pixmap(self._item.icon, 20, ink, density=self.devicePixelRatioF()))
        if not self.icons_only:
            painter.setFont(fonts.bold(12) if on else fonts.font(12))
            paint.text(painter, QRectF(0, 28, self.width(), 18), self._item.name, ink, align=paint.CENTER)
        if self._bubble:
            self._paint_bubble(painter)
        painter.end()

    def _paint_bubble(self, painter: QPainter) -> None:
        color = self._theme.color
        shown = str(self._bubble) if self._bubble < 1000 else "999+"
        width = max(16, QFontMetrics(fonts.tabular_bold(11)).horizontalAdvance(shown) + 9)
        bubble = QRectF(min(30, self.width() - width), 0, width, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color.redF)
        painter.drawRoundedRect(bubble, 8, 8)
        painter.setFont(fonts.tabular_bold(11))
        paint.text(painter, bubble, shown, color.onaccent, align=paint.CENTER)


class Rail(QWidget):
    """64 px wide; below 1024 px of window only icons."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, items: tuple[Item, ...]) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedWidth(64)
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 56, 6, 10)
        box.setSpacing(5)
        self._buttons: dict[str, RailButton] = {}
        for item in items:
            if not item.foot:
                box.addWidget(self._made(item))
        box.addStretch(1)
        for item in items:
            if item.foot:
                box.addWidget(self._made(item))
        theme.changed.connect(self.update)

    def _made(self, item: Item) -> RailButton:
        button = RailButton(self._theme, item)
        button.clicked.connect(lambda _on=False, key=item.key: self.chosen.emit(key))
        self._buttons[item.key] = button
        return button

    def mark(self, key: str) -> None:
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def show_bubble(self, key: str, count: int) -> None:
        if key in self._buttons:
            self._buttons[key].show_bubble(count)

    def set_narrow(self, narrow: int) -> None:
        for button in self._buttons.values():
            button.icons_only = bool(narrow)
            button.updateGeometry()
            button.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.fillRect(self.rect(), color.rail)
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), color.border)
        mark = icons.logo(32, self.devicePixelRatioF(), ground=color.ink.name(), figure=color.onink.name())
        painter.drawPixmap(16, 10, mark)
        painter.end()
