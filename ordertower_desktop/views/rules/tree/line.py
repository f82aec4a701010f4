"""One condition on the glass: a grip, its kind, its form, how many orders get through it, and what is wrong with it."""

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.rules import leaf
from ordertower_desktop.models.rules.tree import Line
from ordertower_desktop.views.parts.button import IconButton
from ordertower_desktop.views.parts.card import Bar
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.forms import Form
from ordertower_desktop.views.rules.tree.inputs import Pick
from ordertower_desktop.views.theme.theme import Theme

INDENT, COUNTS = 22, 62


class Grip(IconButton):
    """Arrows move what it stands before; so does Alt with an arrow anywhere in the line. The mouse carries it (`carried(at)`, `let_go`)."""

    moved = Signal(int)
    carried = Signal(QPoint)
    let_go = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "grip-vertical", "", size=22)
        self.setFixedSize(22, 30)
        self._name = self.tr("移动：用鼠标拖，或按 ↑ ↓、Alt 加 ↑ ↓")
        self._from = QPoint()
        self.setAccessibleName(self._name)
        self.setToolTip(self._name)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._from = event.globalPosition().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand that trembles carries nothing."""
        at = event.globalPosition().toPoint()
        if event.buttons() & Qt.MouseButton.LeftButton and (at - self._from).manhattanLength() >= QApplication.startDragDistance():
            self.carried.emit(at)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.let_go.emit()


class Branch(QWidget):
    """The lines that lead from a group to what stands in it."""

    def __init__(self, theme: Theme, depth: int) -> None:
        super().__init__()
        self._theme, self._depth = theme, depth
        self.setFixedWidth(INDENT * depth)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.color.border2, 1))
        for level in range(self._depth):
            x = INDENT * level + 9.5
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.drawLine(QPointF(INDENT * (self._depth - 1) + 9.5, 17.5), QPointF(self.width() - 1, 17.5))
        painter.end()


class Count(QWidget):
    """How many orders get through, as a bar and a number; grey while it is of an earlier state."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.bar, self.number = Bar(theme, height=6), PlainLabel(theme, "", role="text2")
        self.bar.setFixedWidth(60)
        self.number.setFixedWidth(COUNTS)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.bar)
        box.addWidget(self.number)
        self.show_count(None, 0)

    def show_count(self, count: int | None, whole: int, *, stale: str = "") -> None:
        self.bar.setVisible(count is not None)
        self.bar.show_share((count or 0) / whole if whole else 0.0)
        self.number.setText("" if count is None else text.count(count))
        self.number.set_role("disabled" if stale else "text2")
        self.setAccessibleName("" if count is None else self.tr("还剩 {0} 单").format(text.count(count)))

    def sizeHint(self) -> QSize:
        return QSize(60 + 8 + COUNTS, 30)


class LineRow(QWidget):
    """`changed`: the line says something else; `reshaped`: and needs other inputs; `moved(by)`; `dropped`."""

    changed = Signal(object)
    reshaped = Signal(object)
    moved = Signal(int, int)
    dropped = Signal(int)

    def __init__(self, theme: Theme, line: Line, *, depth: int) -> None:
        super().__init__()
        self._theme, self.key, self._line = theme, line.key, line
        self.grip, self.count = Grip(theme), Count(theme)
        self.kind = Pick(theme, self.tr("条件类别"), tuple(leaf.KINDS.items()), leaf.kind(line.table), wide=104)
        self.form = Form(theme, line)
        self.wrong = PlainLabel(theme, "", role="red", size=12, wrap="yes")
        self.away = IconButton(theme, "x", self.tr("删去这个条件"), size=26)
        self.away.setFixedSize(26, 30)
        self._box = QHBoxLayout()
        self._box.setSpacing(6)
        top = Qt.AlignmentFlag.AlignTop
        self._box.addWidget(self.grip, 0, top)
        self._box.addWidget(self.kind, 0, top)
        self._box.addWidget(self.form, 1)
        self._box.addWidget(self.count, 0, top)
        self._box.addWidget(self.away, 0, top)
        lines = QVBoxLayout()
        lines.setContentsMargins(0, 2, 0, 2)
        lines.setSpacing(2)
        lines.addLayout(self._box)
        lines.addWidget(self.wrong)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(Branch(theme, depth))
        outer.addLayout(lines, 1)
        self._connect()
        self.show_fault("")

    def _connect(self) -> None:
        self.grip.moved.connect(lambda by: self.moved.emit(self.key, by))
        self.away.clicked.connect(lambda: self.dropped.emit(self.key))
        self.kind.activated.connect(lambda _row: self._become())
        self._listen()

    def _listen(self) -> None:
        self.form.changed.connect(lambda: self._said("changed"))
        self.form.reshaped.connect(lambda: self._said("reshaped"))

    def _said(self, signal: str) -> None:
        self._line = self.form.read(self.key)
        (self.reshaped if signal == "reshaped" else self.changed).emit(self._line)

    def _become(self) -> None:
        """Another kind of condition begins with what such a one usually says."""
        if self.kind.key() != leaf.kind(self._line.table):
            self.reshaped.emit(Line(self.key, dict(leaf.FRESH[self.kind.key()])))

    def take(self, line: Line) -> None:
        """Other inputs for what the line says now; the focus stays on the input of the same name."""
        name = _called(self.focusWidget(), but=self.kind)
        self._line, old = line, self.form
        self.form = Form(self._theme, line)
        self._box.replaceWidget(old, self.form)
        old.hide()
        old.deleteLater()
        self.form.show()
        self._listen()
        self.kind.choose(leaf.kind(line.table))
        if name:
            self.focus(name)

    def focus(self, name: str = "") -> None:
        """The input of that name, or the first."""
        named = (one for one in self.form.findChildren(QWidget) if one.accessibleName())
        inputs = [one for one in named if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        chosen = next((one for one in inputs if name in ("", one.accessibleName())), None)
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_fault(self, words: str) -> None:
        """What is wrong, under the line; empty when nothing is."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))
        self.kind.show_hue("red" if words else "")
        self.setAccessibleDescription(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(self.key, step)
        elif event.key() == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.dropped.emit(self.key)
        else:
            super().keyPressEvent(event)


def _called(focus: QWidget | None, *, but: QWidget) -> str:
    """What the input is called that has the focus."""
    return "" if focus is None or focus is but else focus.accessibleName()
