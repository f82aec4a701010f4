"""One clock of a case: its name, its bar, what is left."""

from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.parts.card import Bar
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import Clock

NEAR = timedelta(hours=1)


def face(clock: Clock, now: datetime) -> tuple[str, str, float]:
    """(words, hue, share left); a clock that has run out is a full red bar."""
    if clock.state == "done":
        return "完成", "neutral", 1.0
    if clock.state == "paused" and clock.left_s is not None:
        return f"暂停 {text.span(timedelta(seconds=max(0, clock.left_s)))}", "purple", _share(clock, timedelta(seconds=clock.left_s))
    if clock.due_at is None:
        return "未启动", "neutral", 0.0
    left = clock.due_at - now
    if left <= timedelta():
        return text.left(left), "red", 1.0
    return ("约 " if clock.estimate else "") + text.left(left), "amber" if left <= NEAR else "neutral", _share(clock, left)


def _share(clock: Clock, left: timedelta) -> float:
    start, due = clock.started_at, clock.due_at
    return min(1.0, max(0.02, left / (due - start))) if start and due and due > start else 0.5


class ClockLine(QWidget):
    """Ticks from hub time."""

    def __init__(self, theme: Theme, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 1, 0, 1)
        box.setSpacing(10)
        name = PlainLabel(theme, clock.label, role="text2")
        name.setMinimumWidth(92)
        self._bar = Bar(theme)
        self._left = PlainLabel(theme, strong="yes")
        self._left.setMinimumWidth(92)
        self._left.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        box.addWidget(name)
        box.addWidget(self._bar, 1)
        box.addWidget(self._left)

    def tick(self, now: datetime) -> None:
        words, hue, share = face(self._clock, now)
        self._left.setText(words)
        self._left.set_face(fonts.tabular(13) if hue == "neutral" else fonts.tabular_bold(13))
        self._left.set_role("text" if hue == "neutral" else hue)
        self._bar.show_share(share, hue)
