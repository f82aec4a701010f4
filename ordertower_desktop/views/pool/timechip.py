"""The chip of the time range: opens its editor; once a range is in force, the cross or Delete clears it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from ordertower_desktop.views.parts.button import Chip
from ordertower_desktop.views.theme.theme import Theme

CROSS = 26
"""So many pixels from the right the cross is meant."""


class TimeChip(Chip):
    """`opened`: somebody wants to set a range; `cleared`: to be rid of it."""

    opened = Signal()
    cleared = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", icon="clock", tail="chevron-down")
        self._words, self._on_cross = "", False
        self.setCheckable(True)
        self.clicked.connect(self._clicked)
        self.show_words("")

    def show_words(self, words: str) -> None:
        """The range in force, or nothing."""
        self._words = words
        self._key = "" if words else "T"
        self.setText(words or self.tr("时间"))
        self.set_tail("x" if words else "chevron-down")
        self.setChecked(bool(words))
        self.setAccessibleName(self.tr("时间范围：{0}").format(words) if words else self.tr("时间范围"))
        self.setAccessibleDescription(self.tr("空格修改，Delete 清除") if words else self.tr("快捷键 T"))
        self.setToolTip(self.tr("{0}（Delete 清除）").format(words) if words else self.tr("按付款、下单或到期时间筛选"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._on_cross = bool(self._words) and event.position().x() >= self.width() - CROSS
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._on_cross = False
        if self._words and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _clicked(self) -> None:
        self.setChecked(bool(self._words))
        if self._on_cross:
            self.cleared.emit()
        else:
            self.opened.emit()
        self._on_cross = False
