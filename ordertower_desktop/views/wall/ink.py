"""A brush for the wall: the board's 1920 x 1080 plane, whatever the screen; greyed when the news is old."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.tokens import WallColors

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTER = Qt.AlignmentFlag.AlignHCenter


class Ink:
    """`age` is empty while the news is fresh; else every value is painted grey and the strip says `age`."""

    def __init__(self, painter: QPainter, color: WallColors, age: str = "") -> None:
        self.painter, self.color, self.stale = painter, color, bool(age)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)

    def hue(self, name: str) -> QColor:
        """A role of the wall, or grey when stale."""
        return self.color.staleValue if self.stale else QColor(getattr(self.color, name))

    def tile(self, rect: QRectF, fill: str = "tile", edge: str = "") -> None:
        self.painter.setPen(QPen(getattr(self.color, edge), 2) if edge and not self.stale else Qt.PenStyle.NoPen)
        self.painter.setBrush(self.color.staleTile if self.stale else getattr(self.color, fill))
        self.painter.drawRoundedRect(rect, 18, 18)

    def words(self, at: QPointF, text: str, size: int, role: str = "text", *, strong: str = "", align: Qt.AlignmentFlag = LEFT) -> float:
        """Text whose base line starts (or ends, or centres) at `at`; returns its width."""
        face = _face(size, strong)
        width = QFontMetricsF(face).horizontalAdvance(text)
        left = at.x() - (width if align == RIGHT else width / 2 if align == CENTER else 0)
        self.painter.setFont(face)
        self.painter.setPen(self.hue(role))
        self.painter.drawText(QPointF(left, at.y()), text)
        return width

    def fitted(self, at: QPointF, text: str, size: int, room: float, role: str = "text", *, align: Qt.AlignmentFlag = LEFT) -> None:
        """A strong figure, made smaller when it would not fit into `room`."""
        while size > 40 and QFontMetricsF(_face(size, "figure")).horizontalAdvance(text) > room:
            size -= 4
        self.words(at, text, size, role, strong="figure", align=align)

    def rule(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self.painter.setPen(QPen(self.color.line, 2))
        self.painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))

    def bar(self, rect: QRectF, share: float, role: str) -> None:
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.color.track)
        self.painter.drawRoundedRect(rect, 5, 5)
        self.painter.setBrush(self.hue(role))
        self.painter.drawRoundedRect(QRectF(rect.left(), rect.top(), rect.width() * min(1.0, max(0.0, share)), rect.height()), 5, 5)

    def shape(self, center: QPointF, kind: str, role: str, size: float = 20) -> None:
        """triangle | diamond | circle."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor("#5B6570") if self.stale else getattr(self.color, role))
        x, y = center.x(), center.y()
        if kind == "triangle":
            self.painter.drawPolygon(
                QPolygonF([QPointF(x, y - size), QPointF(x + size, y + size * 0.8), QPointF(x - size, y + size * 0.8)])
            )
        elif kind == "diamond":
            self.painter.drawPolygon(QPolygonF([QPointF(x, y - size), QPointF(x + size, y), QPointF(x, y + size), QPointF(x - size, y)]))
        else:
            self.painter.drawEllipse(center, size * 0.65, size * 0.65)

    def width(self, text: str, size: int, strong: str = "") -> float:
        return QFontMetricsF(_face(size, strong)).horizontalAdvance(text)


def _face(size: int, strong: str) -> QFont:
    if strong == "figure":
        return fonts.display(size)
    return fonts.tabular_bold(size) if strong else fonts.tabular(size)
