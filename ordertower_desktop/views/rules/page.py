"""The rule editor: the list at the left, the rule in the middle, what it would do and how it came to be at the right."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ordertower_desktop.models.rules.backtests import Backtests
from ordertower_desktop.models.rules.draft import Draft
from ordertower_desktop.models.rules.listing import Entry, counted, entry
from ordertower_desktop.models.rules.words import pieces
from ordertower_desktop.models.rules.workshop import Workshop
from ordertower_desktop.views.parts.area import column
from ordertower_desktop.views.parts.card import Card, Rule, Surface
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.rules.chatter import ChatterCard
from ordertower_desktop.views.rules.clash import ClashStrip
from ordertower_desktop.views.rules.effect import Effect
from ordertower_desktop.views.rules.exempt import Exemptions
from ordertower_desktop.views.rules.foot import SaveBar
from ordertower_desktop.views.rules.head import EFFECTS, RuleHead
from ordertower_desktop.views.rules.limits import Limits
from ordertower_desktop.views.rules.list import RuleList
from ordertower_desktop.views.rules.past import Past
from ordertower_desktop.views.rules.rate import RateForm
from ordertower_desktop.views.rules.sentence import SentenceView
from ordertower_desktop.views.rules.tree.view import ConditionTree
from ordertower_desktop.views.rules.trial.section import TrialSection
from ordertower_desktop.views.theme.theme import Theme

SIDE, NARROW, FRESH_MS = 380, 1180, 15_000


class RulesPage(QWidget):
    """`titled(title, counts)`: for the bar over the page; `grant_asked`: a new exemption. What it holds is its workshop's."""

    titled = Signal(str, str)
    grant_asked = Signal()

    def __init__(self, theme: Theme, shop: Workshop, *, now: datetime) -> None:
        super().__init__()
        self._theme, self.shop, self._now = theme, shop, now
        self._hits: Mapping[str, int] = {}
        self.list, self.state = RuleList(theme), StateView(theme)
        self.head, self.sentence, self.tree = RuleHead(theme), SentenceView(theme), ConditionTree(theme)
        self.rate = RateForm(theme)
        self.whole, self.limits, self.exempt = PlainLabel(theme, role="red", wrap="yes"), Limits(theme), Exemptions(theme)
        self.effect, self.past, self.foot, self.clash = Effect(theme), Past(theme), SaveBar(theme), ClashStrip(theme)
        self.chatter = ChatterCard(theme)
        self.tests = Backtests(shop)
        self.tests.setParent(self)
        self.trial = TrialSection(theme, self.tests)
        self.stack = QStackedWidget()
        self._build()
        self._connect()
        self._fresh = QTimer(self, interval=FRESH_MS)
        self._fresh.timeout.connect(self._again)
        self._show()

    def _build(self) -> None:
        self.body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(column(self._middle()), 1)
        self.side = self._side()
        self.body.addWidget(self.side)
        editor = QWidget()
        editor.setLayout(self.body)
        self.stack.addWidget(editor)
        self.stack.addWidget(self.state)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.list)
        box.addWidget(self.stack, 1)

    def _middle(self) -> QWidget:
        theme, made = self._theme, QWidget()
        said = Card(theme)
        asked = self.asked = Card(theme, self.tr("条件"), self.tr("右边是到这一行还剩的未完结订单"))
        said.setAccessibleName(self.tr("规则的一句话"))
        said.body.addWidget(self.sentence)
        asked.body.setSpacing(0)
        asked.body.addWidget(self.tree)
        asked.body.addWidget(self.whole)
        box = self._column = QVBoxLayout(made)
        box.setContentsMargins(16, 12, 16, 14)
        box.setSpacing(12)
        for widget in (self.head, self.clash, said, asked, self.rate, self.limits, self.chatter, self.exempt):
            box.addWidget(widget)
        box.addStretch(1)
        return made

    def _side(self) -> QWidget:
        made, self.aside = Surface(self._theme, edge="left"), Surface(self._theme)
        box = QVBoxLayout(self.aside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for widget in (self.effect, Rule(self._theme), self.trial, Rule(self._theme), self.past):
            box.addWidget(widget)
        box.addStretch(1)
        outer = QVBoxLayout(made)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        self._beside = QVBoxLayout()
        self._beside.addWidget(self.aside)
        place = QWidget()
        place.setLayout(self._beside)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self.beside = column(place)
        outer.addWidget(self.beside, 1)
        outer.addWidget(self.foot)
        made.setFixedWidth(SIDE)
        return made

    def _connect(self) -> None:
        shop = self.shop
        shop.changed.connect(self._show)
        self.list.chosen.connect(shop.choose)
        self.list.new_asked.connect(self._new)
        self.head.named.connect(lambda name: self._set("name", name))
        self.head.turned.connect(lambda state: self._set("state", state))
        for card in (self.rate, self.limits):
            card.set_asked.connect(self._set)
        self.exempt.set_asked.connect(self._set)
        self.exempt.grant_asked.connect(self.grant_asked)
        self.tree.changed.connect(lambda root: self._edit(shop.draft.with_root(root) if shop.draft else None))
        self.sentence.asked.connect(self.tree.focus)
        self.effect.again_asked.connect(shop.again)
        self.tests.changed.connect(self._show_tests)
        self.past.restored.connect(shop.restore)
        self.foot.saved.connect(self._save)
        self.foot.discarded.connect(shop.discard)
        self.clash.theirs_taken.connect(shop.take_theirs)
        self.clash.mine_kept.connect(lambda: shop.keep_mine(self.foot.why.text().strip()))
        self.state.asked.connect(shop.again)

    # what comes in

    def show_hits(self, hits: Mapping[str, int]) -> None:
        """Rule -> how many open cases it stands on now."""
        if hits != self._hits:
            self._hits = hits
            self._show_list()

    def grant(self, exemption: Mapping[str, object]) -> None:
        """One more exemption in the rule in hand, from its next save on."""
        draft = self.shop.draft
        if draft is not None:
            self._set("exempt", [*draft.rest.get("exempt", []), dict(exemption)])

    def tick(self, now: datetime) -> None:
        self._now = now

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shop.open()
        self.tests.open()
        self._fresh.start()

    def _again(self) -> None:
        if self.isVisible():
            self.shop.refresh()
        else:
            self._fresh.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for three columns the third scrolls under the second, and the bar to save by stays."""
        super().resizeEvent(event)
        wide = self.width() >= NARROW
        self.body.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self.side.setFixedWidth(SIDE if wide else max(SIDE, self.width() - self.list.width()))
        if wide != self.beside.isHidden():
            return
        self.beside.setVisible(wide)
        if wide:
            self._beside.addWidget(self.aside)
        else:
            self._column.insertWidget(self._column.count() - 1, self.aside)

    # what somebody does

    def _edit(self, draft: Draft | None) -> None:
        if draft is not None:
            self.shop.edit(draft)

    def _set(self, key: str, value: object) -> None:
        self._edit(self.shop.draft.set(key, value) if self.shop.draft else None)

    def _save(self, why: str) -> None:
        """The button cannot keep the focus: on to the list, from where the arrows go to the next rule."""
        self.list.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shop.save(why)

    def _new(self) -> None:
        self.list.filter.clear()
        self.shop.new()
        self.head.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.head.name.selectAll()

    # what is shown

    def _show(self) -> None:
        draft = self.shop.draft
        self._show_list()
        if draft is None:
            self._show_none()
            return
        self.stack.setCurrentIndex(0)
        self._show_rule(draft)
        self._show_effect(draft)
        self.trial.show_test()
        self._show_tests()

    def _show_tests(self) -> None:
        self._show_list()
        self.chatter.show_chatters([one for one in self.tests.chatters if one.rule == self.shop.current], self._now)

    def _show_none(self) -> None:
        if self.shop.trouble:
            self.state.show_state("error", self.tr("没能取到规则"), self.shop.trouble, link=self.tr("再试一次"))
        elif self.shop.version:
            self.state.show_state("empty", self.tr("还没有规则"), self.tr("左下角“新建”从一条现成的开始"))
        else:
            self.state.show_state("wait", self.tr("正在取规则"))
        self.stack.setCurrentWidget(self.state)

    def _show_list(self) -> None:
        entries = self._entries()
        self.list.model.take(entries)
        self.list.go(self.shop.current)
        self.list.new.setEnabled(not self.shop.locked)
        self.titled.emit(self.tr("规则"), counted(entries) if entries else "")

    def _entries(self) -> list[Entry]:
        shop = self.shop
        fallen, restless = self.tests.fallen, Counter(one.rule for one in self.tests.chatters)
        found = [
            entry(rule, hits=self._hits.get(key, 0), touched=shop.touched(key), fallen=fallen.get(key), chatters=restless[key])
            for key, rule in shop.rules.items()
        ]
        fresh = [draft for key, draft in shop.drafts.items() if key not in shop.rules]
        return found + [Entry(one.id, one.name, one.state, "延迟与超时", touched=True) for one in fresh]

    def _show_rule(self, draft: Draft) -> None:
        locked, faults = self.shop.locked, draft.faults
        self.head.show_draft(draft, version=self.shop.past[0].version if self.shop.past else 0, locked=locked)
        self.clash.show_clash(self.shop.clash, draft)
        self.sentence.show_pieces(pieces(draft, draft.base))
        self.asked.setVisible(not draft.aggregate)
        self.rate.setVisible(draft.aggregate)
        if draft.aggregate:
            self.rate.show_draft(draft, locked=locked)
        self.tree.show_root(draft.root, locked=locked)
        self.tree.show_faults(faults)
        self.whole.setText(faults.get(0, ""))
        self.whole.setVisible(0 in faults)
        self.limits.show_draft(draft, locked=locked)
        self.foot.show_draft(draft, locked=locked, saving=self._held)
        self.past.show_past(self.shop.past, now=self._now, locked=locked)

    @property
    def _held(self) -> str:
        """Why nothing can be saved at this moment."""
        if self.shop.clash is not None:
            return self.tr("先在上面选：改用对方的，还是仍存您的")
        return self.tr("正在保存…") if self.shop.saving else ""

    def _show_effect(self, draft: Draft) -> None:
        shop, trial = self.shop, self.shop.trial
        stale = "yes" if shop.stale else ""
        self.effect.show_trial(draft, trial, stale=stale, trouble=shop.why_no_trial)
        self.tree.show_counts(trial.lines if trial else None, trial.about if trial else 0, stale=stale)
        self.exempt.show_draft(draft, trial.spared if trial else [], locked=shop.locked, now=self._now)
        self.head.badge.setToolTip(EFFECTS[draft.state])
