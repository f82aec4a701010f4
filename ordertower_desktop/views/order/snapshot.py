"""The snapshot card: what every system says, side by side, with its age; what disagrees is red, bold and marked ≠."""

from datetime import datetime

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QHelpEvent, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QVBoxLayout,
)

from ordertower_desktop.models.order.snapshot import LOOK, TOOL_TIP, SnapshotModel, age_of
from ordertower_desktop.views.parts import paint, tips
from ordertower_desktop.views.parts.card import Rule, Surface, row
from ordertower_desktop.views.parts.labels import Badge, PlainLabel
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import OrderPage

Index = QModelIndex | QPersistentModelIndex
ROW, HEAD, NAME_WIDTH, PAD, NARROWEST = 34, 34, 88, 12, 150


class CellDelegate(QStyledItemDelegate):
    """Paints a cell by its look."""

    def __init__(self, theme: Theme, parent: QTableView) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        color, look, words = self._theme.color, str(index.data(LOOK)), str(index.data())
        rect = QRectF(option.rect)
        painter.save()
        if look == "differs":
            painter.fillRect(rect.adjusted(0, 0, 0, -1), color.redT)
        left = 16.0 if index.column() == 0 else float(PAD)
        box = rect.adjusted(left, 0, -6, -1)
        painter.setFont(fonts.tabular_bold(13) if look == "differs" else fonts.tabular(13 if look != "name" else 12))
        if look == "differs":
            density = painter.device().devicePixelRatio()
            painter.drawPixmap(QPointF(box.left(), round(box.center().y() - 6)), icons.pixmap("equal-not", 13, color.red, density=density))
            box.setLeft(box.left() + 20)
        inks = {"name": color.text3, "differs": color.red, "absent": color.text2, "empty": color.control}
        paint.text(painter, box, words, inks.get(look, color.text))
        if index.row() < index.model().rowCount() - 1:
            painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), color.line)
        table = self.parent()
        if isinstance(table, QTableView) and table.hasFocus() and table.currentIndex() == index:
            painter.setPen(QPen(color.focus, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0.5, 0.5, -1, -1.5))
        painter.restore()

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Source and time, as text whatever they are."""
        if event.type() == QEvent.Type.ToolTip and index.isValid():
            QToolTip.showText(event.globalPos(), tips.tip(str(index.data(TOOL_TIP) or "")), view)
            return True
        return super().helpEvent(event, view, option, index)


class SystemHeader(QHeaderView):
    """The system's name with its state as a shape, and how old its news is."""

    def __init__(self, theme: Theme, model: SnapshotModel, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._snapshot = theme, model
        self._now: datetime | None = None
        self.setFixedHeight(HEAD)
        self.setSectionsClickable(False)

    def tick(self, now: datetime) -> None:
        self._now = now
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        color = self._theme.color
        painter.save()
        painter.fillRect(rect, color.canvas)
        box = QRectF(rect)
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), color.border)
        columns = self._snapshot.columns
        if 0 < section <= len(columns) and self._now is not None:
            column = columns[section - 1]
            age, hue = age_of(column, self._now)
            shape = "triangle" if hue == "amber" else "circle"
            paint.glyph(painter, QPointF(box.left() + PAD + 3, box.center().y()), shape, color.hue(hue).shape)
            face = fonts.tabular_bold(12) if hue == "amber" else fonts.tabular(12)
            wide = QFontMetricsF(face).horizontalAdvance(age) + 2
            painter.setFont(fonts.tabular(13))
            paint.text(painter, box.adjusted(PAD + 12, 0, -wide - 20, -1), column.name, color.text)
            painter.setFont(face)
            paint.text(painter, box.adjusted(PAD, 0, -12, -1), age, color.amber if hue == "amber" else color.text3, align=paint.RIGHT)
        painter.restore()


class SnapshotTable(QTableView):
    """Small, without selection; Ctrl+C copies the cell under the cursor."""

    def __init__(self, theme: Theme, model: SnapshotModel) -> None:
        super().__init__()
        self.setModel(model)
        self.head = SystemHeader(theme, model, self)
        self.setHorizontalHeader(self.head)
        self.setItemDelegate(CellDelegate(theme, self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setMinimumSectionSize(ROW)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(self.tr("各系统快照"))

    def spread(self) -> None:
        """The systems share what the names leave, but none falls below what can be read: then it scrolls."""
        model: QAbstractItemModel = self.model()
        systems = model.columnCount() - 1
        if systems < 1:
            return
        each = max(NARROWEST, (self.viewport().width() - NAME_WIDTH) // systems)
        self.setColumnWidth(0, NAME_WIDTH)
        for column in range(1, systems + 1):
            self.setColumnWidth(column, each)
        last = self.viewport().width() - NAME_WIDTH - each * (systems - 1)
        self.setColumnWidth(systems, max(each, last))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.spread()

    def sizeHint(self) -> QSize:
        return QSize(600, HEAD + ROW * self.model().rowCount() + (10 if self.horizontalScrollBar().maximum() else 0))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def keyboardSearch(self, _search: str) -> None:
        """Letters are the page's keys."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            QGuiApplication.clipboard().setText(str(self.currentIndex().data() or ""))
            return
        super().keyPressEvent(event)


class SnapshotCard(Surface):
    """各系统快照."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, edge="all", radius=10)
        self.model = SnapshotModel(self)
        self.table = SnapshotTable(theme, self.model)
        self._badge = Badge(theme, hue="red")
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 10)
        box.setSpacing(0)
        note = PlainLabel(theme, self.tr("以平台为准 · 每格可看来源与时间"), size=12, role="text3")
        head = row(PlainLabel(theme, self.tr("各系统快照"), size=14, strong="yes"), self._badge, 1, note)
        head.setContentsMargins(15, 9, 15, 9)
        box.addLayout(head)
        box.addWidget(Rule(theme))
        box.addWidget(self.table)
        box.addStretch(1)
        self._none = PlainLabel(theme, self.tr("还没有系统说起这一单"), role="text3")
        self._none.setContentsMargins(16, 14, 16, 14)
        box.addWidget(self._none)
        theme.changed.connect(self.table.viewport().update)

    def show_page(self, page: OrderPage, now: datetime) -> None:
        columns = page.columns
        self.model.show_lines(columns, page.snapshot)
        count = self.model.differing
        self._badge.show_text(self.tr("{0} 处不一致").format(count), "red", icon="equal-not")
        self._badge.setVisible(count > 0)
        self.table.setVisible(bool(columns))
        self._none.setVisible(not columns)
        self.tick(now)
        self.table.spread()
        self.table.updateGeometry()

    def tick(self, now: datetime) -> None:
        self.table.head.tick(now)
