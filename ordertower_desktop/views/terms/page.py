"""时限与日历: the document in hand as a form, read back in sentences; at the right what it would do, and its versions."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ordertower_desktop.domain.terms import RUNNING_NAMES
from ordertower_desktop.models.terms.draft import CalendarsDraft, Draft, LimitsDraft
from ordertower_desktop.models.terms.shop import TermsShop
from ordertower_desktop.views.parts.area import column
from ordertower_desktop.views.parts.card import Card, Rule, Surface
from ordertower_desktop.views.parts.clash import ClashCard
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.rules.past import Past
from ordertower_desktop.views.terms.head import TermsHead
from ordertower_desktop.views.terms.others import Others
from ordertower_desktop.views.terms.trial import Saving, Trial
from ordertower_desktop.views.terms.usual import Usual
from ordertower_desktop.views.terms.week import Week
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rules import RuleChange
from ordertower_desktop.wire.terms import TermsChange

SIDE, FRESH_MS = 372, 15_000


class TermsPage(QWidget):
    """`titled(title, subtitle)`: for the bar over the page. What it holds is its shop's."""

    titled = Signal(str, str)

    def __init__(self, theme: Theme, shop: TermsShop, *, now: datetime) -> None:
        super().__init__()
        self._theme, self.shop, self._now = theme, shop, now
        self.head, self.usual, self.others, self.week = TermsHead(theme), Usual(theme), Others(theme), Week(theme)
        self.saving, self.clash, self.read = Saving(theme), ClashCard(theme), Card(theme, self.tr("读一遍"))
        self.sentences = PlainLabel(theme, role="text2", wrap="yes")
        self.read.body.addWidget(self.sentences)
        self.trial, self.past = Trial(theme), Past(theme)
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
        for widget in (self.head, self.clash, self.saving, self.usual, self.others, self.week, self.read):
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
        shop, week = self.shop, self.week
        shop.changed.connect(self._show)
        self.head.chosen.connect(shop.choose)
        self.head.saved.connect(self._save)
        self.head.discarded.connect(shop.discard)
        self.saving.entered.connect(self._save)
        self.saving.turned.connect(shop.show_running)
        self.clash.theirs_taken.connect(shop.discard)
        self.clash.mine_kept.connect(lambda: shop.keep_mine(self.saving.why.text().strip()))
        self.usual.limited.connect(lambda name, words: self._limits(lambda draft: draft.limited(name, words)))
        self.usual.counted.connect(lambda name, key: self._limits(lambda draft: draft.counted(name, key)))
        self.usual.valued.connect(lambda yuan: self._limits(lambda draft: draft.valued(yuan)))
        self.others.added.connect(lambda: self._limits(lambda draft: draft.added()))
        self.others.set_asked.connect(lambda place, new: self._limits(lambda draft: draft.other(place, new)))
        week.picked.connect(shop.pick)
        week.set_asked.connect(lambda new: self._calendars(lambda draft: draft.set(shop.calendar, **new)))
        week.days_typed.connect(lambda field, words: self._calendars(lambda draft: draft.days(shop.calendar, field, words)))
        week.added.connect(self._new)
        week.removed.connect(self._remove)
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

    # what somebody does

    def _limits(self, change: Any) -> None:
        if (draft := self.shop.limits) is not None:
            self.shop.edit(change(draft))

    def _calendars(self, change: Any) -> None:
        if (draft := self.shop.calendars) is not None:
            self.shop.edit(change(draft))

    def _new(self) -> None:
        if (draft := self.shop.calendars) is not None:
            made, key = draft.added()
            self.shop.edit(made)
            self.shop.pick(key)
            self.week.name.setFocus()

    def _remove(self) -> None:
        draft, key = self.shop.calendars, self.shop.calendar
        if draft is not None and len(draft.body.calendars) > 1:
            made = draft.removed(key)
            self.shop.edit(made)
            self.shop.pick(made.body.calendars[0].id)

    def _restore(self, change: RuleChange) -> None:
        found = next((one for one in self.shop.past.get(self.shop.kind, ()) if one.version == change.version), None)
        if found is not None:
            self.shop.restore(found)

    def _save(self) -> None:
        self.shop.save(self.saving.why.text().strip())

    # what is shown

    def _show(self) -> None:
        shop, draft = self.shop, self.shop.draft
        self.titled.emit(self.tr("时限与日历"), self.tr("规则 / 时限"))
        if draft is None:
            self.state.show_state("wait", self.tr("正在取时限与日历"), shop.locked)
            self.stack.setCurrentWidget(self.state)
            return
        self.stack.setCurrentIndex(0)
        self.head.show_shop(shop, draft, self._now)
        self.saving.show_shop(shop, draft)
        self._show_clash(draft)
        for widget in (self.usual, self.others, self.read):
            widget.setVisible(isinstance(draft, LimitsDraft))
        self.week.setVisible(isinstance(draft, CalendarsDraft))
        if isinstance(draft, LimitsDraft):
            self.usual.show_draft(draft, locked=shop.locked)
            self.others.show_draft(draft, locked=shop.locked)
            self.sentences.setText("\n".join(draft.sentences) or draft.fault)
        else:
            self.week.show_draft(draft, shop.calendar, locked=shop.locked)
        self.trial.show_shop(shop, draft, self._now)
        self.past.show_past([_told(one) for one in shop.past.get(shop.kind, ())], now=self._now, locked=shop.locked)

    def _show_clash(self, draft: Draft) -> None:
        clash = self.shop.clash
        if clash is not None:
            self.clash.words.setText(self.tr("{0}；您的修改都还在").format(self.shop.first(clash.theirs)))
            self.clash.theirs.setText(self.tr("对方改的：{0}").format("；".join(clash.says)))
            self.clash.theirs.setVisible(bool(clash.says))
            self.clash.mine.setText(self.tr("您改的：{0}").format("；".join(draft.changes) or draft.fault))
            self.clash.keep.setEnabled(not draft.fault)
        self.clash.setVisible(clash is not None)


def _told(change: TermsChange) -> RuleChange:
    """A version as the list of versions shows it, with whom it was for."""
    says = [*change.says, f"（{RUNNING_NAMES[change.running]}）"] if change.by else change.says
    why = "" if change.why in change.says else change.why
    return RuleChange(change.version, change.at, change.by, change.by_name, why, says)
