"""A figure in its field: it knows its key, shows the draft, and says what is typed."""

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ordertower_desktop.models.stakes.draft import StakesDraft
from ordertower_desktop.views.parts import tips
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Field
from ordertower_desktop.views.theme.theme import Theme

LONG = 8
SHORT = QRegularExpression(r".{0,200}")


class Figure(QWidget):
    """`typed(key, words)`. `before` and `after` stand beside the field: `¥` and `元`, or nothing."""

    typed = Signal(str, str)

    def __init__(self, theme: Theme, key: str, name: str, *, before: str = "", after: str = "", wide: int = 64) -> None:
        super().__init__()
        self.key = key
        self.field = Field(name, wide=wide)
        self.field.setValidator(QRegularExpressionValidator(SHORT, self.field))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        for words in (before, None, after):
            if words is None:
                box.addWidget(self.field)
            elif words:
                box.addWidget(PlainLabel(theme, words, role="text2"))
        box.addStretch(1)
        self.field.textEdited.connect(lambda words: self.typed.emit(self.key, words))

    def show_draft(self, draft: StakesDraft, *, locked: str) -> None:
        """What stands in the draft, but nothing under somebody's fingers that reads the same."""
        words = draft.shown(self.key)
        if not (self.field.hasFocus() and draft.typed(self.key, self.field.text()) == draft) and self.field.text() != words:
            self.field.setText(words)
            self.field.setCursorPosition(0)
        self.field.setToolTip(tips.tip(words) if len(words) > LONG else "")
        self.field.setEnabled(not locked)
