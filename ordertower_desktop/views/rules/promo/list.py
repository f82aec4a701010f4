"""The list of promotions: a name, and where it stands."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ordertower_desktop.domain.promo import Phase
from ordertower_desktop.models.rules.promotions import Listed
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

WIDTH, ROW, EDGE = 228, 48, 12
LINE = Qt.ItemDataRole.UserRole


class PromoList(QListWidget):
    """`chosen(id)`: another promotion is looked at."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("大促档案"))
        self.setItemDelegate(_Delegate(theme, self))
        self._shown: list[Listed] = []
        self.currentItemChanged.connect(lambda item, _was: self.chosen.emit(item.data(LINE).id) if item is not None else None)

    def show_lines(self, lines: Sequence[Listed], current: str) -> None:
        """What is listed, and which of them is looked at."""
        self.blockSignals(True)
        if list(lines) != self._shown:
            self._shown = list(lines)
            self.clear()
            for line in lines:
                item = QListWidgetItem(f"{line.name}，{line.words}")  # what a screen reader says; the delegate paints
                item.setData(LINE, line)
                self.addItem(item)
        self.setCurrentRow(next((i for i, line in enumerate(lines) if line.id == current), -1))
        self.blockSignals(False)


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: PromoList) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(WIDTH, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        line: Listed = index.data(LINE)
        rect, color = QRectF(option.rect), self._theme.color
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, color.sel if chosen else color.hover)
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(color.focus, 1))
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        _glyph(painter, QPointF(rect.right() - EDGE - 4, rect.top() + 15), line.phase, self._theme)
        face = fonts.tabular_bold(13) if chosen else fonts.tabular(13)
        painter.setFont(face)
        name = QFontMetricsF(face).elidedText(paint.plain(line.name), Qt.TextElideMode.ElideRight, rect.width() - 2 * EDGE - 16)
        paint.text(painter, QRectF(rect.left() + EDGE, rect.top() + 4, rect.width(), 22), name, color.text)
        painter.setFont(fonts.tabular(12))
        words = color.red if line.phase is None else color.text2
        paint.text(painter, QRectF(rect.left() + EDGE, rect.top() + 24, rect.width(), 20), line.words, words)
        painter.restore()


def _glyph(painter: QPainter, center: QPointF, phase: Phase | None, theme: Theme) -> None:
    """Green disc: on; purple ring: ahead; nothing: over; red diamond: not filled in."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    match phase:
        case Phase.ON:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color.greenF)
            painter.drawEllipse(center, 4, 4)
        case Phase.AHEAD:
            painter.setPen(QPen(theme.color.purpleF, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(center, 3, 3)
        case None:
            paint.glyph(painter, center, "diamond", theme.color.redF)
        case Phase.OVER:
            pass
