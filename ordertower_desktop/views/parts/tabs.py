"""View tabs with exact counts; red for what is overdue, amber for what is soon."""

import math

import msgspec
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QWidget

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


class Drag(msgspec.Struct, frozen=True):
    """A tab in the hand: where it was taken, how far from its left edge, and where the hand is; `on` once it has moved."""

    key: str = ""
    began: float = 0.0
    hold: float = 0.0
    on: bool = False
    at: float = 0.0


class ViewTabs(QWidget):
    """A row of views; the chosen one is underlined. Left and right choose another when it has the focus.

    Views that do not fit are behind 更多, and the chosen one always fits. A tab that is dragged, or moved with Ctrl and an arrow, takes
    another place: `moved` carries its key and that of the tab it now stands before, or nothing for the end.
    """

    chosen = Signal(str)
    moved = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.tabs: tuple[Tab, ...] = ()
        self._current = ""
        self._places: list[tuple[QRectF, str]] = []
        self._over = ""
        self._drag = Drag()
        self._before: QWidget | None = None
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
            self.setAccessibleDescription("，".join(f"{tab.name} {tab.count}" for tab in tabs) + self.tr("；Ctrl+左右键换位置"))
            if self._drag.key not in {tab.key for tab in tabs}:
                self._drag = Drag()
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
        if self._drag.key and event.buttons() & Qt.MouseButton.LeftButton:
            self._pull(event.position().x())
        else:
            self._hover(self._at(event.position()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        drag = self._drag
        keys = [key for _, key in self._places if key != MORE]
        self._put_back()
        if drag.on and keys != [key for _, key in self._places if key != MORE]:
            self.moved.emit(drag.key, self._behind(drag.key, keys))

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover("")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        key = self._at(event.position())
        if key == MORE:
            self.more_menu().popup(self.mapToGlobal(QPoint(int(self._places[-1][0].left()), self.height())))
        elif key and event.button() == Qt.MouseButton.LeftButton:
            place = next(place for place, one in self._places if one == key)
            self._drag = Drag(key, event.position().x(), event.position().x() - place.left())
            self.chosen.emit(key)

    def _pull(self, x: float) -> None:
        """The tab follows the hand once it has gone far enough to be no click; the others make room."""
        drag = self._drag
        if not drag.on and abs(x - drag.began) >= QApplication.startDragDistance():
            self._before = QApplication.focusWidget()
            self.setFocus()  # for Esc
        if drag.on or abs(x - drag.began) >= QApplication.startDragDistance():
            self._drag = msgspec.structs.replace(drag, on=True, at=x)
            self._lay()

    def _put_back(self) -> None:
        if self._drag.on and self._before is not None:
            self._before.setFocus()
        self._drag, self._before = Drag(), None
        self._lay()

    def _behind(self, key: str, seen: list[str]) -> str:
        """Before which tab the one that was dragged belongs, those that do not fit counted too."""
        rest = [tab.key for tab in self.tabs if tab.key != key]
        place = seen.index(key)
        to = rest.index(seen[place - 1]) + 1 if place else 0
        return rest[to] if to < len(rest) else ""

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
        if self._drag.on and event.key() == Qt.Key.Key_Escape:
            self._put_back()
        elif step is None or self._current not in keys:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._step(keys, step)
        else:
            self.chosen.emit(keys[(keys.index(self._current) + step) % len(keys)])

    def _step(self, keys: list[str], step: int) -> None:
        """The chosen tab goes one place to the side."""
        to = keys.index(self._current) + step
        if 0 <= to < len(keys):
            keys.remove(self._current)
            self.moved.emit(self._current, keys[to] if to < len(keys) else "")

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
        for tab in self._parted(shown):
            width = self._tab_width(tab)
            self._places.append((QRectF(left - 9, 0, width + 18, 44), tab.key))
            left += width + SPACE
        if len(shown) < len(self.tabs):
            self._places.append((QRectF(left - 9, 0, MORE_WIDTH, 44), MORE))
        self.update()

    def _parted(self, shown: list[Tab]) -> list[Tab]:
        """The tabs with the one that is dragged where it would fall: before the first whose middle lies right of its own."""
        pulled = next((tab for tab in shown if self._drag.on and tab.key == self._drag.key), None)
        if pulled is None:
            return shown
        rest, left = [tab for tab in shown if tab is not pulled], 0.0
        middle = self._drag.at - self._drag.hold + 9 + self._tab_width(pulled) / 2
        for place, tab in enumerate(rest):
            width = self._tab_width(tab)
            if middle < left + width / 2:
                return [*rest[:place], pulled, *rest[place:]]
            left += width + SPACE
        return [*rest, pulled]

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
            elif not (self._drag.on and key == self._drag.key):
                self._paint_tab(painter, inner, tabs[key])
        if self._drag.on:
            self._paint_pulled(painter, tabs[self._drag.key])
        painter.end()

    def _paint_pulled(self, painter: QPainter, tab: Tab) -> None:
        """In the hand: on a ground of its own, over the others."""
        color, width = self._theme.color, self._tab_width(tab)
        left = max(0.0, min(self._drag.at - self._drag.hold + 9, self.width() - width - 9))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(color.border2)
        painter.setBrush(color.raised)
        painter.drawRoundedRect(QRectF(left - 8.5, 6.5, width + 17, 31), 6, 6)
        self._paint_tab(painter, QRectF(left, 0, width, 44), tab)

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
