"""预算护栏: what is given, what waits, what was kept out; each offer with the word of a second person."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.crisis.war import War
from ordertower_desktop.views.crisis.lines import Lines, line, pair
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Card, Rule
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.parts.words import Shares
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.crisis import OfferRow

STATES = {"approved": ("已批准", "green"), "refused": ("已退回", "text3"), "waiting": ("待批准", "amber")}


class MoneyCard(Card):
    """`offer_asked`, `approve_asked(offer)`, `refuse_asked(offer)`; `file_asked(id)`: the list of an approved one for those who pay."""

    offer_asked = Signal()
    approve_asked = Signal(object)
    refuse_asked = Signal(object)
    file_asked = Signal(str)

    def __init__(self, theme: Theme, war: War) -> None:
        super().__init__(theme, self.tr("预算护栏"))
        self._theme, self._war = theme, war
        self.limit = PlainLabel(theme, size=12, role="text3")
        self.head.addWidget(self.limit)
        self.left, self.used = PlainLabel(theme, size=28, strong="yes"), PlainLabel(theme, size=13, role="text2")
        self.left.set_face(fonts.display(26))
        self.after = PlainLabel(theme, size=13, role="text2")
        self.bar = Shares(theme, height=10)
        top = QHBoxLayout()
        top.setSpacing(8)
        for widget in (self.left, self.used):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.after)
        self.body.addLayout(top)
        self.body.addWidget(self.bar)
        self.facts, self.offers = Lines(theme), Lines(theme)
        self.body.addSpacing(2)
        self.body.addLayout(self.facts)
        self.body.addWidget(Rule(theme))
        self.body.addLayout(self.offers)
        self.body.addStretch(1)
        self.new = Link(theme, self.tr("提出补偿"), icon="plus")
        self.new.clicked.connect(self.offer_asked)
        self.head.addWidget(self.new)
        war.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        row = self._war.row
        if row is None:
            return
        pack, response = row.pack, row.response
        used, waiting = (response.used_fen, response.waiting_fen) if response is not None else (0, 0)
        alone = response.alone_fen if response is not None else 0
        self.new.setVisible(response is not None and self._war.drill is None)
        self.limit.setText(self.tr("本次上限 {0}").format(self._sum(pack.total_fen)))
        self.left.setText(self._sum(pack.total_fen - used))
        self.left.set_role("red" if used >= pack.total_fen > 0 else "text")
        share = self.tr("剩余，已用 {0:.0%}").format(used / pack.total_fen if pack.total_fen else 0)
        self.used.setText("" if row.veiled else share)
        self.after.setText(self.tr("批准后剩 {0}").format(self._sum(pack.total_fen - used - waiting)) if waiting else "")
        self.bar.show_parts([(used, "accent"), (waiting, "h3")], whole=max(1, pack.total_fen))
        stopped = response.stopped if response is not None else 0
        facts = [
            (self.tr("同一订单重复补偿"), self.tr("拦下 {0} 单").format(stopped)),
            (self.tr("单笔上限"), self._sum(pack.each_fen)),
            (self.tr("主管免批额度"), self.tr("剩 {0}").format(self._sum(max(0, pack.alone_fen - alone)))),
        ]
        self.facts.show_lines(facts, self._fact)
        offers = list(reversed(response.offers)) if response is not None else []
        self.offers.show_lines(sorted(offers, key=lambda one: one.state != "waiting"), self._offer, also=(self._war.me, self._war.may))

    def _sum(self, fen: int) -> str:
        """A sum as this desk's post may see it."""
        row = self._war.row
        return text.worth_sum(fen, {"money": row.veiled} if row is not None and row.veiled else {}, of="money")

    def _fact(self, fact: tuple[str, str]) -> QWidget:
        name, value = fact
        return line(PlainLabel(self._theme, name, role="text2"), 1, PlainLabel(self._theme, value), height=28)

    def _offer(self, one: OfferRow) -> QWidget:
        theme, (word, role) = self._theme, STATES[one.state]
        sum_ = self._sum(one.fen * one.orders)
        title = Elided(
            theme,
            self.tr("{0} × {1} 单").format(one.name, text.count(one.orders)),
            strong="yes" if one.state == "waiting" else "",
        )
        words = [self.tr("{0} 提出").format(one.by_name)] if one.state == "waiting" else [sum_, one.by_name]
        words += [self.tr("已去重 {0} 单").format(one.twice)] if one.twice else []
        words += [self.tr("具名再补 {0} 单").format(one.again)] if one.again else []
        words += [self.tr("{0} {1}").format(one.decided_by_name, one.decided_why or word)] if one.decided_by_name else []
        under = Elided(theme, " · ".join([*words, one.why] if one.why else words), size=12, role="text3")
        if one.state != "waiting" or not self._war.may or one.by == self._war.me:
            said = PlainLabel(
                theme, word if one.by != self._war.me or one.state != "waiting" else self.tr("待另一位主管"), size=12, role=role
            )
            if one.state != "approved" or not self._war.may:
                return line(pair(title, under), said, height=50)
            file = Link(theme, self.tr("名单"), icon="file-text")
            file.setAccessibleName(self.tr("导出 {0} 的名单").format(one.name))
            file.clicked.connect(lambda: self.file_asked.emit(one.id))
            return line(pair(title, under), said, file, height=50)
        approve = Button(theme, self.tr("批准 {0}").format(sum_), kind="primary", small="yes")
        refuse = Button(theme, self.tr("退回…"), small="yes")
        approve.clicked.connect(lambda: self.approve_asked.emit(one))
        refuse.clicked.connect(lambda: self.refuse_asked.emit(one))
        return line(pair(title, under), refuse, approve, height=50)
