"""Over the chain: which one, how far it reaches, and the buttons to save it by."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.chain.draft import ChainDraft
from ordertower_desktop.models.chain.shop import ChainShop
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.rules.head import NameField
from ordertower_desktop.views.rules.tree.inputs import Pick
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

MOST_TABS = 4


class ChainHead(QWidget):
    """`chosen(id)`, `named(text)`, `new_asked`, `saved`, `discarded`."""

    chosen = Signal(str)
    named = Signal(str)
    new_asked = Signal()
    saved = Signal()
    discarded = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[tuple[str, str], ...] = ()
        self.tabs: Segmented | Pick | None = None
        self.name, self.meta, self.note = NameField(), Elided(theme, role="text3"), PlainLabel(theme, role="amber", wrap="yes")
        self.name.setAccessibleName(self.tr("告警链名称"))
        self.new, self.discard = Link(theme, self.tr("新建"), icon="plus"), Button(theme, self.tr("放弃"))
        self.new.setAccessibleName(self.tr("新建告警链"))
        self.save = Button(theme, self.tr("存为新版"), kind="primary", key="Ctrl S")
        self.name.setFont(fonts.bold(14))
        self._which, first, box = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        first.setSpacing(10)
        first.addLayout(self._which)
        first.addWidget(self.new)
        first.addWidget(self.meta, 1)
        for button in (self.discard, self.save):
            first.addWidget(button)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(first)
        box.addWidget(self.note)
        self.name.textEdited.connect(self.named)
        self.new.clicked.connect(self.new_asked)
        self.save.clicked.connect(self.saved)
        self.discard.clicked.connect(self.discarded)

    def show_shop(self, shop: ChainShop, draft: ChainDraft) -> None:
        self._show_entries(tuple(shop.entries), shop.current)
        if self.name.text() != draft.policy.name:
            self.name.setText(draft.policy.name)
            self.name.setCursorPosition(0)
        self.name.updateGeometry()
        self.name.setReadOnly(bool(shop.locked))
        self.meta.set_text(self._told(shop, draft))
        self.note.setText(shop.locked)
        self.note.setVisible(bool(shop.locked))
        for widget in (self.new, self.save, self.discard):
            widget.setVisible(not shop.locked)
        self.save.setEnabled(draft.touched and not draft.faults and not shop.saving and shop.clash is None)
        self.discard.setEnabled(draft.touched and not shop.saving)

    def _told(self, shop: ChainShop, draft: ChainDraft) -> str:
        if draft.base is None:
            return self.tr("还没存过；存好后在规则里选用")
        past, parts = shop.past, [self.tr("第 {0} 版").format(draft.version)]
        if past is not None:
            parts += [self.tr("{0} 条规则在用").format(past.rules), self.tr("{0} 单正在走").format(text.count(past.running))]
        return "，".join(parts)

    def _show_entries(self, entries: tuple[tuple[str, str], ...], current: str) -> None:
        """Side by side as long as there are few, else in a list."""
        if entries != self._shown:
            self._shown = entries
            self._make(entries, current)
        if self.tabs is not None and current in dict(entries):
            self.tabs.choose(current)

    def _make(self, entries: tuple[tuple[str, str], ...], current: str) -> None:
        held = self.tabs
        if len(entries) > MOST_TABS:
            made = Pick(self._theme, "", entries, current, wide=200)
            made.activated.connect(lambda _row: self.chosen.emit(made.key()))
            self.tabs = made
        else:
            self.tabs = Segmented(self._theme, entries, current)
            self.tabs.chosen.connect(self.chosen)
        self.tabs.setAccessibleName(self.tr("哪一条告警链"))
        if held is not None:
            self._which.removeWidget(held)
            held.hide()
            held.deleteLater()
        self._which.addWidget(self.tabs)
