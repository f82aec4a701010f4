"""The back-tests of the editor: begun, watched, called off; each rule keeps what was found of it, and its orders come page by page."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ordertower_desktop.domain.event import digest
from ordertower_desktop.models.rules.draft import Draft
from ordertower_desktop.models.rules.workshop import Workshop
from ordertower_desktop.wire.backtests import USUAL_DAYS, BacktestOrder, BacktestOrders, BacktestView, ChatterRow, DriftRow

LOOK_MS = 1000
ACTIVE = ("waiting", "running")


class Backtests(QObject):
    """`question` as the workshop's; the composer brings `answered(what, answer)` back. `changed`: something to be shown is different."""

    question = Signal(str, list)
    changed = Signal()

    def __init__(self, shop: Workshop) -> None:
        super().__init__()
        self._shop = shop
        self._views: dict[str, BacktestView] = {}
        self._waiting: dict[str, Any] = {}
        self._known = ""
        self.other: BacktestView | None = None
        self.trouble, self.which, self.days = "", "added", USUAL_DAYS
        self.labels: tuple[str, ...] = ()
        self.orders: tuple[BacktestOrder, ...] = ()
        self._later = ""
        self.total, self._after = 0, ""
        self.fallen: dict[str, DriftRow] = {}
        self.chatters: list[ChatterRow] = []
        self._rule = ""
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._watch)
        shop.changed.connect(self._chosen)

    # what is in hand

    @property
    def view(self) -> BacktestView | None:
        """The last back-test of the rule in hand."""
        return self._views.get(self._rule)

    @property
    def running(self) -> bool:
        return self.view is not None and self.view.state in ACTIVE

    @property
    def starting(self) -> bool:
        return "backtest" in self._waiting

    @property
    def stale(self) -> bool:
        """What was found is of another state of the rule than the one in hand."""
        draft, view = self._shop.draft, self.view
        return draft is not None and view is not None and view.digest != of(draft)

    @property
    def why_not(self) -> str:
        """Why none can be begun now; empty when one can."""
        draft, shop = self._shop.draft, self._shop
        if shop.locked:
            return self.tr("正在连接中枢，连上后可以回测") if not shop.role else self.tr("只有主管能回测；您可以看最近一次的结果")
        if draft is None or draft.aggregate:
            return self.tr("按比率判断的规则说的是一组订单，不能逐单回测")
        if draft.rule is None:
            return self.tr("填好标红的地方，就能回测")
        if self.other is not None:
            return self.tr("{0} 正在回测“{1}”，等它完成，或先取消它").format(self.other.by_name, self.other.name)
        return ""

    # what somebody does

    def open(self) -> None:
        """Find out what was played lately, and which rules are right less often than they were."""
        if not self._known:
            self._ask("backtests")
        self._ask("rule_drift")
        self._ask("rule_chatters")

    def forget(self) -> None:
        """Another hub: nothing of the old one stays."""
        self._views, self._waiting, self._known, self.other, self.trouble = {}, {}, "", None, ""
        self.orders, self.total, self._after, self.fallen, self.chatters, self._rule = (), 0, "", {}, [], self._shop.current
        self._look.stop()
        self.changed.emit()

    def start(self) -> None:
        """Play the rule in hand as it is now, saved or not."""
        draft = self._shop.draft
        if draft is not None and not self.why_not and not self.running and not self.starting:
            self.trouble = ""
            self._ask("backtest", draft.table, self.days, list(self.labels), about=draft.id)
            self.changed.emit()

    def cancel(self) -> None:
        """Call the running one off: ours, or the one that is in the way."""
        view = self.view if self.running else self.other
        if view is not None:
            self._ask("cancel_backtest", view.id)

    def set_days(self, days: int) -> None:
        self.days = days

    def set_labels(self, labels: Sequence[str]) -> None:
        """The orders that people marked as abnormal; they count from the next start on."""
        self.labels = tuple(dict.fromkeys(labels))
        self.changed.emit()

    def show(self, which: str) -> None:
        """Another list: added | removed | kept | missed."""
        self.which, self.orders, self.total, self._after = which, (), 0, ""
        self._page("0")
        self.changed.emit()

    def more(self) -> None:
        """The next page of the list, if there is one."""
        if self._after and "backtest_orders" not in self._waiting:
            self._page(self._after)

    # what comes back

    def answered(self, what: str, answer: Any) -> None:
        about, later = self._waiting.pop(what, None), ""
        if what == "backtest_orders":
            later, self._later = self._later, ""
        if isinstance(answer, Exception):
            self._failed(what, answer)
        elif what == "backtests":
            self._known = "yes"
            self._took(answer)
        elif what == "rule_drift":
            self.fallen = {row.rule: row for row in answer if row.fallen}
        elif what == "rule_chatters":
            self.chatters = answer
        elif what == "backtest_orders":
            self._listed(about, answer)
        else:
            self._came(answer)
        if later:
            self._page(later)
        self.changed.emit()

    def _failed(self, what: str, trouble: Exception) -> None:
        """One that is in the way is shown with its name; a look that failed is made again."""
        if what in ("rule_drift", "rule_chatters"):
            return
        self.trouble = str(trouble)
        if what == "backtest" and getattr(trouble, "status", 0) == 409:
            self._ask("backtests")
        elif what == "backtest_view" and getattr(trouble, "status", 0) == 404:
            self._views.pop(self._rule, None)

    def _took(self, views: Sequence[BacktestView]) -> None:
        """The newest of each rule; what each found is asked for when somebody looks at the rule."""
        for view in reversed(views):
            known = self._views.get(view.rule)
            if known is None or known.id != view.id or known.state in ACTIVE:
                self._views[view.rule] = view
        active = next((view for view in views if view.state in ACTIVE), None)
        self.other = active if active is not None and active.rule != self._rule else None
        self._look_on()
        self._fill()

    def _came(self, view: BacktestView) -> None:
        """Word of one back-test."""
        self.trouble = ""
        before = self._views.get(view.rule)
        if self.other is not None and self.other.id == view.id:
            self.other = view if view.state in ACTIVE else None
        if before is None or before.id == view.id or view.at >= before.at:
            self._views[view.rule] = view
        self._look_on()
        if view.rule == self._rule and view.found is not None and (before is None or before.found is None or before.id != view.id):
            found = view.found
            self.show("added" if found.added or not found.removed else "removed")

    def _listed(self, about: Any, page: BacktestOrders) -> None:
        key, which, after = about or ("", "", "")
        if self.view is None or key != self.view.id or which != self.which:
            return
        self.orders = (*(self.orders if after != "0" else ()), *page.orders)
        self.total, self._after = page.total, page.after

    # asking

    def _chosen(self) -> None:
        """Another rule is looked at."""
        rule = self._shop.current
        if rule == self._rule:
            return
        self._rule, self.trouble, self.which, self.orders, self.total, self._after = rule, "", "added", (), 0, ""
        if self.other is not None and self.other.rule == rule:
            self.other = None
        self._fill()
        self.changed.emit()

    def _fill(self) -> None:
        """What is known by name only is asked for; what is known comes with its list."""
        view = self.view
        if view is None:
            return
        if view.state == "done" and view.found is None:
            self._ask("backtest_view", view.id)
        elif view.found is not None and not self.orders:
            self.show("added" if view.found.added or not view.found.removed else "removed")

    def _page(self, after: str) -> None:
        """One list is asked for at a time: an answer bears no name, and must not be taken for that of another list."""
        view = self.view
        if "backtest_orders" in self._waiting:
            self._later = after
        elif view is not None and view.found is not None:
            self._ask("backtest_orders", view.id, self.which, after, about=(view.id, self.which, after))

    def _look_on(self) -> None:
        if self.other is not None or any(view.state in ACTIVE for view in self._views.values()):
            self._look.start()
        else:
            self._look.stop()

    def _watch(self) -> None:
        active = self.other or next((view for view in self._views.values() if view.state in ACTIVE), None)
        if active is not None:
            self._ask("backtest_view", active.id)

    def _ask(self, what: str, *values: Any, about: Any = None) -> None:
        """One question of a sort at a time; one that is on its way answers for the next."""
        if what not in self._waiting:
            self._waiting[what] = about
            self.question.emit(what, list(values))


def of(draft: Draft) -> str:
    """Tells which state of a rule a back-test was of, as the hub tells it."""
    return digest([draft.table, ""])
