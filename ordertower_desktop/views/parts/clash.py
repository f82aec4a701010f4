"""Somebody else saved it first: who, what they changed, what one's own draft would change; and two ways on."""

from PySide6.QtCore import Signal

from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Card, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme.theme import Theme


class ClashCard(Card):
    """`theirs_taken`: give the own draft up; `mine_kept`: save it over theirs, knowing it."""

    theirs_taken = Signal()
    mine_kept = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.set_roles("amberT")
        self.words = PlainLabel(theme, role="amber", strong="yes", wrap="yes")
        self.theirs, self.mine = PlainLabel(theme, wrap="yes"), PlainLabel(theme, wrap="yes")
        self.take = Button(theme, self.tr("改用对方的"), small="yes")
        self.keep = Button(theme, self.tr("仍存我的"), small="yes")
        self.take.clicked.connect(self.theirs_taken)
        self.keep.clicked.connect(self.mine_kept)
        for widget in (self.words, self.theirs, self.mine):
            self.body.addWidget(widget)
        self.body.addLayout(row(self.take, self.keep, 1))
        self.hide()
