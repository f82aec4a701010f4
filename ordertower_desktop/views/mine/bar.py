"""The bar under the queue: the one thing first, then what else can be done, each with its key."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Surface
from ordertower_desktop.views.theme.theme import Theme

HEIGHT, WIDE = 60, 1000
OTHERS = (
    ("script", "复制话术", "copy", "M"),
    ("pause", "暂停", "pause", "P"),
    ("hand_over", "转派", "forward", "H"),
    ("snooze", "稍后", "clock", "S"),
    ("note", "备注", "sticky-note", "N"),
)


class MineBar(Surface):
    """`asked` carries a verb of the page's keys."""

    asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, edge="top")
        self.setFixedHeight(HEIGHT)
        self.go = Button(theme, "", kind="primary", icon="check", key="Space")
        self.buttons = {verb: Button(theme, self.tr(name), icon=icon, key=key) for verb, name, icon, key in OTHERS}
        self.buttons["pass"] = Button(theme, self.tr("跳过，写原因"), kind="ghost", icon="skip-forward", key="Shift Space")
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 1, 16, 0)
        box.setSpacing(8)
        for verb, button in {"go": self.go, **self.buttons}.items():
            button.clicked.connect(lambda _on=False, verb=verb: self.asked.emit(verb))
            box.addWidget(button)
        box.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the longest button gives up its keycaps, so that every word stays whole."""
        super().resizeEvent(event)
        self.buttons["pass"].show_keys("Shift Space" if self.width() >= WIDE else "")

    def show_go(self, words: str) -> None:
        if words != self.go.text():
            self.go.setText(words)
            self.go.updateGeometry()
