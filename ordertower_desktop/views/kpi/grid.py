"""A table of the statistics, painted: numbers under each other, what was earlier in small letters, rows that can be opened."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.models.kpi.table import Cell, Table
from ordertower_desktop.views.board.pen import LEFT, RIGHT, Pen
from ordertower_desktop.views.theme.theme import Theme

HEAD, ROW, TALL, GAP = 28.0, 30.0, 44.0, 8.0
LEFT_COLUMNS = 1


class Grid(QWidget):
    """`opened(key)`: a row that leads somewhere was clicked, or chosen with the arrows and Enter. `left` columns hold words."""

    opened = Signal(str)

    def __init__(self, theme: Theme, *, left: int = LEFT_COLUMNS) -> None:
        super().__init__()
        self._theme, self._left = theme, left
        self.table: Table | None = None
        self._over = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def show_table(self, table: Table, *, left: int | None = None) -> None:
        self.table, self._over = table, -1
        self._left = self._left if left is None else left
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if any(table.keys) else Qt.FocusPolicy.NoFocus)
        told = ("，".join(f"{head} {cell.words}".strip() for head, cell in zip(table.heads, row, strict=True)) for row in table.rows)
        self.setAccessibleName("；".join([table.title, *told]))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, int(HEAD + sum(self._heights()) + 1))

    def _heights(self) -> list[float]:
        return [TALL if any(cell.earlier for cell in row) else ROW for row in self.table.rows] if self.table else []

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.table is None:
            return
        painter = QPainter(self)
        pen = Pen(painter, self._theme.color, self.devicePixelRatioF())
        painter.fillRect(QRectF(0, 0, self.width(), HEAD), pen.color.canvas)
        for place, (box, name) in enumerate(zip(self._columns(HEAD), self.table.heads, strict=True)):
            pen.words(box, name, 12, "text2", align=self._align(place))
        top = HEAD
        for number, (row, height) in enumerate(zip(self.table.rows, self._heights(), strict=True)):
            if number == self._over and self._leads(number):
                painter.fillRect(QRectF(0, top, self.width(), height), pen.color.sel if self.hasFocus() else pen.color.hover)
            for place, (box, cell) in enumerate(zip(self._columns(height), row, strict=True)):
                self._cell(pen, box.translated(0, top), cell, place, face="bold" if number == 0 and self.table.summed else "plain")
            top += height
            pen.rule(0, self.width(), top - 1)
        painter.end()

    def _cell(self, pen: Pen, box: QRectF, cell: Cell, place: int, *, face: str) -> None:
        align = self._align(place)
        if not cell.earlier:
            pen.words(box, cell.words, 13, cell.role, face=face, align=align)
            return
        pen.words(QRectF(box.left(), box.top() + 3, box.width(), 20), cell.words, 13, cell.role, face=face, align=align)
        pen.words(QRectF(box.left(), box.top() + 22, box.width(), 18), cell.earlier, 12, cell.hue or "text3", align=align)

    def _columns(self, height: float) -> list[QRectF]:
        shares = self.table.shares if self.table else ()
        unit, left, made = (self.width() - 2 * GAP) / sum(shares), GAP, []
        for share in shares:
            made.append(QRectF(left + 3, 0, unit * share - 6, height))
            left += unit * share
        return made

    def _align(self, place: int) -> int:
        return LEFT if place < self._left else RIGHT

    def _leads(self, row: int) -> bool:
        keys = self.table.keys if self.table else []
        return 0 <= row < len(keys) and bool(keys[row])

    def _row_at(self, at: QPointF) -> int:
        top = HEAD
        for number, height in enumerate(self._heights()):
            if top <= at.y() < top + height:
                return number
            top += height
        return -1

    def _look(self, row: int) -> None:
        if row != self._over:
            self._over = row
            self.setCursor(Qt.CursorShape.PointingHandCursor if self._leads(row) else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._look(self._row_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._look(-1)
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._open(self._row_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows = len(self.table.rows) if self.table else 0
        match Qt.Key(event.key()):
            case Qt.Key.Key_Down:
                self._look(min(self._over + 1, rows - 1))
            case Qt.Key.Key_Up:
                self._look(max(self._over - 1, 0))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open(self._over)
            case _:
                super().keyPressEvent(event)

    def _open(self, row: int) -> None:
        if self._leads(row) and self.table is not None:
            self.opened.emit(self.table.keys[row])
