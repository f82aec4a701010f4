"""The chains of the pictures, and a hub in the hand that answers their page out of the same domain functions."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from ordertower_desktop.domain import chaincheck
from ordertower_desktop.domain.chainwalk import Fate, walk
from ordertower_desktop.domain.chainwords import differences
from ordertower_desktop.domain.escalation import POLICIES, Channel, EscalationPolicy
from ordertower_desktop.domain.floor import Floor, floor_of
from ordertower_desktop.domain.people import Person, Presence, Role
from ordertower_desktop.models.chain.shop import ChainShop
from ordertower_desktop.wire.policies import (
    ChainPast,
    ChainTold,
    ChainTrial,
    PolicyBody,
    PolicyRow,
    policy,
    policy_body,
    table,
)
from ordertower_desktop.wire.rows import PersonRow
from ordertower_desktop.wire.rules import RuleChange, RulesInForce
from tests.desk.demo_rows import NOW

CREW = (
    ("li", "李婷", Role.SUPERVISOR, "supervisor", "on", "chen"), ("chen", "陈立", Role.SUPERVISOR, "regional_manager", "on", ""),
    ("zhao", "赵一鸣", Role.AGENT, "agent", "on", "linx"), ("linx", "林晓", Role.AGENT, "agent", "on", "zhao"),
    ("he", "何静", Role.AGENT, "agent", "break", "linx"), ("zhou", "周凯", Role.AGENT, "warehouse", "off", "liusy"),
    ("liusy", "刘思远", Role.AGENT, "backup", "on", ""), ("wu", "吴桐", Role.ADMIN, "it", "on", ""),
    ("chenyt", "陈雨桐", Role.AGENT, "finance", "break", ""), ("sun", "孙浩", Role.AGENT, "account_manager", "on", "he"),
)  # fmt: skip
PEOPLE = {key: PersonRow(key, name, role, post, here, backup) for key, name, role, post, here, backup in CREW}
CONNECTED = ("wecom", "mail")
CHANNELS: list[dict[str, Any]] = [
    {"channel": "in_app", "name": "站内", "connected": True},
    {"channel": "wecom", "name": "企业微信群机器人", "id": "wecom-floor", "connected": True, "last_ok": "2025-11-12T06:30:00Z"},
    {"channel": "mail", "name": "邮件", "id": "post", "connected": True, "last_ok": "2025-11-11T01:00:00Z",
     "last_error": "535 授权码不对", "last_error_at": "2025-11-12T06:20:00Z"},
    {"channel": "sms", "name": "短信", "connected": False, "why": "还没有接通，到点的步骤只作记录"},
    {"channel": "dingtalk", "name": "钉钉", "connected": False},
    {"channel": "feishu", "name": "飞书", "connected": False},
]  # fmt: skip


class Refused(Exception):
    """A clear no, as the way to the hub tells it."""

    status = 409


class HubInHand:
    """Answers a shop's questions like a hub would, and brings the chains as the feed does; `held` questions wait until `release`."""

    def __init__(self, shop: ChainShop) -> None:
        self.shop = shop
        self.versions: list[tuple[dict[str, EscalationPolicy], str, str]] = [(dict(POLICIES), "", "出厂设置")]
        self.people = dict(PEOPLE)
        self.asked: list[tuple[str, list[Any]]] = []
        self.waiting: list[tuple[str, list[Any]]] = []
        self.hold = ""
        self.running = 8
        shop.question.connect(self._question)
        shop.show_people(self.people)

    def open(self, role: str = "supervisor", link: str = "online") -> None:
        self.shop.show_state(role, link)
        self.shop.take(self.rows())

    def rows(self) -> list[PolicyRow]:
        return [self._row(key) for key in self.versions[-1][0]]

    def put(self, chain: EscalationPolicy, *, by: str = "李婷", why: str = "") -> None:
        """Somebody saves a chain, and the feed tells of it."""
        self.versions.append(({**self.versions[-1][0], chain.id: chain}, by, why))
        self.shop.take([self._row(chain.id)])

    def release(self) -> None:
        while self.waiting:
            what, values = self.waiting.pop(0)
            self.shop.answered(what, getattr(self, what)(*values))

    def chain_past(self, key: str) -> ChainPast:
        found: list[RuleChange] = []
        before = None
        for number, (chains, by, why) in enumerate(self.versions, 1):
            now = chains.get(key)
            if says := differences(before, now, self.shop.names):
                at = NOW - timedelta(hours=26 * (len(self.versions) - number) + 1)
                found.insert(0, RuleChange(number, at, by, by or "系统", why, list(says), table(now) if now else {}))
            before = now
        return ChainPast(found, self.running, 23 if key == "default" else 4)

    def walk_chain(self, body: PolicyBody, post: str) -> ChainTrial:
        made, floor = policy(body), self._floor()
        owner = floor.next_in_turn(post)
        told = walk(made, owner=owner.id if owner else "", post=post, floor=floor, reach=_reach)
        lines = [
            ChainTold(one.step, NOW + one.after, made.steps[one.step].channel, one.fate, [p.name for p in one.people], one.why, one.handed)
            for one in told
        ]
        doubts = chaincheck.by_place(chaincheck.doubts(made, connected=CONNECTED, floor=floor))
        return ChainTrial(NOW, owner.id if owner else "", owner.name if owner else "", lines, list(CONNECTED), doubts)

    def save_chain(self, body: PolicyBody, base: int, why: str, running: str) -> object:
        made = policy(body)
        newest = self._row(made.id).version if made.id in self.versions[-1][0] else 0
        if newest != base:
            return Refused(f"{self.versions[-1][1]} 刚把这条告警链改成第 {newest} 版，请先看过再改")
        self.put(replace(made, moved_in=len(self.versions) + 1 if running == "move" else 0), why=why)
        return RulesInForce(len(self.versions), "li", NOW, why, kind="policies")

    def channels(self) -> list[dict[str, Any]]:
        return CHANNELS

    def try_channel(self, _key: str) -> dict[str, Any]:
        return {"ok": True, "said": "ok", "why": ""}

    def _question(self, what: str, values: list[Any]) -> None:
        self.asked.append((what, values))
        self.waiting.append((what, values))
        if not self.hold:
            self.release()

    def _row(self, key: str) -> PolicyRow:
        now = self.versions[-1][0][key]
        number = next(i for i in range(len(self.versions), 0, -1) if i == 1 or self.versions[i - 2][0].get(key) != now)
        body = policy_body(now)
        return PolicyRow(key, now.name, body.steps, number, NOW, self.versions[number - 1][1] or "系统")

    def _floor(self) -> Floor:
        crew = [Person(p.id, p.name, Role(p.role), p.post, Presence(p.presence), p.backup) for p in self.people.values()]
        return floor_of((), {}, crew)


def _reach(person: Person, channel: Channel) -> tuple[Fate, str]:
    if channel is Channel.IN_APP or channel in CONNECTED:
        return Fate.TOLD, ""
    return Fate.OWED, f"{'短信' if channel is Channel.SMS else str(channel)}还没接通，只记为应发"
