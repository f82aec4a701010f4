"""The marks on a lane: dots, joined arrivals, failures, what should have been; each knows its words."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ordertower_desktop.views.order.lanes import ink, words
from ordertower_desktop.views.order.lanes.crowd import Mark
from ordertower_desktop.views.order.lanes.placing import Box
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.tokens import Colors

BADGE_GAP, BADGE_PAD = 7, 6


class MarkItem(QGraphicsItem):
    """One mark; its origin is the dot. `tail` is how far right the hollow dot of its arrival stands, 0 for none."""

    def __init__(self, mark: Mark, lane: str, mode: str, color: Colors) -> None:
        super().__init__()
        self.mark, self.lane = mark, lane
        self._color = color
        self._label, self._late = words.label(mark, mode), words.late(mark, mode)
        self._tail, self._wide = 0.0, 0.0
        self._box: QRectF | None = None
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsFocusable)
        self.setZValue(3)

    @property
    def text(self) -> str:
        return self._label

    @property
    def said(self) -> str:
        """What is read aloud."""
        return self.full.replace("\n", "，")

    @property
    def full(self) -> str:
        """Everything, a line a fact; made when it is asked for, for most never is."""
        return words.full(self.mark, self.lane)

    @property
    def label_width(self) -> float:
        """Pixels that label and badge take."""
        if not self._wide:
            metrics = QFontMetricsF(self._face())
            self._wide = metrics.horizontalAdvance(self._label) + 2
            if self._late:
                self._wide += BADGE_GAP + QFontMetricsF(fonts.tabular_bold(12)).horizontalAdvance(self._late) + 2 * BADGE_PAD
        return self._wide

    def lay(self, at: QPointF, tail: float, box: Box | None) -> None:
        """Stand at `at`; `box` is where the label goes, relative to the lane's middle in y and to the scene in x."""
        self.prepareGeometryChange()
        self.setPos(at)
        self._tail = tail
        self._box = QRectF(box.left - at.x(), box.top, box.right - box.left, box.bottom - box.top) if box else None

    @property
    def labelled(self) -> QRectF | None:
        """The label in scene coordinates, or None when it found no room."""
        return self._box.translated(self.pos()) if self._box is not None else None

    def boundingRect(self) -> QRectF:
        dot = QRectF(-11, -11, 22 + self._tail, 22)
        return dot.united(self._box.adjusted(-1, -2, 2, 2)) if self._box is not None else dot

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        kind = self.mark.shown.kind
        if kind == "ghost":
            self._ghost(painter)
        elif kind == "failed":
            self._failed(painter)
        else:
            self._dot(painter)
        if self.hasFocus():
            painter.setPen(QPen(self._color.focus, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(0, 0), 9.5, 9.5)
        if self._box is not None:
            self._words(painter, self._box)

    def _dot(self, painter: QPainter) -> None:
        color, hue = self._color, ink.hue_of(self.mark.shown.kind, self._color)
        if self._tail:
            painter.setPen(QPen(hue, 2))
            painter.drawLine(QPointF(0, 0), QPointF(self._tail - ink.ARRIVAL_R, 0))
            painter.setBrush(color.surface)
            painter.drawEllipse(QPointF(self._tail, 0), ink.ARRIVAL_R, ink.ARRIVAL_R)
        painter.setPen(QPen(color.surface, 1.5))
        painter.setBrush(hue)
        painter.drawEllipse(QPointF(0, 0), ink.EVENT_R, ink.EVENT_R)

    def _failed(self, painter: QPainter) -> None:
        color = self._color
        painter.setPen(QPen(color.redF, 1.6))
        painter.setBrush(color.surface)
        painter.drawEllipse(QPointF(0, 0), ink.FAIL_R, ink.FAIL_R)
        painter.drawLine(QPointF(-2.6, -2.6), QPointF(2.6, 2.6))
        painter.drawLine(QPointF(-2.6, 2.6), QPointF(2.6, -2.6))

    def _ghost(self, painter: QPainter) -> None:
        painter.setPen(ink.ring_pen(self._color.control))
        painter.setBrush(self._color.surface)
        painter.drawEllipse(QPointF(0, 0), ink.GHOST_R, ink.GHOST_R)

    def _face(self) -> QFont:
        return fonts.tabular_bold(13) if self.mark.shown.kind in ("chase", "failed") else fonts.tabular(13)

    def _words(self, painter: QPainter, box: QRectF) -> None:
        color = self._color
        painter.setFont(self._face())
        width = QFontMetricsF(self._face()).horizontalAdvance(self._label)
        paint.text(painter, QRectF(box.left(), box.top(), width + 2, box.height()), self._label, ink.words_of(self.mark.shown.kind, color))
        if self._late:
            badge = box.adjusted(width + BADGE_GAP + 0.5, 0, -0.5, 0)
            painter.setPen(QPen(color.amberB, 1))
            painter.setBrush(color.amberT)
            painter.drawRoundedRect(badge, 5, 5)
            painter.setFont(fonts.tabular_bold(12))
            paint.text(painter, badge, self._late, color.amber, align=paint.CENTER)
