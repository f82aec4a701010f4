"""Small pictures painted by hand, shared by delegates and widgets: `paint_x(painter, rect, value, color)`."""

import hashlib
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.tokens import Colors

LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTER = int(Qt.AlignmentFlag.AlignCenter)
MARKS = {"taobao": "猫", "tmall": "猫", "jd": "京", "pdd": "拼", "douyin": "抖", "kuaishou": "快", "own": "官"}
AVATAR_HUES = ("blue", "green", "amber", "purple", "neutral")


def text(painter: QPainter, rect: QRectF, value: str, colour: QColor, *, align: int = LEFT) -> None:
    """One line of plain text, elided at the right; the painter's font counts."""
    painter.setPen(colour)
    shown = QFontMetricsF(painter.font()).elidedText(value, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, align | int(Qt.TextFlag.TextSingleLine), shown)


def glyph(painter: QPainter, center: QPointF, shape: str, colour: QColor) -> None:
    """triangle (overdue) | diamond (near) | circle (normal) | pause | dash (estimate) | check."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    x, y = center.x(), center.y()
    match shape:
        case "triangle":
            painter.drawPolygon(QPolygonF([QPointF(x, y - 4), QPointF(x + 4.5, y + 4), QPointF(x - 4.5, y + 4)]))
        case "diamond":
            painter.drawPolygon(QPolygonF([QPointF(x, y - 4.5), QPointF(x + 4.5, y), QPointF(x, y + 4.5), QPointF(x - 4.5, y)]))
        case "pause":
            painter.drawRect(QRectF(x - 3.5, y - 4, 2.5, 8))
            painter.drawRect(QRectF(x + 1, y - 4, 2.5, 8))
        case "dash":
            painter.setPen(QPen(colour, 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x - 5, y), QPointF(x + 5, y))
        case "check":
            painter.setPen(QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPolyline(QPolygonF([QPointF(x - 4, y), QPointF(x - 1, y + 3), QPointF(x + 4, y - 3.5)]))
        case _:
            painter.drawEllipse(center, 3, 3)
    painter.restore()


def bar(painter: QPainter, rect: QRectF, share: float, colour: QColor, track: QColor) -> None:
    """A filled track with round ends."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = rect.height() / 2
    painter.setBrush(track)
    painter.drawRoundedRect(rect, radius, radius)
    if share > 0:
        painter.setBrush(colour)
        width = max(rect.height(), rect.width() * min(1.0, share))
        painter.drawRoundedRect(QRectF(rect.left(), rect.top(), width, rect.height()), radius, radius)
    painter.restore()


def order_number(painter: QPainter, rect: QRectF, parts: tuple[str, str], color: Colors, *, size: int = 13) -> None:
    """Grey head, bold tail; a head that does not fit is elided at its left, the tail never is."""
    head, tail = parts
    bold, plain = fonts.tabular_bold(size), fonts.tabular(size)
    tail_width = QFontMetricsF(bold).horizontalAdvance(tail)
    metrics = QFontMetricsF(plain)
    gap = metrics.horizontalAdvance(" ") if head else 0
    shown = metrics.elidedText(head, Qt.TextElideMode.ElideLeft, max(0.0, rect.width() - tail_width - gap))
    painter.setFont(plain)
    painter.setPen(color.text2)
    painter.drawText(rect, LEFT, shown)
    painter.setFont(bold)
    painter.setPen(color.text)
    painter.drawText(rect.adjusted(metrics.horizontalAdvance(shown) + gap, 0, 0, 0), LEFT, tail)


def segments(painter: QPainter, at: QPointF, current: int, color: Colors) -> None:
    """Four dashes 11 x 3: done grey, the current one accent, the rest track; -1 for none."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    for i in range(4):
        painter.setBrush(color.accent if i == current else color.neutralF if i < current else color.track)
        painter.drawRect(QRectF(at.x() + i * 13, at.y(), 11, 3))
    painter.restore()


def platform_mark(painter: QPainter, rect: QRectF, platform: str, color: Colors) -> None:
    """The platform's one character in an 18 px frame; platforms have no hue of their own."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color.border2, 1))
    painter.setBrush(color.surface)
    frame = QRectF(rect.left() + 0.5, rect.center().y() - 8.5, 17, 17)
    painter.drawRoundedRect(frame, 4, 4)
    painter.setFont(fonts.font(11))
    painter.setPen(color.text2)
    painter.drawText(frame, CENTER, MARKS.get(platform, platform[:1] or "?"))
    painter.restore()


def avatar(painter: QPainter, rect: QRectF, name: str, color: Colors) -> None:
    """A round tint with the first character; without a name a dashed ring with a plus: 待认领."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ring = QRectF(rect.left() + 0.5, rect.center().y() - 10.5, 21, 21)
    if not name:
        painter.setPen(QPen(color.control, 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        x, y = ring.center().x(), ring.center().y()
        painter.setPen(QPen(color.control, 1.2))
        painter.drawLine(QPointF(x - 3.5, y), QPointF(x + 3.5, y))
        painter.drawLine(QPointF(x, y - 3.5), QPointF(x, y + 3.5))
    else:
        hue = color.hue(AVATAR_HUES[hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=1).digest()[0] % len(AVATAR_HUES)])
        painter.setPen(QPen(hue.edge, 1))
        painter.setBrush(hue.fill)
        painter.drawEllipse(ring)
        painter.setFont(fonts.font(11))
        painter.setPen(hue.text)
        painter.drawText(ring, CENTER, name[:1])
    painter.restore()


def checkbox(painter: QPainter, rect: QRectF, state: str, color: Colors) -> None:
    """off | on | some, 16 px in the middle of `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(rect.center().x() - 7.5, rect.center().y() - 7.5, 15, 15)
    on = state != "off"
    painter.setPen(QPen(color.accent if on else color.control, 1.2))
    painter.setBrush(color.accent if on else color.surface)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QPen(color.onaccent, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    x, y = box.center().x(), box.center().y()
    if state == "on":
        painter.drawPolyline(QPolygonF([QPointF(x - 3.5, y + 0.3), QPointF(x - 1, y + 2.8), QPointF(x + 3.6, y - 2.8)]))
    elif state == "some":
        painter.drawLine(QPointF(x - 3.5, y), QPointF(x + 3.5, y))
    painter.restore()


def spark(painter: QPainter, rect: QRectF, values: Sequence[float], line: QColor, fill: QColor) -> None:
    """A small area chart from the bottom of `rect`."""
    if len(values) < 2:
        return
    top = max(values) or 1
    step = rect.width() / (len(values) - 1)
    points = [QPointF(rect.left() + i * step, rect.bottom() - value / top * rect.height()) for i, value in enumerate(values)]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawPolygon(QPolygonF([QPointF(rect.left(), rect.bottom()), *points, QPointF(rect.right(), rect.bottom())]))
    painter.setPen(QPen(line, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
    painter.restore()
