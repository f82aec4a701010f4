"""The versions of a rule, newest first: who, when, what changed in words; one key puts an old one in force again."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import Rule, clear, row
from ordertower_desktop.views.parts.labels import Keycap, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rules import RuleChange

MOST_WORDS = 4


class VersionLine(QWidget):
    """One version; R restores it while it has the focus, arrows go to its neighbours."""

    restored = Signal(object)
    stepped = Signal(int)

    def __init__(self, theme: Theme, change: RuleChange, *, now: datetime, newest: str, locked: str) -> None:
        super().__init__()
        self._theme, self.change = theme, change
        self._may = "" if newest or locked else "yes"
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.restore, cap = Link(theme, self.tr("恢复"), size=12), Keycap(theme, "R")
        self.restore.setAccessibleName(self.tr("恢复到第 {0} 版").format(change.version))
        self.restore.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.restore.clicked.connect(lambda: self.restored.emit(self.change))
        for widget in (self.restore, cap):
            widget.setVisible(bool(self._may))
        title = PlainLabel(theme, self.tr("第 {0} 版").format(change.version), strong="yes")
        who = PlainLabel(theme, f"{change.by_name} · {text.near(change.at, now)}", role="text3", size=12)
        left = len(change.says) - MOST_WORDS
        says = [*change.says[:MOST_WORDS], *([self.tr("另有 {0} 处").format(left)] if left > 0 else [])]
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 6, 8, 6)
        box.setSpacing(2)
        state = PlainLabel(theme, self.tr("现行") if newest else "", role="green", size=12)
        box.addLayout(row(title, state, who, 1, self.restore, cap, spacing=6))
        for one in says:
            box.addWidget(PlainLabel(theme, one, size=12, wrap="yes"))
        if change.why and change.why != f"{change.rule.get('id', '')} {'；'.join(change.says)}":
            box.addWidget(PlainLabel(theme, self.tr("原因：{0}").format(change.why), role="text2", size=12, wrap="yes"))
        hint = self.tr("，按 R 恢复") if self._may else ""
        self.setAccessibleName(f"第 {change.version} 版，{change.by_name}，{'；'.join(change.says)}{hint}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_K: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_J: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        elif event.key() == Qt.Key.Key_R and self._may:
            self.restored.emit(self.change)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color.focus, 1))
        painter.setBrush(self._theme.color.sel)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()


class Past(QWidget):
    """`restored(change)`: that version shall be in force again."""

    restored = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[object, ...] = ()
        self.lines: list[VersionLine] = []
        self.none = PlainLabel(theme, self.tr("还没有存过"), role="text3")
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 12, 8, 12)
        box.setSpacing(4)
        title = row(PlainLabel(theme, self.tr("版本"), size=14, strong="yes"), 1)
        title.setContentsMargins(8, 0, 8, 0)
        box.addLayout(title)
        box.addWidget(self.none)
        box.addLayout(self._list)

    def show_past(self, past: Sequence[RuleChange], *, now: datetime, locked: str) -> None:
        shown = (*((one.version, one.at, *one.says) for one in past), locked, now.date())
        if shown == self._shown:
            return
        self._shown = shown
        held = any(line.hasFocus() for line in self.lines)
        clear(self._list)
        self.lines = []
        for place, change in enumerate(past):
            line = VersionLine(self._theme, change, now=now, newest="" if place else "yes", locked=locked)
            line.restored.connect(self.restored)
            line.stepped.connect(lambda by, place=place: self._step(place + by))
            self.lines.append(line)
            if place:
                self._list.addWidget(Rule(self._theme))
            self._list.addWidget(line)
            line.show()
        if held:
            self._step(0)
        self.none.setVisible(not past)

    def _step(self, place: int) -> None:
        if 0 <= place < len(self.lines):
            self.lines[place].setFocus(Qt.FocusReason.OtherFocusReason)
