"""Ctrl+K: type a few letters of a command, an order, a person or a view, and Enter."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QVBoxLayout

from ordertower_desktop.models.palette.commands import Command
from ordertower_desktop.models.palette.model import Find, PaletteModel
from ordertower_desktop.views.palette.lines import PaletteDelegate
from ordertower_desktop.views.parts.card import Rule
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.mark import Mark
from ordertower_desktop.views.parts.veil import Sheet
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

WIDTH, TOP, MOST_HEIGHT = 620, 66, 560


class _Line(QLineEdit):
    """Arrows and Enter belong to the list below."""

    moved = Signal(int)
    done = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in steps:
            self.moved.emit(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class Palette(Sheet):
    """`chosen` carries the command; whoever holds the sheet closes it and runs it."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, width=WIDTH)
        self.setAccessibleName(self.tr("命令面板"))
        self._model = PaletteModel()
        self._model.setParent(self)
        self.line = _Line()
        self.line.setPlaceholderText(self.tr("做什么，或找谁、找哪一单"))
        self.line.setAccessibleName(self.tr("命令面板"))
        self.line.setFont(fonts.tabular(16))
        self.line.setStyleSheet("QLineEdit { border: 0; background: transparent; padding: 0; }")
        self.line.setMaxLength(64)
        self.list = QListView()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setModel(self._model)
        self.list.setItemDelegate(PaletteDelegate(theme, self.list))
        self.list.setStyleSheet("QListView { background: transparent; }")
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setFocusProxy(self.line)
        self._lay_out()
        self.line.textChanged.connect(self._narrow)
        self.line.moved.connect(self._move)
        self.line.done.connect(lambda: self._choose(self.list.currentIndex()))
        self.list.clicked.connect(self._choose)

    def _lay_out(self) -> None:
        hint = PlainLabel(self._theme, self.tr("拼音、首字母、订单尾号均可"), size=12, role="text2")
        top = QHBoxLayout()
        top.setContentsMargins(20, 15, 20, 15)
        top.setSpacing(12)
        top.addWidget(Mark(self._theme, "search", "text3"))
        top.addWidget(self.line, 1)
        top.addWidget(hint)
        self._none = PlainLabel(self._theme, self.tr("没有这样的命令、订单或人；试试拼音首字母或订单尾号"), role="text2")
        self._none.setContentsMargins(20, 16, 20, 0)
        self._none.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 9)
        box.setSpacing(0)
        box.addLayout(top)
        box.addWidget(Rule(self._theme))
        box.addSpacing(3)
        box.addWidget(self._none)
        box.addWidget(self.list, 1)

    def load(self, commands: Sequence[Command], find: Find) -> None:
        """What there is to choose from now; the line is empty again."""
        self.line.clear()
        self._model.load(commands, find)
        self._first()

    def _narrow(self, typed: str) -> None:
        self._model.narrow(typed)
        self._none.setVisible(self._model.rowCount() == 0)
        self._first()

    def _fit(self) -> None:
        """As high as what it lists."""
        rows = self._model.rowCount()
        lines = sum(self.list.sizeHintForRow(place) for place in range(min(rows, 24)))
        self.setFixedHeight(min(MOST_HEIGHT, TOP + (lines or 44)))

    def _first(self) -> None:
        self._fit()
        self._go(self._model.step(-1, 1))
        self.list.scrollToTop()

    def _go(self, place: int) -> None:
        self.list.setCurrentIndex(self._model.index(place, 0) if place >= 0 else QModelIndex())

    def _move(self, by: int) -> None:
        place = self.list.currentIndex().row()
        for _ in range(abs(by)):
            place = self._model.step(place, 1 if by > 0 else -1)
        self._go(place)

    def _choose(self, index: QModelIndex) -> None:
        command = self._model.command(index.row()) if index.isValid() else None
        if command is not None:
            self.chosen.emit(command)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.line.setFocus()
