"""A day of the roster: a row a post, a bar a shift, red where nobody has it, and a line for the present moment."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.models.chain.rota import Bar, RotaDay, RotaLine
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.minihead import Column, places
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

HIGH, HEAD = 34, 28
COLUMNS = (Column("岗位", 150), Column("", 0), Column("现在", 104))
GLYPHS = {"green": "circle", "amber": "diamond", "red": "triangle", "neutral": "circle"}
EVERY, NUMBER = (2, 3, 4, 6, 12), 46
"""Hours between two numbers over the bars, and the room that a number needs."""


class RotaTable(QWidget):
    """`picked(shift)`: a bar was chosen by mouse or ←→. `removed`: Delete. `turned(days)`: PgUp or PgDn asks for another day."""

    picked = Signal(int)
    removed = Signal()
    turned = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._day, self._shift = RotaDay(()), -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_day(self, day: RotaDay, *, shift: int) -> None:
        self._day, self._shift = day, shift
        lines = (f"{line.name}：{'，'.join(bar.said for bar in line.bars) or '没有班'}" for line in day.lines)
        self.setAccessibleName("排班 " + "；".join(lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, HEAD + HIGH * max(1, len(self._day.lines)))

    def bars(self) -> Iterator[tuple[Bar, QRectF]]:
        """Each bar and where it stands."""
        for row, line in enumerate(self._day.lines):
            for bar in line.bars:
                yield bar, self._rect(bar, row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = next((bar.shift for bar, rect in self.bars() if rect.contains(event.position())), None)
        if hit is not None:
            self.picked.emit(hit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        order = [bar.shift for bar, _ in self.bars()]
        at = order.index(self._shift) if self._shift in order else -1
        match event.key():
            case Qt.Key.Key_Right | Qt.Key.Key_Down if order:
                self.picked.emit(order[(at + 1) % len(order)])
            case Qt.Key.Key_Left | Qt.Key.Key_Up if order:
                self.picked.emit(order[(at - 1) % len(order)])
            case Qt.Key.Key_Delete:
                self.removed.emit()
            case Qt.Key.Key_PageUp:
                self.turned.emit(-1)
            case Qt.Key.Key_PageDown:
                self.turned.emit(1)
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._head(painter)
        for row, line in enumerate(self._day.lines):
            self._line(painter, row, line)
        if self._day.now is not None and self._day.first <= self._day.now <= self._day.last:
            left = self._x(self._day.now)
            painter.fillRect(QRectF(left - 1, HEAD, 2, HIGH * len(self._day.lines)), self._theme.color.accent)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color.focus, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _head(self, painter: QPainter) -> None:
        color = self._theme.color
        painter.fillRect(QRectF(0, 0, self.width(), HEAD), color.canvas)
        for y in (0, HEAD - 1):
            painter.fillRect(QRectF(0, y, self.width(), 1), color.border)
        painter.setFont(fonts.tabular(12))
        post, _, now = places(COLUMNS, self.width())
        paint.text(painter, post, self.tr("岗位　备岗"), color.text3)
        paint.text(painter, now, self.tr("现在"), color.text3)
        hour_wide = self._x(1) - self._x(0)
        step = next((every for every in EVERY if every * hour_wide >= NUMBER), EVERY[-1])
        for hour in range(self._day.first, self._day.last, step):
            paint.text(painter, QRectF(self._x(hour), 0, 60, HEAD), f"{hour}:00", color.text3)

    def _line(self, painter: QPainter, row: int, line: RotaLine) -> None:
        color, top = self._theme.color, HEAD + row * HIGH
        painter.fillRect(QRectF(0, top + HIGH - 1, self.width(), 1), color.line)
        post, _, now = (QRectF(one.left(), top, one.width(), HIGH) for one in places(COLUMNS, self.width()))
        painter.setFont(fonts.tabular_bold(13))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(line.name)
        paint.text(painter, post, line.name, color.text)
        painter.setFont(fonts.tabular(12))
        backups = self.tr("备 {0}").format(paint.plain(line.backups)) if line.backups else self.tr("备 未设")
        words = QFontMetricsF(painter.font()).elidedText(backups, Qt.TextElideMode.ElideRight, post.width() - wide - 16)
        paint.text(painter, post.adjusted(wide + 8, 0, 0, 0), words, color.text2 if line.backups else color.amber)
        for bar in line.bars:
            self._bar(painter, bar, self._rect(bar, row))
        if line.words:
            hue = color.hue(line.hue)
            paint.glyph(painter, QPointF(now.left() + 5, now.center().y()), GLYPHS[line.hue], hue.shape)
            paint.text(painter, now.adjusted(16, 0, 12, 0), line.words, color.text if line.hue in ("green", "neutral") else hue.text)

    def _bar(self, painter: QPainter, bar: Bar, rect: QRectF) -> None:
        color = self._theme.color
        hue = color.hue("blue" if bar.name else "red")
        painter.setPen(QPen(color.accent if bar.shift == self._shift else hue.edge, 2 if bar.shift == self._shift else 1))
        painter.setBrush(hue.fill)
        painter.drawRoundedRect(rect, 4, 4)
        painter.setFont(fonts.tabular(12) if bar.name else fonts.tabular_bold(12))
        metrics, room = QFontMetricsF(painter.font()), rect.width() - 12
        said = paint.plain(bar.said)
        short = said if metrics.horizontalAdvance(said) <= room else paint.plain(bar.name) or self.tr("空岗")
        shown = metrics.elidedText(short, Qt.TextElideMode.ElideRight, room)
        paint.text(painter, rect.adjusted(8, 0, 0, 0), shown, color.text if bar.name else hue.text)

    def _rect(self, bar: Bar, row: int) -> QRectF:
        left, right = self._x(bar.start), self._x(bar.end)
        return QRectF(left + 1.5, HEAD + row * HIGH + 6.5, max(6.0, right - left - 3), HIGH - 13)

    def _x(self, hour: float) -> float:
        room = places(COLUMNS, self.width())[1]
        return room.left() + (room.width() - 16) * (hour - self._day.first) / (self._day.last - self._day.first)
