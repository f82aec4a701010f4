"""The steps of the playbook: done, the one to do now with its clock and a line for its evidence, to come."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.order.panel import Panel
from ordertower_desktop.views.order.stepform import StepForm
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.theme.tokens import Colors
from ordertower_desktop.wire.rows import Step

ROW, LEFT, RADIUS = 48, 23.0, 8.5
FINISHED = ("done", "auto", "skipped")
AT_WORK = ("current", "overdue")
NAMES = {"done": "已完成", "auto": "自动完成", "skipped": "已跳过", "current": "进行中", "overdue": "已超时", "todo": "未开始"}


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
        at_work = step.state in AT_WORK
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
        paint.text(painter, QRectF(42, top + 25, self.width() - 58, 18), told(step), color.text3)

    def _sign(self, painter: QPainter, at: QPointF, state: str, color: Colors) -> None:
        pens = {
            "done": QPen(color.greenB, 1),
            "auto": QPen(color.greenB, 1),
            "skipped": QPen(color.control, 1),
            "current": QPen(color.accent, 2),
            "overdue": QPen(color.redF, 2),
        }
        painter.setPen(pens.get(state, QPen(color.control, 1)))
        painter.setBrush(color.greenT if state in ("done", "auto") else color.surface)
        painter.drawEllipse(at, RADIUS, RADIUS)
        if state == "done":
            paint.glyph(painter, at, "check", color.green)
        elif state == "auto":
            painter.drawPixmap(at - QPointF(6, 6), icons.pixmap("zap", 12, color.green, density=self.devicePixelRatioF()))
        elif state == "skipped":
            paint.glyph(painter, at, "dash", color.text3)
        elif state == "overdue":
            paint.glyph(painter, at - QPointF(0, 1), "triangle", color.redF)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def told(step: Step) -> str:
    """Who did it, with the evidence; or who has to do it, with what the machine waits for."""
    if step.state in AT_WORK and step.id:
        return step.post
    if step.state in FINISHED:
        return " · ".join(part for part in (step.detail, step.said) if part)
    return step.detail


def at_work(steps: Sequence[Step]) -> Step | None:
    """The step to do now, if anything can be done to it."""
    return next((step for step in steps if step.state in AT_WORK and step.id), None)


class StepsPanel(Panel):
    """处理步骤. `asked` carries a verb and what is known of it: the step, and the words of its line."""

    asked = Signal(str, dict)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("处理步骤"), flush="yes")
        self.body.setSpacing(0)
        self.list, self.form, self.rest = StepList(theme), StepForm(theme), StepList(theme)
        self.hint = PlainLabel(theme, self.tr("接手（A）后打开，各步开始计时"), size=12, role="text3")
        self.hint.setContentsMargins(16, 6, 16, 0)
        for widget in (self.list, self.form, self.rest, self.hint):
            self.body.addWidget(widget)
        self.form.finished.connect(lambda step, words: self.asked.emit("finish_step", {"step": step, "text": words}))
        self.form.skipped.connect(lambda step, words: self.asked.emit("skip_step", {"step": step, "why": words}))
        self._steps: tuple[Step, ...] = ()

    def show_steps(self, playbook: str, found: Sequence[Step], now: datetime) -> None:
        """The list opens after the step to do."""
        steps = self._steps = tuple(found)
        at = next((i for i, step in enumerate(steps, 1) if step.state in AT_WORK), len(steps))
        self.set_note(" · ".join(part for part in (playbook, f"{at}/{len(steps)}" if steps else "") if part))
        self.list.show_steps(steps[:at], now)
        self.form.show_step(at_work(steps))
        self.rest.show_steps(steps[at:], now)
        self.hint.setVisible(bool(steps) and not any(step.id for step in steps))
        self.setVisible(bool(steps))

    def do(self, verb: str) -> None:
        """A key: finish or skip the step at hand, or open the last finished one again."""
        match verb:
            case "finish_step" if self.form.step is not None:
                self.form.finish()
            case "finish_step" if self._steps and not self._steps[0].id:
                self.asked.emit("acknowledge", {})
            case "skip_step":
                self.form.skip()
            case "reopen_step":
                last = [step for step in self._steps if step.state in FINISHED and step.id]
                if last:
                    self.asked.emit("reopen_step", {"step": last[-1].id})
            case _:
                pass

    def tick(self, now: datetime) -> None:
        self.list.tick(now)
        self.rest.tick(now)
