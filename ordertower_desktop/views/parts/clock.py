"""The clock cell: a shape, words and a bar, so that colour is never the only sign."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.theme.tokens import Colors

BAR_WIDTH = 92.0
LINE, GAP, BAR = 17, 3, 3

Face = tuple[str, str, str, float]
"""(shape, words, hue, used share); shapes as in `paint.glyph`, and `estimate` for a clock that only this desk reckons."""


def clock(painter: QPainter, rect: QRectF, face: Face, color: Colors) -> None:
    """Words over a bar, in the middle of the height of `rect`."""
    shape, words, hue, share = face
    tone = color.hue(hue)
    top = rect.center().y() - (LINE + GAP + BAR) / 2
    line = QRectF(rect.left(), top, rect.width(), LINE)
    left = _sign(painter, line, shape, color, hue)
    painter.setFont(fonts.tabular_bold(13) if hue in ("red", "amber") else fonts.tabular(13))
    quiet = shape in ("estimate", "check") or not shape
    ink = color.text3 if quiet else color.text if hue == "neutral" else tone.text
    paint.text(painter, line.adjusted(left, 0, 0, 0), words, ink)
    bar = QRectF(rect.left(), top + LINE + GAP, min(BAR_WIDTH, rect.width()), BAR)
    if shape == "estimate":
        _dashed(painter, bar, color)
    else:
        paint.bar(painter, bar, share, tone.shape, color.track)


def _sign(painter: QPainter, line: QRectF, shape: str, color: Colors, hue: str) -> float:
    """The shape before the words; returns where the words begin."""
    if not shape:
        return 0.0
    middle = line.center().y()
    if shape == "estimate":
        density = painter.device().devicePixelRatioF()
        painter.drawPixmap(QPointF(line.left() - 1, round(middle - 6)), icons.pixmap("cloud-off", 12, color.text3, density=density))
    else:
        paint.glyph(painter, QPointF(line.left() + 5, middle), shape, color.hue(hue).shape)
    return 14.0


def _dashed(painter: QPainter, bar: QRectF, color: Colors) -> None:
    painter.save()
    painter.setPen(QPen(color.control, 1, Qt.PenStyle.DashLine))
    for y in (bar.top() + 0.5, bar.bottom() - 0.5):
        painter.drawLine(QPointF(bar.left(), y), QPointF(bar.right(), y))
    painter.restore()


class Clock(QWidget):
    """One clock outside a table; `size` 18 is the large one without a bar."""

    def __init__(self, theme: Theme, *, size: int = 13) -> None:
        super().__init__()
        self._theme, self._size = theme, size
        self._face: Face = ("", "—", "neutral", 0.0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_face(self, face: Face) -> None:
        """A second that changes nothing on the glass repaints nothing."""
        if face != self._face:
            self._face = face
            self.setAccessibleName(face[1])
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        if self._size > 13:
            return QSize(QFontMetrics(fonts.tabular_bold(self._size)).horizontalAdvance(self._face[1]) + 2, 24)
        return QSize(112, 26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = self._theme.color
        if self._size > 13:
            _, words, hue, _ = self._face
            painter.setFont(fonts.tabular_bold(self._size))
            paint.text(painter, QRectF(self.rect()), words, color.text if hue == "neutral" else color.hue(hue).text)
        else:
            clock(painter, QRectF(self.rect()), self._face, color)
        painter.end()
