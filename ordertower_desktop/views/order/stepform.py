"""The step to do now, opened: how it is done, what has to be written down, and the two ways out of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.views.order.talk import NoteLine
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Surface, clear, row
from ordertower_desktop.views.parts.labels import Elided
from ordertower_desktop.views.parts.mark import Mark
from ordertower_desktop.views.parts.paint import plain
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import Step

LONGEST, LEFT = 500, 42


class StepForm(Surface):
    """`finished` and `skipped` carry the step's id and what was written; without what a step wants, the cursor goes to the line."""

    finished = Signal(str, str)
    skipped = Signal(str, str)
    left = Signal()

    def __init__(self, theme: Theme, *, key: str = "D", skip_key: str = "Shift D") -> None:
        super().__init__(theme, role="sel")
        self._theme = theme
        self.step: Step | None = None
        self._how = QVBoxLayout()
        self.line = NoteLine()
        self.line.setMaxLength(LONGEST)
        self.line.setFont(fonts.tabular(13))
        self.line.returnPressed.connect(self.finish)
        self.line.left.connect(self.left)
        self.hint = Elided(theme, "", size=12, role="red")
        self.hint.hide()
        self.done = Button(theme, self.tr("完成"), icon="check", key=key, small="yes")
        self.skip_button = Button(theme, self.tr("跳过"), kind="ghost", key=skip_key, small="yes")
        self.done.clicked.connect(self.finish)
        self.skip_button.clicked.connect(self.skip)
        self._machine = self._watched()
        box = QVBoxLayout(self)
        box.setContentsMargins(LEFT, 0, 15, 10)
        box.setSpacing(6)
        box.addLayout(self._how)
        box.addWidget(self._machine)
        box.addWidget(self.line)
        box.addWidget(self.hint)
        box.addLayout(row(self.done, self.skip_button, 1))

    def _watched(self) -> QWidget:
        """The machine's part: a bolt and what it waits for."""
        holder = QWidget()
        self._check = Elided(self._theme, "", size=12, role="green")
        box = QHBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(Mark(self._theme, "zap", "green", size=12))
        box.addWidget(self._check, 1)
        return holder

    def show_step(self, step: Step | None) -> None:
        """What is written stays while it is the same step."""
        self.setVisible(step is not None)
        if step is None or step == self.step:
            self.step = step
            return
        if self.step is None or step.id != self.step.id:
            self.line.clear()
            self.hint.hide()
        self.step = step
        self.set_roles("sel" if step.state == "current" else "redT")
        clear(self._how)
        if step.detail and step.detail != step.post:
            self._how.addWidget(Wrapped(self._theme, step.detail, size=12, role="text2", room=286))
        self._check.set_text(self.tr("{0}后自动打勾").format(step.check) if step.check else "")
        self._machine.setVisible(bool(step.check))
        wanted = plain(self.tr("留证：{0}").format(step.evidence)) if step.evidence else self.tr("可以写一句，不写也行")
        self.line.setPlaceholderText(wanted)
        self.line.setAccessibleName(wanted)

    def finish(self) -> None:
        """Done, if what the step wants is written."""
        if self.step is None:
            return
        words = self.line.text().strip()
        if self.step.evidence and not words:
            self._ask(self.tr("先写留证：{0}").format(self.step.evidence))
            return
        self.hint.hide()
        self.finished.emit(self.step.id, words)

    def skip(self) -> None:
        """Not done, for the reason in the line."""
        if self.step is None:
            return
        words = self.line.text().strip()
        if not words:
            self._ask(self.tr("先写为什么跳过"))
            return
        self.hint.hide()
        self.skipped.emit(self.step.id, words)

    def _ask(self, words: str) -> None:
        self.hint.set_text(words)
        self.hint.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
