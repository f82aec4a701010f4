"""Paints a cell of the pool: one function a column, no widgets."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ordertower_desktop.models.pool.columns import CHECK, COLUMNS
from ordertower_desktop.models.pool.line import Line, age_face, clock_face
from ordertower_desktop.models.pool.model import LINE, PoolModel
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme

Paint = Callable[[QPainter, QRectF, Line], None]


class PoolDelegate(QStyledItemDelegate):
    """Reads the theme directly; selection and focus are fills and frames, never the colour of text."""

    def __init__(self, theme: Theme, model: PoolModel, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model
        self._paints: dict[str, Paint] = {
            "order": self._order,
            "platform": self._platform,
            "stage": self._stage,
            "kind": lambda painter, rect, line: self._text(painter, rect, line.kind, line),
            "cause": lambda painter, rect, line: self._text(painter, rect, line.cause, line, role="text2"),
            "owner": self._owner,
            "clock": self._clock,
            "loss": self._loss,
            "last": lambda painter, rect, line: self._text(painter, rect, line.last, line, role="text2"),
            "fresh": self._fresh,
        }

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, 36)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        line: Line = index.data(LINE)
        rect = QRectF(option.rect)
        self._ground(painter, rect, line, index, option)
        column = index.column()
        if column == CHECK:
            paint.checkbox(painter, rect.adjusted(4, 0, 0, 0), "on" if line.case in self._model.chosen else "off", self._theme.color)
            return
        self._paints[COLUMNS[column]](painter, rect.adjusted(2, 0, -8, 0), line)

    def _ground(
        self,
        painter: QPainter,
        rect: QRectF,
        line: Line,
        index: QModelIndex | QPersistentModelIndex,
        option: QStyleOptionViewItem,
    ) -> None:
        color, state = self._theme.color, option.state
        current = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, color.surface)
        if line.case in self._model.chosen or current:
            painter.fillRect(rect, color.sel)
        elif line.case in self._model.flash:
            painter.fillRect(rect, color.amberT)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, color.hover)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), color.line)
        if current:
            painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1), color.focus)
            painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), color.focus)
            if index.column() == len(COLUMNS) - 1:
                painter.fillRect(QRectF(rect.right() - 1, rect.top(), 1, rect.height()), color.focus)
        if index.column() == CHECK:
            late = line.open and line.due_at is not None and line.paused_left_s is None and line.due_at <= self._model.now
            if late:
                painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), color.redF)
            elif current:
                painter.fillRect(QRectF(rect.left(), rect.top(), 1, rect.height()), color.focus)

    def _text(self, painter: QPainter, rect: QRectF, words: str, line: Line, *, role: str = "text") -> None:
        painter.setFont(fonts.tabular(13))
        paint.text(painter, rect, words, getattr(self._theme.color, role if line.open else "text3"))

    def _order(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        if line.pending:
            mark = icons.pixmap("send", 13, self._theme.color.accent, density=painter.device().devicePixelRatioF())
            painter.drawPixmap(int(rect.right() - 14), int(rect.center().y() - 6), mark)
            rect = rect.adjusted(0, 0, -18, 0)
        paint.order_number(painter, rect, line.number, self._theme.color)

    def _platform(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        paint.platform_mark(painter, rect, line.platform, self._theme.color)
        self._text(painter, rect.adjusted(24, 0, 0, 0), line.shop, line, role="text2")

    def _stage(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        self._text(painter, rect.adjusted(0, -7, 0, -7), line.stage, line)
        paint.segments(painter, QPointF(rect.left(), rect.center().y() + 8), line.segment, self._theme.color)

    def _owner(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        paint.avatar(painter, rect, line.owner, self._theme.color)
        self._text(painter, rect.adjusted(28, 0, 0, 0), line.owner or "待认领", line, role="text" if line.owner else "text3")

    def _clock(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        shape, words, hue, share = clock_face(line, self._model.now)
        tone, color = self._theme.color.hue(hue), self._theme.color
        strong = hue in ("red", "amber")
        top = QRectF(rect.left(), rect.center().y() - 13, rect.width(), 17)
        paint.glyph(painter, QPointF(rect.left() + 5, top.center().y()), shape, tone.shape)
        painter.setFont(fonts.tabular_bold(13) if strong else fonts.tabular(13))
        paint.text(painter, top.adjusted(14, 0, 0, 0), words, tone.text if hue != "neutral" else color.text)
        paint.bar(painter, QRectF(rect.left(), rect.center().y() + 7, min(92.0, rect.width()), 3), share, tone.shape, color.track)

    def _loss(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        big = len(line.loss) > 3 or (line.loss[:1] >= "6" and len(line.loss) == 3)
        painter.setFont(fonts.tabular_bold(13) if big else fonts.tabular(13))
        paint.text(painter, rect, line.loss or "—", self._theme.color.text if line.loss else self._theme.color.text3, align=paint.RIGHT)

    def _fresh(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        words, hue = age_face(line, self._model.now)
        tone = self._theme.color.hue(hue)
        painter.setFont(fonts.tabular_bold(12) if hue == "amber" else fonts.tabular(12))
        width = QFontMetricsF(painter.font()).horizontalAdvance(words)
        right = rect.adjusted(0, 0, 2, 0)
        paint.text(painter, right, words, self._theme.color.text3 if hue != "amber" else tone.text, align=paint.RIGHT)
        paint.glyph(painter, QPointF(right.right() - width - 8, rect.center().y()), "circle" if hue == "green" else "triangle", tone.shape)
