"""The page of the rates joined to the glass; it is made when somebody first goes there, the alarms are here before it is."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from ordertower_desktop.models.rates.watch import RateWatch
from ordertower_desktop.views.glass.ask import Ask, people, span_choice, until
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.views.glass.room import Room

if TYPE_CHECKING:
    from ordertower_desktop.views.rates.page import RatesPage

KEY = "rates"


class Rating(Room):
    """`question` as in the annex; `rule_asked(rule)`: the rule behind an alarm is wanted."""

    rule_asked = Signal(str)

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass = glass
        self.watch = RateWatch()
        self.watch.setParent(self)
        self.watch.question.connect(self.question)
        self.watch.acted.connect(self._acted)
        self.page: RatesPage | None = None
        self._place = Place()
        self._place.shown.connect(self._shown)
        glass.shell.add_page(KEY, self._place)

    def open(self, key: str = "") -> None:
        """To the page; `key` is an alarm or a rule."""
        self._glass.open_page(KEY)
        self.watch.go_to(key)

    def take(self, rows: Sequence[Any], gone: Sequence[str]) -> None:
        self.watch.take(rows, gone)

    def answered(self, what: str, answer: Any) -> None:
        self.watch.answered(what, answer)

    def outcome(self, outcome: Any) -> None:
        """The hub's word on an act: a refusal gives the alarm back as it was."""
        if not outcome.ok and outcome.case:
            self.watch.refused(outcome.case)

    def show_state(self, state: Any) -> None:
        self.watch.show_state(str(state.link))

    def forget(self) -> None:
        self.watch.forget()

    def tick(self, now: datetime) -> None:
        if self.page is not None and self.page.isVisibleTo(self._glass.shell):
            self.page.tick(now)

    def _shown(self) -> None:
        self._glass.shell.rail.mark("rules")
        if self.page is None:
            from ordertower_desktop.views.rates.page import RatesPage

            page = self.page = RatesPage(self._glass.theme, self.watch, now=self._glass.now)
            page.titled.connect(self._title)
            page.verb_asked.connect(self._verb)
            page.detail.order_asked.connect(lambda order, _case: self._glass.orders.seek(order))
            page.detail.rule_asked.connect(self.rule_asked)
            self._place.hold(page, page.list.view)
        self.watch.changed.emit()

    def _verb(self, verb: str) -> None:
        """Ask what has to be said, then do it."""
        line = self.watch.current
        if line is None or line.alarm is None:
            return
        if verb in ("acknowledge", "resolve"):
            self.watch.act(verb)
            return
        ask = self._question(verb, line.alarm.title)
        if ask.exec() != Ask.DialogCode.Accepted:
            return
        said: dict[str, Any] = dict(ask.values())
        if verb == "snooze":
            said = {"until": until(said["minutes"], self._glass.now), "why": said["why"]}
        self.watch.act(verb, **said)

    def _question(self, verb: str, what: str) -> Ask:
        theme, shell = self._glass.theme, self._glass.shell
        match verb:
            case "hand_over":
                effect = self.tr("{0}。对方会收到提醒，原责任人的提醒停止。").format(what)
                ask = Ask(theme, shell, self.tr("转派"), effect, self.tr("转派"))
                return ask.choice("to", self.tr("给谁"), people(self._glass.people.values(), self._glass.me)).need("to")
            case "snooze":
                ask = Ask(theme, shell, self.tr("稍后处理"), self.tr("{0}。到时还没有恢复会再提醒。").format(what), self.tr("稍后"))
                return span_choice(ask, self.tr("多久")).line("why", self.tr("原因")).need("why")
            case _:
                ask = Ask(theme, shell, self.tr("备注"), self.tr("{0}。写下查到的原因或已采取的措施。").format(what), self.tr("保存"))
                return ask.text("text", self.tr("内容")).need("text")

    def _acted(self, verb: str, actions: list[Any]) -> None:
        self._glass.submitted.emit(actions)
        self._glass.receipts.sent(verb, actions)

    def _title(self, title: str, counts: str) -> None:
        if self._glass.shell.page == KEY:
            self._glass.shell.show_title(title, counts)
