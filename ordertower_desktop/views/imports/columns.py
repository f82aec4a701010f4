"""Step two: what each column is, over the first rows of the file."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ordertower_desktop.models.headrows import DISPLAY, RIGHT, HeadRows
from ordertower_desktop.models.imports import FIELDS, Draft, confidence
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.combo import Combo
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.pages import ColumnGuess

ROW, CHOICE, NARROW, WIDE, MOST = 34, 64, 112, 220, 80


class Choice(QWidget):
    """One column's field and how sure the guess is."""

    chosen = Signal(int, str)

    def __init__(self, theme: Theme, column: ColumnGuess) -> None:
        super().__init__()
        self._index = column.index
        choices = (("", self.tr("请选择")), *FIELDS.items())
        self.combo = Combo(theme, self.tr("“{0}”这一列是什么").format(column.heading), choices)
        self.combo.activated.connect(lambda _row: self.chosen.emit(self._index, self.combo.key()))
        self.sure = PlainLabel(theme, size=12, role="text2")
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 6, 6, 4)
        box.setSpacing(2)
        box.addWidget(self.combo)
        box.addWidget(self.sure)

    def show_field(self, name: str, words: str, role: str) -> None:
        self.combo.choose(name)
        self.combo.setItemText(0, words if role == "text2" and not name else self.tr("请选择"))
        self.combo.show_hue("amber" if role == "amber" and not name else "")
        self.sure.setText(words)
        self.sure.set_role(role)


class _Cells(QStyledItemDelegate):
    """Cells as plain text with hairlines."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        color = self._theme.color
        rect = QRectF(option.rect)
        painter.fillRect(rect, color.surface)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), color.line)
        painter.fillRect(QRectF(rect.right() - 1, rect.top(), 1, rect.height()), color.line)
        painter.setFont(fonts.tabular(13))
        align = index.data(int(Qt.ItemDataRole.TextAlignmentRole)) or paint.LEFT
        paint.text(
            painter, rect.adjusted(10, 0, -10, 0), str(index.data(DISPLAY) or ""), color.text, align=RIGHT if align == RIGHT else paint.LEFT
        )

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        text = str(index.data(DISPLAY) or "")
        return QSize(min(WIDE, max(NARROW, QFontMetrics(fonts.tabular(13)).horizontalAdvance(text) + 24)), ROW)


class Columns(QTableView):
    """`chosen(index, field)`: a person said what a column is."""

    chosen = Signal(int, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._model = theme, HeadRows()
        self._choices: dict[int, Choice] = {}
        self._shape: tuple[object, ...] = ()
        self.setModel(self._model)
        self.setItemDelegate(_Cells(theme, self))
        self.setAccessibleName(self.tr("列对应"))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setFixedHeight(ROW)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setFixedWidth(38)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setHighlightSections(False)

    def show_draft(self, draft: Draft) -> None:
        """Rows and choices; the choices are made anew only for another file or sheet."""
        columns = draft.view.columns[:MOST]
        shape = (draft.view.id, tuple(column.heading for column in columns), tuple(map(tuple, draft.view.head)))
        if shape != self._shape:
            self._shape = shape
            self._model.show(columns, draft.view.head)
            self._make(columns)
        for column in columns:
            words, role = confidence(column, draft.chosen.get(column.index))
            self._choices[column.index].show_field(draft.field_of(column), words, role)

    def choice(self, index: int) -> Choice:
        return self._choices[index]

    def _make(self, columns: list[ColumnGuess]) -> None:
        self._choices = {}
        for place, column in enumerate(columns):
            choice = Choice(self._theme, column)
            choice.chosen.connect(self.chosen)
            self._choices[column.index] = choice
            self.setIndexWidget(self._model.index(0, place), choice)
        if columns:
            self.verticalHeader().resizeSection(0, CHOICE)
        self.resizeColumnsToContents()
        for place in range(len(columns)):
            self.setColumnWidth(place, min(WIDE, max(NARROW + 12, self.columnWidth(place))))
