"""Why it is changed, what keeps it from being saved, and where somebody else was first."""

from PySide6.QtCore import Signal

from ordertower_desktop.domain.playbook_faults import WHOLE
from ordertower_desktop.models.playbook.draft import BookDraft
from ordertower_desktop.models.playbook.shop import BookShop
from ordertower_desktop.views.parts.card import Surface, row
from ordertower_desktop.views.parts.clash import ClashCard
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Field
from ordertower_desktop.views.theme.theme import Theme


class Saving(Surface):
    """`entered`: Return in the reason."""

    entered = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, edge="all", radius=10)
        self.words = PlainLabel(theme, wrap="yes")
        self.why = Field(self.tr("修改原因"), wide=320, hint=self.tr("为什么改（可不填）"))
        box = row(self.why, spacing=12)
        box.addWidget(self.words, 1)
        box.setContentsMargins(16, 10, 16, 10)
        self.setLayout(box)
        self.why.returnPressed.connect(self.entered)
        self.hide()

    def show_shop(self, shop: BookShop, draft: BookDraft) -> None:
        faults = [words if place == WHOLE else f"第 {place + 1} 步：{words}" for place, words in sorted(draft.faults.items())]
        said = self.tr("还有 {0} 处要改好：{1}").format(len(faults), "；".join(faults[:3])) if faults else ""
        self.words.setText(said or self.tr("存好后，之后接手的单用新的；在办的单照旧走完"))
        self.words.set_role("red" if faults else "text3")
        self.why.setEnabled(not shop.saving)
        self.setVisible(draft.touched and not shop.locked and shop.clash is None)
        if not draft.touched:
            self.why.clear()


class Clashed(ClashCard):
    """Shows both changes under each other."""

    def show_shop(self, shop: BookShop, draft: BookDraft) -> None:
        clash = shop.clash
        if clash is not None:
            self.words.setText(self.tr("{0}；您的修改都还在").format(clash.words))
            self.theirs.setText(self.tr("对方改的：{0}").format("；".join(clash.says)))
            self.theirs.setVisible(bool(clash.says))
            self.mine.setText(self.tr("您改的：{0}").format("；".join(draft.changes(shop.posts))))
            self.keep.setEnabled(not draft.faults)
        self.setVisible(clash is not None)
