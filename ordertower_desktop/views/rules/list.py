"""The list of rules at the left: a filter, every rule with its state, and a way to a new one."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from ordertower_desktop.domain.rule import RULE_STATE_NAMES, RuleState
from ordertower_desktop.models import text
from ordertower_desktop.models.rules.listing import ENTRY, Entry, RuleListModel
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import Rule as Hairline
from ordertower_desktop.views.parts.card import Surface
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme

WIDTH, ROW, HEAD, EDGE = 236, 34, 38, 14


def state_glyph(painter: QPainter, center: QPointF, state: RuleState, theme: Theme) -> None:
    """Green disc: on; purple ring: shadow; amber diamond: draft."""
    color = theme.color
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    match state:
        case RuleState.ON:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color.greenF)
            painter.drawEllipse(center, 4, 4)
        case RuleState.SHADOW:
            painter.setPen(QPen(color.purpleF, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(center, 3, 3)
        case RuleState.DRAFT:
            paint.glyph(painter, center, "diamond", color.amberF)


class RuleDelegate(QStyledItemDelegate):
    """Number, name, hits, state; a rule with unsaved changes has a dot after its name."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(WIDTH, HEAD if isinstance(index.data(ENTRY), str) else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        entry: Entry | str = index.data(ENTRY)
        rect = QRectF(option.rect)
        painter.save()
        if isinstance(entry, str):
            painter.setFont(fonts.bold(12))
            paint.text(painter, rect.adjusted(EDGE, 8, -EDGE, 0), entry, self._theme.color.text2)
            if index.row() == 0:
                painter.setFont(fonts.font(12))
                paint.text(painter, rect.adjusted(EDGE, 8, -EDGE, 0), self.tr("现在命中"), self._theme.color.text3, align=paint.RIGHT)
        else:
            self._rule(painter, rect, entry, option.state)
        painter.restore()

    def _rule(self, painter: QPainter, rect: QRectF, entry: Entry, state: QStyle.StateFlag) -> None:
        color = self._theme.color
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, color.sel if chosen else color.hover)
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(color.focus, 1))
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        state_glyph(painter, QPointF(rect.right() - EDGE - 4, rect.center().y()), entry.state, self._theme)
        painter.setFont(fonts.tabular(12))
        paint.text(painter, rect.adjusted(EDGE, 0, 0, 0), entry.id, color.text3)
        hits = "" if entry.hits is None else text.count(entry.hits)
        wide = QFontMetricsF(fonts.tabular(13)).horizontalAdvance(hits)
        painter.setFont(fonts.tabular(13))
        paint.text(painter, rect.adjusted(0, 0, -EDGE - 16, 0), hits, color.text2, align=paint.RIGHT)
        face = fonts.tabular_bold(13) if chosen else fonts.tabular(13)
        painter.setFont(face)
        left, right = rect.left() + EDGE + 40, rect.right() - EDGE - 24 - wide - (10 if entry.touched else 0) - (18 if entry.trouble else 0)
        name = QFontMetricsF(face).elidedText(paint.plain(entry.name), Qt.TextElideMode.ElideRight, right - left)
        paint.text(painter, QRectF(left, rect.top(), right - left + 4, rect.height()), name, color.text)
        if entry.trouble:
            sign = "trending-down" if entry.drift else "activity"
            fallen = icons.pixmap(sign, 14, color.amber, density=painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(rect.right() - EDGE - 20 - wide - 18, rect.center().y() - 7), fallen)
        if entry.touched:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color.accent)
            end = left + QFontMetricsF(face).horizontalAdvance(name)
            painter.drawEllipse(QPointF(end + 7, rect.center().y()), 2.5, 2.5)


class RuleList(Surface):
    """`chosen(id)`: another rule is looked at; `new_asked`; the others ask for a page beside."""

    chosen = Signal(str)
    promos_asked = Signal()
    new_asked = Signal()
    chains_asked = Signal()
    books_asked = Signal()
    terms_asked = Signal()
    stakes_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, edge="right")
        self.setFixedWidth(WIDTH)
        self.model = RuleListModel()
        self.model.setParent(self)
        self.filter, self.view = QLineEdit(), QListView()
        self._dress()
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setModel(self.model)
        self.view.setItemDelegate(RuleDelegate(theme, self.view))
        self.view.setAccessibleName(self.tr("规则"))
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._link(theme)
        self._build(theme)
        self.filter.textChanged.connect(self._narrow)
        self.view.selectionModel().currentChanged.connect(lambda now, _was: self._moved(now.row()))
        self._current = ""

    def _link(self, theme: Theme) -> None:
        """The ways on from here."""
        self.new = Link(theme, self.tr("新建"), icon="plus")
        self.new.setAccessibleName(self.tr("新建规则"))
        self.promos = Link(theme, self.tr("大促"), icon="calendar-clock")
        self.promos.setToolTip(self.tr("大促档案：期间换用另一套时限与豁免"))
        self.promos.setAccessibleName(self.tr("大促档案"))
        self.chains, self.terms = Link(theme, self.tr("告警链"), icon="bell-ring"), Link(theme, self.tr("时限"), icon="clock")
        self.books = Link(theme, self.tr("步骤"), icon="list-checks")
        self.terms.setAccessibleName(self.tr("时限与日历"))
        self.books.setToolTip(self.tr("处置步骤模板：哪种原因分哪几步办"))
        self.books.setAccessibleName(self.tr("处置步骤模板"))
        self.stakes = Link(theme, self.tr("损失"), icon="wallet")
        self.stakes.setToolTip(self.tr("损失口径：晚一小时损失多少，池子照它排先后"))
        self.stakes.setAccessibleName(self.tr("损失口径"))
        asked = (self.new_asked, self.promos_asked, self.chains_asked, self.terms_asked, self.books_asked, self.stakes_asked)
        for link, wish in zip((self.new, self.promos, self.chains, self.terms, self.books, self.stakes), asked, strict=True):
            link.clicked.connect(wish)

    def _dress(self) -> None:
        self.filter.setPlaceholderText(self.tr("筛选规则"))
        self.filter.setAccessibleName(self.tr("筛选规则"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFont(fonts.tabular(13))
        self.filter.setFixedHeight(30)

    def _build(self, theme: Theme) -> None:
        top, beside, foot, box = QHBoxLayout(), QGridLayout(), QHBoxLayout(), QVBoxLayout(self)
        top.setContentsMargins(12, 10, 12, 2)
        top.setSpacing(8)
        top.addWidget(self.filter, 1)
        beside.setContentsMargins(EDGE, 4, EDGE, 4)
        beside.setVerticalSpacing(2)
        for place, link in enumerate((self.chains, self.terms, self.promos, self.books, self.stakes)):
            beside.addWidget(link, place // 3, place % 3, Qt.AlignmentFlag.AlignLeft)
        foot.setContentsMargins(EDGE, 0, EDGE, 0)
        foot.setSpacing(10)
        for state in (RuleState.ON, RuleState.SHADOW, RuleState.DRAFT):
            foot.addWidget(_Legend(theme, state))
        foot.addStretch(1)
        foot.addWidget(self.new)
        box.setContentsMargins(0, 0, 1, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addLayout(beside)
        box.addWidget(self.view, 1)
        box.addWidget(Hairline(theme))
        foot.setContentsMargins(EDGE, 6, EDGE, 6)
        box.addLayout(foot)

    def go(self, key: str) -> None:
        """Mark a rule as the one that is looked at."""
        self._current = key
        place = self.model.place(key)
        if place >= 0:
            self.view.setCurrentIndex(self.model.index(place, 0))

    def _narrow(self, typed: str) -> None:
        self.model.narrow(typed)
        self.go(self._current)

    def _moved(self, place: int) -> None:
        entry = self.model.at(place)
        if entry is not None and entry.id != self._current:
            self._current = entry.id
            self.chosen.emit(entry.id)


class _Legend(PlainLabel):
    """A state's sign and its name."""

    def __init__(self, theme: Theme, state: RuleState) -> None:
        super().__init__(theme, RULE_STATE_NAMES[state], size=12, role="text2")
        self._state, self._look = state, theme
        self.setContentsMargins(14, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        state_glyph(painter, QPointF(5, self.height() / 2), self._state, self._look)
        painter.end()
