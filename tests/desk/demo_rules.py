"""The rules of the pictures, and a hub in the hand that answers the editor out of the same domain functions."""

import tomllib
from datetime import timedelta
from typing import Any

import msgspec

from ordertower_desktop.domain.difference import difference
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.judge import Context
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.rehearsal import rehearse
from ordertower_desktop.domain.rule_reader import rule
from ordertower_desktop.domain.sentence import phrase
from ordertower_desktop.domain.stage import STAGE_NAMES
from ordertower_desktop.hub.store.rulefile import resource
from ordertower_desktop.models.rules.workshop import Workshop
from ordertower_desktop.wire.rules import RuleChange, RulesInForce, Spared, Trial, TrialOrder
from tests.desk.demo_rows import NOW

LIVE = {"match": {"field": "shop", "is": "抖音直播间"}, "until": "2025-11-15T24:00:00+08:00", "by": "李婷", "why": "双11 专场"}
SPLIT = {"match": {"tag": "split"}, "until": "2025-11-13T10:00:00+08:00", "by": "何静", "why": "首批已出"}
PLATFORMS = (("tmall", "天猫", "旗舰店"), ("jd", "京东", "自营"), ("douyin", "抖音", "抖音直播间"), ("pdd", "拼多多", "专卖店"))


def orders(count: int = 400) -> list[Order]:
    """Open orders of every age up to two days, some presold, some from the live show, some not to be chased."""
    found = []
    for i in range(count):
        platform, _, shop = PLATFORMS[i % 4]
        key = f"{'4418296013' if i % 4 == 0 else ''}30618842{7000 + i * 7}"
        payload: dict[str, Any] = {"platform": platform, "shop": shop, "amount_fen": 9_900 + i * 1_700, "presale": i % 9 == 0}
        payload |= {"no_nudge": True} if i % 13 == 0 else {}
        found.append(absorb(Order(key), [Event(NOW - timedelta(minutes=7 * i), platform, "payment_approved", key, payload)]))
    return found


class HubInHand:
    """Answers a workshop's questions like a hub would; `held` questions wait until `release`."""

    def __init__(self, shop: Workshop) -> None:
        table = tomllib.loads(resource("rules/default.toml").read_text("utf-8"))
        table["rule"] = [one | ({"exempt": [LIVE, SPLIT]} if one["id"] == "R05" else {}) for one in table["rule"]]
        self.versions: list[tuple[dict[str, Any], str, str]] = [(table, "", "出厂设置")]
        self.shop, self.orders, self.asked = shop, orders(), list[tuple[str, list[Any]]]()
        self.waiting: list[tuple[str, list[Any]]] = []
        self.cut: Exception | None = None
        self.hold = ""
        shop.question.connect(self._question)

    def _question(self, what: str, values: list[Any]) -> None:
        self.asked.append((what, values))
        self.waiting.append((what, values))
        if not self.hold:
            self.release()

    def release(self) -> None:
        """Answer what waits."""
        while self.waiting:
            what, values = self.waiting.pop(0)
            self.shop.answered(what, self.cut or getattr(self, what)(*values))

    def rules(self) -> RulesInForce:
        table, by, why = self.versions[-1]
        return RulesInForce(len(self.versions), by, NOW, why, content=table)

    def change(self, key: str, **changes: Any) -> None:
        """Somebody else saves a rule."""
        table = self.versions[-1][0]
        self.put({**next(one for one in table["rule"] if one["id"] == key), **changes}, by="赵一鸣")

    def put(self, new: dict[str, Any], *, by: str = "李婷", why: str = "") -> None:
        table = self.versions[-1][0]
        rules = [new if one["id"] == new["id"] else one for one in table["rule"]]
        rules += [] if new in rules else [new]
        self.versions.append(({**table, "rule": rules}, by, why))

    def save_rule(self, new: dict[str, Any], base: int, why: str) -> object:
        if _of(self.versions[base - 1][0], new["id"]) != _of(self.versions[-1][0], new["id"]):
            return Refused(f"{self.versions[-1][1]} 刚把这条规则改成第 {len(self.versions)} 版，请先看过再改")
        self.put(new, why=why)
        return self.rules()

    def rule_changes(self, key: str) -> list[RuleChange]:
        found: list[RuleChange] = []
        before = None
        for number, (table, by, why) in enumerate(self.versions, 1):
            now = _of(table, key)
            says = difference(rule(before) if before else None, rule(now) if now else None)
            if says:
                at = NOW - timedelta(hours=3 * (len(self.versions) - number) + 1)
                found.insert(0, RuleChange(number, at, by, by or "系统", why, list(says), now or {}))
            before = now
        return found

    def rehearse(self, table: dict[str, Any]) -> Trial:
        after, known = rule(table), _of(self.versions[-1][0], table["id"])
        found = rehearse(self.orders, rule(known) if known else None, after, now=NOW, context=Context())
        return Trial(
            at=NOW, version=len(self.versions), whole=found.judged,
            judged=found.judged, about=found.about, hits=found.hits, before=found.hit_before,
            kept=found.kept, added=found.added, removed=found.removed, first_added=[_line(one) for one in found.first_added],
            first_removed=[_line(one) for one in found.first_removed], lines=found.lines or {},
            spared=[Spared(phrase(one.match), one.by, one.why, more, one.until)
                    for one, more in zip(after.exempt, found.spared, strict=True)],
        )  # fmt: skip


class Refused(Exception):
    """A clear no, as the way to the hub tells it."""

    status = 409


def _of(table: dict[str, Any], key: str) -> dict[str, Any] | None:
    return next((one for one in table["rule"] if one["id"] == key), None)


def _line(order: Order) -> TrialOrder:
    names = {key: name for key, name, _ in PLATFORMS}
    platform = order.text("platform")
    return TrialOrder(order.id, platform, names[platform], STAGE_NAMES[order.stage], order.text("shop"), order.at("payment_approved"))


def plain(value: Any) -> Any:
    """As it would come over the wire."""
    return msgspec.json.decode(msgspec.json.encode(value))
