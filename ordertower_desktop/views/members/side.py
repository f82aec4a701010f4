"""Beside the members: what roles are lent until when; beside the posts: what was changed of them."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.members.crew import Crew
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import Card, Rule, clear, row
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.crisis import GrantRow

MOST_GRANTS, MOST_CHANGES, MOST_WORDS = 8, 12, 4
STATES = {"over": "已到期收回", "withdrawn": "已提前收回"}


class LentCard(Card):
    """`lend_asked`, `take_back_asked(grant)`."""

    lend_asked = Signal()
    take_back_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("临时授权"), self.tr("到时自动收回"))
        self.lend = Link(theme, self.tr("授权"), icon="plus")
        self.lend.setAccessibleName(self.tr("临时授予主管权限"))
        self.head.addWidget(self.lend)
        self.lend.clicked.connect(self.lend_asked)
        self.none = PlainLabel(theme, self.tr("现在没有借出的权限"), role="text3", wrap="yes")
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.body.addWidget(self.none)
        self.body.addLayout(self._list)
        self._shown: tuple[object, ...] = ()

    def show_crew(self, crew: Crew, now: datetime) -> None:
        grants = sorted(crew.grants, key=lambda one: one.state != "running")[:MOST_GRANTS]
        shown = (*grants, crew.locked, now.date())
        if shown == self._shown:
            return
        self._shown = shown
        self.lend.setEnabled(not crew.locked)
        self.lend.setToolTip(crew.locked)
        self.none.setVisible(not grants)
        clear(self._list)
        for one in grants:
            self._list.addWidget(self._line(one, crew, now))

    def _line(self, one: GrantRow, crew: Crew, now: datetime) -> QWidget:
        theme, made = self._theme, QWidget()
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        running = one.state == "running"
        until = self.tr("到 {0}").format(text.near(one.until, now)) if running else STATES.get(one.state, one.state)
        when = PlainLabel(theme, until, size=12, role="amber" if running else "text3")
        parts: list[QWidget | int] = [PlainLabel(theme, one.name, strong="yes" if running else ""), when, 1]
        if running:
            back = Link(theme, self.tr("收回"))
            back.setAccessibleName(self.tr("收回 {0} 的授权").format(one.name))
            back.setEnabled(not crew.locked)
            back.clicked.connect(lambda: self.take_back_asked.emit(one.id))
            parts.append(back)
        box.addLayout(row(*parts))
        box.addWidget(Elided(theme, f"{one.by_name}：{one.why}", size=12, role="text3"))
        return made


class ChangesCard(Card):
    """The versions of the posts, newest first, in words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("岗位改过什么"), self.tr("每次修改都进审计"))
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.body.addLayout(self._list)
        self._shown: tuple[object, ...] = ()

    def show_crew(self, crew: Crew, now: datetime) -> None:
        shown = (*crew.past, now.date())
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._list)
        for place, one in enumerate(crew.past[:MOST_CHANGES]):
            if place:
                self._list.addWidget(Rule(self._theme))
            left = len(one.says) - MOST_WORDS
            says = [*one.says[:MOST_WORDS], *([self.tr("另有 {0} 处").format(left)] if left > 0 else [])]
            title = PlainLabel(self._theme, self.tr("第 {0} 版").format(one.version), strong="yes")
            who = PlainLabel(self._theme, f"{one.by_name} · {text.near(one.at, now)}", size=12, role="text3")
            holder = QWidget()
            box = QVBoxLayout(holder)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(2)
            box.addLayout(row(title, who, 1))
            for words in says:
                box.addWidget(PlainLabel(self._theme, words, size=12, wrap="yes"))
            self._list.addWidget(holder)
