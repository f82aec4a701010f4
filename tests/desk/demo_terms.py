"""Limits and calendars for the pictures, and a hub in the hand that answers their page out of the same domain functions."""

import json
from dataclasses import replace as replace_terms
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from ordertower_desktop.domain.calendar import weekly
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.redate import tally
from ordertower_desktop.domain.terms import Change, constant
from ordertower_desktop.domain.termwords import calendar_differences, differences
from ordertower_desktop.models.terms.shop import TermsShop
from ordertower_desktop.wire.codec import convert, encode
from ordertower_desktop.wire.rules import RulesInForce
from ordertower_desktop.wire.terms import (
    CalendarsBody,
    LimitsBody,
    OtherBody,
    Redated,
    TermsChange,
    TermsOnTrial,
    TermsTrial,
    calendar_body,
    calendars_of,
    limits_of,
)
from tests.desk.demo_rows import NOW

LIMITS = LimitsBody(
    calendars={"TO_ACCEPT": "desk", "TO_PACK": "warehouse", "TO_SHIP": "warehouse"},
    others=[OtherBody("TO_ACCEPT", "6h", {"shop": "抖音直播间"}), OtherBody("TO_SHIP", "8h", {"category": "大家电"}, "warehouse")],
)
CALENDARS = CalendarsBody(
    [
        calendar_body(weekly("desk", "客服", *["09:00-21:00"] * 7)),
        calendar_body(weekly("warehouse", "仓库", *["08:30-12:00 13:00-20:00"] * 6, "08:30-12:00")),
        calendar_body(weekly("carrier:顺丰", "顺丰", *["08:00-20:00"] * 7)),
    ]
)
NAMES = {"": "系统", "li": "李婷", "chen": "陈立"}


class Refused(Exception):
    """A clear no, as the way to the hub tells it."""

    status = 409


class HubInHand:
    """Answers a shop's questions like a hub would; `held` questions wait until `release`."""

    def __init__(self, shop: TermsShop) -> None:
        self.shop = shop
        ships = [(LIMITS, "", "出厂设置")], [(CALENDARS, "", "出厂设置")]
        self.versions: dict[str, list[tuple[Any, str, str]]] = {"limits": ships[0], "calendars": ships[1]}
        self.asked: list[tuple[str, list[Any]]] = []
        self.waiting: list[tuple[str, list[Any]]] = []
        self.hold = ""
        shops = ("天猫旗舰店", "抖音直播间", "京东自营")
        self.orders = [
            absorb(Order(f"44182960135{i:03}"), [self._paid(i, shops[i % 3], 869_900 if i % 7 == 0 else 12_900)]) for i in range(240)
        ]  # fmt: skip
        shop.question.connect(self._question)

    def open(self, role: str = "supervisor", link: str = "online") -> None:
        self.shop.show_state(role, link)

    def put(self, kind: str, body: Any, *, by: str = "chen", why: str = "") -> None:
        """Somebody else saves."""
        self.versions[kind].append((body, by, why))

    def release(self) -> None:
        while self.waiting:
            what, values = self.waiting.pop(0)
            self.shop.answered(what, getattr(self, what)(*values))

    def limits_in_force(self) -> RulesInForce:
        return self._in_force("limits")

    def calendars_in_force(self) -> RulesInForce:
        return self._in_force("calendars")

    def limits_past(self) -> list[TermsChange]:
        names = calendars_of(self.versions["calendars"][-1][0])
        return self._past("limits", lambda was, will: differences(limits_of(was), limits_of(will), names))

    def calendars_past(self) -> list[TermsChange]:
        return self._past("calendars", lambda was, will: calendar_differences(calendars_of(was), calendars_of(will)))

    def try_terms(self, asked: TermsOnTrial) -> TermsTrial:
        limits, calendars = self.versions["limits"][-1][0], self.versions["calendars"][-1][0]
        before = constant(limits_of(limits), calendars_of(calendars))
        after = before
        if asked.limits is not None:
            after = replace_terms(after, limits=(*after.limits, Change(limits_of(asked.limits), NOW)))
        if asked.calendars is not None:
            after = replace_terms(after, calendars=(*after.calendars, Change(calendars_of(asked.calendars), NOW)))
        found = tally([(order, None) for order in self.orders], before, after, now=NOW)
        lines = [
            Redated(
                one.order.id, "淘宝", one.order.text("shop"), one.leading.after.label, one.leading.before.due_at, one.leading.after.due_at,
                str(one.leading.turn), len(one.moved) - 1,
            )
            for one in found.orders[: asked.most]
        ]  # fmt: skip
        return TermsTrial(NOW, found.judged, found.judged, found.earlier, found.later, found.same, found.late, found.saved, lines)

    def save_terms(self, kind: str, text: str, base: int, why: str) -> object:
        if len(self.versions[kind]) != base:
            return Refused(f"{NAMES[self.versions[kind][-1][1]]} 刚改成第 {len(self.versions[kind])} 版，请先看过再改")
        self.put(kind, convert(json.loads(text), LimitsBody if kind == "limits" else CalendarsBody), by="li", why=why)
        return self._in_force(kind)

    def _in_force(self, kind: str) -> RulesInForce:
        body, by, why = self.versions[kind][-1]
        return RulesInForce(len(self.versions[kind]), by, NOW, why, kind, content=json.loads(encode(body)))

    def _past(self, kind: str, says: Any) -> list[TermsChange]:
        found = []
        for number, (body, by, why) in enumerate(self.versions[kind], 1):
            words = list(says(self.versions[kind][number - 2][0], body)) if number > 1 else ["出厂设置"]
            at = NOW - timedelta(hours=26 * (len(self.versions[kind]) - number) + 1)
            content = json.loads(encode(replace(body)))
            found.insert(0, TermsChange(number, at, by, NAMES[by], why, words, body.running, content))
        return found

    def _paid(self, i: int, shop: str, fen: int) -> Event:
        payload = {"platform": "taobao", "shop": shop, "amount_fen": fen}
        return Event(NOW - timedelta(minutes=3 * i), "tmall", "payment_approved", f"44182960135{i:03}", payload)

    def _question(self, what: str, values: list[Any]) -> None:
        self.asked.append((what, values))
        self.waiting.append((what, values))
        if not self.hold:
            self.release()
