"""Over the page: which of both documents, its version, and the buttons to save it by."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.terms.draft import CALENDARS, LIMITS, Draft
from ordertower_desktop.models.terms.shop import TermsShop
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.theme.theme import Theme


class TermsHead(QWidget):
    """`chosen(kind)`, `saved`, `discarded`."""

    chosen = Signal(str)
    saved = Signal()
    discarded = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.tabs = Segmented(theme, ((LIMITS, self.tr("时限")), (CALENDARS, self.tr("日历"))), LIMITS)
        self.tabs.setAccessibleName(self.tr("时限或日历"))
        self.meta, self.note = Elided(theme, role="text3"), PlainLabel(theme, role="amber", wrap="yes")
        self.discard = Button(theme, self.tr("放弃"))
        self.save = Button(theme, self.tr("存为新版"), kind="primary", key="Ctrl S")
        first, box = QHBoxLayout(), QVBoxLayout(self)
        first.setSpacing(10)
        first.addWidget(self.tabs)
        first.addWidget(self.meta, 1)
        first.addWidget(self.discard)
        first.addWidget(self.save)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(first)
        box.addWidget(self.note)
        self.tabs.chosen.connect(self.chosen)
        self.save.clicked.connect(self.saved)
        self.discard.clicked.connect(self.discarded)

    def show_shop(self, shop: TermsShop, draft: Draft, now: datetime) -> None:
        self.tabs.choose(shop.kind)
        self.meta.set_text(_told(shop, draft, now))
        self.note.setText(shop.locked or draft.fault)
        self.note.setVisible(bool(shop.locked or draft.fault))
        for button in (self.save, self.discard):
            button.setVisible(not shop.locked)
        self.save.setEnabled(draft.touched and not draft.fault and not shop.saving and shop.clash is None)
        self.discard.setEnabled(draft.touched and not shop.saving)


def _told(shop: TermsShop, draft: Draft, now: datetime) -> str:
    newest = next(iter(shop.past.get(shop.kind, ())), None)
    if newest is None or newest.version != draft.version:
        return f"第 {draft.version} 版"
    return f"第 {draft.version} 版，{newest.by_name} {text.near(newest.at, now)}"
