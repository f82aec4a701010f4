"""The card when two people met on one order: what I saw, what I did, what is true now, and three ways out."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.models import conflict, text
from ordertower_desktop.models.conflict import Clash
from ordertower_desktop.models.pool.line import clock_face, line
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Rule, clear, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.mark import Mark
from ordertower_desktop.views.parts.veil import Sheet
from ordertower_desktop.views.parts.words import Words
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

WIDTH, EDGE = 600, 20
CHOICES: tuple[conflict.Choice, ...] = ("merge", "mine", "facts")


class Way(QAbstractButton):
    """One of the three ways out: a radio, its name, what it means."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme, self._meaning = theme, ""
        self.setText(name)
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_meaning(self, words: str) -> None:
        self._meaning = paint.plain(words)
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(170, 88)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color, on = self._theme.color, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = color.accent if on or self.hasFocus() else color.border
        painter.setPen(QPen(edge, 1))
        painter.setBrush(color.sel if on else color.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        middle = QPointF(20, 21)
        painter.setPen(QPen(color.accent if on else color.control, 1.3))
        painter.setBrush(color.accent if on else color.surface)
        painter.drawEllipse(middle, 7.5, 7.5)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color.onaccent)
            painter.drawEllipse(middle, 2.8, 2.8)
        painter.setFont(fonts.tabular_bold(14))
        paint.text(painter, QRectF(36, 10, self.width() - 44, 22), self.text(), color.text)
        painter.setFont(fonts.tabular(12))
        painter.setPen(color.text2)
        area = QRectF(14, 37, self.width() - 26, self.height() - 42)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWrapAnywhere), self._meaning)
        painter.end()


class ConflictCard(Sheet):
    """Walks through the clashes one after another; `decided` carries the choice and the clash."""

    decided = Signal(str, object)
    finished = Signal()

    def __init__(self, theme: Theme, clashes: Sequence[Clash], *, title: str, detail: str, now: datetime) -> None:
        super().__init__(theme, width=WIDTH)
        self.setAccessibleName(self.tr("与别人的操作冲突"))
        self._clashes, self._at, self._now = tuple(clashes), 0, now
        box = QVBoxLayout(self)
        box.setContentsMargins(EDGE, 16, EDGE, 14)
        box.setSpacing(8)
        self._which = PlainLabel(theme, "", size=12, role="text2")
        box.addLayout(row(Mark(theme, "git-compare-arrows", "red"), PlainLabel(theme, title, size=16, strong="yes"), 1, self._which))
        if detail:
            box.addWidget(PlainLabel(theme, detail, role="text2"))
        self._body = QVBoxLayout()
        self._body.setSpacing(8)
        box.addLayout(self._body)
        box.addLayout(self._choices())
        box.addLayout(self._foot())
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._decide()
            return
        super().keyPressEvent(event)

    def _choices(self) -> QHBoxLayout:
        self._group = QButtonGroup(self)
        line = QHBoxLayout()
        line.setSpacing(8)
        self._ways = {choice: Way(self._theme, name) for choice, name in zip(CHOICES, self._names(), strict=True)}
        for way in self._ways.values():
            self._group.addButton(way)
            line.addWidget(way)
            way.toggled.connect(self._name_go)
        return line

    def _names(self) -> tuple[str, str, str]:
        return self.tr("合并"), self.tr("我的操作"), self.tr("现在的事实")

    def _foot(self) -> QHBoxLayout:
        later = Button(self._theme, self.tr("稍后再定"))
        later.clicked.connect(self.finished)
        self._go = Button(self._theme, "", kind="primary", key="Enter")
        self._go.clicked.connect(self._decide)
        made = row(PlainLabel(self._theme, self.tr("谁都不会被静默覆盖；选择会留痕"), size=12, role="text2"), 1, later, self._go)
        made.setContentsMargins(0, 4, 0, 0)
        return made

    def _show(self) -> None:
        found = self._clashes[self._at]
        self._which.setText(self.tr("第 {0} / {1} 处").format(self._at + 1, len(self._clashes)))
        clear(self._body)
        head, tail = text.grouped(found.row.order)
        runs = [(head + " ", "text2", ""), (tail, "text", "yes"), (f"  {found.row.shop} · {found.row.kind_name}", "text2", "")]
        clock = PlainLabel(self._theme, strong="yes")
        _, words, hue, _ = clock_face(line(found.row), self._now)
        clock.setText(words)
        clock.set_role("text2" if hue == "neutral" else hue)
        title = row(Words(self._theme, runs), clock)
        title.setStretch(0, 1)
        self._body.addLayout(title)
        self._body.addWidget(self._table(found))
        for choice, way in self._ways.items():
            way.show_meaning(conflict.says(found, choice))
        self._ways["merge"].setChecked(True)
        self._name_go()
        self.updateGeometry()

    def _table(self, found: Clash) -> QWidget:
        theme = self._theme
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setSpacing(0)
        heads = (
            ("", "text2"),
            (self.tr("我看到的 {0}").format(text.of_day(found.before_at)), "text2"),
            (self.tr("我的操作 {0}").format(text.of_day(found.mine_at)), "accent"),
            (self.tr("现在的事实 {0}").format(text.of_day(self._now)), "text"),
        )
        for at, (words, role) in enumerate(heads):
            grid.addWidget(PlainLabel(theme, words, size=12, role=role, strong="yes" if at > 1 else ""), 0, at)
            grid.setColumnStretch(at, 0 if at == 0 else 1)
        grid.setRowMinimumHeight(0, 26)
        grid.setColumnMinimumWidth(0, 72)
        for at, entry in enumerate(found.lines):
            grid.addWidget(Rule(theme), 2 * at + 1, 0, 1, 4)
            cells = ((entry.name, "text2", ""), (entry.before, "text", ""), (entry.mine, "text", "yes"))
            for column, (words, role, strong) in enumerate(cells):
                grid.addWidget(_Cell(theme, words, role, strong), 2 * at + 2, column)
            ground = "redT" if entry.differs else ""
            fact = ("≠ " if entry.differs else "") + entry.now
            grid.addWidget(_Cell(theme, fact, "red" if entry.differs else "text", "yes" if entry.differs else "", ground), 2 * at + 2, 3)
        return made

    def _choice(self) -> conflict.Choice:
        return next((choice for choice, way in self._ways.items() if way.isChecked()), "merge")

    def _name_go(self) -> None:
        last = self._at + 1 == len(self._clashes)
        name = dict(zip(CHOICES, self._names(), strict=True))[self._choice()]
        self._go.setText(name if last else self.tr("{0}，看下一处").format(name))
        self._go.updateGeometry()

    def _decide(self) -> None:
        self.decided.emit(self._choice(), self._clashes[self._at])
        if self._at + 1 == len(self._clashes):
            self.finished.emit()
            return
        self._at += 1
        self._show()


class _Cell(QWidget):
    """One painted cell of the three columns."""

    def __init__(self, theme: Theme, words: str, role: str, strong: str, ground: str = "") -> None:
        super().__init__()
        self._theme, self._words, self._role, self._strong, self._ground = theme, words, role, strong, ground
        self.setFixedHeight(30)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)
        self.setToolTip("")
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(72, 30)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = self._theme.color
        if self._ground:
            painter.fillRect(self.rect(), getattr(color, self._ground))
        painter.setFont(fonts.tabular_bold(13) if self._strong else fonts.tabular(13))
        left = 8 if self._ground else 0
        paint.text(painter, QRectF(left, 0, self.width() - left - 6, 30), self._words, getattr(color, self._role))
        painter.end()
