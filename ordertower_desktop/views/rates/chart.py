"""A group day by day: the share, how many orders it was of, and the line that it must not fall below."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.models.rates.watch import FEW, LOW, Line, percent
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.alarms import Day

HEIGHT, TOP, FOOT, SIDE, WIDEST = 196, 26, 40, 46, 64
MIDDLE = Qt.AlignmentFlag.AlignHCenter.value | Qt.AlignmentFlag.AlignVCenter.value


class DayChart(QWidget):
    """Bars of the last days; a day with too few orders is hollow, for it says nothing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._line: Line | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(520, HEIGHT)

    def show_line(self, line: Line) -> None:
        self._line = line
        said = "；".join(f"{day.day.month}月{day.day.day}日 {percent(day)}，{day.total} 单" for day in line.days)
        self.setAccessibleName(said)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._line is None or not self._line.days:
            return
        painter, color, line = QPainter(self), self._theme.color, self._line
        ground = QRectF(SIDE, TOP, self.width() - SIDE - 8, HEIGHT - TOP - FOOT)
        painter.setPen(QPen(color.border, 1))
        painter.drawLine(QPointF(ground.left(), ground.bottom() + 0.5), QPointF(ground.right(), ground.bottom() + 0.5))
        step = min(WIDEST, ground.width() / len(line.days))
        at = round(ground.bottom() - ground.height() * line.under) + 0.5
        for number, day in enumerate(line.days):
            self._bar(painter, QRectF(ground.left() + step * number, ground.top(), step, ground.height()), day)
        painter.setPen(QPen(color.red, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(ground.left(), at), QPointF(ground.left() + step * len(line.days), at))
        for number, day in enumerate(line.days):
            self._words(painter, QRectF(ground.left() + step * number, ground.top(), step, ground.height()), day)
        painter.setFont(fonts.tabular(12))
        paint.text(painter, QRectF(0, at - 9, SIDE - 8, 18), f"{line.under * 100:g}%", color.red, align=paint.RIGHT)
        painter.end()

    def _bar(self, painter: QPainter, box: QRectF, day: Day) -> None:
        color, bar = self._theme.color, _bar_of(box, day)
        if day.word == FEW:
            painter.setPen(QPen(color.border2, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.fillRect(bar, color.redF if day.word == LOW else color.h3)

    def _words(self, painter: QPainter, box: QRectF, day: Day) -> None:
        """The share over its bar, on a ground of its own where the line would run through it."""
        color = self._theme.color
        painter.setFont(fonts.tabular(12))
        over = QRectF(box.center().x() - 17, _bar_of(box, day).top() - 18, 34, 17)
        painter.fillRect(over, color.surface)
        ink = color.red if day.word == LOW else color.text3 if day.word == FEW else color.text2
        paint.text(painter, over, percent(day), ink, align=MIDDLE)
        date = f"{day.day.month}/{day.day.day}"
        paint.text(painter, QRectF(box.left(), box.bottom() + 4, box.width(), 18), date, color.text2, align=MIDDLE)
        under = f"{day.total}单" if box.width() >= 40 else f"{day.total}"
        paint.text(painter, QRectF(box.left(), box.bottom() + 21, box.width(), 16), under, color.text3, align=MIDDLE)


def _bar_of(box: QRectF, day: Day) -> QRectF:
    high, half = max(2.0, box.height() * day.good / day.total), min(14.0, box.width() / 3)
    return QRectF(box.center().x() - half, box.bottom() - high, 2 * half, high)
