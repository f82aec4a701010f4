"""The level card: what is in force and who stands to it, when the next one comes at this rate, and the day's curve."""

from datetime import datetime, timedelta
from math import sqrt

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ordertower_desktop.domain.crisis import LEVEL_NAMES, THREE_FROM, TWO_FROM, Forecast, ResponseLevel
from ordertower_desktop.models import text
from ordertower_desktop.models.crisis.war import War
from ordertower_desktop.views.board.pen import CENTER, LEFT, RIGHT, Pen
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Card
from ordertower_desktop.views.parts.labels import Badge, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.crisis import CrisisRow

HUES = {1: "green", 2: "amber", 3: "red"}
HOUR = timedelta(hours=1)
TOP = 3


class Curve(QWidget):
    """Orders that breached today, the marks of the levels, and the way ahead with its band."""

    def __init__(self, theme: Theme, war: War) -> None:
        super().__init__()
        self._theme, self._war = theme, war
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(104)
        self.setAccessibleName(self.tr("今日超时单数与级别线"))
        for signal in (war.changed, war.ticked, theme.changed):
            signal.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(330, 140)

    def paintEvent(self, _event: QPaintEvent) -> None:
        points, board = self._war.plan.curve, self._war.board
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = Pen(painter, self._theme.color, self.devicePixelRatioF())
        if board is None or not points:
            pen.words(QRectF(0, 0, self.width(), self.height()), self.tr("今天还没有曲线"), 13, "text3", align=CENTER)
        else:
            _Plot(pen, QRectF(self.rect()), [*points, (board.at, board.breached_today)], self._war.next_level).paint()
        painter.end()


class _Plot:
    """One painting of the curve."""

    def __init__(self, pen: Pen, box: QRectF, points: list[tuple[datetime, int]], ahead: Forecast | None) -> None:
        self.pen, self.points, self.ahead = pen, sorted(points), ahead
        self.now, self.count = self.points[-1]
        first = next((at for at, count in self.points if count), self.points[0][0])
        self.since = min(max(first - HOUR, self.points[0][0]), self.now - 3 * HOUR)
        reach = ahead.at + ahead.band if ahead is not None and ahead.at - self.now < 12 * HOUR else self.now
        self.until = max(self.now + 3 * HOUR, min(reach + HOUR / 2, self.now + 8 * HOUR))
        self.top = max(THREE_FROM * 1.3, self.count * 1.15)
        self.ground = box.adjusted(4, 16, -4, -24)

    def x(self, at: datetime) -> float:
        return self.ground.left() + self.ground.width() * ((at - self.since) / (self.until - self.since))

    def y(self, count: float) -> float:
        return self.ground.bottom() - self.ground.height() * min(1.0, count / self.top)

    def paint(self) -> None:
        self._marks()
        self._axis()
        self._ahead()
        line = QPolygonF([QPointF(self.x(at), self.y(count)) for at, count in self.points if at >= self.since])
        painter = self.pen.painter
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.pen.color.accent, 2))
        painter.drawPolyline(line)
        here = QPointF(self.x(self.now), self.y(self.count))
        painter.setPen(QPen(self.pen.color.accent, 1))
        painter.drawLine(QPointF(here.x(), self.ground.top() - 2), QPointF(here.x(), self.ground.bottom()))
        painter.setPen(QPen(self.pen.color.surface, 1.5))
        painter.setBrush(self.pen.color.accent)
        painter.drawEllipse(here, 4.5, 4.5)
        self.pen.words(QRectF(here.x() - 100, self.ground.top() - 18, 94, 18), f"现在 {self.count}", 12, "accent", face="bold", align=RIGHT)

    def _marks(self) -> None:
        for count, name, role in ((TWO_FROM, "二级", "amber"), (THREE_FROM, "三级", "red")):
            y = self.y(count)
            self.pen.painter.setPen(_dashed(self.pen.ink(role + "F"), 1, (4, 3)))
            self.pen.painter.drawLine(QPointF(self.ground.left(), y), QPointF(self.ground.right(), y))
            self.pen.words(QRectF(self.ground.left(), y - 19, 90, 18), f"{count} {name}", 12, role, face="bold", align=LEFT)

    def _axis(self) -> None:
        self.pen.painter.fillRect(QRectF(self.ground.left(), self.ground.bottom(), self.ground.width(), 1), self.pen.color.border2)
        every = timedelta(hours=1 if self.until - self.since <= 6 * HOUR else 2 if self.until - self.since <= 12 * HOUR else 4)
        at = self.since.astimezone(text.SHANGHAI).replace(minute=0, second=0, microsecond=0)
        while at <= self.until:
            if at >= self.since and at.hour % (every // HOUR) == 0 and self.x(at) < self.ground.right() - 14:
                box = QRectF(self.x(at) - 24, self.ground.bottom() + 4, 48, 18)
                self.pen.words(box, f"{at.hour}:00", 12, "text3", align=CENTER)
            at += HOUR

    def _ahead(self) -> None:
        """The rate of the last hour carried on, and one standard deviation of that rate to either side."""
        if self.ahead is None:
            return
        painter, rate, spread = self.pen.painter, self.ahead.per_hour, sqrt(self.ahead.per_hour)
        hours = (self.until - self.now) / HOUR
        here, right = QPointF(self.x(self.now), self.y(self.count)), self.x(self.until)
        ends = [QPointF(right, self.y(self.count + pace * hours)) for pace in (rate + spread, max(0.0, rate - spread), rate)]
        tint = QColor(self.pen.color.accent)
        tint.setAlpha(34)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawPolygon(QPolygonF([here, ends[0], ends[1]]))
        painter.setPen(_dashed(self.pen.color.accent, 2, (1.5, 2)))
        painter.drawLine(here, ends[2])
        if self.ahead.at <= self.until:
            there = QPointF(self.x(self.ahead.at), self.y(self.count + self.ahead.missing))
            painter.setPen(_dashed(self.pen.ink("redF"), 1, (3, 3)))
            painter.drawLine(there, QPointF(there.x(), self.ground.bottom()))
            painter.setPen(QPen(self.pen.ink("redF"), 2))
            painter.setBrush(self.pen.color.surface)
            painter.drawEllipse(there, 4.5, 4.5)


def _dashed(ink: QColor, width: int, pattern: tuple[float, float]) -> QPen:
    made = QPen(ink, width)
    made.setDashPattern(pattern)
    return made


class LevelCard(Card):
    """`confirm_asked`, `hold_asked(level)`, `release_asked`."""

    confirm_asked = Signal()
    hold_asked = Signal(int)
    release_asked = Signal()

    def __init__(self, theme: Theme, war: War) -> None:
        super().__init__(theme, self.tr("级别与预测"))
        self._war = war
        self.badge = Badge(theme, "", "neutral", icon="siren")
        self.head.addWidget(self.badge)
        self.line, self.band = PlainLabel(theme, size=20, strong="yes"), PlainLabel(theme, size=13, role="text3")
        self.why = PlainLabel(theme, size=13, role="text2", wrap="yes")
        self.stood = PlainLabel(theme, size=12, role="text3", wrap="yes")
        self.curve = Curve(theme, war)
        self.confirm = Button(theme, self.tr("确认级别"), kind="primary")
        self.keep, self.change = Button(theme, ""), Button(theme, "")
        self.free = Button(theme, self.tr("解除保持"))
        self._build()
        self.confirm.clicked.connect(self.confirm_asked)
        self.free.clicked.connect(self.release_asked)
        self.keep.clicked.connect(lambda: self.hold_asked.emit(self._war.row.level if self._war.row else 1))
        self.change.clicked.connect(lambda: self.hold_asked.emit(self.other))
        war.changed.connect(self._show)
        war.ticked.connect(self._forecast)
        self._show()

    def _build(self) -> None:
        top, foot = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.line)
        top.addWidget(self.band)
        top.addStretch(1)
        self.body.addLayout(top)
        for widget in (self.why, self.stood):
            self.body.addWidget(widget)
        self.body.addWidget(self.curve, 1)
        for button in (self.confirm, self.free, self.keep, self.change):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            foot.addWidget(button)
        for line in (top, foot):
            line.setSpacing(8)
        self.body.addLayout(foot)

    @property
    def other(self) -> int:
        """The level that the second button is for: the next one up, from 三级 the one below."""
        level = self._war.row.level if self._war.row is not None else 1
        return level + 1 if level < TOP else TOP - 1

    def _show(self) -> None:
        row, may = self._war.row, self._war.may
        for button in (self.confirm, self.keep, self.change, self.free):
            button.setVisible(False)
        if row is None:
            return
        self.badge.show_text(row.name, HUES[row.level], icon="siren")
        self.confirm.setVisible(may and row.unconfirmed)
        self.free.setVisible(may and row.hold is not None)
        self.keep.setVisible(may and row.hold is None and not row.unconfirmed)
        self.keep.setText(self.tr("保持{0}…").format(row.name))
        self.change.setVisible(may)
        words = self.tr("提前升{0}…") if self.other > row.level else self.tr("降到{0}…")
        self.change.setText(words.format(LEVEL_NAMES[ResponseLevel(self.other)]))
        self.stood.setText(self._standing(row))
        self._forecast()

    def _standing(self, row: CrisisRow) -> str:
        since = self.tr("{0} 起").format(text.near(row.since, self._war.now)) if row.since else ""
        if row.hold is not None:
            end = self.tr("，到 {0}").format(text.near(row.hold.until, self._war.now)) if row.hold.until else ""
            asked = self.tr("，计数为{0}").format(row.asked_name) if row.asked != row.level else ""
            return self.tr("{0} · {1} 保持{2}：{3}{4}").format(since, row.hold.by_name, end, row.hold.why, asked)
        if row.unconfirmed:
            return self.tr("{0} · 系统提出，待主管确认").format(since)
        if row.confirmed_at is not None:
            return self.tr("{0} · {1} {2} 确认").format(since, row.confirmed_by_name, text.of_day(row.confirmed_at))
        return since

    def _forecast(self) -> None:
        ahead, row, board = self._war.next_level, self._war.row, self._war.board
        if row is None:
            return
        self.band.setVisible(ahead is not None)
        if ahead is None or board is None:
            calm = self.tr("，暂无升级迹象") if row.level == row.asked else ""
            self.line.setText(row.name + (self.tr("，最高级别") if row.level == TOP else calm))
            self.why.setText(row.why)
            return
        self.line.setText(self.tr("约 {0} 升{1}").format(text.near(ahead.at, board.at), LEVEL_NAMES[ahead.level]))
        self.band.setText(self.tr("± {0}").format(text.spoken(ahead.band)))
        rate = self.tr("{0}；按每小时新增 {1} 单，还差 {2} 单").format(row.why, ahead.per_hour, ahead.missing)
        self.why.setText(rate)
