"""Over the page: the version in force and the buttons to save by; and what saving would change."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.stakes.draft import StakesDraft
from ordertower_desktop.models.stakes.shop import StakesShop
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Card, row
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Field
from ordertower_desktop.views.theme.theme import Theme

MOST_WORDS = 8


class StakesHead(QWidget):
    """`saved`, `discarded`."""

    saved = Signal()
    discarded = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.meta, self.note = Elided(theme, role="text3"), PlainLabel(theme, role="amber", wrap="yes")
        self.discard = Button(theme, self.tr("放弃"))
        self.save = Button(theme, self.tr("存为新版"), kind="primary", key="Ctrl S")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        first = row(self.meta, self.discard, self.save, spacing=10)
        first.setStretch(0, 1)
        box.addLayout(first)
        box.addWidget(self.note)
        self.save.clicked.connect(self.saved)
        self.discard.clicked.connect(self.discarded)

    def show_shop(self, shop: StakesShop, draft: StakesDraft, now: datetime) -> None:
        newest = next(iter(shop.past), None)
        whose = f"，{newest.by_name} {text.near(newest.at, now)}" if newest is not None and newest.version == draft.version else ""
        self.meta.set_text(self.tr("第 {0} 版").format(draft.version) + whose)
        self.note.setText(shop.locked or draft.fault)
        self.note.setVisible(bool(shop.locked or draft.fault))
        for button in (self.save, self.discard):
            button.setVisible(not shop.locked)
        self.save.setEnabled(draft.touched and not draft.fault and not shop.saving and shop.clash is None)
        self.discard.setEnabled(draft.touched and not shop.saving)


class StakesSaving(Card):
    """What saving would change, and why; `entered`: Return in the reason."""

    entered = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("要保存的修改"))
        self.words = PlainLabel(theme, wrap="yes")
        self.why = Field(self.tr("修改原因"), wide=240, hint=self.tr("为什么改（可不填）"))
        self.body.addWidget(self.words)
        self.body.addLayout(row(self.why, 1))
        self.why.returnPressed.connect(self.entered)
        self.hide()

    def show_shop(self, shop: StakesShop, draft: StakesDraft) -> None:
        changes = draft.changes
        left = len(changes) - MOST_WORDS
        self.words.setText("\n".join([*changes[:MOST_WORDS], *([self.tr("另有 {0} 处").format(left)] if left > 0 else [])]))
        self.why.setEnabled(not shop.saving)
        self.setVisible(draft.touched and not draft.fault and not shop.locked and shop.clash is None)
        if not draft.touched:
            self.why.clear()
