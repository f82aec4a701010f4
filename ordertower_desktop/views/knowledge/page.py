"""知识库: what is looked for at the left, the article in hand at the right, and the quarter's incident forms as a workbook."""

from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ordertower_desktop.domain.cause import CAUSE_NAMES
from ordertower_desktop.domain.kind import KIND_NAMES
from ordertower_desktop.models import text
from ordertower_desktop.models.knowledge.forms import quarters
from ordertower_desktop.models.knowledge.shelf import KnowledgeShelf
from ordertower_desktop.views.knowledge.reading import Reading
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.area import column
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Rule, Surface, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.rules.tree.inputs import Pick
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.articles import ArticleRow

WIDE, NARROW, ROOMY, ROW, EDGE = 400, 300, 1100, 54, 14
LINE = Qt.ItemDataRole.UserRole


class KnowledgePage(QWidget):
    """`titled(title, subtitle)`; `order_asked(order)`; `forms_asked(quarter)`."""

    titled = Signal(str, str)
    order_asked = Signal(str)
    forms_asked = Signal(str)

    def __init__(self, theme: Theme, shelf: KnowledgeShelf, *, now: datetime) -> None:
        super().__init__()
        self._theme, self.shelf, self._now = theme, shelf, now
        self.search, self.view = QLineEdit(), QListWidget()
        self.cause = Pick(theme, self.tr("原因"), (("", self.tr("全部原因")), *((str(k), n) for k, n in CAUSE_NAMES.items())), "", wide=130)
        self.kind = Pick(theme, self.tr("异常类型"), (("", self.tr("全部类型")), *KIND_NAMES.items()), "", wide=150)
        self.quarter = Pick(theme, self.tr("季度"), quarters(now), "", wide=140)
        self.forms = Button(theme, self.tr("导出登记表"), icon="file-spreadsheet", small="yes")
        self.forms.setToolTip(self.tr("一个季度里每一张超时单的异常处理登记表，Excel"))
        self.reading, self.state, self.stack = Reading(theme), StateView(theme), QStackedWidget()
        self._shown: tuple[ArticleRow, ...] = ()
        self._build()
        self._connect()
        self._show()

    def _build(self) -> None:
        self._dress()
        self.left = self._left()
        self.stack.addWidget(column(self.reading))
        self.stack.addWidget(self.state)
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.left)
        body.addWidget(self.stack, 1)

    def _dress(self) -> None:
        self.search.setPlaceholderText(self.tr("搜知识库：现象、原因、做法"))
        self.search.setAccessibleName(self.tr("搜知识库"))
        self.search.setClearButtonEnabled(True)
        self.search.setFont(fonts.tabular(13))
        self.search.setFixedHeight(32)
        self.search.setMaxLength(200)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(self.tr("找到的文章"))
        self.view.setItemDelegate(_Delegate(self._theme, self.view))

    def _left(self) -> Surface:
        theme = self._theme
        made = Surface(theme, edge="right")
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 1, 0)
        box.setSpacing(0)
        top, foot = QVBoxLayout(), row(self.quarter, 1, self.forms)
        top.setContentsMargins(12, 12, 12, 8)
        top.setSpacing(8)
        top.addWidget(self.search)
        top.addLayout(row(self.cause, self.kind))
        foot.setContentsMargins(12, 8, 12, 8)
        self.count = PlainLabel(theme, size=12, role="text3")
        self.count.setContentsMargins(EDGE, 0, EDGE, 4)
        self.foot = QWidget()
        self.foot.setLayout(foot)
        box.addLayout(top)
        box.addWidget(self.count)
        box.addWidget(self.view, 1)
        box.addWidget(Rule(theme))
        box.addWidget(self.foot)
        return made

    def _connect(self) -> None:
        shelf = self.shelf
        shelf.changed.connect(self._show)
        self.search.textEdited.connect(shelf.type)
        self.search.returnPressed.connect(self.view.setFocus)
        self.cause.activated.connect(lambda _row: shelf.narrow(cause=self.cause.key()))
        self.kind.activated.connect(lambda _row: shelf.narrow(kind=self.kind.key()))
        self.view.currentItemChanged.connect(lambda item, _was: shelf.choose(item.data(LINE).id) if item is not None else None)
        self.reading.helped.connect(shelf.helped)
        self.reading.order_asked.connect(self.order_asked)
        self.forms.clicked.connect(lambda: self.forms_asked.emit(self.quarter.key()))
        self.state.asked.connect(shelf.look)

    def tick(self, now: datetime) -> None:
        self._now = now

    def show_may(self, may: str) -> None:
        """Only who answers for the floor takes its forms away."""
        self.foot.setVisible(bool(may))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shelf.look()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.left.setFixedWidth(WIDE if self.width() >= ROOMY else NARROW)

    def _show(self) -> None:
        shelf = self.shelf
        self.titled.emit(self.tr("知识库"), self.tr("结过的单教会我们的"))
        if self.search.text() != shelf.words and not self.search.hasFocus():
            self.search.setText(shelf.words)
        self.cause.choose(shelf.cause)
        self.kind.choose(shelf.kind)
        self.count.setText(self.tr("{0} 篇，用得多的在前").format(text.count(len(shelf.found))) if shelf.found else "")
        self._list(tuple(shelf.found))
        article = shelf.article
        if article is not None:
            self.reading.show_article(article, order=shelf.order, now=self._now, online=shelf.online)
            self.stack.setCurrentIndex(0)
        else:
            self._nothing()
            self.stack.setCurrentWidget(self.state)

    def _nothing(self) -> None:
        shelf = self.shelf
        if not shelf.online or shelf.trouble:
            why = shelf.trouble or self.tr("知识库存在中枢，连上后可搜；归档报告照常可做，恢复后自动送到")
            self.state.show_state("offline", self.tr("搜不了知识库"), why)
        elif not shelf.known:
            self.state.show_state("wait", self.tr("正在取知识库"), "")
        elif shelf.words or shelf.kind or shelf.cause:
            self.state.show_state("empty", self.tr("没有找到"), self.tr("换个说法，或放宽原因和类型；两个字就能搜"))
        else:
            self.state.show_state("empty", self.tr("知识库还是空的"), self.tr("在订单页点“归档报告”，按记录填好的一篇就存进来"))

    def _list(self, found: tuple[ArticleRow, ...]) -> None:
        self.view.blockSignals(True)
        if found != self._shown:
            self._shown = found
            self.view.clear()
            for one in found:
                item = QListWidgetItem(paint.plain(f"{one.title}，{one.cause_name}，用过 {one.used} 次"))
                item.setData(LINE, one)
                self.view.addItem(item)
        self.view.setCurrentRow(next((i for i, one in enumerate(found) if one.id == self.shelf.current), -1))
        self.view.blockSignals(False)


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QListWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(NARROW - 20, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        one: ArticleRow = index.data(LINE)
        rect, color = QRectF(option.rect), self._theme.color
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, color.sel if chosen else color.hover)
        painter.setPen(QPen(color.focus if chosen and option.state & QStyle.StateFlag.State_HasFocus else color.border, 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(fonts.tabular(12))
        used = self.tr("用过 {0} 次").format(one.used) if one.used else ""
        paint.text(painter, QRectF(rect.left(), rect.top() + 28, rect.width() - EDGE, 20), used, color.green, align=paint.RIGHT)
        meta = " · ".join(part for part in (one.cause_name, one.kind_name) if part)
        paint.text(painter, QRectF(rect.left() + EDGE, rect.top() + 28, rect.width() - 110, 20), meta, color.text3)
        painter.setFont(fonts.tabular_bold(13) if chosen else fonts.tabular(13))
        paint.text(painter, QRectF(rect.left() + EDGE, rect.top() + 7, rect.width() - 2 * EDGE, 22), one.title, color.text)
        painter.restore()
