"""A pen for the overview's tiles: words, bars and links in the theme's colours."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.tokens import Colors

LEFT, RIGHT, CENTER = paint.LEFT, paint.RIGHT, paint.CENTER
FACES = {"plain": fonts.tabular, "bold": fonts.tabular_bold, "figure": fonts.display}


class Pen:
    """Collects `links`: places that can be clicked and what they ask for."""

    def __init__(self, painter: QPainter, color: Colors, density: float) -> None:
        self.painter, self.color, self._density = painter, color, density
        self.links: list[tuple[QRectF, str]] = []
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def ink(self, role: str) -> QColor:
        made: QColor = getattr(self.color, role)
        return made

    def words(self, box: QRectF, text: str, size: int = 13, role: str = "text", *, face: str = "plain", align: int = LEFT) -> float:
        """One line in `box`, elided; returns its width."""
        chosen = FACES[face](size)
        self.painter.setFont(chosen)
        paint.text(self.painter, box, text, self.ink(role), align=align)
        return min(box.width(), self.width(text, chosen))

    @staticmethod
    def width(text: str, face: QFont) -> float:
        return QFontMetricsF(face).horizontalAdvance(text)

    def title(self, box: QRectF, title: str, note: str = "") -> None:
        """The heading of a tile and its remark."""
        line = QRectF(box.left() + 16, box.top() + 10, box.width() - 32, 22)
        width = self.words(line, title, 14, face="bold")
        self.words(line.adjusted(width + 12, 1, 0, 1), note, 12, "text3")

    def link(self, box: QRectF, text: str, ask: str, *, align: int = RIGHT) -> None:
        self.words(box, text, 13, "accent", align=align)
        self.links.append((box, ask))

    def area(self, box: QRectF, ask: str) -> None:
        """Make a place clickable."""
        self.links.append((box, ask))

    def fill(self, box: QRectF, role: str, radius: float = 0) -> None:
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.ink(role))
        self.painter.drawRoundedRect(box, radius, radius)

    def bar(self, box: QRectF, share: float, role: str, track: str = "track") -> None:
        paint.bar(self.painter, box, share, self.ink(role), self.ink(track))

    def shape(self, at: QPointF, kind: str, role: str) -> None:
        paint.glyph(self.painter, at, kind, self.ink(role))

    def icon(self, at: QPointF, name: str, size: int, role: str) -> None:
        self.painter.drawPixmap(at, icons.pixmap(name, size, self.ink(role), density=self._density))

    def rule(self, left: float, right: float, y: float) -> None:
        self.painter.fillRect(QRectF(left, y, right - left, 1), self.color.line)

    def mark(self, box: QRectF, platform: str) -> None:
        paint.platform_mark(self.painter, box, platform, self.color)

    def avatar(self, box: QRectF, name: str) -> None:
        paint.avatar(self.painter, box, name, self.color)
