"""岗位 x 权限: a row a post, what it sees and what it may do; arrows walk, Space changes the cell of the post in hand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.domain.post import CEILING, FIELD_NAMES, MAY_NAMES, ROLE_NAMES, SIGHT_NAMES, Field, May, Post, Sight
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

CELLS: tuple[Field | May, ...] = (*Field, *May)
HEAD, HIGH, NAME, CLASS, GUTTER = 52, 30, 116, 60, 16
HUES = {Sight.SHOWN: "text2", Sight.MASKED: "amber", Sight.HIDDEN: "red"}
NEXT = {Sight.SHOWN: Sight.MASKED, Sight.MASKED: Sight.HIDDEN, Sight.HIDDEN: Sight.SHOWN}
STEPS = {
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_K: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_J: (1, 0), Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}  # fmt: skip


def turned(post: Post, cell: Field | May) -> Post:
    """The post with this cell one further; what its class does not allow stays as it is."""
    if isinstance(cell, Field):
        sees = dict(post.sees) | {cell: NEXT[post.sight(cell)]}
        return replace(post, sees={of: sight for of, sight in sees.items() if sight is not Sight.SHOWN})
    return replace(post, may=post.may ^ {cell}) if cell in CEILING[post.role] else post


def said(post: Post, cell: Field | May) -> str:
    """What stands in a cell."""
    if isinstance(cell, Field):
        return SIGHT_NAMES[post.sight(cell)]
    return "✓" if cell in post.may else "" if cell in CEILING[post.role] else "–"


class PostMatrix(QWidget):
    """`picked(id)`: this post shall be in hand. `turned(cell)`: one further, of the post in hand."""

    picked = Signal(str)
    turned = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._posts: Sequence[Post] = ()
        self._counts: Mapping[str, int] = {}
        self.current, self.column, self._locked = "", 0, ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(820)
        theme.changed.connect(self.update)

    def show_posts(self, posts: Sequence[Post], current: str, *, people: Mapping[str, int], locked: str) -> None:
        self._posts, self.current, self._counts, self._locked = tuple(posts), current, people, locked
        self.setAccessibleName(self.tr("岗位与权限，{0}").format(self._spoken()))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(1040, HEAD + HIGH * max(1, len(self._posts)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEPS:
            down, right = STEPS[key]
            self._go(self._row() + down, self.column + right)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return) and self.current and not self._locked:
            self.turned.emit(CELLS[self.column])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row, column = self._at(event.position().toPoint())
        if not 0 <= row < len(self._posts):
            return
        mine = self._posts[row].id == self.current
        self._go(row, self.column if column < 0 else column)
        if mine and column >= 0 and not self._locked:
            self.turned.emit(CELLS[column])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _go(self, row: int, column: int) -> None:
        if not self._posts:
            return
        row, self.column = min(max(row, 0), len(self._posts) - 1), min(max(column, 0), len(CELLS) - 1)
        if self._posts[row].id != self.current:
            self.picked.emit(self._posts[row].id)
        self.setAccessibleDescription(self._spoken())
        self.update()

    def _row(self) -> int:
        return next((place for place, post in enumerate(self._posts) if post.id == self.current), 0)

    def _spoken(self) -> str:
        if not self._posts:
            return ""
        post, cell = self._posts[self._row()], CELLS[self.column]
        if isinstance(cell, Field):
            return f"{post.name}，{FIELD_NAMES[cell]}{said(post, cell)}"
        return f"{post.name}，{'可以' if cell in post.may else '不可以'}{MAY_NAMES[cell]}"

    # where things stand

    def _edges(self) -> list[float]:
        """The left edge of every cell, and the right one of the last; a column of a field is a little wider."""
        room = self.width() - 2 * GUTTER - NAME - CLASS
        unit = room / (len(Field) * 1.15 + len(May))
        left, edges = float(GUTTER + NAME + CLASS), []
        for cell in CELLS:
            edges.append(left)
            left += unit * (1.15 if isinstance(cell, Field) else 1)
        return [*edges, left]

    def _at(self, point: QPoint) -> tuple[int, int]:
        edges = self._edges()
        column = next((place for place in range(len(CELLS)) if edges[place] <= point.x() < edges[place + 1]), -1)
        return (point.y() - HEAD) // HIGH, column

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edges = self._edges()
        self._paint_head(painter, edges)
        for place, post in enumerate(self._posts):
            self._paint_row(painter, HEAD + place * HIGH, post, edges)
        painter.end()

    def _paint_head(self, painter: QPainter, edges: Sequence[float]) -> None:
        color = self._theme.color
        painter.fillRect(QRectF(0, 0, self.width(), HEAD), color.canvas)
        painter.fillRect(QRectF(0, HEAD - 1, self.width(), 1), color.border)
        painter.setFont(fonts.tabular(12))
        middle = edges[len(Field)]
        paint.text(painter, QRectF(edges[0], 4, middle - edges[0], 20), self.tr("看得到"), color.text2, align=paint.CENTER)
        paint.text(painter, QRectF(middle, 4, edges[-1] - middle, 20), self.tr("可以做"), color.text2, align=paint.CENTER)
        paint.text(painter, QRectF(GUTTER, 26, NAME, 20), self.tr("岗位"), color.text3)
        paint.text(painter, QRectF(GUTTER + NAME, 26, CLASS, 20), self.tr("权限类"), color.text3)
        for place, cell in enumerate(CELLS):
            words = FIELD_NAMES[cell] if isinstance(cell, Field) else MAY_NAMES[cell]
            box = QRectF(edges[place] - 4, 26, edges[place + 1] - edges[place] + 8, 20)
            paint.text(painter, box, words, color.text3, align=paint.CENTER)
        painter.fillRect(QRectF(middle, 4, 1, HEAD - 8), color.border)

    def _paint_row(self, painter: QPainter, top: int, post: Post, edges: Sequence[float]) -> None:
        color, mine = self._theme.color, post.id == self.current
        if mine:
            painter.fillRect(QRectF(0, top, self.width(), HIGH), color.sel)
        painter.fillRect(QRectF(0, top + HIGH - 1, self.width(), 1), color.line)
        painter.setFont(fonts.tabular_bold(13) if mine else fonts.tabular(13))
        count = self._counts.get(post.id, 0)
        paint.text(painter, QRectF(GUTTER, top, NAME - 24, HIGH), post.name, color.text)
        painter.setFont(fonts.tabular(12))
        paint.text(painter, QRectF(GUTTER + NAME - 30, top, 20, HIGH), str(count) if count else "", color.text3, align=paint.RIGHT)
        paint.text(painter, QRectF(GUTTER + NAME, top, CLASS, HIGH), ROLE_NAMES[post.role], color.text2)
        for place, cell in enumerate(CELLS):
            box = QRectF(edges[place], top, edges[place + 1] - edges[place], HIGH)
            self._paint_cell(painter, box, post, cell)
            if mine and place == self.column and self.hasFocus():
                painter.setPen(QPen(color.focus, 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(2, 4, -2, -5), 4, 4)

    def _paint_cell(self, painter: QPainter, box: QRectF, post: Post, cell: Field | May) -> None:
        color = self._theme.color
        words = said(post, cell)
        if isinstance(cell, Field):
            sight = post.sight(cell)
            painter.setFont(fonts.tabular(12) if sight is Sight.SHOWN else fonts.tabular_bold(12))
            paint.text(painter, box, words, getattr(color, HUES[sight]), align=paint.CENTER)
            return
        painter.setFont(fonts.bold(13))
        paint.text(painter, box, words, color.green if words == "✓" else color.disabled, align=paint.CENTER)
