"""The steps of the playbook: done, the one to do now with its clock, to come."""

from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.order.panel import Panel
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.theme.tokens import Colors
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.rows import Step

ROW, LEFT, RADIUS = 48, 23.0, 8.5
FINISHED = ("done", "auto")
NAMES = {"done": "已完成", "auto": "自动完成", "current": "进行中", "overdue": "已超时", "todo": "未开始"}


def right_of(step: Step, now: datetime) -> tuple[str, str]:
    """(words, hue) at the right of a step; a step with an end counts down."""
    if step.due_at is None or step.state in FINISHED:
        return step.right, {"overdue": "red", "current": "amber"}.get(step.state, "")
    left = step.due_at - now
    words = ("超 " if left <= timedelta() else "剩 ") + _short(abs(left))
    return words, "red" if left <= timedelta() else "amber" if left <= timedelta(hours=1) else ""


def _short(length: timedelta) -> str:
    """23:18, and from an hour on 1:23:18."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    return text.span(length) if minutes >= 60 else f"{minutes}:{seconds:02}"


class StepList(QWidget):
    """Painted; one line a step, so that a tick repaints little."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._steps: tuple[Step, ...] = ()
        self._now: datetime | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_steps(self, steps: tuple[Step, ...], now: datetime) -> None:
        self._steps, self._now = steps, now
        said = [f"{paint.plain(step.title)} {NAMES.get(step.state, '')}" for step in steps]
        self.setAccessibleName("；".join(said))
        self.updateGeometry()
        self.update()

    def tick(self, now: datetime) -> None:
        self._now = now
        for i, step in enumerate(self._steps):
            if step.due_at is not None and step.state not in FINISHED:
                self.update(0, i * ROW, self.width(), ROW)

    def sizeHint(self) -> QSize:
        return QSize(300, ROW * len(self._steps))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for i, step in enumerate(self._steps):
            self._paint(painter, i, step, self._theme.color)
        painter.end()

    def _paint(self, painter: QPainter, i: int, step: Step, color: Colors) -> None:
        top = float(i * ROW)
        at_work = step.state in ("current", "overdue")
        if at_work:
            painter.fillRect(QRectF(1, top, self.width() - 2, ROW), color.sel if step.state == "current" else color.redT)
        painter.setPen(QPen(color.border2, 1))
        if i + 1 < len(self._steps):
            painter.drawLine(QPointF(LEFT, top + 15), QPointF(LEFT, top + ROW + 15))
        self._sign(painter, QPointF(LEFT, top + 15), step.state, color)
        words, hue = right_of(step, self._now) if self._now is not None else (step.right, "")
        face = fonts.tabular_bold(13) if hue else fonts.tabular(12)
        wide = QFontMetricsF(face).horizontalAdvance(words)
        painter.setFont(face)
        box = QRectF(0, top + 5, self.width() - 16, 20)
        paint.text(painter, box, words, color.hue(hue).text if hue else color.text3, align=paint.RIGHT)
        painter.setFont(fonts.tabular_bold(13) if at_work else fonts.tabular(13))
        ink = color.text2 if step.state in FINISHED else color.text
        paint.text(painter, QRectF(42, top + 5, self.width() - 42 - wide - 24, 20), step.title, ink)
        painter.setFont(fonts.tabular(12))
        paint.text(painter, QRectF(42, top + 25, self.width() - 58, 18), step.detail, color.text3)

    def _sign(self, painter: QPainter, at: QPointF, state: str, color: Colors) -> None:
        pens = {
            "done": QPen(color.greenB, 1),
            "auto": QPen(color.greenB, 1),
            "current": QPen(color.accent, 2),
            "overdue": QPen(color.redF, 2),
        }
        painter.setPen(pens.get(state, QPen(color.control, 1)))
        painter.setBrush(color.greenT if state in FINISHED else color.surface)
        painter.drawEllipse(at, RADIUS, RADIUS)
        if state == "done":
            paint.glyph(painter, at, "check", color.green)
        elif state == "auto":
            painter.drawPixmap(at - QPointF(6, 6), icons.pixmap("zap", 12, color.green, density=self.devicePixelRatioF()))
        elif state == "overdue":
            paint.glyph(painter, at - QPointF(0, 1), "triangle", color.redF)
        painter.setBrush(Qt.BrushStyle.NoBrush)


class StepsPanel(Panel):
    """处理步骤."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("处理步骤"), flush="yes")
        self.list = StepList(theme)
        self.body.addWidget(self.list)

    def show_page(self, page: OrderPage, now: datetime) -> None:
        steps = tuple(page.steps)
        at = next((i for i, step in enumerate(steps, 1) if step.state in ("current", "overdue")), len(steps))
        place = f"{at}/{len(steps)}" if steps else ""
        self.set_note(" · ".join(part for part in (page.playbook, place) if part))
        self.list.show_steps(steps, now)
        self.setVisible(bool(steps))

    def tick(self, now: datetime) -> None:
        self.list.tick(now)
