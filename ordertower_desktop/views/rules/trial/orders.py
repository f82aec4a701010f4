"""The lists of a back-test: orders that come, go, stay, and labelled ones that are missed; each opens its order."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.rules.backtests import Backtests
from ordertower_desktop.models.rules.pastorders import ORDER, WHEN, PastOrders
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.backtests import BacktestOrder

ROW, MOST_ROWS = 28, 7


class PastDelegate(QStyledItemDelegate):
    """Number, platform, stage, and since when; of a missed one the reason."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        color, rect = self._theme.color, QRectF(option.rect)
        order: BacktestOrder = index.data(ORDER)
        painter.save()
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(rect, color.sel if option.state & QStyle.StateFlag.State_Selected else color.hover)
        if option.state & QStyle.StateFlag.State_Selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(color.focus, 1))
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        paint.order_number(painter, QRectF(rect.left() + 2, rect.top(), 148, ROW), text.grouped(order.order), color)
        painter.setFont(fonts.tabular(13))
        if order.why:
            paint.text(painter, rect.adjusted(156, 0, -4, 0), order.why, color.text2, align=paint.RIGHT)
        else:
            paint.text(painter, QRectF(rect.left() + 154, rect.top(), 40, ROW), order.platform_name, color.text2)
            paint.text(painter, QRectF(rect.left() + 196, rect.top(), 44, ROW), order.stage, color.text2)
            paint.text(painter, rect.adjusted(240, 0, -4, 0), index.data(WHEN), color.text2, align=paint.RIGHT)
        painter.restore()


class PastList(QWidget):
    """`opened(order)`: somebody wants to see it."""

    opened = Signal(str)

    def __init__(self, theme: Theme, tests: Backtests) -> None:
        super().__init__()
        self._tests = tests
        names = (("added", self.tr("新增")), ("removed", self.tr("不再")), ("kept", self.tr("不变")), ("missed", self.tr("漏掉")))
        self.which = Segmented(theme, names, "added")
        self.which.setAccessibleName(self.tr("哪些单"))
        self.model, self.view = PastOrders(), QListView()
        self.model.setParent(self)
        self.more = PlainLabel(theme, role="text3", size=12)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setModel(self.model)
        self.view.setItemDelegate(PastDelegate(theme, self.view))
        self.view.setAccessibleName(self.tr("回测的订单，回车打开"))
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        for widget in (self.which, self.view, self.more):
            box.addWidget(widget)
        self.which.chosen.connect(tests.show)
        self.view.activated.connect(self._open)
        self.view.clicked.connect(self._open)
        self.view.verticalScrollBar().valueChanged.connect(self._scrolled)

    def show_orders(self) -> None:
        """The list as it is known now."""
        tests, view = self._tests, self._tests.view
        self.which.choose(tests.which)
        self.model.take(tests.orders, view.at if view else None)
        shown = len(tests.orders)
        self.view.setVisible(shown > 0)
        self.view.setFixedHeight(ROW * min(MOST_ROWS, shown) + 2)
        if not tests.total:
            self.more.setText(self.tr("没有"))
        elif tests.total > shown:
            self.more.setText(self.tr("共 {0} 单，往下滚动继续列出").format(text.count(tests.total)))
        else:
            self.more.setText(self.tr("共 {0} 单，单击打开").format(text.count(tests.total)))

    def _open(self, index: QModelIndex) -> None:
        order = self.model.order(index.row())
        if order:
            self.opened.emit(order)

    def _scrolled(self, value: int) -> None:
        if value >= self.view.verticalScrollBar().maximum() - ROW:
            self._tests.more()
