"""The cause ribbon: every cause as a share of the pool; a click filters."""

import msgspec
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.parts import paint, tips
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme

BAR_TOP, BAR_HEIGHT, WORDS_TOP, WORDS_HEIGHT, WORD_GAP = 0, 6, 11, 20, 6


class Part(msgspec.Struct, frozen=True):
    """One cause; `surge` is how many more an hour, 0 for calm."""

    key: str
    name: str
    count: int
    surge: int = 0


class CauseRibbon(QWidget):
    """Segments by share, words below; `chosen` marks one. Left, right and Enter choose when it has the focus."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: tuple[Part, ...] = ()
        self._places: list[tuple[QRectF, Part]] = []
        self._on, self._at = "", 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(44)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("按原因筛选"))
        theme.changed.connect(self.update)

    def show_parts(self, parts: tuple[Part, ...], on: str = "") -> None:
        if (parts, on) != (self._parts, self._on):
            self._parts, self._on = parts, on
            self.setAccessibleDescription("，".join(f"{part.name} {part.count}" for part in parts))
            self._lay()

    def sizeHint(self) -> QSize:
        return QSize(400, 44)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def _lay(self) -> None:
        self._places, left = [], 0.0
        for part, width in zip(self._parts, self._widths(), strict=True):
            self._places.append((QRectF(left, 0, width, self.height()), part))
            left += width + 2
        self._at = min(self._at, max(0, len(self._places) - 1))
        self.update()

    def _widths(self) -> list[float]:
        """By share, but wide enough for the words as long as there is room for everybody's."""
        room = self.width() - 2.0 * (len(self._parts) - 1)
        least = [self._needs(part) for part in self._parts]
        if sum(least) > room:
            least = [3.0] * len(self._parts)
        narrow: set[int] = set()
        while True:
            left = room - sum(least[at] for at in narrow)
            counts = sum(part.count for at, part in enumerate(self._parts) if at not in narrow) or 1
            widths = [least[at] if at in narrow else left * part.count / counts for at, part in enumerate(self._parts)]
            short = {at for at, width in enumerate(widths) if width < least[at]}
            if short <= narrow:
                return widths
            narrow |= short

    def _needs(self, part: Part) -> float:
        plain, bold = QFontMetrics(fonts.tabular(12)), QFontMetrics(fonts.tabular_bold(12))
        name, count, last = self._words(part)
        rise = 17 if part.surge else 0
        return plain.horizontalAdvance(name) + bold.horizontalAdvance(count + last) + rise + 2 * WORD_GAP + 6.0

    def _part_at(self, x: float) -> Part | None:
        return next((part for place, part in self._places if place.left() <= x <= place.right() + 2), None)

    def _choose(self, part: Part) -> None:
        self.chosen.emit("" if part.key == self._on else part.key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (part := self._part_at(event.position().x())) is not None:
            self._choose(part)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step and self._places:
            self._at = (self._at + step) % len(self._places)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._places:
            self._choose(self._places[self._at][1])
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            part = self._part_at(event.pos().x())
            QToolTip.showText(event.globalPos(), tips.tip(" ".join(self._words(part))) if part else "", self)
            return True
        return super().event(event)

    def _words(self, part: Part) -> tuple[str, str, str]:
        share = f"{round(part.count * 100 / max(1, sum(p.count for p in self._parts)))}%"
        return part.name, text.count(part.count), f"+{part.surge}/时" if part.surge else share

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for rank, (place, part) in enumerate(self._places):
            self._paint_segment(painter, place, part, rank)
            self._paint_words(painter, place, part)
        if self.hasFocus() and self._places:
            painter.setPen(QPen(self._theme.color.focus, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._places[self._at][0].adjusted(0.5, 0.5, -0.5, -6.5), 4, 4)
        painter.end()

    def _paint_segment(self, painter: QPainter, place: QRectF, part: Part, rank: int) -> None:
        color = self._theme.color
        blues = (color.h5, color.h4, color.h4, color.h3, color.h3, color.h2)
        faded = bool(self._on) and part.key != self._on
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color.track if faded else blues[min(rank, len(blues) - 1)])
        painter.drawRoundedRect(QRectF(place.left(), BAR_TOP, place.width(), BAR_HEIGHT), 2, 2)

    def _paint_words(self, painter: QPainter, place: QRectF, part: Part) -> None:
        """The name may be cut short, the numbers are whole or absent."""
        color = self._theme.color
        name, count, last = self._words(part)
        plain, bold = fonts.tabular(12), fonts.tabular_bold(12)
        last_face, last_ink = (bold, color.red) if part.surge else (plain, color.text3)
        left, right = place.left(), place.right()
        pieces = [(name, plain, color.text), (count, bold, color.text), (last, last_face, last_ink)]
        for word, face, ink in pieces:
            width = QFontMetrics(face).horizontalAdvance(word)
            rise = 17 if word is last and part.surge else 0
            first = word is name
            if left + rise + width > right + 1 and (not first or right - left < 28):
                break
            if rise:
                mark = icons.pixmap("trending-up", 13, ink, density=self.devicePixelRatioF())
                painter.drawPixmap(QPointF(left, WORDS_TOP + 4), mark)
            painter.setFont(face)
            paint.text(painter, QRectF(left + rise, WORDS_TOP, min(width + 1.0, right - left - rise), WORDS_HEIGHT), word, ink)
            left += rise + width + WORD_GAP
