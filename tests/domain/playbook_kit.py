"""A floor with two playbooks, an order that the ERP never got, and a clock in the hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.answer import Conflict, Refused
from ordertower_desktop.domain.calendar import ALWAYS
from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.cause import SourceState
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.floor import Floor, floor_of
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.people import Actor, Person, Role
from ordertower_desktop.domain.playbook import Run, current
from ordertower_desktop.domain.playbook_reader import playbooks
from ordertower_desktop.domain.rule_reader import rule_book
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.step import Act, Arrival, State, step

T0 = datetime(2025, 11, 12, 1, 0, tzinfo=UTC)
ZHAO, LIN = Actor("zhao", "赵一鸣", Role.AGENT), Actor("lin", "林晓", Role.AGENT)
RULES = {
    "rule": [
        {"id": "R03", "name": "接单慢", "state": "on", "kind": "accept_overdue",
         "when": {"since": "payment_approved", "over": "2h", "without": "signed"}},
    ]
}  # fmt: skip
BOOKS = {
    "playbook": [
        {"id": "gap", "name": "系统断层", "cause": "系统断层", "step": [
            {"id": "pull", "do": "重新拉取", "post": "责任人", "expected": "5min"},
            {"id": "it", "do": "请 IT 恢复接口", "post": "IT", "expected": "40min", "check": {"answers": "erp"}, "evidence": "IT 回复"},
            {"id": "push", "do": "确认 ERP 收单", "post": "owner", "expected": "30min", "check": {"knows": "erp"}, "fills": "状态完成"},
            {"id": "tell", "do": "告知客户", "post": "owner", "expected": "20min", "evidence": "答复", "fills": "customer_told"},
        ]},
        {"id": "five", "name": "五步排查", "cause": "原因未明", "step": [
            {"id": "look", "do": "看有没有报错", "post": "owner", "expected": "5min"},
            {"id": "moved", "do": "确认往前走", "post": "owner", "expected": "2h", "check": {"moved": True}},
        ]},
    ]
}  # fmt: skip


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


def erp(*, refused: bool, seen: float = 0) -> SourceState:
    return SourceState("erp", SourceKind.ERP, at(seen), at(seen) if refused else None, "401" if refused else "", name="ERP")


class Story:
    """An order that was paid at minute 0, the ERP refusing since then; zhao takes its case at minute 125."""

    def __init__(self, *, refused: bool = True) -> None:
        people = (Person("zhao", "赵一鸣", Role.AGENT), Person("lin", "林晓", Role.AGENT))
        self.floor: Floor = floor_of(rule_book(RULES).rules, {"always": ALWAYS}, people, templates=playbooks(BOOKS))
        self.state = State(Order("1"))
        self.erp(refused=refused)
        self.go(0, Event(T0, "tmall", "payment_approved", "1"))
        self.go(120)
        self.number = 0

    def erp(self, *, refused: bool, seen: float = 0) -> None:
        self.floor = replace(self.floor, sources=(erp(refused=refused, seen=seen),))

    def go(self, minutes: float, arrival: Arrival = None) -> Refused | Conflict | None:
        self.state, _, answer = step(self.state, at(minutes), arrival, floor=self.floor)
        return answer

    def do(self, minutes: float, kind: type[do.CaseAction], actor: Actor = ZHAO, **said: object) -> Refused | Conflict | None:
        self.number += 1
        action = kind(id=f"a{self.number}", case=self.case.id, **said)
        return self.go(minutes, Act(action, actor))

    @property
    def case(self) -> Case:
        assert self.state.case is not None
        return self.state.case

    @property
    def run(self) -> Run:
        assert self.case.run is not None
        return self.case.run

    @property
    def now_doing(self) -> str:
        found = current(self.run)
        return found.step.id if found else ""

    def said(self, word: str) -> list[str]:
        """What the history holds under a word."""
        return [entry.text for entry in self.case.log if entry.what == word]
