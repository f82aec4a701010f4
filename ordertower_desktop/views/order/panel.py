"""A card of the right column: title left, a note right, what it holds below."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.parts.card import Surface, row
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.theme.theme import Theme


class Panel(Surface):
    """`flush` lets the body reach the card's edges."""

    def __init__(self, theme: Theme, title: str, *, flush: str = "") -> None:
        super().__init__(theme, edge="all", radius=10)
        self._theme = theme
        self.title = PlainLabel(theme, title, size=14, strong="yes")
        self.note = Elided(theme, "", size=12, role="text3")
        self.note.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 10, 1, 13)
        outer.setSpacing(6)
        head = row(self.title, 1, self.note)
        head.setContentsMargins(15, 0, 15, 0)
        outer.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0 if flush else 15, 0, 0 if flush else 15, 0)
        self.body.setSpacing(6)
        outer.addLayout(self.body)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_note(self, words: str) -> None:
        self.note.set_text(words)
        self.note.setVisible(bool(words))

    def say(self, words: str, *, role: str = "text2", strong: str = "") -> None:
        """A wrapping line of the body."""
        self.body.addWidget(Wrapped(self._theme, words, role=role, strong=strong))
