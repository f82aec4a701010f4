"""The ways out: whether each is connected, how its last message went, and a test of it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.models.chain.lines import ICONS, Way
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import clear, row
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.parts.mark import Mark
from ordertower_desktop.views.theme.theme import Theme

ROLES = {"green": "green", "red": "red", "amber": "amber", "neutral": "text3"}


class Channels(QWidget):
    """`tested(id)`: send one message by that channel now."""

    tested = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[object, ...] | None = None
        self.lines: list[Elided] = []
        self.note = PlainLabel(theme, role="text3", size=12, wrap="yes")
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(6)
        box.addLayout(row(PlainLabel(theme, self.tr("渠道"), size=14, strong="yes"), 1))
        box.addWidget(self.note)
        box.addLayout(self._list)

    def show_ways(self, ways: Sequence[Way], *, role: str, online: str) -> None:
        """Only an administrator may test."""
        shown = (*ways, role, online)
        if shown == self._shown:
            return
        self._shown = shown
        self.note.setText("" if online else self.tr("中枢连不上，看不到渠道的情况"))
        self.note.setVisible(not online)
        clear(self._list)
        self.lines = []
        for way in ways if online else ():
            words = Elided(self._theme, way.words, size=12, role=ROLES[way.hue])
            self.lines.append(words)
            name = PlainLabel(self._theme, way.name, strong="yes")
            name.setFixedWidth(108)
            parts: list[QWidget | int] = [Mark(self._theme, ICONS.get(way.channel, "bell"), "text2", size=16), name, words]
            if way.id and role == "admin":
                test = Button(self._theme, self.tr("试发"), small="yes")
                test.setAccessibleName(self.tr("试发{0}").format(way.name))
                test.clicked.connect(lambda _on=False, key=way.id: self.tested.emit(key))
                parts.append(test)
            self._list.addLayout(row(*parts))
