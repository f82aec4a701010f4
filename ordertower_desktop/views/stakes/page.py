"""损失口径: what lateness costs as a form; at the right what an edit would do to the order of work, and the versions."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.stakes.draft import StakesDraft
from ordertower_desktop.models.stakes.shop import StakesShop
from ordertower_desktop.views.parts.area import column
from ordertower_desktop.views.parts.card import Rule, Surface
from ordertower_desktop.views.parts.clash import ClashCard
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.rules.past import Past
from ordertower_desktop.views.stakes.estimates import Estimates
from ordertower_desktop.views.stakes.penalties import Penalties
from ordertower_desktop.views.stakes.saving import StakesHead, StakesSaving
from ordertower_desktop.views.stakes.trial import StakesTrialView
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rules import RuleChange

SIDE, FRESH_MS = 340, 15_000


class StakesPage(QWidget):
    """`titled(title, subtitle)`: for the bar over the page. What it holds is its shop's."""

    titled = Signal(str, str)

    def __init__(self, theme: Theme, shop: StakesShop, *, now: datetime) -> None:
        super().__init__()
        self._theme, self.shop, self._now = theme, shop, now
        self.head, self.saving, self.clash = StakesHead(theme), StakesSaving(theme), ClashCard(theme)
        self.penalties, self.estimates = Penalties(theme), Estimates(theme)
        self.trial, self.past = StakesTrialView(theme), Past(theme)
        self.stack, self.state = QStackedWidget(), StateView(theme)
        self._build()
        self._connect()
        self._fresh = QTimer(self, interval=FRESH_MS)
        self._fresh.timeout.connect(self._again)
        self._show()

    def _build(self) -> None:
        editor, body, main = QWidget(), QHBoxLayout(), QWidget()
        inner = QVBoxLayout(main)
        inner.setContentsMargins(16, 14, 16, 14)
        inner.setSpacing(12)
        for widget in (self.head, self.clash, self.saving, self.penalties, self.estimates):
            inner.addWidget(widget)
        inner.addStretch(1)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(column(main), 1)
        body.addWidget(self._side())
        editor.setLayout(body)
        self.stack.addWidget(editor)
        self.stack.addWidget(self.state)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.stack)

    def _side(self) -> QWidget:
        made, inner = Surface(self._theme, edge="left"), Surface(self._theme)
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for widget in (self.trial, Rule(self._theme), self.past):
            box.addWidget(widget)
        box.addStretch(1)
        outer = QHBoxLayout(made)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(column(inner))
        made.setFixedWidth(SIDE)
        return made

    def _connect(self) -> None:
        shop = self.shop
        shop.changed.connect(self._show)
        self.head.saved.connect(self._save)
        self.head.discarded.connect(shop.discard)
        self.saving.entered.connect(self._save)
        self.clash.theirs_taken.connect(shop.discard)
        self.clash.mine_kept.connect(lambda: shop.keep_mine(self.saving.why.text().strip()))
        for card in (self.penalties, self.estimates):
            card.typed.connect(lambda key, words: self._edit(lambda draft: draft.typed(key, words)))
        self.penalties.added.connect(lambda platform: self._edit(lambda draft: draft.added(platform, text.of_date(self._now))))
        self.penalties.removed.connect(lambda place: self._edit(lambda draft: draft.removed(place)))
        self.past.restored.connect(self._restore)
        self.state.asked.connect(shop.open)
        QShortcut(QKeySequence.StandardKey.Save, self).activated.connect(self._save)

    def tick(self, now: datetime) -> None:
        self._now = now

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shop.open()
        self._fresh.start()

    def _again(self) -> None:
        """Another supervisor may have saved something while this page stands open."""
        if self.isVisible():
            self.shop.open()
        else:
            self._fresh.stop()

    def _edit(self, change: Callable[[StakesDraft], StakesDraft]) -> None:
        if (draft := self.shop.draft) is not None:
            self.shop.edit(change(draft))

    def _restore(self, change: RuleChange) -> None:
        found = next((one for one in self.shop.past if one.version == change.version), None)
        if found is not None:
            self.shop.restore(found)

    def _save(self) -> None:
        self.shop.save(self.saving.why.text().strip())

    def _show(self) -> None:
        shop, draft = self.shop, self.shop.draft
        self.titled.emit(self.tr("损失口径"), self.tr("规则 / 损失口径"))
        if draft is None:
            self.state.show_state("wait", self.tr("正在取损失口径"), shop.locked)
            self.stack.setCurrentWidget(self.state)
            return
        self.stack.setCurrentIndex(0)
        self.head.show_shop(shop, draft, self._now)
        self.saving.show_shop(shop, draft)
        self._show_clash(draft)
        self.penalties.show_draft(draft, locked=shop.locked)
        self.estimates.show_draft(draft, locked=shop.locked)
        self.trial.show_shop(shop)
        past = [RuleChange(one.version, one.at, one.by, one.by_name, one.why, one.says) for one in shop.past]
        self.past.show_past(past, now=self._now, locked=shop.locked)

    def _show_clash(self, draft: StakesDraft) -> None:
        clash = self.shop.clash
        if clash is not None:
            self.clash.words.setText(self.tr("{0}；您的修改都还在").format(self.shop.first(clash.theirs)))
            self.clash.theirs.setText(self.tr("对方改的：{0}").format("；".join(clash.says)))
            self.clash.theirs.setVisible(bool(clash.says))
            self.clash.mine.setText(self.tr("您改的：{0}").format("；".join(draft.changes) or draft.fault))
            self.clash.keep.setEnabled(not draft.fault)
        self.clash.setVisible(clash is not None)
