"""The dark bar while an act on many orders is on its way: how far, how long still, hold it, stop it."""

from datetime import datetime

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ordertower_desktop.models import bulk, text
from ordertower_desktop.models.bulk_run import Run, State
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.words import Shares
from ordertower_desktop.views.theme.theme import Theme

WIDTH, HEIGHT, BOTTOM = 720, 48, 16


class RunningBar(QWidget):
    """Floats over the bottom of its host. It can be left alone: the act goes on under any page."""

    pause_asked = Signal()
    stop_asked = Signal()

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 8, 8, 8)
        box.setSpacing(12)
        self._name = PlainLabel(theme, role="bar_text", strong="yes")
        self._count = PlainLabel(theme, role="bar_text")
        self._shares = Shares(theme, height=6, ground="text2")
        self._failed = PlainLabel(theme, role="bar_faint")
        self._pause, stop = Button(theme, "", kind="ink", icon="pause"), Button(theme, self.tr("停在此处"), kind="ink", icon="x")
        self._pause.clicked.connect(self.pause_asked)
        stop.clicked.connect(self.stop_asked)
        widgets: tuple[QWidget, ...] = (self._name, self._count, self._shares, self._failed, self._pause, stop)
        for widget in widgets:
            box.addWidget(widget, 1 if widget is self._shares else 0)
        theme.changed.connect(self.update)
        self.hide()

    def show_run(self, run: Run, now: datetime) -> None:
        self._name.setText(bulk.NAMES.get(run.verb, run.verb))
        self._count.setText(f"{text.count(run.answered)} / {text.count(run.total)}")
        self._shares.show_parts([(len(run.done), "blueF"), (len(run.failures), "redF")], whole=run.total)
        waits = self._waits(run, now)
        self._failed.setText(self.tr("失败 {0}").format(len(run.failures)) + " · " + waits if run.failures else waits)
        self._pause.setText(self.tr("继续") if run.state is State.PAUSED else self.tr("暂停"))
        self.show()
        self.place()

    def _waits(self, run: Run, now: datetime) -> str:
        left = run.left(now)
        if run.state is State.PAUSED:
            return self.tr("已暂停")
        return self.tr("约 {0}").format(text.spoken(left)) if left else self.tr("在发出")

    def place(self) -> None:
        host = self.parentWidget()
        if host is not None and self.isVisible():
            self.resize(min(WIDTH, host.width() - 32), HEIGHT)
            self.move((host.width() - self.width()) // 2, host.height() - HEIGHT - BOTTOM)
            self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color.bar_edge, 1))
        painter.setBrush(color.bar_fill)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        painter.end()
