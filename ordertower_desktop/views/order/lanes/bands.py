"""Stretches of a lane: a hatched gap with its sentence, a pause; and the dashed path of what should have been."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ordertower_desktop.views.order.lanes import ink
from ordertower_desktop.views.parts import paint, tips
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.tokens import Colors
from ordertower_desktop.wire.order import Band

PAD = 10
FAR = 1e6
STEEP = 14.0


class BandItem(QGraphicsItem):
    """A gap or a pause; its middle is the lane's middle. A pause says below what is waited for."""

    def __init__(self, band: Band, color: Colors) -> None:
        super().__init__()
        self.band, self._color = band, color
        self._rect = QRectF()
        self._text = "" if band.kind == "gap" else paint.plain(band.text)
        self.text_width = QFontMetricsF(fonts.tabular(13)).horizontalAdvance(self._text) + 2 if self._text else 0.0
        self.setToolTip(tips.tip(band.text))
        self.setZValue(1)

    def lay(self, left: float, right: float, y: float) -> None:
        self.prepareGeometryChange()
        half = (ink.GAP_BAND if self.band.kind == "gap" else ink.PAUSE_BAND) / 2
        self._rect = QRectF(left, y - half, max(3.0, right - left), 2 * half)

    @property
    def rect(self) -> QRectF:
        return self._rect

    @property
    def text(self) -> str:
        return self._text

    def _under(self) -> QRectF:
        """What a pause says stands below its band."""
        return QRectF(self._rect.left(), self._rect.bottom() + 1, self.text_width, 19)

    def boundingRect(self) -> QRectF:
        return self._rect.united(self._under()).adjusted(-1, -1, 1, 1) if self._text else self._rect.adjusted(-1, -1, 1, 1)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        color = self._color
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._rect.adjusted(0.5, 0.5, -0.5, -0.5)
        gap = self.band.kind == "gap"
        painter.setPen(QPen(color.redB if gap else color.purpleB, 1))
        painter.setBrush(color.redT if gap else color.purpleT)
        painter.drawRoundedRect(box, 4, 4)
        if gap:
            _hatched(painter, box, color)
        elif self._text:
            painter.setFont(fonts.tabular(13))
            paint.text(painter, self._under(), self._text, color.purple)


def _hatched(painter: QPainter, box: QRectF, color: Colors) -> None:
    """Slanting lines a finger apart; the pattern brush of Qt is denser than the eye wants over 30 px."""
    painter.save()
    path = QPainterPath()
    path.addRoundedRect(box, 4, 4)
    painter.setClipPath(path)
    painter.setPen(QPen(color.redB, 1))
    x = box.left() - box.height()
    while x < box.right():
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
        x += 10
    painter.restore()


class GapText(QGraphicsItem):
    """The sentence of a gap in a box over its hatch, where it covers the fewest marks."""

    def __init__(self, band: Band, color: Colors) -> None:
        super().__init__()
        self._color = color
        self._texts = shorter(paint.plain(band.text))
        self._text = self._texts[0]
        self._box = QRectF()
        self.setZValue(4)
        self.setToolTip(tips.tip(band.text))
        metrics = QFontMetricsF(fonts.tabular_bold(13))
        self._widths = [metrics.horizontalAdvance(words) + 2 * PAD + 2 for words in self._texts]

    @property
    def text(self) -> str:
        return self._text

    @property
    def box(self) -> QRectF:
        return self._box

    def lay(self, band: QRectF, seen: tuple[float, float], marks: Sequence[float]) -> None:
        """`seen` are the edges of the plot, `marks` where failures stand."""
        self.prepareGeometryChange()
        left, right = max(band.left(), seen[0]) + 4, min(band.right(), seen[1]) - 4
        fitting = [i for i, width in enumerate(self._widths) if width <= right - left]
        free = [i for i in fitting if not _covered(_freest(left, right, self._widths[i], marks), self._widths[i], marks)]
        which = (free or fitting or [len(self._texts) - 1])[0]
        self._text = self._texts[which]
        width = min(self._widths[which], right - left)
        self.setVisible(bool(fitting))
        start = _freest(left, right, width, marks)
        self._box = QRectF(start, band.center().y() - 13, max(0.0, width), 26)

    def boundingRect(self) -> QRectF:
        return self._box.adjusted(-1, -1, 1, 1)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        color = self._color
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color.redB, 1))
        painter.setBrush(color.surface)
        painter.drawRoundedRect(self._box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(fonts.tabular_bold(13))
        paint.text(painter, self._box.adjusted(8, 0, -8, 0), self._text, color.red, align=paint.CENTER)


def shorter(words: str) -> list[str]:
    """The sentence, then without its reason, then its first part alone, then its first word: half a number would be a wrong one."""
    made = [words]
    for cut in (words.split("（")[0].strip(), words.split(" · ")[0].strip(), words.split(" ")[0]):
        if cut and cut != made[-1]:
            made.append(cut)
    return made


def _covered(start: float, width: float, marks: Sequence[float]) -> int:
    return sum(start - 8 < mark < start + width + 8 for mark in marks)


def _freest(left: float, right: float, width: float, marks: Sequence[float]) -> float:
    """The start of a box so wide that covers the fewest marks, nearest to the middle."""
    middle = (left + right - width) / 2
    edges = [middle, left, right - width, *(x + 12 for x in marks), *(x - 12 - width for x in marks)]
    fitting = [x for x in edges if left <= x <= right - width] or [left]
    between = [(a + b - width) / 2 for a, b in pairwise(sorted(marks)) if b - a - 24 >= width]
    fitting += [x for x in between if left <= x <= right - width]
    return min(fitting, key=lambda x: (_covered(x, width, marks), abs(x - middle)))


class GhostPath(QGraphicsItem):
    """The dashed way that the order should have gone; paler after now."""

    def __init__(self, color: Colors) -> None:
        super().__init__()
        self._color = color
        self._path, self._now = QPainterPath(), 0.0
        self.setZValue(0.5)

    def lay(self, points: Sequence[QPointF], now_x: float) -> None:
        self.prepareGeometryChange()
        self._now = now_x
        self._path = QPainterPath()
        if len(points) > 1:
            self._path.moveTo(points[0])
            for one, other in pairwise(points):
                _lead(self._path, one, other)

    def boundingRect(self) -> QRectF:
        return self._path.boundingRect().adjusted(-2, -2, 2, 2)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, part in ((self._color.control, QRectF(-FAR, -FAR, FAR + self._now, 2 * FAR)),
                             (self._color.border2, QRectF(self._now, -FAR, FAR, 2 * FAR))):  # fmt: skip
            painter.save()
            painter.setClipRect(part, Qt.ClipOperation.IntersectClip)
            painter.setPen(ink.ghost_pen(colour))
            painter.drawPath(self._path)
            painter.restore()


def _lead(path: QPainterPath, one: QPointF, other: QPointF) -> None:
    """From one point to the next: straight along a lane or straight down, else a curve that leaves and arrives level."""
    dx = other.x() - one.x()
    if one.y() == other.y() or abs(dx) < STEEP:
        path.lineTo(other)
        return
    path.cubicTo(QPointF(one.x() + dx * 0.55, one.y()), QPointF(other.x() - dx * 0.45, other.y()), other)
