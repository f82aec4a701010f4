"""The table of the pool: keys, marks, and the place of the cursor."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ordertower_desktop.models.pool.columns import CHECK, COLUMNS
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.views.parts.area import own_viewport
from ordertower_desktop.views.pool.delegate import PoolDelegate
from ordertower_desktop.views.pool.head import Head
from ordertower_desktop.views.pool.keys import ACTS, CHORDS, MOVES
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.theme.tokens import POOL_COLUMNS, ROW_HEIGHTS

VERBS = {QKeySequence(key.key).toString(): key.verb for key in (*MOVES, *ACTS, *CHORDS)} | {
    QKeySequence(key.twin).toString(): key.verb for key in ACTS if key.twin
}


class PoolTable(QTableView):
    """Signals what was asked; the page knows what to do."""

    asked = Signal(str)
    current_changed = Signal(str)
    marks_changed = Signal()
    sort_asked = Signal(str)
    view_asked = Signal(int)

    def __init__(self, theme: Theme, model: PoolModel) -> None:
        super().__init__()
        self._theme, self._model = theme, model
        self._current, self._anchor, self.used = "", 0, ""
        own_viewport(self)
        self.setModel(model)
        self._delegate = PoolDelegate(theme, model, self)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(Head(theme, model, self))
        self.verticalHeader().hide()
        self.setTabKeyNavigation(False)  # Tab goes on to what stands beside the list; the arrows walk the rows
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._height = 1
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHTS[self._height])
        self.verticalHeader().setMinimumSectionSize(20)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # An input method in Chinese mode would swallow the single-letter keys.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        # With a style sheet Qt holds the viewport for see-through and paints all of it at each step of scrolling; it is not (paintEvent).
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("延迟订单池"))
        self._widths()
        self._connect()

    def _connect(self) -> None:
        self.horizontalHeader().sectionClicked.connect(self._head_clicked)
        self.verticalScrollBar().valueChanged.connect(self._look)
        self.verticalScrollBar().sliderMoved.connect(lambda _value: self._model.touched())
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(lambda _index: self.asked.emit("open"))
        self.selectionModel().currentRowChanged.connect(self._moved)
        self._model.modelReset.connect(self._restore)
        self._model.settled.connect(self._look)
        self._model.chosen_changed.connect(self.horizontalHeader().viewport().update)
        self._model.chosen_changed.connect(self.marks_changed)
        self._theme.changed.connect(self.viewport().update)

    def _widths(self) -> None:
        head = self.horizontalHeader()
        for place, name in enumerate(COLUMNS):
            width = POOL_COLUMNS[name]
            head.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed if width else QHeaderView.ResizeMode.Stretch)
            if width:
                self.setColumnWidth(place, width)

    def keyboardSearch(self, _text: str) -> None:
        """Letters are commands here."""

    def turn_height(self) -> None:
        self._height = (self._height + 1) % len(ROW_HEIGHTS)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHTS[self._height])

    @property
    def current(self) -> str:
        """The case under the cursor, or empty."""
        return self._current if self._model.place(self._current) >= 0 else ""

    def go(self, place: int) -> None:
        """Put the cursor on a row."""
        if 0 <= place < self._model.rowCount():
            self.setCurrentIndex(self._model.index(place, 1))
            self.scrollTo(self._model.index(place, 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.used = "yes"
        self._model.touched()
        pressed = QKeySequence(event.keyCombination()).toString()
        if pressed.isdigit() and pressed != "0":
            self.view_asked.emit(int(pressed) - 1)
            return
        verb = VERBS.get(pressed) or ("open" if pressed == "Enter" else "")
        if verb:
            self.do(verb)
        else:
            super().keyPressEvent(event)

    def do(self, verb: str) -> None:
        """What a key means in the list; everything else is asked of the page."""
        here = self.currentIndex().row()
        match verb:
            case "next":
                self.go(here + 1)
            case "previous":
                self.go(here - 1)
            case "mark":
                self._mark(here)
            case "mark_range":
                self._mark_range(here)
            case "copy":
                self._copy()
            case "height":
                self.turn_height()
            case _:
                self.asked.emit(verb)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            pressed = QKeySequence(event.keyCombination()).toString()
            if pressed in VERBS or pressed.isdigit():
                event.accept()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.used = "yes"
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._model.touched()
        super().mouseMoveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._model.touched()
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._look)

    def paintEvent(self, event: QPaintEvent) -> None:
        end = self.verticalHeader().length() - self.verticalHeader().offset()
        if end < self.viewport().height():
            painter = QPainter(self.viewport())
            painter.fillRect(0, end, self.viewport().width(), self.viewport().height() - end, self._theme.color.surface)
            painter.end()
        super().paintEvent(event)

    def _mark(self, place: int) -> None:
        if place >= 0:
            self._model.toggle(place)
            self._anchor = place

    def _mark_range(self, place: int) -> None:
        self._model.choose(*sorted((self._anchor, place)))
        self.marks_changed.emit()

    def _copy(self) -> None:
        row = self._model.row(self._current)
        if row is not None:
            QGuiApplication.clipboard().setText(row.order)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == CHECK:
            if QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._mark_range(index.row())
            else:
                self._mark(index.row())

    def _head_clicked(self, section: int) -> None:
        if section == CHECK:
            if self._model.chosen_count():
                self._model.choose_none()
            else:
                self._model.choose_all()
            self.marks_changed.emit()
            self.horizontalHeader().viewport().update()
            return
        self.sort_asked.emit(COLUMNS[section])

    def _moved(self, index: QModelIndex) -> None:
        self._current = self._model.case_at(index.row()) if index.isValid() and index.row() < self._model.rowCount() else ""
        self.current_changed.emit(self._current)

    def _restore(self) -> None:
        """After a reset the cursor goes back to its case, else to the top."""
        place = self._model.place(self._current)
        self.go(max(place, 0))
        self._look()

    def _look(self) -> None:
        height = self.verticalHeader().defaultSectionSize()
        first = self.verticalScrollBar().value() // max(1, height)
        self._model.see(first, first + self.viewport().height() // max(1, height) + 1)
