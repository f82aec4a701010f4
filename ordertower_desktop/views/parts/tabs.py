"""View tabs with exact counts; red for what is overdue, amber for what is soon."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class Tab:
    """`hue` colours the count: red | amber | empty."""

    key: str
    name: str
    count: int | None = None
    hue: str = ""


class ViewTabs(QWidget):
    """A row of views; the chosen one is underlined. Left and right move it when it has the focus."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tabs: tuple[Tab, ...] = ()
        self._current = ""
        self._places: list[tuple[QRectF, str]] = []
        self.setFixedHeight(44)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("视图"))
        theme.changed.connect(self.update)

    @property
    def current(self) -> str:
        return self._current

    def show_tabs(self, tabs: tuple[Tab, ...], current: str) -> None:
        if (tabs, current) != (self._tabs, self._current):
            self._tabs, self._current = tabs, current
            self.setAccessibleDescription("，".join(f"{tab.name} {tab.count}" for tab in tabs))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 44)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place, key in self._places:
            if place.contains(event.position()):
                self.chosen.emit(key)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        keys = [tab.key for tab in self._tabs]
        if step is None or self._current not in keys:
            super().keyPressEvent(event)
            return
        self.chosen.emit(keys[(keys.index(self._current) + step) % len(keys)])

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), color.border)
        left = 0.0
        self._places = []
        for tab in self._tabs:
            on = tab.key == self._current
            name_face, count_face = (fonts.bold(13) if on else fonts.font(13)), fonts.tabular_bold(13)
            shown = "" if tab.count is None else text.count(tab.count)
            name_width = QFontMetrics(name_face).horizontalAdvance(tab.name)
            width = name_width + (QFontMetrics(count_face).horizontalAdvance(shown) + 8 if shown else 0)
            if left + width > self.width():
                break
            painter.setFont(name_face)
            paint.text(painter, QRectF(left, 0, name_width + 4, 43), tab.name, color.text if on else color.text2)
            painter.setFont(count_face if tab.hue or on else fonts.tabular(13))
            paint.text(painter, QRectF(left + name_width + 8, 0, 90, 43), shown, self._ink(tab, on=on))
            if on:
                painter.fillRect(QRectF(left, self.height() - 2, width, 2), color.accent)
            if self.hasFocus() and on:
                painter.setPen(color.focus)
                painter.drawRect(QRectF(left - 4, 8, width + 8, 28))
            self._places.append((QRectF(left - 9, 0, width + 18, 44), tab.key))
            left += width + 27
        painter.end()

    def _ink(self, tab: Tab, *, on: int) -> QColor:
        color = self._theme.color
        return {"red": color.red, "amber": color.amber}.get(tab.hue, color.accent if on else color.text3)
