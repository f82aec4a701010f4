"""A tile of the overview: a card that paints itself from the board, with a frame while it is arranged."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.views.board.pen import Pen
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.board import Board

MIME = "application/x-ordertower-tile"
Paint = Callable[[Pen, QRectF, Board], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A tile that one can choose: key, name, columns of twenty-four, height, and how it paints."""

    key: str
    name: str
    span: int
    height: int
    paint: Paint


class Tile(QWidget):
    """`followed` names what a click on it asks for."""

    followed = Signal(str)
    moved = Signal(str, int)
    removed = Signal(str)

    def __init__(self, theme: Theme, kind: Kind) -> None:
        super().__init__()
        self._theme, self.kind = theme, kind
        self._board: Board | None = None
        self._links: list[tuple[QRectF, str]] = []
        self._arranging = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(kind.height)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(kind.name)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(40 * self.kind.span, self.kind.height)

    def show_board(self, board: Board) -> None:
        self._board = board
        self.update()

    def arrange(self, on: int) -> None:
        self._arranging = bool(on)
        self.setCursor(Qt.CursorShape.OpenHandCursor if on else Qt.CursorShape.ArrowCursor)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and an arrow move the tile; Delete takes it off."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if self._arranging and step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(self.kind.key, step)
        elif self._arranging and event.key() == Qt.Key.Key_Delete:
            self.removed.emit(self.kind.key)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._arranging:
            data = QMimeData()
            data.setData(MIME, self.kind.key.encode())
            drag = QDrag(self)
            drag.setMimeData(data)
            drag.exec(Qt.DropAction.MoveAction)
            return
        link = self._link_at(event.position())
        if link:
            self.followed.emit(link)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._arranging:
            self.setCursor(Qt.CursorShape.PointingHandCursor if self._link_at(event.position()) else Qt.CursorShape.ArrowCursor)

    def _link_at(self, at: QPointF) -> str:
        return next((link for place, link in self._links if place.contains(at)), "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        pen = Pen(painter, color, self.devicePixelRatioF())
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        dashed = self._arranging
        edge = color.focus if self.hasFocus() else color.border2 if dashed else color.border
        painter.setPen(QPen(edge, 2 if self.hasFocus() else 1, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine))
        painter.setBrush(color.surface)
        painter.drawRoundedRect(box, 10, 10)
        if self._board is not None:
            self.kind.paint(pen, box, self._board)
        if dashed:
            pen.icon(QPointF(box.right() - 26, box.top() + 10), "grip-vertical", 16, "text3")
        self._links = pen.links
        painter.end()
