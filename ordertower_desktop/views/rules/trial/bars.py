"""Bars of a back-test: orders a day, and interruptions an hour against the alarm budget; what is in force now is an outline."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ordertower_desktop.models.rules.pastwords import BUDGET, LIMIT
from ordertower_desktop.views.board.pen import CENTER, LEFT, RIGHT, Pen
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.backtests import DayBar

FOOT, TOP = 18.0, 14.0


class Bars(QWidget):
    """Numbers side by side, the new ones filled, the old ones an outline; `lines` are levels with a name and a colour."""

    def __init__(self, theme: Theme, name: str, *, height: int) -> None:
        super().__init__()
        self._theme, self._name = theme, name
        self._new: tuple[int, ...] = ()
        self._old: tuple[int, ...] = ()
        self._feet: tuple[str, ...] = ()
        self._tips: tuple[str, ...] = ()
        self.lines: tuple[tuple[int, str, str], ...] = ()
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(300, self.height())

    def show_numbers(self, new: Sequence[int], old: Sequence[int], *, feet: Sequence[str], tips: Sequence[str]) -> None:
        """`feet` stand under the bars where they say something."""
        self._new, self._old, self._feet, self._tips = tuple(new), tuple(old), tuple(feet), tuple(tips)
        self.setAccessibleDescription("；".join(tip for tip, a, b in zip(tips, new, old, strict=True) if a or b))
        self.update()

    @property
    def top(self) -> int:
        """The level at the upper edge: lines count as far as anything comes near them."""
        most = max((*self._new, *self._old, 1))
        near = [level for level, _, _ in self.lines if most * 2 > level]
        return max([most, *near])

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self._tips:
            place = int(event.pos().x() / (self.width() / len(self._tips)))
            QToolTip.showText(event.globalPos(), self._tips[max(0, min(place, len(self._tips) - 1))], self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        pen = Pen(painter, self._theme.color, self.devicePixelRatioF())
        ground = QRectF(0, TOP, self.width(), self.height() - TOP - FOOT)
        if self._new:
            self._bars(pen, ground)
        self._levels(pen, ground)
        painter.fillRect(QRectF(0, ground.bottom(), ground.width(), 1), pen.color.border2)
        painter.end()

    def _bars(self, pen: Pen, ground: QRectF) -> None:
        step, unit = ground.width() / len(self._new), ground.height() / self.top
        wide = max(3.0, min(26.0, step - 3))
        for place, (new, old) in enumerate(zip(self._new, self._old, strict=True)):
            left = place * step + (step - wide) / 2
            if new:
                pen.fill(QRectF(left, ground.bottom() - max(2.0, new * unit), wide, max(2.0, new * unit)), "h4")
            if old:
                pen.painter.setPen(QPen(pen.color.text3, 1))
                pen.painter.setBrush(Qt.BrushStyle.NoBrush)
                high = max(2.0, old * unit)
                pen.painter.drawRect(QRectF(left + 0.5, round(ground.bottom() - high) + 0.5, wide - 1, high - 0.5))
            self._foot(pen, place, step, ground)

    def _foot(self, pen: Pen, place: int, step: float, ground: QRectF) -> None:
        """Under its bar; the first and the last one stay inside."""
        if not self._feet[place]:
            return
        last, middle = place == len(self._feet) - 1, (place + 0.5) * step
        box = QRectF(middle - 40, ground.bottom() + 3, 80, 14)
        align = CENTER
        if middle < 40:
            box, align = QRectF(0, box.top(), 80, 14), LEFT
        elif last or middle > ground.width() - 40:
            box, align = QRectF(ground.width() - 80, box.top(), 80, 14), RIGHT
        pen.words(box, self._feet[place], 11, "text3", align=align)

    def _levels(self, pen: Pen, ground: QRectF) -> None:
        for level, words, role in self.lines:
            if level > self.top:
                continue
            y = round(ground.bottom() - level * ground.height() / self.top) + 0.5
            pen.painter.setPen(QPen(pen.ink(role), 1, Qt.PenStyle.DashLine))
            pen.painter.drawLine(QPointF(0, y), QPointF(ground.width(), y))
            pen.words(QRectF(ground.width() - 90, y - 14, 90, 13), words, 11, role, align=RIGHT)


def day_bars(theme: Theme, name: str) -> Bars:
    return Bars(theme, name, height=86)


def hour_bars(theme: Theme, name: str) -> Bars:
    """With the budget and the most that a person can take in."""
    made = Bars(theme, name, height=104)
    made.lines = (BUDGET, f"预算 {BUDGET}", "amber"), (LIMIT, f"上限 {LIMIT}", "red")
    return made


def show_days(bars: Bars, days: Sequence[DayBar]) -> None:
    every = max(1, len(days) // 4)
    feet = [f"{one.day.month}-{one.day.day:02}" if place % every == 0 else "" for place, one in enumerate(days)]
    tips = [
        f"{one.day.month}月{one.day.day}日：改后 {one.hits} 单，现行 {one.before} 单" + (f"，漏 {one.missed} 单" if one.missed else "")
        for one in days
    ]
    bars.show_numbers([one.hits for one in days], [one.before for one in days], feet=feet, tips=tips)


def show_hours(bars: Bars, new: Sequence[int], old: Sequence[int]) -> None:
    feet = [f"{hour}:00" if hour % 6 == 0 else "24:00" if hour == 23 else "" for hour in range(24)]
    tips = [f"{hour}–{hour + 1} 时，一个人最多 {a} 次，现行 {b} 次" for hour, (a, b) in enumerate(zip(new, old, strict=True))]
    bars.show_numbers(new, old, feet=feet, tips=tips)
