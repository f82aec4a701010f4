"""话术 of the level, each to be copied with one click; what stands in braces is to be filled in by whoever sends it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Card, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.crisis import ScriptRow


class ScriptSheet(QDialog):
    """`copied(name, text)`."""

    copied = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget, scripts: Sequence[ScriptRow]) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("话术"))
        self.setModal(True)
        self.setFixedWidth(560)
        self.copies: list[Button] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(12)
        box.addWidget(PlainLabel(theme, self.tr("话术"), size=16, strong="yes"))
        box.addWidget(PlainLabel(theme, self.tr("不会自动发出；复制后把 {花括号} 里的内容改好再发"), role="text2"))
        for one in scripts:
            card, copy = Card(theme, one.name), Button(theme, self.tr("复制"), icon="copy", small="yes")
            copy.clicked.connect(partial(self.copied.emit, one.name, one.text))
            self.copies.append(copy)
            card.head.addWidget(copy)
            card.body.addWidget(PlainLabel(theme, one.text, role="text2", wrap="yes"))
            box.addWidget(card)
        close = Button(theme, self.tr("关闭"), key="Esc")
        close.clicked.connect(self.reject)
        box.addLayout(row(1, close))
