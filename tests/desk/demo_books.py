"""The templates of the pictures, and a hub in the hand that answers their page out of the same domain functions."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from ordertower_desktop.domain import playbook_faults
from ordertower_desktop.domain.floor import floor_of
from ordertower_desktop.domain.people import Person, Role
from ordertower_desktop.domain.playbook_reader import playbooks, template
from ordertower_desktop.domain.playbook_words import differences
from ordertower_desktop.domain.playbook_writer import template_table
from ordertower_desktop.domain.post_reader import ANY
from ordertower_desktop.domain.template import Template
from ordertower_desktop.hub.store.rulefile import read_table, resource
from ordertower_desktop.models.playbook.shop import BookShop
from ordertower_desktop.wire.playbooks import OpensOtherwise, Shelf, StepTook, TemplatePast, TemplateRow, TemplateTrial
from ordertower_desktop.wire.rules import RuleChange, RulesInForce
from tests.desk.demo_chains import Refused
from tests.desk.demo_rows import NOW

RUNNING = {"gap-erp": 386, "write-back": 364, "stock-wrong": 468, "carrier": 702, "stock": 121, "address": 57, "payment": 44, "refund": 26}
CREW = ("agent", "supervisor", "order_supervisor", "warehouse", "finance", "it", "purchasing")
MINUTE = 60
MIDDLE = {"gap-erp": (2, 12, 31, 36, 9, 6)}


class HubInHand:
    """Answers a shop's questions like a hub would; `held` questions wait until `release`."""

    def __init__(self, shop: BookShop) -> None:
        self.shop = shop
        shipped = playbooks(read_table(resource("playbooks/default.toml")))
        self.versions: list[tuple[tuple[Template, ...], str, str]] = [(shipped, "", "出厂设置")]
        self.asked: list[tuple[str, list[Any]]] = []
        self.waiting: list[tuple[str, list[Any]]] = []
        self.hold = ""
        self.opens: list[OpensOtherwise] = []
        shop.question.connect(self._question)

    def open(self, role: str = "supervisor", link: str = "online") -> None:
        self.shop.show_state(role, link)

    def put(self, made: Template, *, by: str = "李婷", why: str = "", place: int = -1) -> None:
        """Somebody saves a template."""
        known = list(self.versions[-1][0])
        at = next((i for i, one in enumerate(known) if one.playbook.id == made.playbook.id), len(known))
        rest = [*known[:at], *known[at + 1 :]]
        at = place if place >= 0 else at
        self.versions.append(((*rest[:at], made, *rest[at:]), by, why))

    def one(self, key: str) -> Template:
        return next(one for one in self.versions[-1][0] if one.playbook.id == key)

    def release(self) -> None:
        while self.waiting:
            what, values = self.waiting.pop(0)
            self.shop.answered(what, getattr(self, what)(*values))

    def book_shelf(self) -> Shelf:
        rows = [TemplateRow(template_table(one), RUNNING.get(one.playbook.id, 0)) for one in self.versions[-1][0]]
        return Shelf(len(self.versions), rows)

    def book_past(self, key: str) -> TemplatePast:
        found: list[RuleChange] = []
        before: Template | None = None
        for number, (templates, by, why) in enumerate(self.versions, 1):
            now = next((one for one in templates if one.playbook.id == key), None)
            if says := differences(before, now):
                at = NOW - timedelta(hours=26 * (len(self.versions) - number) + 1)
                found.insert(0, RuleChange(number, at, by, by or "系统", why, list(says), template_table(now) if now else {}))
            before = now
        steps = before.playbook.steps if before else ()
        took = [StepTook(step.title, span * MINUTE, 40) for step, span in zip(steps, MIDDLE.get(key, ()), strict=False)]
        return TemplatePast(found, found[0].version if found else 0, 1206 if took else 0, 30, took)

    def try_book(self, table: dict[str, Any]) -> TemplateTrial:
        made = template(table, ANY)
        others = [made if one.playbook.id == made.playbook.id else one for one in self.versions[-1][0]]
        crew = [Person(post, post, Role.AGENT, post) for post in CREW]
        doubts = playbook_faults.doubts(made, others=others, floor=floor_of((), {}, crew))
        running = RUNNING.get(made.playbook.id, 0)
        return TemplateTrial(NOW, 238, 238, running, self.opens, {str(place): words for place, words in doubts.items()})

    def save_book(self, table: dict[str, Any], base: int, why: str, place: int) -> object:
        made = template(table, ANY)
        key = made.playbook.id
        theirs = next((i for i in range(len(self.versions), base, -1) if self._of(i, key) != self._of(base, key)), 0) if base else 0
        if theirs:
            return Refused(f"{self.versions[theirs - 1][1]} 刚把这套步骤改成第 {theirs} 版，请先看过再改")
        self.put(made, why=why, place=place)
        return RulesInForce(len(self.versions), "li", NOW, why, kind="playbooks")

    def _of(self, version: int, key: str) -> Template | None:
        return next((one for one in self.versions[version - 1][0] if one.playbook.id == key), None)

    def _question(self, what: str, values: list[Any]) -> None:
        self.asked.append((what, values))
        self.waiting.append((what, values))
        if not self.hold:
            self.release()


def slower(made: Template, place: int, minutes: int) -> Template:
    """The template with another expected time at one place."""
    steps = list(made.playbook.steps)
    steps[place] = replace(steps[place], expected=timedelta(minutes=minutes))
    return replace(made, playbook=replace(made.playbook, steps=tuple(steps)))
