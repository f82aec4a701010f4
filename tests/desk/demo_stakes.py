"""A hub in the hand that answers the page of stakes out of the same domain functions."""

import json
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from ordertower_desktop.domain.clock import Clock, ClockKind, ClockState
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.restake import restaked
from ordertower_desktop.domain.stakewords import differences
from ordertower_desktop.models.stakes.shop import StakesShop
from ordertower_desktop.wire.codec import convert, encode
from ordertower_desktop.wire.rules import RulesInForce
from ordertower_desktop.wire.stakes import Restaked, StakesBody, StakesChange, StakesTrial, stakes_of
from tests.desk.demo_rows import NOW
from tests.desk.demo_terms import NAMES, Refused

PLATFORMS = {"taobao": "天猫", "pdd": "拼多多", "douyin": "抖音", "jd": "京东"}


class StakesHub:
    """`versions`: what was saved, by whom and why; the newest is in force."""

    def __init__(self, shop: StakesShop) -> None:
        self.shop = shop
        self.versions: list[tuple[StakesBody, str, str]] = [(StakesBody(), "", "出厂设置")]
        self.cases = [self._late(i) for i in range(60)]
        shop.question.connect(self._question)

    def open(self, role: str = "supervisor", link: str = "online") -> None:
        self.shop.show_state(role, link)

    def put(self, body: StakesBody, *, by: str = "chen", why: str = "") -> None:
        """Somebody else saves."""
        self.versions.append((body, by, why))

    def stakes_in_force(self) -> RulesInForce:
        body, by, why = self.versions[-1]
        return RulesInForce(len(self.versions), by, NOW, why, "stakes", content=json.loads(encode(body)))

    def stakes_past(self) -> list[StakesChange]:
        made = []
        for number, (body, by, why) in enumerate(self.versions, 1):
            was = self.versions[number - 2][0] if number > 1 else None
            says = list(differences(stakes_of(was), stakes_of(body))) if was else ["出厂设置"]
            at = NOW - timedelta(days=10 if number == 1 else 0)
            made.append(StakesChange(number, at, by, NAMES.get(by, by), why, says, json.loads(encode(body))))
        return made[::-1]

    def try_stakes(self, body: StakesBody) -> StakesTrial:
        found = restaked(self.cases, stakes_of(self.versions[-1][0]), stakes_of(body), NOW)
        moved = [one for one in found if one.way]
        lines = [
            Restaked(one.order.id, PLATFORMS[one.order.text("platform")], one.was_fen, one.will_fen, one.was_place, one.will_place)
            for one in moved[:12]
        ]
        return StakesTrial(NOW, len(found), sum(one.was_fen for one in found), sum(one.will_fen for one in found), len(moved), lines)

    def save_stakes(self, text: str, base: int, why: str) -> Any:
        if base != len(self.versions):
            return Refused(f"{NAMES['chen']} 刚改成第 {len(self.versions)} 版，请先看过再改")
        self.versions.append((replace(convert(json.loads(text), StakesBody)), "li", why))
        return self.stakes_in_force()

    def _question(self, what: str, values: list[Any]) -> None:
        self.shop.answered(what, getattr(self, what)(*values))

    def _late(self, i: int) -> tuple[Order, tuple[Clock, ...]]:
        platform = list(PLATFORMS)[i % len(PLATFORMS)]
        paid = Event(
            NOW - timedelta(hours=50), platform, "payment_approved", f"o{i}", {"platform": platform, "amount_fen": 9_900 + i * 3_700}
        )
        due = NOW - timedelta(minutes=90 - i * 4)
        clock = Clock(ClockKind.PLATFORM, "平台承诺 48 时", ClockState.RUNNING, due - timedelta(hours=48), due, basis="平台")
        return absorb(Order(f"4418296013{i:04}"), [paid]), (clock,)
