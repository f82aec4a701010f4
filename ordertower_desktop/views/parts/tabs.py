"""View tabs with exact counts; red for what is overdue, amber for what is soon."""

import math

import msgspec
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme

SPACE, WORD_GAP, MORE_WIDTH = 20, 6, 64
MORE = "\x00more"


class Tab(msgspec.Struct, frozen=True):
    """`hue` colours the count: red | amber | empty."""

    key: str
    name: str
    count: int | None = None
    hue: str = ""


class ViewTabs(QWidget):
    """A row of views; the chosen one is underlined. Left and right move it when it has the focus.

    Views that do not fit are behind 更多, and the chosen one always fits.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.tabs: tuple[Tab, ...] = ()
        self._current = ""
        self._places: list[tuple[QRectF, str]] = []
        self._over = ""
        self.setFixedHeight(44)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("视图"))
        theme.changed.connect(self.update)

    @property
    def current(self) -> str:
        return self._current

    def show_tabs(self, tabs: tuple[Tab, ...], current: str) -> None:
        if (tabs, current) != (self.tabs, self._current):
            self.tabs, self._current = tabs, current
            self.setAccessibleDescription("，".join(f"{tab.name} {tab.count}" for tab in tabs))
            self._lay()

    def hidden_keys(self) -> list[str]:
        """The views behind 更多."""
        seen = {key for _, key in self._places}
        return [tab.key for tab in self.tabs if tab.key not in seen]

    def sizeHint(self) -> QSize:
        return QSize(480, 44)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position()))

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover("")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        key = self._at(event.position())
        if key == MORE:
            self.more_menu().popup(self.mapToGlobal(QPoint(int(self._places[-1][0].left()), self.height())))
        elif key:
            self.chosen.emit(key)

    def more_menu(self) -> QMenu:
        """The views that do not fit."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        hidden = set(self.hidden_keys())
        for tab in self.tabs:
            if tab.key in hidden:
                words = paint.plain(tab.name) if tab.count is None else f"{paint.plain(tab.name)}  {text.count(tab.count)}"
                menu.addAction(words.replace("&", "&&")).triggered.connect(lambda _on=False, key=tab.key: self.chosen.emit(key))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        keys = [tab.key for tab in self.tabs]
        if step is None or self._current not in keys:
            super().keyPressEvent(event)
            return
        self.chosen.emit(keys[(keys.index(self._current) + step) % len(keys)])

    def _at(self, point: QPointF) -> str:
        return next((key for place, key in self._places if place.contains(point)), "")

    def _hover(self, key: str) -> None:
        if key != self._over:
            self._over = key
            self.setCursor(Qt.CursorShape.PointingHandCursor if key else Qt.CursorShape.ArrowCursor)
            self.update()

    def _lay(self) -> None:
        """Give every tab its place; the last ones that fit give way to the chosen one."""
        shown = list(self.tabs)
        if self._width(shown) > self.width():
            room = self.width() - MORE_WIDTH
            while shown and self._width(shown) > room:
                keep = [tab for tab in shown if tab.key == self._current]
                shown.remove(next((tab for tab in reversed(shown) if tab not in keep), shown[-1]))
        self._places, left = [], 0.0
        for tab in shown:
            width = self._tab_width(tab)
            self._places.append((QRectF(left - 9, 0, width + 18, 44), tab.key))
            left += width + SPACE
        if len(shown) < len(self.tabs):
            self._places.append((QRectF(left - 9, 0, MORE_WIDTH, 44), MORE))
        self.update()

    def _width(self, tabs: list[Tab]) -> float:
        return sum(self._tab_width(tab) + SPACE for tab in tabs) - SPACE

    @staticmethod
    def _tab_width(tab: Tab) -> float:
        """Always as if bold, so that choosing moves nothing."""
        name = QFontMetrics(fonts.bold(13)).horizontalAdvance(tab.name)
        if tab.count is None:
            return name
        return math.ceil(name + WORD_GAP + QFontMetrics(fonts.tabular_bold(13)).horizontalAdvance(text.count(tab.count)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), color.border)
        tabs = {tab.key: tab for tab in self.tabs}
        for place, key in self._places:
            inner = place.adjusted(9, 0, -9, 0)
            if key == MORE:
                painter.setFont(fonts.font(13))
                paint.text(painter, QRectF(inner.left(), 0, 30, 43), self.tr("更多"), color.text if self._over == MORE else color.text2)
                mark = icons.pixmap("chevron-down", 13, color.text3, density=self.devicePixelRatioF())
                painter.drawPixmap(QPointF(inner.left() + 30, 15), mark)
            else:
                self._paint_tab(painter, inner, tabs[key])
        painter.end()

    def _paint_tab(self, painter: QPainter, place: QRectF, tab: Tab) -> None:
        color, on = self._theme.color, tab.key == self._current
        name_face = fonts.bold(13) if on else fonts.font(13)
        painter.setFont(name_face)
        line = QRectF(place.left(), 0, place.width() + 2, 43)
        paint.text(painter, line, tab.name, color.text if on or tab.key == self._over else color.text2)
        if tab.count is not None:
            name_width = QFontMetrics(name_face).horizontalAdvance(tab.name)
            painter.setFont(fonts.tabular_bold(13) if tab.hue or on else fonts.tabular(13))
            paint.text(painter, line.adjusted(name_width + WORD_GAP, 0, 8, 0), text.count(tab.count), self._ink(tab, on=on))
        if on:
            painter.fillRect(QRectF(place.left() - 2, self.height() - 2, place.width() + 4, 2), color.accent)
        if self.hasFocus() and on:
            painter.setPen(color.focus)
            painter.drawRect(QRectF(place.left() - 5, 8.5, place.width() + 10, 27))

    def _ink(self, tab: Tab, *, on: int) -> QColor:
        color = self._theme.color
        return {"red": color.red, "amber": color.amber}.get(tab.hue, color.accent if on else color.text3)
