"""What saving would change, why, what becomes of the orders that are under way, and where somebody else was first."""

from PySide6.QtCore import Signal

from ordertower_desktop.domain.chaincheck import WHOLE
from ordertower_desktop.models.chain.draft import ChainDraft
from ordertower_desktop.models.chain.shop import ChainShop
from ordertower_desktop.views.parts.card import Card, row
from ordertower_desktop.views.parts.clash import ClashCard
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.rules.tree.inputs import Field
from ordertower_desktop.views.theme.theme import Theme

MOST_WORDS = 6


class Saving(Card):
    """`turned(how)`: what becomes of orders under way: keep | move. `entered`: Return in the reason."""

    turned = Signal(str)
    entered = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("要保存的修改"))
        self.words = PlainLabel(theme, wrap="yes")
        self.why = Field(self.tr("修改原因"), wide=260, hint=self.tr("为什么改（可不填）"))
        self.under_way = PlainLabel(theme, role="text2")
        self.running = Segmented(theme, (("keep", self.tr("照旧走完")), ("move", self.tr("改按新的走"))), "keep")
        self.running.setAccessibleName(self.tr("正在走的单"))
        self.body.addWidget(self.words)
        self.body.addLayout(row(self.why, self.under_way, self.running, 1, spacing=12))
        self.running.chosen.connect(self.turned)
        self.why.returnPressed.connect(self.entered)
        self.hide()

    def show_shop(self, shop: ChainShop, draft: ChainDraft) -> None:
        faults = draft.faults
        self.title.setText(self.tr("还有 {0} 处要改好").format(len(faults)) if faults else self.tr("要保存的修改"))
        changes = draft.changes(shop.names)
        left = len(changes) - MOST_WORDS
        said = [*changes[:MOST_WORDS], *([self.tr("另有 {0} 处").format(left)] if left > 0 else [])]
        self.words.setText("\n".join(_wrong(faults) if faults else said))
        running = shop.past.running if shop.past and draft.base is not None else 0
        self.under_way.setText(self.tr("正在走的 {0} 单").format(running))
        for widget in (self.under_way, self.running):
            widget.setVisible(bool(running))
        self.running.choose(shop.running)
        self.why.setEnabled(not shop.saving)
        self.setVisible(draft.touched and not shop.locked and shop.clash is None)
        if not draft.touched:
            self.why.clear()


def _wrong(faults: dict[int, str]) -> list[str]:
    return [words if place == WHOLE else f"第 {place + 1} 步：{words}" for place, words in sorted(faults.items())]


class Clashed(ClashCard):
    """Shows both changes beside each other."""

    def show_shop(self, shop: ChainShop, draft: ChainDraft) -> None:
        clash = shop.clash
        if clash is not None:
            self.words.setText(self.tr("{0}；您的修改都还在").format(clash.words))
            self.theirs.setText(self.tr("对方改的：{0}").format("；".join(clash.says)))
            self.theirs.setVisible(bool(clash.says))
            self.mine.setText(self.tr("您改的：{0}").format("；".join(draft.changes(shop.names))))
            self.keep.setEnabled(not draft.faults)
        self.setVisible(clash is not None)
