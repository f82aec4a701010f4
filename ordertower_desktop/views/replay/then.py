"""The board of the moment beside the one of now: five figures and the four segments."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.replay.film import Film
from ordertower_desktop.views.board.pen import RIGHT, Pen
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.theme.tokens import colors
from ordertower_desktop.wire.board import Board

SHARP = 2
"""Pixels a point of a picture that is printed."""
CELLS: tuple[tuple[str, Callable[[Board], int]], ...] = (
    ("积压", lambda board: board.open),
    ("今日超时", lambda board: board.breached_today),
    ("在池已超时", lambda board: board.overdue),
    ("待认领", lambda board: board.unowned),
    ("今日已结", lambda board: board.closed_today),
)


class Painted(QWidget):
    """A card that paints itself from the film."""

    def __init__(self, theme: Theme, film: Film, *, height: int, name: str) -> None:
        super().__init__()
        self._theme, self._film, self._height = theme, film, height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(height)
        self.setAccessibleName(name)
        film.moved.connect(self.update)
        film.changed.connect(self.update)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(600, self._height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        pen = Pen(painter, self._theme.color, self.devicePixelRatioF())
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(pen.color.border, 1))
        painter.setBrush(pen.color.surface)
        painter.drawRoundedRect(box, 10, 10)
        self._paint(pen, box)
        painter.end()

    def _paint(self, pen: Pen, box: QRectF) -> None:
        raise NotImplementedError

    def picture(self, width: int, mode: str) -> QImage:
        """The card on its own, in a mode's colours whatever the screen wears: paper is light."""
        made = QImage(QSize(width, self._height) * SHARP, QImage.Format.Format_RGB32)
        made.setDevicePixelRatio(SHARP)
        color = colors(mode)
        made.fill(color.surface)
        painter = QPainter(made)
        self._paint(Pen(painter, color, SHARP), QRectF(0, 0, width, self._height))
        painter.end()
        return made


class Tiles(Painted):
    """What stood on the board then, what stands there now, and the difference."""

    def __init__(self, theme: Theme, film: Film) -> None:
        super().__init__(theme, film, height=96, name="当时的看板")

    def told(self) -> list[tuple[str, str, str]]:
        """Name, figure of then, words on now; `—` while it is not known."""
        then, now, film = self._film.board, self._film.beside, self._film
        name = f"{film.rival.day}日" if film.rival is not None else film.beside_name  # there is little room
        return [(what, text.count(count(then)) if then else "—", _beside(name, then, now, count)) for what, count in CELLS]

    def _paint(self, pen: Pen, box: QRectF) -> None:
        width = box.width() / len(CELLS)
        faint = self._film.behind
        for place, (name, figure, beside) in enumerate(self.told()):
            left = box.left() + place * width
            if place:
                pen.painter.fillRect(QRectF(left, box.top() + 1, 1, box.height() - 2), pen.color.line)
            pen.words(QRectF(left + 16, box.top() + 10, width - 24, 20), name, 12, "text2")
            pen.words(QRectF(left + 16, box.top() + 30, width - 24, 38), figure, 28, "text2" if faint else "text", face="figure")
            pen.words(QRectF(left + 16, box.top() + 68, width - 24, 18), beside, 12, "text2")


def _beside(name: str, then: Board | None, now: Board | None, count: Callable[[Board], int]) -> str:
    if now is None:
        return ""
    if then is None:
        return f"{name} {text.count(count(now))}"
    return f"{name} {text.count(count(now))} {count(now) - count(then):+,}".replace("-", "−").replace("+0", "持平")


class Segments(Painted):
    """The four segments: a full bar for then, an outline for now."""

    def __init__(self, theme: Theme, film: Film) -> None:
        super().__init__(theme, film, height=208, name="阶段分布，当时与现在")

    def told(self) -> list[tuple[str, int, int]]:
        """Name, then, now."""
        then, now = self._film.board, self._film.beside
        here = {one.key: one.open for one in now.stages} if now else {}
        return [(one.name, one.open, here.get(one.key, 0)) for one in (then.stages if then else [])]

    def _paint(self, pen: Pen, box: QRectF) -> None:
        at = text.of_day(self._film.at) if self._film.at else ""
        pen.title(box, "阶段分布")
        left = box.left() + 86
        pen.fill(QRectF(left, box.top() + 16, 10, 10), "h4", 2)
        left += 16 + pen.words(QRectF(left + 16, box.top() + 10, 60, 22), at, 12, "text2") + 12
        pen.painter.setPen(QPen(pen.color.text3, 1))
        pen.painter.setBrush(pen.color.surface)
        pen.painter.drawRoundedRect(QRectF(left, box.top() + 16.5, 9, 9), 2, 2)
        pen.words(QRectF(left + 16, box.top() + 10, 80, 22), self._film.beside_name, 12, "text2")
        pen.words(QRectF(box.right() - 60, box.top() + 10, 44, 22), "单", 12, "text3", align=RIGHT)
        lines = self.told()
        most = max((count for _, *counts in lines for count in counts), default=0)
        for place, (name, then, now) in enumerate(lines):
            self._line(pen, QRectF(box.left(), box.top() + 42 + place * 40, box.width(), 40), name, (then, now), most=most)

    def _line(self, pen: Pen, box: QRectF, name: str, counts: tuple[int, int], *, most: int) -> None:
        room = box.width() - 80 - 150
        pen.words(QRectF(box.left() + 16, box.top(), 64, 40), name)
        then, now = (room * count / max(1, most) for count in counts)
        pen.fill(QRectF(box.left() + 80, box.top() + 8, then, 12), "h4", 2)
        pen.painter.setPen(QPen(pen.color.text3, 1))
        pen.painter.setBrush(pen.color.surface)
        pen.painter.drawRoundedRect(QRectF(box.left() + 80.5, box.top() + 23.5, now, 8), 2, 2)
        pen.words(QRectF(box.right() - 140, box.top(), 60, 40), text.count(counts[0]), 13, face="bold", align=RIGHT)
        pen.words(QRectF(box.right() - 76, box.top(), 60, 40), text.count(counts[1]), 13, "text2", align=RIGHT)
