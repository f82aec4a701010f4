"""The delay pool of a past moment, to read and to open orders from; nothing can be done to it."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.replay.thenpool import KNOWN, RECKONED, ThenPool
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import row
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.parts.plaintable import PlainTable
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.theme.theme import Theme

WIDTHS = (190, 64, 76, 120, 0, 90, 110)
ROW = 32


class ThenPoolView(QWidget):
    """`left`: back to the axis; `order_asked(order)`."""

    left = Signal()
    order_asked = Signal(str)

    def __init__(self, theme: Theme, model: ThenPool) -> None:
        super().__init__()
        self.model, self.state = model, StateView(theme)
        self.view = PlainTable(model, WIDTHS, name=self.tr("当时的延迟池"), row=ROW)
        model.setParent(self)
        self.back = Button(theme, self.tr("回到时间轴"), icon="chevron-left", key="Esc")
        self.badge, self.moment = (
            Badge(theme, self.tr("回放 · 不是现在"), "amber", icon="history"),
            PlainLabel(theme, size=16, strong="yes"),
        )
        self.count = Elided(theme, "", role="text2")
        self.how = Segmented(theme, ((KNOWN, self.tr("当时所知")), (RECKONED, self.tr("事后真相"))), KNOWN)
        self.how.setToolTip(self.tr("事后真相：把后来才到的消息也算进那一刻"))
        self.how.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._stack = QStackedWidget()
        self._build()
        self.back.clicked.connect(self.left)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.left)
        self.how.chosen.connect(model.tell)
        self.view.activated.connect(self._opened)
        model.changed.connect(self._show)
        self._show()

    def _build(self) -> None:
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.state)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(10)
        box.addLayout(row(self.back, self.moment, self.badge, self.count, self.how))
        box.addWidget(self._stack, 1)

    def _show(self) -> None:
        model = self.model
        self.moment.setText(self.tr("{0} 的延迟池").format(f"{text.moment(model.at)}:{model.at:%S}") if model.at else "")
        self.moment.updateGeometry()
        shown = model.rowCount()
        words = self.tr("{0} 单").format(text.count(model.total))
        self.count.set_text(self.tr("{0}，列出最早到期的 {1} 单").format(words, text.count(shown)) if model.total > shown else words)
        self._stack.setCurrentIndex(0 if shown else 1)
        if model.waiting:
            self.count.set_text("")
            self.state.show_state("wait", self.tr("正在取那一刻的延迟池"))
        elif model.trouble:
            self.state.show_state("error", self.tr("没能取到那一刻"), model.trouble)
        elif not shown:
            self.state.show_state("empty", self.tr("那一刻没有延迟订单"))
        if shown and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0, 0))

    def _opened(self, index: QModelIndex) -> None:
        order = self.model.order(index.row())
        if order:
            self.order_asked.emit(order)
