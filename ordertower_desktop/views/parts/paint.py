"""Small pictures painted by hand, shared by delegates and widgets: `paint_x(painter, rect, value, color)`."""

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.tokens import Colors

LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTER = int(Qt.AlignmentFlag.AlignCenter)
_LEFT_EDGE = int(Qt.AlignmentFlag.AlignLeft)
MARKS = {"taobao": "猫", "tmall": "猫", "jd": "京", "pdd": "拼", "douyin": "抖", "kuaishou": "快", "own": "官"}
AVATARS_LIGHT = (("#D9E6F7", "#1F4C8D"), ("#DEF0E5", "#1E5D39"), ("#F5E7D0", "#6B4700"), ("#E7E0F7", "#4E3B94"), ("#DDEDF0", "#1F5560"))
AVATARS_DARK = (("#223A5C", "#A7C9FD"), ("#1D3D2C", "#9BE0B7"), ("#423419", "#F2CF8C"), ("#342B57", "#CBBFFF"), ("#1E3C43", "#97D2DD"))
# Ranges apart and possessive: joined in one set they would be unrolled into a bitmap of all of Unicode's first plane.
_USUAL = re.compile("(?:[ -~]++|[\u4e00-\u9fff]++|[\u3000-\u303f]++|[\uff00-\uff5e]++|¥++|[·×]++|–++)*+")
_CONTROLS = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]")


def plain(value: str) -> str:
    """Outside text without the characters that turn, hide or break what stands beside them."""
    return value if value.isprintable() else _CONTROLS.sub("", value)


def text(painter: QPainter, rect: QRectF, value: str, colour: QColor, *, align: int = LEFT) -> None:
    """One line of plain text, elided at the right; the painter's font counts.

    The base line follows from the first family alone: Chinese from a fallback face has taller metrics, and
    letting Qt centre each string by itself puts 6 秒 and 天猫 on different lines.
    """
    face = painter.font()
    metrics = QFontMetricsF(face)
    shown = value if value.isprintable() else plain(value).replace("\n", " ").replace("\t", " ")
    painter.setPen(colour)
    # None of the usual signs is wider than its em: most cells need no measuring, which costs as much as drawing.
    if align & _LEFT_EDGE and len(shown) * face.pixelSize() <= rect.width() and _USUAL.fullmatch(shown):
        painter.drawText(QPointF(rect.left(), base_line(rect, metrics)), shown)
        return
    width = metrics.horizontalAdvance(shown)
    if width > rect.width() + 0.5:
        shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, rect.width())
        width = metrics.horizontalAdvance(shown)
    left = rect.left()
    if align & int(Qt.AlignmentFlag.AlignRight):
        left = rect.right() - width
    elif align & int(Qt.AlignmentFlag.AlignHCenter):
        left = rect.left() + (rect.width() - width) / 2
    painter.drawText(QPointF(left, base_line(rect, metrics)), shown)


def base_line(rect: QRectF, metrics: QFontMetricsF) -> float:
    """Where letters stand so that capitals and Chinese sit in the middle of `rect`; a whole pixel keeps them sharp."""
    return float(round(rect.center().y() + (metrics.ascent() - metrics.descent()) / 2))


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
    head, tail = plain(parts[0]), plain(parts[1])
    bold, grey = fonts.tabular_bold(size), fonts.tabular(size)
    room = rect.width() - advance(tail, size, 1) - (advance(" ", size, 0) if head else 0)
    metrics = QFontMetricsF(grey)
    if advance(head, size, 0) > room:
        head = metrics.elidedText(head, Qt.TextElideMode.ElideLeft, max(0.0, room))
    left = rect.left() + (advance(head + " ", size, 0) if head else 0)
    y = base_line(rect, metrics)
    painter.setFont(grey)
    painter.setPen(color.text2)
    painter.drawText(QPointF(rect.left(), y), head)
    painter.setFont(bold)
    painter.setPen(color.text)
    painter.drawText(QPointF(left, y), tail)


@lru_cache(maxsize=8192)
def advance(words: str, size: int, strong: int) -> float:
    """How wide tabular words are at a size."""
    return QFontMetricsF(fonts.tabular_bold(size) if strong else fonts.tabular(size)).horizontalAdvance(words)


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
    text(painter, frame, MARKS.get(platform, platform[:1] or "?"), color.text2, align=CENTER)
    painter.restore()


def avatar(painter: QPainter, rect: QRectF, name: str, color: Colors, *, held: str = "") -> None:
    """A round tint with the first character; without a name a dashed ring with a plus: 待认领.

    `held` draws the ring of somebody else who is at work on it.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    disc = QRectF(rect.left(), rect.center().y() - 11, 22, 22)
    if name:
        fill, ink = avatar_tint(name, color)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawEllipse(disc)
        painter.setFont(fonts.bold(11))
        text(painter, disc, name[:1], ink, align=CENTER)
    else:
        _vacant(painter, disc.adjusted(0.5, 0.5, -0.5, -0.5), color)
    if held:
        painter.setPen(QPen(color.accent, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(disc.adjusted(-2.5, -2.5, 2.5, 2.5))
    painter.restore()


def avatar_tint(name: str, color: Colors) -> tuple[QColor, QColor]:
    """Fill and letter of a person: chosen by the name, so it is the same on every desk."""
    tints = AVATARS_DARK if color.canvas.lightness() < 128 else AVATARS_LIGHT
    place = zlib.crc32(name.encode("utf-8", "replace")) % len(tints)
    return QColor(tints[place][0]), QColor(tints[place][1])


def _vacant(painter: QPainter, ring: QRectF, color: Colors) -> None:
    painter.setPen(QPen(color.control, 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    x, y = ring.center().x(), ring.center().y()
    painter.setPen(QPen(color.control, 1.2))
    painter.drawLine(QPointF(x - 3.5, y), QPointF(x + 3.5, y))
    painter.drawLine(QPointF(x, y - 3.5), QPointF(x, y + 3.5))


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
