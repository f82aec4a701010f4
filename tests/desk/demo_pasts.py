"""Two weeks of orders, and a hub in the hand that plays a draft over them with the functions that the real one uses."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from ordertower_desktop.domain.chainwalk import Fate
from ordertower_desktop.domain.escalation import Channel
from ordertower_desktop.domain.event import Event, digest
from ordertower_desktop.domain.floor import Floor, floor_of
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.people import Person, Role
from ordertower_desktop.domain.rule_reader import rule
from ordertower_desktop.domain.unfold import recorded
from ordertower_desktop.hub.workers.pastfound import Ground, lists, summed
from ordertower_desktop.hub.workers.pastplay import Outcome
from ordertower_desktop.insight.trial.hits import Hit, Stretch, Trial, why_not
from ordertower_desktop.insight.trial.verdicts import Mark
from ordertower_desktop.models.rules.backtests import Backtests
from ordertower_desktop.wire.backtests import BacktestOrder, BacktestOrders, BacktestView, ChatterRow, DriftRow
from tests.desk.demo_rows import NOW
from tests.desk.demo_rules import PLATFORMS, HubInHand

PEOPLE = (
    Person("zhou", "周凯", Role.AGENT), Person("sun", "孙浩", Role.AGENT), Person("lin", "林晓", Role.AGENT),
    Person("li", "李婷", Role.SUPERVISOR, "supervisor"), Person("he", "何静", Role.AGENT, "warehouse"),
)  # fmt: skip
DRIFTS = [DriftRow("R02", 11, 9, 36, 4, fallen=True), DriftRow("R05", 30, 2, 90, 5)]

CHATTERS = [
    ChatterRow("R05", "306188420123", 5, NOW - timedelta(hours=3), NOW - timedelta(hours=1), 95),
    ChatterRow("R05", "441829601307", 3, NOW - timedelta(days=1, hours=2), NOW - timedelta(days=1), 240),
    ChatterRow("R08", "441829601311", 4, NOW - timedelta(hours=9), NOW - timedelta(hours=8), 1500),
]


def history(count: int = 1500) -> list[Order]:
    """Paid by day, mostly shipped within a day, some much later; every thirteenth not to be chased."""
    dice, found = random.Random(5), []
    for i in range(count):
        platform, _, shop = PLATFORMS[i % 4]
        key = f"{'4418296013' if i % 4 == 0 else ''}30618842{7000 + i * 7}"
        hour = dice.choice([9, 10, 10, 11, 14, 15, 15, 16, 20, 21, 22])
        paid = (NOW - timedelta(days=dice.randrange(15))).replace(hour=hour - 8, minute=dice.randrange(60))
        if paid >= NOW:
            paid -= timedelta(days=1)
        payload: dict[str, Any] = {"platform": platform, "shop": shop, "presale": i % 9 == 0}
        payload |= {"no_nudge": True} if i % 13 == 0 else {}
        told = [Event(paid, platform, "payment_approved", key, payload)]
        if (out := paid + timedelta(hours=dice.expovariate(1 / 13))) < NOW:
            told.append(Event(out, "wms", "outbound", key))
        found.append(recorded(key, told))
    return found


def floor(table: dict[str, Any]) -> Floor:
    return floor_of([rule(table)], {}, PEOPLE)


class PastInHand:
    """Answers the questions of the back-tests; `state` other than done leaves one as if it were there."""

    def __init__(self, tests: Backtests, hub: HubInHand) -> None:
        self.tests, self.hub, self.orders = tests, hub, history()
        self.asked: list[tuple[str, list[Any]]] = []
        self.views: list[BacktestView] = []
        self.lists: dict[str, Sequence[BacktestOrder]] = {}
        self.state, self.cut = "done", None
        self.cut: Exception | None
        tests.question.connect(self._question)
        tests.forget()  # what was asked before anybody could answer

    def _question(self, what: str, values: list[Any]) -> None:
        self.asked.append((what, values))
        self.tests.answered(what, self.cut or getattr(self, what)(*values))

    def backtests(self) -> list[BacktestView]:
        return [replace(view, found=None) for view in self.views]

    def backtest(self, table: dict[str, Any], days: int, labels: list[str]) -> BacktestView:
        view = BacktestView(
            "b1", "running", NOW, "li", "李婷", days, table["id"], table["name"], digest([table, ""]), 610, len(self.orders)
        )
        if self.state == "done":
            view = self._played(view, table, labels)
        self.views.insert(0, replace(view, state=self.state))
        return self.views[0]

    def backtest_view(self, _key: str) -> BacktestView:
        return self.views[0]

    def cancel_backtest(self, _key: str) -> BacktestView:
        self.views[0] = replace(self.views[0], state="cancelled")
        return self.views[0]

    def backtest_orders(self, _key: str, which: str, after: str) -> BacktestOrders:
        found, start = self.lists.get(which, []), int(after)
        end = start + 100
        return BacktestOrders(len(found), list(found[start:end]), str(end) if end < len(found) else "")

    def rule_chatters(self) -> list[ChatterRow]:
        return CHATTERS

    def rule_drift(self) -> list[DriftRow]:
        return DRIFTS

    def _played(self, view: BacktestView, table: dict[str, Any], labels: list[str]) -> BacktestView:
        known = next((one for one in self.hub.versions[-1][0]["rule"] if one["id"] == table["id"]), None)
        stretch = Stretch(NOW - timedelta(days=view.days), NOW)
        after, before = self._hits(table, stretch), self._hits(known, stretch) if known else []
        context = floor(table).bench.context
        hit = {one.order for one in after}
        orders = {order.id: order for order in self.orders}
        missed = {key: why_not(orders[key], rule(table), context) if key in orders else "中枢里没有这个单号"
                  for key in labels if key not in hit}  # fmt: skip
        outcome = Outcome(len(self.orders), after, before, missed)
        marks = [Mark(one.order, one.start, i % 7 != 0, frozenset({table["id"]}), frozenset()) for i, one in enumerate(before[:90])]
        ground = Ground(
            [rule(table)], [rule(known)] if known else [], floor(table), floor(known or table),
            lambda _person, channel: (Fate.TOLD if channel in (Channel.IN_APP, Channel.WECOM) else Fate.OWED, ""),
            marks, [timedelta(minutes=7)] * 64, labels, "given", len(self.hub.versions),
        )  # fmt: skip
        self.lists = {which: [self._shown(one, orders) for one in found] for which, found in lists(outcome).items()}
        return replace(view, state="done", took_s=38.0, found=summed(outcome, ground, stretch))

    def _hits(self, table: dict[str, Any], stretch: Stretch) -> list[Hit]:
        trial = Trial([rule(table)], floor(table), stretch)
        return [hit for order in self.orders for hit in trial.hits(order)]

    @staticmethod
    def _shown(one: BacktestOrder, orders: dict[str, Order]) -> BacktestOrder:
        order = orders.get(one.order)
        if order is None:
            return one
        names = {key: name for key, name, _ in PLATFORMS}
        platform = order.text("platform")
        stage = "待揽收" if "outbound" in order.moments else "待接单"
        return replace(one, platform=platform, platform_name=names[platform], stage=stage, shop=order.text("shop"))
