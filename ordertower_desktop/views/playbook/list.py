"""The templates at the left, in the order in which they are tried: a filter, how many cases go by each, and a way to a new one."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from ordertower_desktop.models import text
from ordertower_desktop.models.playbook.shop import BookShop
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import Rule, Surface
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

WIDTH, ROW, HEAD, EDGE = 236, 34, 36, 14
LINE = Qt.ItemDataRole.UserRole
Line = tuple[str, str, int, str]
"""Id (empty: a heading), words, cases at work, a mark for unsaved changes."""


class BookList(Surface):
    """`chosen(id)`: another template is looked at; `new_asked`; `rules_asked`: back to the rules."""

    chosen = Signal(str)
    new_asked = Signal()
    rules_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, edge="right")
        self.setFixedWidth(WIDTH)
        self.filter, self.view = QLineEdit(), QListWidget()
        self.filter.setPlaceholderText(self.tr("筛选模板"))
        self.filter.setAccessibleName(self.tr("筛选模板"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFont(fonts.tabular(13))
        self.filter.setFixedHeight(30)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(self.tr("步骤模板"))
        self.view.setItemDelegate(_Delegate(theme, self.view))
        self.new, self.rules = Link(theme, self.tr("新模板"), icon="plus"), Link(theme, self.tr("规则"), icon="chevron-left")
        self.rules.setAccessibleName(self.tr("回到规则"))
        self._shown: list[Line] = []
        self._build(theme)
        self.filter.textChanged.connect(lambda _text: self._again())
        self.new.clicked.connect(self.new_asked)
        self.rules.clicked.connect(self.rules_asked)
        self.view.currentItemChanged.connect(self._moved)
        self._shop: BookShop | None = None

    def _build(self, theme: Theme) -> None:
        top, foot, box = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        top.setContentsMargins(12, 10, 12, 2)
        top.addWidget(self.filter)
        foot.setContentsMargins(EDGE, 6, EDGE, 6)
        foot.addWidget(self.rules)
        foot.addStretch(1)
        foot.addWidget(self.new)
        box.setContentsMargins(0, 0, 1, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addWidget(self.view, 1)
        box.addWidget(Rule(theme))
        box.addLayout(foot)

    def show_shop(self, shop: BookShop) -> None:
        self._shop = shop
        self.new.setEnabled(not shop.locked)
        self._again()

    def _again(self) -> None:
        if self._shop is None:
            return
        shown = _lines(self._shop, self.filter.text().strip())
        self.view.blockSignals(True)
        if shown != self._shown:
            self._shown = shown
            self.view.clear()
            for line in shown:
                item = QListWidgetItem(_read(line))
                item.setData(LINE, line)
                if not line[0]:
                    item.setFlags(Qt.ItemFlag.NoItemFlags)
                self.view.addItem(item)
        self.view.setCurrentRow(next((i for i, line in enumerate(shown) if line[0] == self._shop.current), -1))
        self.view.blockSignals(False)

    def _moved(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(LINE)[0]:
            self.chosen.emit(item.data(LINE)[0])


def _lines(shop: BookShop, typed: str) -> list[Line]:
    """Those for a cause, and those for a sort of trouble, each in its order."""
    groups: dict[str, list[Line]] = {"按原因打开": [], "按异常类型打开": []}
    for key in shop.keys:
        made = shop.named(key)
        if made is not None and (not typed or typed.lower() in made.playbook.name.lower()):
            line = (key, made.playbook.name, shop.running.get(key, 0), "yes" if shop.touched(key) else "")
            groups["按原因打开" if made.causes or not made.kinds else "按异常类型打开"].append(line)
    return [line for name, lines in groups.items() if lines for line in (("", name, 0, ""), *lines)]


def _read(line: Line) -> str:
    key, name, running, touched = line
    return f"{name}，在办 {running} 单{'，有未保存的修改' if touched else ''}" if key else name


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QListWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(WIDTH, ROW if index.data(LINE)[0] else HEAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        line: Line = index.data(LINE)
        rect, color = QRectF(option.rect), self._theme.color
        painter.save()
        if line[0]:
            self._template(painter, rect, line, option.state)
        else:
            painter.setFont(fonts.bold(12))
            paint.text(painter, rect.adjusted(EDGE, 8, -EDGE, 0), line[1], color.text2)
            if index.row() == 0:
                painter.setFont(fonts.font(12))
                paint.text(painter, rect.adjusted(EDGE, 8, -EDGE, 0), self.tr("在办"), color.text3, align=paint.RIGHT)
        painter.restore()

    def _template(self, painter: QPainter, rect: QRectF, line: Line, state: QStyle.StateFlag) -> None:
        color = self._theme.color
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, color.sel if chosen else color.hover)
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(color.focus, 1))
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setFont(fonts.tabular(13))
        count = text.count(line[2])
        paint.text(painter, rect.adjusted(0, 0, -EDGE, 0), count, color.text2 if line[2] else color.text3, align=paint.RIGHT)
        room = rect.width() - 2 * EDGE - QFontMetricsF(painter.font()).horizontalAdvance(count) - 22
        face = fonts.tabular_bold(13) if chosen else fonts.tabular(13)
        painter.setFont(face)
        name = QFontMetricsF(face).elidedText(paint.plain(line[1]), Qt.TextElideMode.ElideRight, room)
        paint.text(painter, QRectF(rect.left() + EDGE, rect.top(), room + 4, rect.height()), name, color.text)
        if line[3]:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color.accent)
            painter.drawEllipse(QPointF(rect.left() + EDGE + QFontMetricsF(face).horizontalAdvance(name) + 8, rect.center().y()), 2.5, 2.5)
