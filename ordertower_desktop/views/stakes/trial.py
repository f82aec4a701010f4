"""改了会怎样: what all open cases together lose an hour, before and after, and which of them would be worked on earlier or later."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.stakes.shop import StakesShop
from ordertower_desktop.views.parts.card import clear, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.stakes import Restaked, StakesTrial


class StakesTrialView(QWidget):
    """Where nothing was changed it says how to try."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.note = PlainLabel(theme, role="text3", size=12, wrap="yes")
        self.sums, self.counts = PlainLabel(theme, wrap="yes"), PlainLabel(theme, role="text2", wrap="yes")
        self.lines: list[PlainLabel] = []
        self._shown: StakesTrial | None = None
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 14)
        box.setSpacing(8)
        box.addLayout(row(PlainLabel(theme, self.tr("改了会怎样"), size=14, strong="yes"), 1))
        for widget in (self.note, self.sums, self.counts):
            box.addWidget(widget)
        box.addLayout(self._list)

    def show_shop(self, shop: StakesShop) -> None:
        draft = shop.draft
        touched = draft is not None and draft.touched
        trial = shop.trial if touched and draft is not None and not draft.fault else None
        note = self._note(shop, touched)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        for label in (self.sums, self.counts):
            label.setVisible(trial is not None)
        if trial is not self._shown:
            self._shown = trial
            clear(self._list)
            self.lines = []
            if trial is not None:
                self._show(trial)

    def _note(self, shop: StakesShop, touched: object) -> str:
        if not touched:
            return self.tr("改一个数，这里就列出未结单会怎样重排；没有保存之前什么也不变")
        if shop.why_no_trial:
            return shop.why_no_trial
        return self.tr("正在逐单试算…") if shop.stale or shop.trial is None else ""

    def _show(self, trial: StakesTrial) -> None:
        was, will = text.hourly(trial.was_fen), text.hourly(trial.will_fen)
        self.sums.setText(self.tr("{0} 张未结单合计每小时约损失 ¥{1} → ¥{2}").format(text.count(trial.judged), was, will))
        moved = self.tr("{0} 单换了位置，动得最多的：").format(text.count(trial.moved))
        self.counts.setText(moved if trial.moved else self.tr("没有一单因此换位置"))
        for one in trial.orders:
            line = PlainLabel(self._theme, self._said(one), wrap="yes")
            self.lines.append(line)
            self._list.addWidget(line)

    def _said(self, one: Restaked) -> str:
        head = f"{one.platform_name} {one.order}".strip()
        was, will = text.hourly(one.was_fen), text.hourly(one.will_fen)
        return self.tr("{0}\n第 {1} → 第 {2} 位，每小时 ¥{3} → ¥{4}").format(head, one.was_place, one.will_place, was, will)
