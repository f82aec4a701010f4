"""告警链: the steps in boxes, the one in hand as a form, who is here; at the right the dry walk, the ways out and the versions."""

from collections.abc import Collection, Mapping
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ordertower_desktop.domain.chaincheck import WHOLE
from ordertower_desktop.domain.chainwords import said
from ordertower_desktop.models.chain import lines
from ordertower_desktop.models.chain.draft import ChainDraft
from ordertower_desktop.models.chain.drilling import Drilling
from ordertower_desktop.models.chain.rotashop import RotaShop
from ordertower_desktop.models.chain.shop import ChainShop
from ordertower_desktop.views.chain.channels import Channels
from ordertower_desktop.views.chain.duty import DutyTable
from ordertower_desktop.views.chain.form import StepForm
from ordertower_desktop.views.chain.head import ChainHead
from ordertower_desktop.views.chain.rotacard import RotaCard
from ordertower_desktop.views.chain.saving import Clashed, Saving
from ordertower_desktop.views.chain.steps import StepRow
from ordertower_desktop.views.chain.walk import Walk
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import Card, Rule, Surface, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.mark import Mark
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.rules.past import Past
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.posts import PostRow
from ordertower_desktop.wire.rows import PersonRow

SIDE, FRESH_MS = 372, 15_000


class ChainPage(QWidget):
    """`titled(title, subtitle)`: for the bar over the page. What it holds is its shop's."""

    titled = Signal(str, str)

    def __init__(self, theme: Theme, shop: ChainShop, *, now: datetime) -> None:
        super().__init__()
        self._theme, self.shop, self._now = theme, shop, now
        self.rota = RotaCard(theme, RotaShop(now))
        self.rota.shop.setParent(self)
        self.drilling = Drilling()
        self.drilling.setParent(self)
        self.head, self.steps, self.form, self.saving, self.clash = (
            ChainHead(theme), StepRow(theme), StepForm(theme), Saving(theme), Clashed(theme),
        )  # fmt: skip
        self.sentence, self.whole = PlainLabel(theme, role="text2", wrap="yes"), PlainLabel(theme, role="red", wrap="yes")
        self.more = Link(theme, self.tr("加一步"), icon="plus")
        self.duty, self.walk, self.channels, self.past = DutyTable(theme), Walk(theme), Channels(theme), Past(theme)
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
        body.addWidget(_scrolled(self._main(), self.tr("告警链与排班")), 1)
        self.side = self._side()
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
        for widget in (self.head, self.clash, self._chain(), self.saving, self.rota, self._duties()):
            box.addWidget(widget)
        box.addStretch(1)
        return made

    def _chain(self) -> Card:
        theme = self._theme
        card = Card(theme, "", self.tr("任一人接手，2 秒内停止其余全部渠道"))
        card.head.insertWidget(0, self.head.name)
        card.head.addWidget(self.more)
        self.more.setAccessibleName(self.tr("加一步"))
        shield = PlainLabel(theme, self.tr("手机渠道不可由本人关闭 · 离岗、休息的人自动跳过，不计责"), size=12, role="text3")
        for widget in (self.steps, self.form, self.whole, self.sentence):
            card.body.addWidget(widget)
        card.body.addLayout(row(Mark(theme, "shield-check", "text3", size=14), shield, 1, spacing=4))
        self.sentence.setAccessibleName(self.tr("告警链的一句话"))
        return card

    def _duties(self) -> Card:
        self.duty_card = card = Card(self._theme, self.tr("此刻谁在岗"), self.tr("步骤到点时，就按这里的人发"), padding=0)
        card.head.insertSpacing(0, 16)
        card.body.setSpacing(0)
        card.body.addWidget(self.duty.head)
        card.body.addWidget(self.duty)
        return card

    def _side(self) -> QWidget:
        made, inner = Surface(self._theme, edge="left"), Surface(self._theme)
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for widget in (self.walk, Rule(self._theme), self.channels, Rule(self._theme), self.past):
            box.addWidget(widget)
        box.addStretch(1)
        outer = QHBoxLayout(made)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(_scrolled(inner, self.tr("此刻走一遍、渠道与版本")))
        made.setFixedWidth(SIDE)
        return made

    def _connect(self) -> None:
        shop, form = self.shop, self.form
        shop.changed.connect(self._show)
        self.head.chosen.connect(shop.choose)
        self.head.named.connect(lambda name: self._edit(*self._own(lambda d: (d.named(name), shop.step))))
        self.head.new_asked.connect(shop.new)
        self.head.saved.connect(self._save)
        self.head.discarded.connect(shop.discard)
        self.saving.entered.connect(self._save)
        self.saving.turned.connect(shop.show_running)
        self.clash.theirs_taken.connect(shop.discard)
        self.clash.mine_kept.connect(lambda: shop.keep_mine(self.saving.why.text().strip()))
        self.more.clicked.connect(self._add)
        self.steps.picked.connect(shop.pick)
        self.steps.opened.connect(form.focus)
        self.steps.moved.connect(self._move)
        self.steps.removed.connect(self._remove)
        form.delayed.connect(lambda said_: self._edit(*self._own(lambda d: d.delayed(shop.step, said_, shop.callings))))
        form.set_asked.connect(lambda new: self._edit(*self._own(lambda d: d.set(shop.step, shop.callings, **new))))
        form.moved.connect(lambda by: self._move(shop.step, by))
        form.removed.connect(lambda: self._remove(shop.step))
        self.walk.post_asked.connect(shop.walk_for)
        self.walk.drill_asked.connect(self._drill)
        self.channels.tested.connect(shop.test)
        self.past.restored.connect(shop.restore)
        self.state.asked.connect(shop.open)
        QShortcut(QKeySequence.StandardKey.Save, self).activated.connect(self._save)

    # what comes in

    def show_people(self, people: Mapping[str, PersonRow]) -> None:
        self.shop.show_people(people)
        self.rota.shop.show_people(people)

    def show_posts(self, rows: Collection[PostRow]) -> None:
        self.shop.show_posts(rows)
        self.rota.shop.show_posts(rows)

    def tick(self, now: datetime) -> None:
        self._now = now
        self.rota.shop.tick(now)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shop.open()
        self.rota.shop.open()
        self._fresh.start()

    def _again(self) -> None:
        """People come and go, channels fall ill: walk it again while somebody looks."""
        if self.isVisible():
            self.shop.open()
        else:
            self._fresh.stop()

    # what somebody does

    def _own(self, change: object) -> tuple[ChainDraft | None, int]:
        draft = self.shop.draft
        return change(draft) if draft is not None and callable(change) else (None, 0)

    def _edit(self, draft: ChainDraft | None, place: int) -> None:
        if draft is not None:
            self.shop.edit(draft, place)

    def _add(self) -> None:
        self._edit(*self._own(lambda draft: draft.added(self.shop.callings)))
        self.form.focus()

    def _move(self, place: int, by: int) -> None:
        self._edit(*self._own(lambda draft: draft.moved(place, by)))

    def _remove(self, place: int) -> None:
        draft = self.shop.draft
        if draft is not None and len(draft.policy.steps) > 1:
            self._edit(*draft.removed(place))

    def _save(self) -> None:
        self.shop.save(self.saving.why.text().strip())

    def _drill(self, outside: str) -> None:
        if self.shop.draft is not None and not self.shop.draft.faults:
            self.drilling.ask(self.shop.draft.policy, self.shop.post, outside)

    # what is shown

    def _show(self) -> None:
        shop, draft = self.shop, self.shop.draft
        self.titled.emit(self.tr("告警链"), self.tr("规则 / 通知"))
        if draft is None:
            self.state.show_state("wait", self.tr("正在取告警链"), shop.locked)
            self.stack.setCurrentWidget(self.state)
            return
        self.stack.setCurrentIndex(0)
        doubts = shop.trial.warnings if shop.trial and not shop.stale else {}
        self.head.show_shop(shop, draft)
        self.steps.show_draft(draft, self.shop.callings, step=shop.step, doubts=doubts)
        self.form.show_draft(draft, shop.names, posts=shop.posts, step=shop.step, locked=shop.locked)
        self.more.setEnabled(not shop.locked)
        self.sentence.setText(said(draft.policy, self.shop.callings))
        self.whole.setText(draft.faults.get(WHOLE, ""))
        self.whole.setVisible(WHOLE in draft.faults)
        self.saving.show_shop(shop, draft)
        self.clash.show_shop(shop, draft)
        self.duty.show_duties(lines.duties(shop.people.values(), shop.posts))
        self.walk.show_shop(shop)
        self.channels.show_ways(lines.ways(shop.channels, self._now), role=shop.role, online=shop.online)
        self.past.show_past(shop.past.changes if shop.past else (), now=self._now, locked=shop.locked)


def _scrolled(inner: QWidget, name: str) -> QScrollArea:
    made = QScrollArea()
    made.setAccessibleName(name)
    made.setWidget(inner)
    made.setWidgetResizable(True)
    return made
