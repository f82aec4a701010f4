"""The window onto the lanes: wheel zooms time, drag pans, a double click fits, arrows walk from mark to mark."""

from datetime import datetime

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QToolTip

from ordertower_desktop.views.order.lanes import ink, words
from ordertower_desktop.views.order.lanes.board import LaneBoard
from ordertower_desktop.views.order.lanes.items import MarkItem
from ordertower_desktop.views.order.lanes.layout import Layout, Story, moments
from ordertower_desktop.views.order.lanes.scale import Scale, fitted
from ordertower_desktop.views.parts import tips
from ordertower_desktop.views.theme.theme import Theme

NOTCH, PAN_STEP, TALLEST = 1.2, 80.0, 120.0


class LanesView(QGraphicsView):
    """Shows a `Story`. `folded_changed` tells how many events share a mark."""

    folded_changed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._story: Story | None = None
        self._scale: Scale | None = None
        self._touched = False
        self._drag: QPointF | None = None
        self.board = LaneBoard(theme, self.devicePixelRatioF(), self)
        self.setScene(self.board)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(words.tr("生命周期时间轴，方向键逐条看，加减号缩放，0 看全程"))
        self.setMinimumHeight(ink.AXIS + 5 * ink.LANE)
        theme.changed.connect(self._redressed)

    # what is shown

    def tell(self, story: Story) -> None:
        """Show this; the stretch of time that a person chose stays while it is the same order's."""
        self._story = story
        self.setMinimumHeight(ink.AXIS + len(story.lanes) * ink.LANE)
        self.board.tell(story)
        if self._scale is None or not self._touched:
            self._scale = self._fit(story)
        self._lay()

    def forget(self) -> None:
        """Another order comes."""
        self._story, self._scale, self._touched = None, None, False
        self.board.forget()

    def tick(self, now: datetime) -> None:
        """Now moves on; when it nears the edge of an untouched glass, everything is fitted again."""
        if self._story is None or self._scale is None:
            return
        self._story = Story(self._story.lanes, self._story.due_at, self._story.due_label, now)
        if not self._touched and now > self._scale.end:
            self.fit()
            return
        self.board.move_now(self._layout(self._story, self._scale))

    def show_mode(self, mode: str) -> None:
        """`happened` | `arrived`."""
        self.board.mode = mode
        self._redressed()

    def fold(self, on: int) -> None:
        self.board.folded = bool(on)
        self._lay()

    def fit(self) -> None:
        """The whole story."""
        if self._story is not None:
            self._scale, self._touched = self._fit(self._story), False
            self._lay()

    def zoom(self, factor: float, x: float) -> None:
        if self._scale is not None:
            self._aim(self._scale.zoomed(factor, x))

    def pan(self, dx: float) -> None:
        if self._scale is not None:
            self._aim(self._scale.moved(dx))

    @property
    def scale_now(self) -> Scale | None:
        return self._scale

    def _aim(self, scale: Scale) -> None:
        self._scale, self._touched = scale, True
        self._lay()

    def _fit(self, story: Story) -> Scale:
        return fitted(moments(story), story.now, left=ink.HEAD, width=self._room())

    def _room(self) -> float:
        return max(80.0, self.viewport().width() - ink.HEAD - ink.RIGHT_MARGIN)

    def _layout(self, story: Story, scale: Scale) -> Layout:
        lanes = max(1, len(story.lanes))
        lane = min(TALLEST, max(float(ink.LANE), (self.viewport().height() - ink.AXIS) / lanes))
        return Layout(story, scale, lane, float(self.viewport().width()), ink.AXIS + lanes * lane)

    def _lay(self) -> None:
        if self._story is not None and self._scale is not None:
            self.board.lay(self._layout(self._story, self._scale))
            self.folded_changed.emit(self.board.merged)

    def _redressed(self) -> None:
        if self._story is not None:
            self.tell(self._story)

    # hands

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._story is not None and self._scale is not None:
            self._scale = self._scale.sized(ink.HEAD, self._room()) if self._touched else self._fit(self._story)
            self._lay()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        if turn.x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan(float(turn.x() or turn.y()))
        else:
            self.zoom(NOTCH ** (turn.y() / 120), event.position().x())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        mark = self._mark_at(event.position().toPoint())
        if mark is not None:
            self._focus_on(mark)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._drag = event.position()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self.pan(event.position().x() - self._drag.x())
            self._drag = event.position()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self.viewport().unsetCursor()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fit()
        event.accept()

    def _mark_at(self, at: QPoint) -> MarkItem | None:
        return next((item for item in self.items(at) if isinstance(item, MarkItem)), None)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        middle = ink.HEAD + self._room() / 2
        match Qt.Key(event.key()):
            case Qt.Key.Key_Left | Qt.Key.Key_Right | Qt.Key.Key_Up | Qt.Key.Key_Down as key:
                self._walk(key)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(NOTCH, middle)
            case Qt.Key.Key_Minus:
                self.zoom(1 / NOTCH, middle)
            case Qt.Key.Key_0 | Qt.Key.Key_Home:
                self.fit()
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown as key:
                self.pan(PAN_STEP * 4 * (1 if key == Qt.Key.Key_PageUp else -1))
            case _:
                event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason) and self._current() is None:
            self._walk(Qt.Key.Key_Right)

    def _current(self) -> MarkItem | None:
        item = self.board.focusItem()
        return item if isinstance(item, MarkItem) else None

    def _walk(self, key: Qt.Key) -> None:
        """Left and right in a lane, up and down to the nearest mark of the next lane that has one."""
        lanes = [lane for lane in self.board.shown if lane]
        current = self._current()
        if not lanes:
            return
        if current is None:
            self._focus_on(lanes[0][0])
            return
        at = next((i for i, lane in enumerate(lanes) if current in lane), 0)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            place = lanes[at].index(current) + (1 if key == Qt.Key.Key_Right else -1)
            self._focus_on(lanes[at][max(0, min(len(lanes[at]) - 1, place))])
            return
        lane = lanes[max(0, min(len(lanes) - 1, at + (1 if key == Qt.Key.Key_Down else -1)))]
        self._focus_on(min(lane, key=lambda item: abs(item.mark.x - current.mark.x)))

    def _focus_on(self, item: MarkItem) -> None:
        if item.mark.x > ink.HEAD + self._room() or item.mark.x < ink.HEAD:
            self.pan(ink.HEAD + self._room() / 2 - item.mark.x)
        item.setFocus()
        item.update()
        self.setAccessibleDescription(item.said)
        at = self.viewport().mapToGlobal(self.mapFromScene(item.pos()))
        QToolTip.showText(at, tips.tip(item.full), self.viewport())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._drag = None
        if isinstance(event, QHelpEvent) and (mark := self._mark_at(event.pos())) is not None:
            QToolTip.showText(event.globalPos(), tips.tip(mark.full), self.viewport())
            return True
        return super().viewportEvent(event)
