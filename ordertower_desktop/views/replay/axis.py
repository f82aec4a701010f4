"""The axis of a day: the backlog as an area, landmarks as dotted lines, and the handle that is dragged."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.replay.film import Film
from ordertower_desktop.views.board.pen import CENTER, LEFT, RIGHT, Pen
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.replay import DayPage, Landmark, Minute

TOP, BOTTOM, EDGE = 22.0, 40.0, 16.0
HOURS = 3
LABEL, LABELS_APART = 210.0, 8.0
GAP = timedelta(minutes=45)
"""Boards further apart are not joined: the hub was off between them, and nobody knows."""


class Axis(QWidget):
    """Moves the film by the mouse; keys belong to the page. `pointed` tells the landmark under the mouse."""

    pointed = Signal(str)

    def __init__(self, theme: Theme, film: Film) -> None:
        super().__init__()
        self._theme, self._film = theme, film
        self.setFixedHeight(126)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("一天的时间轴"))
        film.moved.connect(self._moved)
        film.changed.connect(self._moved)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(900, 126)

    def x_of(self, at: datetime) -> float:
        """Where a moment of the day stands."""
        page = self._film.page
        if page is None:
            return EDGE
        return EDGE + (self.width() - 2 * EDGE) * ((at - page.since) / timedelta(days=1))

    def at_of(self, x: float) -> datetime | None:
        page = self._film.page
        if page is None:
            return None
        share = min(1.0, max(0.0, (x - EDGE) / max(1.0, self.width() - 2 * EDGE)))
        return page.since + timedelta(seconds=round(share * 86400))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        self._film.pause()
        self._seek(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event)
        near = self._near(event.position().x())
        self.setToolTip("\n".join(f"{text.of_day(one.at)} {one.text}" for one in near[:6]))

    def _near(self, x: float) -> list[Landmark]:
        page = self._film.page
        return [one for one in page.landmarks if abs(self.x_of(one.at) - x) < 5] if page is not None else []

    def _seek(self, event: QMouseEvent) -> None:
        at = self.at_of(event.position().x())
        if at is not None:
            self._film.seek(at)

    def _moved(self) -> None:
        near = self._film.nearest()
        at = text.of_day_s(self._film.at) if self._film.at else ""
        self.setAccessibleDescription(f"{at} {near.text if near else ''}".strip())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        pen = Pen(painter, self._theme.color, self.devicePixelRatioF())
        ground = QRectF(EDGE, TOP, self.width() - 2 * EDGE, self.height() - TOP - BOTTOM)
        page = self._film.page
        if page is not None:
            self._hours(pen, ground, page)
            self._area(painter, ground, page.curve)
            self._landmarks(pen, ground, page.landmarks)
            self._handle(pen, ground)
        painter.end()

    def _hours(self, pen: Pen, ground: QRectF, page: DayPage) -> None:
        """Every three hours; what has not been yet is shaded."""
        end = self.x_of(min(page.until, page.now))
        pen.painter.fillRect(QRectF(end, ground.top(), ground.right() - end, ground.height()), pen.color.canvas)
        for hour in range(0, 25, HOURS):
            x = self.x_of(page.since + timedelta(hours=hour))
            pen.painter.fillRect(QRectF(x, ground.top(), 1, ground.height() + 5), pen.color.line)
            align, left = (RIGHT, x - 52) if hour == 24 else (LEFT, x + 4)
            pen.words(QRectF(left, ground.bottom() + 4, 50, 16), f"{hour:02}:00", 12, "text3", align=align)
        pen.painter.fillRect(QRectF(ground.left(), ground.bottom(), ground.width(), 1), pen.color.border2)

    def _area(self, painter: QPainter, ground: QRectF, curve: Sequence[Minute]) -> None:
        top = max((one.open for one in curve), default=0)
        fill = QColor(self._theme.color.h4)
        fill.setAlpha(90)
        for stretch in stretches(curve):
            line = [QPointF(self.x_of(one.at), ground.bottom() - (ground.height() - 6) * one.open / max(1, top)) for one in stretch]
            path = QPainterPath(QPointF(line[0].x(), ground.bottom()))
            for point in line:
                path.lineTo(point)
            path.lineTo(line[-1].x(), ground.bottom())
            painter.fillPath(path, fill)
            painter.setPen(QPen(self._theme.color.h4, 1.5))
            painter.drawPolyline(line)

    def _landmarks(self, pen: Pen, ground: QRectF, marks: Sequence[Landmark]) -> None:
        """A dotted line each; words where there is room, grave ones first, nothing over each other."""
        taken: list[tuple[float, float]] = []
        for one in marks:
            x = self.x_of(one.at)
            pen.painter.setPen(QPen(pen.color.redF if one.grave else pen.color.text3, 1, Qt.PenStyle.DotLine))
            pen.painter.drawLine(QPointF(x, ground.top()), QPointF(x, ground.bottom()))
            pen.painter.setPen(QPen(pen.color.redF if one.grave else pen.color.text3, 1.5))
            pen.painter.setBrush(pen.color.surface)
            pen.painter.drawEllipse(QPointF(x, ground.bottom()), 3.5, 3.5)
        for one in sorted(marks, key=lambda mark: (not mark.grave, mark.at)):
            face = fonts.tabular_bold(12) if one.grave else fonts.tabular(12)
            width, x = min(LABEL, pen.width(one.text, face)), self.x_of(one.at)
            left = max(EDGE, min(x - width / 2, self.width() - EDGE - width))
            if all(left > right + LABELS_APART or left + width + LABELS_APART < start for start, right in taken):
                taken.append((left, left + width))
                box = QRectF(left, 2, width + 1, 18)
                pen.words(box, one.text, 12, "red" if one.grave else "text2", face="bold" if one.grave else "plain", align=CENTER)

    def _handle(self, pen: Pen, ground: QRectF) -> None:
        if self._film.at is None:
            return
        x = self.x_of(self._film.at)
        pen.painter.fillRect(QRectF(x - 1, TOP - 2, 2, ground.height() + 2), pen.color.accent)
        pen.painter.setPen(QPen(pen.color.accent, 3))
        pen.painter.setBrush(pen.color.surface)
        pen.painter.drawEllipse(QPointF(x, ground.bottom()), 7, 7)
        left = max(EDGE, min(x - 40, self.width() - EDGE - 80))
        bubble = QRectF(left, self.height() - 20, 80, 19)
        pen.fill(bubble, "accent", 4)
        pen.words(bubble, text.of_day_s(self._film.at), 12, "onaccent", face="bold", align=CENTER)
        if self.hasFocus():
            pen.painter.setPen(QPen(pen.color.focus, 1))
            pen.painter.setBrush(Qt.BrushStyle.NoBrush)
            pen.painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 0.5, -2.5, -0.5), 6, 6)


def stretches(curve: Sequence[Minute]) -> Iterator[list[Minute]]:
    """Minutes that belong together; one alone is no line."""
    found: list[Minute] = []
    for one in curve:
        if found and one.at - found[-1].at > GAP:
            if len(found) > 1:
                yield found
            found = []
        found.append(one)
    if len(found) > 1:
        yield found
