"""One clock of a case: its name, its bar, what is left."""

from datetime import datetime, timedelta

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.parts.card import Bar
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import Clock

NEAR = timedelta(hours=1)


def face(clock: Clock, now: datetime) -> tuple[str, str, float]:
    """(words, hue, used share)."""
    if clock.state == "done":
        return "完成", "neutral", 1.0
    if clock.state == "paused" and clock.left_s is not None:
        return f"暂停 {text.span(timedelta(seconds=max(0, clock.left_s)))}", "purple", 0.5
    if clock.due_at is None:
        return "未计时", "neutral", 0.0
    left = clock.due_at - now
    hue = "red" if left <= timedelta() else "amber" if left <= NEAR else "neutral"
    start = clock.started_at
    share = 1.0 if left <= timedelta() else (now - start) / (clock.due_at - start) if start and clock.due_at > start else 0.5
    return ("约 " if clock.estimate else "") + text.left(left), hue, min(1.0, max(0.0, share))


class ClockLine(QWidget):
    """Ticks from hub time."""

    def __init__(self, theme: Theme, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 2, 0, 2)
        box.setSpacing(10)
        name = PlainLabel(theme, clock.label)
        name.setFixedWidth(92)
        self._bar = Bar(theme)
        self._left = PlainLabel(theme, strong="yes")
        self._left.setMinimumWidth(88)
        box.addWidget(name)
        box.addWidget(self._bar, 1)
        box.addWidget(self._left)

    def tick(self, now: datetime) -> None:
        words, hue, share = face(self._clock, now)
        self._left.setText(words)
        self._left.set_role("text" if hue == "neutral" else hue)
        self._bar.show_share(share, hue)
