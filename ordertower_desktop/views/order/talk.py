"""What the customer said and what colleagues wrote; N opens a line to write on."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from ordertower_desktop.models import text
from ordertower_desktop.views.order.history import words_of
from ordertower_desktop.views.order.panel import Panel
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.parts.card import clear
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import LogLine, OrderPage

MOST, LONGEST = 8, 400
BUYER, BY_BUYER = "买家", frozenset({"urged", "complaint"})


class NoteLine(QLineEdit):
    """Enter writes, Esc leaves it."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class TalkPanel(Panel):
    """沟通与备注."""

    note_written = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("沟通与备注"))
        self.body.setSpacing(5)
        self.line = NoteLine()
        self.line.setPlaceholderText(self.tr("写备注，回车记下"))
        self.line.setAccessibleName(self.tr("备注"))
        self.line.setMaxLength(LONGEST)
        self.line.setFont(fonts.tabular(13))
        self.line.hide()
        self.line.returnPressed.connect(self._written)
        self.line.left.connect(self.close_line)
        outer = self.layout()
        if outer is not None:
            holder = QHBoxLayout()
            holder.setContentsMargins(15, 2, 15, 0)
            holder.addWidget(self.line)
            outer.addItem(holder)

    def show_page(self, page: OrderPage, now: datetime) -> None:
        clear(self.body)
        by = page.contact_by
        self.set_note(self.tr("下次联系 {0} 前").format(text.near(by, now)) if by is not None else "")
        for said in page.notes[:MOST]:
            self.body.addLayout(entry(self._theme, said, now))
        if not page.notes:
            self.body.addWidget(PlainLabel(self._theme, self.tr("还没有人写过，按 N 写一条"), role="text3"))

    def clear_page(self) -> None:
        clear(self.body)
        self.set_note("")
        self.close_line()

    def write(self) -> None:
        """Open the line and put the cursor on it."""
        self.line.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_line(self) -> None:
        self.line.clear()
        self.line.hide()

    def _written(self) -> None:
        words = self.line.text().strip()
        if words:
            self.note_written.emit(words)
        self.close_line()


def spoken(said: LogLine) -> str:
    """买家：洗衣机到底发了没？; without words, what it was."""
    if not said.text:
        return words_of(said)
    who = BUYER if said.kind in BY_BUYER else said.who
    return f"{who}：{said.text}" if who and who not in said.text else said.text


def entry(theme: Theme, said: LogLine, now: datetime) -> QHBoxLayout:
    """14:03  what was said; an older day says its date."""
    at = PlainLabel(theme, text.near(said.at, now), role="text3")
    words = Wrapped(theme, spoken(said))
    made = QHBoxLayout()
    made.setSpacing(9)
    made.addWidget(at, 0, Qt.AlignmentFlag.AlignTop)
    made.addWidget(words, 1)
    return made
