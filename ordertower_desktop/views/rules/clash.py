"""Somebody else saved the rule first."""

from ordertower_desktop.domain.difference import difference
from ordertower_desktop.models.rules.draft import Draft
from ordertower_desktop.models.rules.workshop import Clash
from ordertower_desktop.views.parts.clash import ClashCard


class ClashStrip(ClashCard):
    """Shows what saving one's own would change of theirs."""

    def show_clash(self, clash: Clash | None, draft: Draft) -> None:
        if clash is not None:
            mine = draft.rule
            self.words.setText(self.tr("{0}；您的修改都还在").format(clash.words))
            self.theirs.setText(self.tr("对方改的：{0}").format("；".join(clash.says)))
            says = "；".join(difference(clash.theirs, mine)) if mine else self.tr("先填好标红的地方")
            self.mine.setText(self.tr("存您的会再改：{0}").format(says))
            self.keep.setEnabled(mine is not None)
        self.setVisible(clash is not None)
