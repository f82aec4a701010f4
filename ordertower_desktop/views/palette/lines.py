"""Paints a line of the palette: icon, name, note, keycaps; a group's name in small strong letters."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ordertower_desktop.models.palette.commands import Command, caps
from ordertower_desktop.models.palette.model import ENTRY
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.labels import keycap
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme

LINE, NAME, CAP, GAP, EDGE = 40, 34, 18, 4, 20


class PaletteDelegate(QStyledItemDelegate):
    """A chosen line has a fill, its name stays as it is."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, NAME if isinstance(index.data(ENTRY), str) else LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        entry: Command | str = index.data(ENTRY)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(entry, str):
            painter.setFont(fonts.bold(12))
            paint.text(painter, rect.adjusted(EDGE, 6, -EDGE, 0), entry, self._theme.color.text2)
        else:
            self._command(painter, rect, entry, chosen=int(bool(option.state & QStyle.StateFlag.State_Selected)))
        painter.restore()

    def _command(self, painter: QPainter, rect: QRectF, command: Command, *, chosen: int) -> None:
        color = self._theme.color
        if chosen:
            painter.setPen(color.sel)
            painter.setBrush(color.sel)
            painter.drawRoundedRect(rect.adjusted(8.5, 0.5, -8.5, -0.5), 6, 6)
        ink = color.accent if chosen else color.text2
        mark = icons.pixmap(command.icon, 17, ink, density=painter.device().devicePixelRatio())
        painter.drawPixmap(QPointF(rect.left() + EDGE, round(rect.center().y() - 8)), mark)
        right = _caps(painter, rect, command.keys, self._theme)
        left = rect.left() + EDGE + 29
        painter.setFont(fonts.tabular_bold(14) if chosen else fonts.tabular(14))
        width = QFontMetricsF(painter.font()).horizontalAdvance(command.title)
        paint.text(painter, QRectF(left, rect.top(), right - left - 8, rect.height()), command.title, color.text)
        if command.note and left + width + 40 < right:
            painter.setFont(fonts.tabular(12))
            area = QRectF(left + width + 12, rect.top(), right - left - width - 20, rect.height())
            paint.text(painter, area, command.note, color.text2)


def _caps(painter: QPainter, rect: QRectF, keys: str, theme: Theme) -> float:
    """Keycaps from the right edge inwards; returns where they end."""
    color, right = theme.color, rect.right() - EDGE
    for cap in reversed(caps(keys)):
        width = max(float(CAP), QFontMetricsF(fonts.font(11)).horizontalAdvance(cap) + 10)
        keycap(painter, QRectF(right - width, round(rect.center().y()) - 9, width, CAP), cap, color.text2, edge=color.border2)
        right -= width + GAP
    return right
