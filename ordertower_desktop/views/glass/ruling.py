"""The rule editor joined to the glass; it is made when somebody first goes there."""

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.models.rules import exemption
from ordertower_desktop.views.glass.ask import Ask
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.theme.theme import Theme

if TYPE_CHECKING:
    from ordertower_desktop.views.rules.page import RulesPage


class _Place(QWidget):
    """Empty until it is looked at."""

    shown = Signal()

    def showEvent(self, event: QShowEvent) -> None:
        self.shown.emit()
        super().showEvent(event)


class Grant(Ask):
    """The form of a new exemption; a field needs a value, a tag does not."""

    def __init__(self, theme: Theme, parent: QWidget, by: str) -> None:
        title, verb = "加一条豁免", "加上"
        effect = f"写上的订单，到期之前这条规则不命中；保存规则后生效。批准人记为 {by}"
        super().__init__(theme, parent, title, effect, verb)
        self.choice("about", self.tr("对象"), exemption.choices())
        self.line("value", self.tr("是"), self.tr("多个用顿号隔开；选标签时不用填"))
        self.choice("until", self.tr("到期"), list(exemption.UNTIL.items()))
        self.line("why", self.tr("原因"), self.tr("例如：双11 专场"))

    def accept(self) -> None:
        self.need(*(() if ":" in self.values()["about"] else ("value",)), "why")
        super().accept()


class Ruling(QObject):
    """`question` as in the annex."""

    question = Signal(str, list)

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass, self._role = glass, ""
        self.page: RulesPage | None = None
        self.asking: Grant | None = None
        self._place = _Place()
        self._place.shown.connect(self._made)
        glass.shell.add_page("rules", self._place)

    def _made(self) -> "RulesPage":
        """The page, from the first time on."""
        if self.page is None:
            from ordertower_desktop.models.rules.workshop import Workshop
            from ordertower_desktop.views.rules.page import RulesPage

            shop = Workshop()
            self.page = RulesPage(self._glass.theme, shop, now=self._glass.now)
            shop.setParent(self.page)
            shop.question.connect(self.question)
            shop.told.connect(self._glass.shell.toasts.show)
            self.page.titled.connect(self._title)
            self.page.grant_asked.connect(self._grant)
            shop.show_role(self._role)
            box = QVBoxLayout(self._place)
            box.setContentsMargins(0, 0, 0, 0)
            box.addWidget(self.page)
            self._place.setFocusProxy(self.page.list.view)
            self.tick(self._glass.now)
        return self.page

    def answered(self, what: str, answer: Any) -> None:
        if self.page is not None:
            self.page.shop.answered(what, answer)

    def show_state(self, state: Any) -> None:
        """What this person may do, as the hub says."""
        self._role = state.role
        if self.page is not None:
            self.page.shop.show_role(state.role)

    def forget(self) -> None:
        """Another hub."""
        if self.page is not None:
            self.page.shop.forget()

    def tick(self, now: datetime) -> None:
        if self.page is None or not self.page.isVisibleTo(self._glass.shell):
            return
        glass = self._glass
        self.page.tick(now)
        rows = (glass.model.row(case) for case in glass.model.known())
        self.page.show_hits(Counter(rule for row in rows if row is not None and row.state == "open" for rule in row.verdicts))

    @property
    def _me(self) -> str:
        me = self._glass.people.get(self._glass.me)
        return me.name if me else self._glass.me or self.tr("本机")

    def _grant(self) -> None:
        asking = self.asking = Grant(self._glass.theme, self._glass.shell, self._me)
        asking.accepted.connect(lambda: self._granted(asking.values()))
        asking.open()

    def _granted(self, said: dict[str, str]) -> None:
        if self.page is not None:
            self.page.grant(exemption.made(said, by=self._me, now=self._glass.now))

    def _title(self, title: str, counts: str) -> None:
        if self._glass.shell.page == "rules":
            self._glass.shell.show_title(title, counts)
