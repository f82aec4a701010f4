"""The steps as the lines of a table: one is in hand, the mouse carries it to another place, and so do keys."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.domain.duration import in_chinese
from ordertower_desktop.domain.playbook import PlaybookStep
from ordertower_desktop.domain.playbook_words import check_words, line
from ordertower_desktop.models.playbook.draft import BookDraft
from ordertower_desktop.views.parts import paint, tips
from ordertower_desktop.views.parts.card import clear
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme

HIGH, LEFT, WIDE = 54, 64, 620
COLUMNS = (("负责岗位", 92), ("预期用时", 92), ("机器核对", 152), ("留证", 108))
"""What stands right of 做什么, and how wide; below `WIDE` pixels it goes into a second line."""


def edges(width: int) -> list[tuple[float, float]]:
    """Left and width of every column, 做什么 first."""
    right = float(width - 8)
    found: list[tuple[float, float]] = []
    for _, wide in reversed(COLUMNS):
        right -= wide
        found.append((right, wide - 10))
    return [(LEFT, right - LEFT - 10), *reversed(found)]


class Heading(QWidget):
    """The names of the columns."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(32)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect().adjusted(1, 0, -1, 0), self._theme.color.hover)
        painter.setFont(fonts.tabular(12))
        names = ["做什么", *(name for name, _ in COLUMNS)] if self.width() >= WIDE else ["做什么，谁做，多久，怎么核对"]
        for name, (left, wide) in zip(names, edges(self.width()), strict=False):
            room = wide if self.width() >= WIDE else self.width() - left
            paint.text(painter, QRectF(left, 0, room, self.height()), name, self._theme.color.text2)
        painter.end()


class StepLine(QAbstractButton):
    """One step. `asked(what)`: up, down, earlier, later, away, open; `carried(y)`, `put_down`: by the mouse, in the table's pixels."""

    asked = Signal(str)
    carried = Signal(int)
    put_down = Signal()

    def __init__(self, theme: Theme, place: int, step: PlaybookStep, *, posts: Mapping[str, str]) -> None:
        super().__init__()
        self._theme, self.place, self.step, self._posts = theme, place, step, posts
        self._words, self._hue, self._begun = "", "", QPointF(-1, -1)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_words(self, words: str, hue: str) -> None:
        """`words` in `hue` (red: wrong, amber: doubtful) stand under the title."""
        self._words, self._hue = words, hue
        self.setAccessibleName(paint.plain(f"第 {self.place + 1} 步，{line(self.step, self._posts)}{'，' + words if words else ''}"))
        self.setToolTip(tips.tip(words or self.step.instruction))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, HIGH)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        keys = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down", Qt.Key.Key_Delete: "away", Qt.Key.Key_Return: "open"}
        wish = keys.get(Qt.Key(event.key()))
        if wish is None:
            super().keyPressEvent(event)
            return
        self.asked.emit({"up": "earlier", "down": "later"}.get(wish, wish) if alt else wish)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._begun = event.position()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        far = (event.position() - self._begun).manhattanLength() if self._begun.x() >= 0 else 0
        if event.buttons() & Qt.MouseButton.LeftButton and far >= QApplication.startDragDistance():
            self.carried.emit(round(self.mapToParent(event.position()).y()))
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._begun = QPointF(-1, -1)
        self.put_down.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        color, on = self._theme.color, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if on or self.underMouse():
            painter.fillRect(rect.adjusted(1, 0, -1, 0), color.sel if on else color.hover)
        painter.setPen(QPen(color.focus if on or self.hasFocus() else color.border, 1))
        if on or self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1.5, 0.5, -1.5, -0.5))
        else:
            painter.drawLine(rect.bottomLeft() + QPointF(1, -0.5), rect.bottomRight() + QPointF(-1, -0.5))
        grip = icons.pixmap("grip-vertical", 16, color.text3, density=self.devicePixelRatioF())
        painter.drawPixmap(QPointF(9, HIGH / 2 - 8), grip)
        self._number(painter)
        if self.width() >= WIDE:
            self._cells(painter)
        else:
            self._narrow(painter)
        painter.end()

    def _number(self, painter: QPainter) -> None:
        color, on = self._theme.color, self.isChecked()
        painter.setPen(QPen(color.accent if on else color.control, 1))
        painter.setBrush(color.accent if on else color.surface)
        ring = QRectF(34.5, HIGH / 2 - 11, 22, 22)
        painter.drawEllipse(ring)
        painter.setFont(fonts.tabular_bold(12))
        paint.text(painter, ring, str(self.place + 1), color.onaccent if on else color.text, align=paint.CENTER)

    def _cells(self, painter: QPainter) -> None:
        color, step = self._theme.color, self.step
        title, post, span, check, proof = (QRectF(left, 0, wide, HIGH) for left, wide in edges(self.width()))
        self._two(painter, title, step.title or "（还没写做什么）", self._words or step.instruction)
        painter.setFont(fonts.tabular(13))
        paint.text(painter, post, self._posts.get(step.post, step.post), color.text)
        paint.text(painter, span, in_chinese(step.expected), color.text)
        self._machine(painter, check)
        if step.evidence:
            mark = icons.pixmap("paperclip", 13, color.text3, density=self.devicePixelRatioF())
            painter.drawPixmap(QPointF(proof.left(), HIGH / 2 - 6), mark)
            painter.setFont(fonts.tabular(13))
            paint.text(painter, proof.adjusted(19, 0, 0, 0), step.evidence, color.text2)

    def _machine(self, painter: QPainter, box: QRectF) -> None:
        color, auto = self._theme.color, bool(self.step.check)
        mark = icons.pixmap("zap" if auto else "hand", 13, color.green if auto else color.text3, density=self.devicePixelRatioF())
        top = 17 if auto else HIGH / 2
        painter.drawPixmap(QPointF(box.left(), top - 6), mark)
        painter.setFont(fonts.tabular_bold(12) if auto else fonts.tabular(12))
        words = "自动打勾" if auto else "人工打勾"
        paint.text(painter, QRectF(box.left() + 18, top - 10, box.width() - 18, 20), words, color.green if auto else color.text3)
        if auto:
            painter.setFont(fonts.tabular(12))
            paint.text(painter, QRectF(box.left(), 27, box.width(), 20), check_words(self.step), color.text2)

    def _two(self, painter: QPainter, box: QRectF, first: str, second: str) -> None:
        """The title, and under it what is wrong or how it is done."""
        color = self._theme.color
        painter.setFont(fonts.tabular_bold(13) if self.isChecked() else fonts.tabular(13))
        lone = QRectF(box.left(), 0, box.width(), HIGH)
        paint.text(painter, QRectF(box.left(), 6, box.width(), 22) if second else lone, first, color.text)
        if second:
            painter.setFont(fonts.tabular(12))
            ink = color.hue(self._hue).text if self._hue else color.text3
            paint.text(painter, QRectF(box.left(), 27, box.width(), 20), second, ink)

    def _narrow(self, painter: QPainter) -> None:
        step = self.step
        parts = [self._posts.get(step.post, step.post), in_chinese(step.expected)]
        parts += [f"{check_words(step)}自动打勾"] if step.check else []
        parts += [f"留证 {step.evidence}"] if step.evidence else []
        box = QRectF(LEFT, 0, self.width() - LEFT - 12, HIGH)
        self._two(painter, box, step.title or "（还没写做什么）", self._words or " · ".join(parts))


class StepTable(QWidget):
    """`picked(place)`: that step is in hand. `moved(place, to)`, `removed(place)`; `opened`: on to its form."""

    picked = Signal(int)
    moved = Signal(int, int)
    removed = Signal(int)
    opened = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.lines: list[StepLine] = []
        self._shown: tuple[tuple[PlaybookStep, ...], Mapping[str, str]] | None = None
        self._spot = -1
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._mark = QWidget(self)
        self._mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._mark.setAutoFillBackground(True)
        self._mark.hide()
        self.setAccessibleName(self.tr("步骤，Alt 加上下键移动"))

    def show_draft(self, draft: BookDraft, *, step: int, posts: Mapping[str, str], doubts: Mapping[str, str]) -> None:
        """The lines anew where the steps are others; what is said in them always."""
        faults = draft.faults
        held = any(one.hasFocus() for one in self.lines)
        if (draft.steps, posts) != self._shown:
            self._make(draft, posts)
            if held:
                self.focus(step)
        for place, one in enumerate(self.lines):
            fault, doubt = faults.get(place, ""), doubts.get(str(place), "")
            one.show_words(fault or doubt, "red" if fault else "amber" if doubt else "")
            one.setChecked(place == step)

    def focus(self, place: int) -> None:
        if 0 <= place < len(self.lines):
            self.lines[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, draft: BookDraft, posts: Mapping[str, str]) -> None:
        clear(self._box)
        self._shown = (draft.steps, posts)
        self.lines = [StepLine(self._theme, place, step, posts=posts) for place, step in enumerate(draft.steps)]
        for place, one in enumerate(self.lines):
            one.clicked.connect(lambda _on=False, place=place: self._clicked(place))
            one.asked.connect(lambda wish, place=place: self._asked(wish, place))
            one.carried.connect(self._carry)
            one.put_down.connect(lambda place=place: self._put_down(place))
            self._box.addWidget(one)
            one.show()

    def _clicked(self, place: int) -> None:
        for at, one in enumerate(self.lines):
            one.setChecked(at == place)
        self.picked.emit(place)

    def _asked(self, wish: str, place: int) -> None:
        match wish:
            case "up" | "down":
                to = place + (1 if wish == "down" else -1)
                if 0 <= to < len(self.lines):
                    self.picked.emit(to)
                    self.focus(to)
            case "earlier" | "later":
                self.moved.emit(place, place + (1 if wish == "later" else -1))
            case "away":
                self.removed.emit(place)
            case _:
                self.opened.emit()

    def _carry(self, y: int) -> None:
        """Where it would stand is shown as a line between two others."""
        self._spot = max(0, min(len(self.lines), round(y / HIGH)))
        palette = self._mark.palette()
        palette.setColor(self._mark.backgroundRole(), self._theme.color.accent)
        self._mark.setPalette(palette)
        self._mark.setGeometry(8, max(0, min(self.height() - 3, self._spot * HIGH - 1)), self.width() - 16, 3)
        self._mark.show()
        self._mark.raise_()

    def _put_down(self, place: int) -> None:
        spot, self._spot = self._spot, -1
        self._mark.hide()
        if spot >= 0 and (to := spot - (spot > place)) != place:
            self.moved.emit(place, to)
