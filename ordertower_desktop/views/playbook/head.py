"""Over the template: its name, its version, what it did lately, and the buttons to save it by."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.playbook.draft import BookDraft
from ordertower_desktop.models.playbook.shop import BookShop
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.rules.head import NameField
from ordertower_desktop.views.theme.theme import Theme

ROOMY = 560


class BookHead(QWidget):
    """`named(text)`, `copied`, `saved`, `discarded`."""

    named = Signal(str)
    copied = Signal()
    saved = Signal()
    discarded = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.name, self.meta = NameField(), Elided(theme, role="text3")
        self.name.setAccessibleName(self.tr("模板名称"))
        self.badge = Badge(theme, self.tr("未保存"), "amber", glyph="diamond")
        self.note = PlainLabel(theme, role="amber", wrap="yes")
        self._touched = ""
        self.copy, self.discard = Button(theme, self.tr("复制"), icon="copy"), Button(theme, self.tr("放弃"))
        self.copy.setAccessibleName(self.tr("复制一套，改得更窄"))
        self.save = Button(theme, self.tr("存为新版"), kind="primary", key="Ctrl S")
        first, box = QHBoxLayout(), QVBoxLayout(self)
        first.setSpacing(8)
        first.addWidget(self.name)
        first.addWidget(self.badge)
        first.addWidget(self.meta, 1)
        for button in (self.copy, self.discard, self.save):
            first.addWidget(button)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(first)
        box.addWidget(self.note)
        self.name.textEdited.connect(self.named)
        self.copy.clicked.connect(self.copied)
        self.save.clicked.connect(self.saved)
        self.discard.clicked.connect(self.discarded)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In little room the name and the buttons count."""
        super().resizeEvent(event)
        self.copy.setText(self.tr("复制") if self.width() >= ROOMY else "")
        self.meta.setVisible(self.width() >= ROOMY)
        self.badge.setVisible(bool(self._touched) and self.width() >= ROOMY)

    def show_shop(self, shop: BookShop, draft: BookDraft) -> None:
        if self.name.text() != draft.template.playbook.name:
            self.name.setText(draft.template.playbook.name)
            self.name.setCursorPosition(0)
        self.name.updateGeometry()
        self.name.setReadOnly(bool(shop.locked))
        self.meta.set_text(self._told(shop, draft))
        self.note.setText(shop.locked)
        self.note.setVisible(bool(shop.locked))
        self._touched = "yes" if draft.touched else ""
        self.badge.setVisible(draft.touched and self.width() >= ROOMY)
        for button in (self.copy, self.save, self.discard):
            button.setVisible(not shop.locked)
        self.save.setEnabled(draft.touched and not draft.faults and not shop.saving and shop.clash is None)
        self.discard.setEnabled(draft.touched and not shop.saving)

    def _told(self, shop: BookShop, draft: BookDraft) -> str:
        if draft.base is None:
            return self.tr("还没存过")
        past, parts = shop.past, []
        if past is not None:
            parts = [self.tr("第 {0} 版").format(past.version), self.tr("{0} 天办结 {1} 单").format(past.days, text.count(past.closed))]
        return "，".join([*parts, self.tr("在办 {0} 单").format(text.count(shop.running.get(shop.current, 0)))])
