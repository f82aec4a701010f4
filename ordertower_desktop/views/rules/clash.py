"""Somebody else saved the rule first: who, what they changed, what one's own draft would change; and two ways on."""

from PySide6.QtCore import Signal

from ordertower_desktop.domain.difference import difference
from ordertower_desktop.models.rules.draft import Draft
from ordertower_desktop.models.rules.workshop import Clash
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Card, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme.theme import Theme


class ClashStrip(Card):
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

    def show_clash(self, clash: Clash | None, draft: Draft) -> None:
        if clash is not None:
            mine = draft.rule
            self.words.setText(self.tr("{0}；您的修改都还在").format(clash.words))
            self.theirs.setText(self.tr("对方改的：{0}").format("；".join(clash.says)))
            says = "；".join(difference(clash.theirs, mine)) if mine else self.tr("先填好标红的地方")
            self.mine.setText(self.tr("存您的会再改：{0}").format(says))
            self.keep.setEnabled(mine is not None)
        self.setVisible(clash is not None)
