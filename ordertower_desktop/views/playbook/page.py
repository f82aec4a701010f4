"""处置步骤模板: the templates at the left, the steps of one in the middle, at the right what it looks like and what it would change."""

from datetime import datetime, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.playbook.draft import BookDraft
from ordertower_desktop.models.playbook.shop import BookShop
from ordertower_desktop.views.parts.area import column
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import Card, Rule, Surface
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.playbook.form import StepForm
from ordertower_desktop.views.playbook.head import BookHead
from ordertower_desktop.views.playbook.list import BookList
from ordertower_desktop.views.playbook.opening import Opening
from ordertower_desktop.views.playbook.saving import Clashed, Saving
from ordertower_desktop.views.playbook.side import Changes, Sight, Took
from ordertower_desktop.views.playbook.steps import Heading, StepTable
from ordertower_desktop.views.rules.past import Past
from ordertower_desktop.views.theme.theme import Theme

FRESH_MS = 15_000
WIDTHS = ((1240, 236, 380), (1080, 216, 310), (0, 184, 258))
"""From this width of the page on: how wide the list and the side are."""


class PlaybookPage(QWidget):
    """`titled(title, subtitle)`: for the bar over the page. What it holds is its shop's."""

    titled = Signal(str, str)

    def __init__(self, theme: Theme, shop: BookShop, *, now: datetime) -> None:
        super().__init__()
        self._theme, self.shop, self._now = theme, shop, now
        self.list, self.head, self.opening = BookList(theme), BookHead(theme), Opening(theme)
        self.steps, self.form, self.saving, self.clash = StepTable(theme), StepForm(theme), Saving(theme), Clashed(theme)
        self.more = Link(theme, self.tr("加一步"), icon="plus")
        self.sight, self.changes, self.took, self.past = Sight(theme), Changes(theme), Took(theme), Past(theme)
        self.stack, self.state = QStackedWidget(), StateView(theme)
        self._build()
        self._connect()
        self._fresh = QTimer(self, interval=FRESH_MS)
        self._fresh.timeout.connect(self._again)
        self._show()

    def _build(self) -> None:
        editor, body = QWidget(), QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        self.side = self._side()
        body.addWidget(self.list)
        body.addWidget(column(self._main()), 1)
        body.addWidget(self.side)
        editor.setLayout(body)
        self.stack.addWidget(editor)
        self.stack.addWidget(self.state)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.stack)

    def _main(self) -> QWidget:
        made = QWidget()
        box = QVBoxLayout(made)
        box.setContentsMargins(16, 14, 16, 14)
        box.setSpacing(12)
        self.card = Card(self._theme, self.tr("步骤"), self.tr("拖动或 Alt+↑↓ 排序"), padding=0)
        self.card.head.insertSpacing(0, 16)
        self.card.head.addWidget(self.more)
        self.card.head.addSpacing(16)
        self.card.body.setSpacing(0)
        self.card.body.addWidget(Heading(self._theme))
        self.card.body.addWidget(self.steps)
        for widget in (self.head, self.clash, self.saving, self.opening, self.card, self.form):
            box.addWidget(widget)
        box.addStretch(1)
        return made

    def _side(self) -> QWidget:
        made, inner = Surface(self._theme, edge="left"), Surface(self._theme)
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for widget in (self.sight, self.changes, self.took, Rule(self._theme), self.past):
            box.addWidget(widget)
        box.addStretch(1)
        outer = QHBoxLayout(made)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(column(inner))
        return made

    def _connect(self) -> None:
        shop, form, opening = self.shop, self.form, self.opening
        shop.changed.connect(self._show)
        self.list.chosen.connect(shop.choose)
        self.list.new_asked.connect(self._new)
        self.head.named.connect(lambda name: shop.edit(lambda draft: draft.named(name)))
        self.head.copied.connect(shop.copy)
        self.head.saved.connect(self._save)
        self.head.discarded.connect(shop.discard)
        self.saving.entered.connect(self._save)
        self.clash.theirs_taken.connect(shop.discard)
        self.clash.mine_kept.connect(lambda: shop.keep_mine(self.saving.why.text().strip()))
        opening.causes.connect(lambda keys: shop.edit(lambda draft: draft.opened_for(causes=keys)))
        opening.kinds.connect(lambda keys: shop.edit(lambda draft: draft.opened_for(kinds=keys)))
        opening.stages.connect(lambda names: shop.edit(lambda draft: draft.in_stages(names)))
        opening.tried.connect(lambda at: shop.edit(lambda draft: draft.tried(at, stood=shop.place(shop.current))))
        self.more.clicked.connect(self._add)
        self.steps.picked.connect(shop.pick)
        self.steps.opened.connect(form.focus)
        self.steps.moved.connect(lambda place, to: shop.edit(lambda draft: draft.moved(place, to)))
        self.steps.removed.connect(self._remove)
        form.set_asked.connect(lambda new: shop.edit(lambda draft: draft.set(shop.step, **new)))
        form.expected.connect(lambda said: shop.edit(lambda draft: draft.expected(shop.step, said)))
        form.moved.connect(lambda by: shop.edit(lambda draft: draft.moved(shop.step, shop.step + by)))
        form.removed.connect(lambda: self._remove(shop.step))
        self.past.restored.connect(shop.restore)
        self.state.asked.connect(shop.open)
        QShortcut(QKeySequence.StandardKey.Save, self).activated.connect(self._save)

    # what comes in

    def tick(self, now: datetime) -> None:
        self._now = now

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shop.open()
        self._fresh.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        _, left, right = next(one for one in WIDTHS if self.width() >= one[0])
        self.list.setFixedWidth(left)
        self.side.setFixedWidth(right)

    def _again(self) -> None:
        """Others save, cases come and go: ask again while somebody looks."""
        if self.isVisible():
            self.shop.open()
        else:
            self._fresh.stop()

    # what somebody does

    def _new(self) -> None:
        self.shop.new()
        self.head.name.setFocus()
        self.head.name.selectAll()

    def _add(self) -> None:
        self.shop.edit(BookDraft.added)
        self.form.focus()

    def _remove(self, place: int) -> None:
        draft = self.shop.draft
        if draft is not None and len(draft.steps) > 1:
            self.shop.edit(lambda one: one.removed(place))

    def _save(self) -> None:
        self.shop.save(self.saving.why.text().strip())

    # what is shown

    def _show(self) -> None:
        shop, draft = self.shop, self.shop.draft
        self.titled.emit(self.tr("处置步骤模板"), self.tr("规则 / SOP · {0} 套").format(len(shop.templates)) if shop.templates else "")
        if draft is None:
            if shop.trouble or not shop.online:
                self.state.show_state("offline", self.tr("取不到步骤模板"), shop.trouble or shop.locked)
            else:
                self.state.show_state("wait", self.tr("正在取步骤模板"), "")
            self.stack.setCurrentWidget(self.state)
            return
        self.stack.setCurrentIndex(0)
        doubts = shop.trial.doubts if shop.trial and not shop.stale else {}
        self.list.show_shop(shop)
        self.head.show_shop(shop, draft)
        self.opening.show_shop(shop, draft)
        self.steps.show_draft(draft, step=shop.step, posts=shop.posts, doubts=doubts)
        self.form.show_draft(draft, step=shop.step, posts=shop.posts, really=self._really(draft), locked=shop.locked)
        self.more.setEnabled(not shop.locked)
        self.saving.show_shop(shop, draft)
        self.clash.show_shop(shop, draft)
        self.sight.show_draft(draft, step=shop.step, posts=shop.posts, now=self._now)
        self.changes.show_shop(shop, draft)
        self.took.show_shop(shop, draft)
        self.past.show_past(shop.past.changes if shop.past else (), now=self._now, locked=shop.locked)

    def _really(self, draft: BookDraft) -> str:
        """How long the step in hand took lately."""
        past, step = self.shop.past, self.shop.step
        title = draft.steps[step].title if 0 <= step < len(draft.steps) else ""
        found = next((one for one in past.took if one.step == title), None) if past else None
        return self.tr("{0} 天中位 {1}").format(past.days, text.spoken(timedelta(seconds=found.middle_s))) if past and found else ""
