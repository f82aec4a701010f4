"""The rule editor joined to the glass; it is made when somebody first goes there."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.views.glass.room import Room

if TYPE_CHECKING:
    from ordertower_desktop.views.glass.granting import Grant, SpareGrant
    from ordertower_desktop.views.glass.labelling import Labelling
    from ordertower_desktop.views.rules.page import RulesPage
    from ordertower_desktop.views.rules.promo.sheet import PromoSheet
    from ordertower_desktop.wire.alarms import AlarmRow

PROMOS = frozenset({"promos", "try_promo", "save_promos", "try_terms", "calendars_in_force"})
"""What is asked about promotions."""
BACKTESTS = frozenset({"backtest", "backtests", "backtest_view", "cancel_backtest", "backtest_orders", "rule_drift", "rule_chatters"})
"""What is asked about back-tests."""


class Ruling(Room):
    """`question` as in the annex."""

    chains_asked = Signal()
    books_asked = Signal()
    rates_asked = Signal(str)
    terms_asked = Signal()
    stakes_asked = Signal()

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass, self._role, self._wanted = glass, "", ""
        self._alarms: Sequence[AlarmRow] = ()
        self.page: RulesPage | None = None
        self.asking: Grant | None = None
        self.sheet: PromoSheet | None = None
        self.sparing: SpareGrant | None = None
        self.labelling: Labelling | None = None
        self._place = Place()
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
            self.page.tests.question.connect(self.question)
            self.page.trial.labels_asked.connect(self._label)
            for card in (self.page.trial, self.page.chatter):
                card.opened.connect(self._glass.orders.seek)
            self.page.titled.connect(self._title)
            self.page.grant_asked.connect(self._grant)
            self.page.list.promos_asked.connect(self._promos)
            self.page.list.chains_asked.connect(self.chains_asked)
            self.page.list.books_asked.connect(self.books_asked)
            self.page.rate.alarms_asked.connect(lambda: self.rates_asked.emit(shop.current))
            self.page.rate.show_alarms(self._alarms)
            self.page.list.terms_asked.connect(self.terms_asked)
            self.page.list.stakes_asked.connect(self.stakes_asked)
            shop.show_role(self._role)
            self._place.hold(self.page, self.page.list.view)
            self.tick(self._glass.now)
        return self.page

    def open(self, rule: str) -> None:
        """To one rule, as soon as the rules are here."""
        self._wanted = rule
        self._glass.shell.page_requested.emit("rules")
        self._choose()

    def _choose(self) -> None:
        if self._wanted and self.page is not None and self._wanted in self.page.shop.rules:
            self.page.shop.choose(self._wanted)
            self._wanted = ""

    def show_alarms(self, standing: "Sequence[AlarmRow]") -> None:
        """The groups that alarms are about now."""
        self._alarms = standing
        if self.page is not None:
            self.page.rate.show_alarms(standing)

    def answered(self, what: str, answer: Any) -> None:
        if what in PROMOS:
            if self.sheet is not None:
                self.sheet.promotions.answered(what, answer)
        elif self.page is not None:
            (self.page.tests if what in BACKTESTS else self.page.shop).answered(what, answer)
            self._choose()

    def show_state(self, state: Any) -> None:
        """What this person may do, as the hub says."""
        self._role = state.role
        if self.page is not None:
            self.page.shop.show_role(state.role)

    def forget(self) -> None:
        """Another hub."""
        self.sheet = None
        if self.page is not None:
            self.page.shop.forget()
            self.page.tests.forget()

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
        from ordertower_desktop.views.glass.granting import Grant

        asking = self.asking = Grant(self._glass.theme, self._glass.shell, self._me)
        asking.accepted.connect(lambda: self._granted(asking.made(self._glass.now)))
        asking.open()

    def _granted(self, exemption: dict[str, Any]) -> None:
        if self.page is not None:
            self.page.grant(exemption)

    def _label(self) -> None:
        """Which orders people marked by hand."""
        if self.page is None:
            return
        from ordertower_desktop.views.glass.labelling import Labelling

        tests = self.page.tests
        asking = self.labelling = Labelling(self._glass.theme, self._glass.shell, tests.labels)
        asking.accepted.connect(lambda: tests.set_labels(asking.made()))
        asking.open()

    def _promos(self) -> None:
        """The promotions; what somebody has not saved in them waits where it is."""
        if self.page is None:
            return
        if self.sheet is None:
            from ordertower_desktop.models.rules.promotions import Promotions
            from ordertower_desktop.views.rules.promo.sheet import PromoSheet

            promotions = Promotions(self.page.shop)
            promotions.question.connect(self.question)
            promotions.told.connect(self._glass.shell.toasts.show)
            sheet = self.sheet = PromoSheet(self._glass.theme, self._glass.shell, promotions, now=lambda: self._glass.now, by=self._me)
            sheet.grant_asked.connect(self._spare)
        self.sheet.promotions.open()
        self.sheet.open()

    def _spare(self) -> None:
        from ordertower_desktop.views.glass.granting import SpareGrant

        if self.page is None or self.sheet is None:
            return
        sheet = self.sheet
        asking = self.sparing = SpareGrant(self._glass.theme, sheet, list(self.page.shop.rules.values()))
        asking.accepted.connect(lambda: sheet.spare(asking.made()))
        asking.open()

    def _title(self, title: str, counts: str) -> None:
        if self._glass.shell.page == "rules":
            self._glass.shell.show_title(title, counts)
