"""The crisis, roles that are lent, and what is released to the warehouse."""

from collections.abc import Mapping
from typing import Any

from ordertower_desktop.sync.fetch.work import put
from ordertower_desktop.sync.question import Question, part
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.crisis import Act, CrisisRow, GrantBody, GrantRow, OfferPage
from ordertower_desktop.wire.preaudit import MarkAsked, PreAuditPage
from ordertower_desktop.wire.warehouse import CommandAsked, CommandJob, CommandPlan, ReceiptPage


def crisis_act(act: Act) -> Question[CrisisRow]:
    """Do something about the crisis; the same act again changes nothing."""
    return lambda client: client.post("/v1/crisis/acts", CrisisRow, body=encode(act))


def grants() -> Question[list[GrantRow]]:
    """Roles that were lent, the newest first."""
    return lambda client: client.get("/v1/grants", list[GrantRow], params={"limit": "20"})


def lend(body: GrantBody) -> Question[GrantRow]:
    """Lend somebody a role until a time."""
    return lambda client: client.post("/v1/grants", GrantRow, body=encode(body))


def take_back(grant: str) -> Question[GrantRow]:
    """End it before its time."""
    return lambda client: client.delete(f"/v1/grants/{part(grant)}", GrantRow)


def offer(key: str) -> Question[OfferPage]:
    """A compensation with its orders."""
    return lambda client: client.get(f"/v1/crisis/offers/{part(key)}", OfferPage)


def pre_audit(what: str) -> Question[PreAuditPage]:
    """How the pre-audit stands, and one of its lists: pass | hand | sampled | address."""
    return lambda client: client.get("/v1/preaudit/page", PreAuditPage, params={"list": what, "limit": "60"})


def pre_audit_mark(order_: str, right: bool) -> Question[PreAuditPage]:
    """Was the decision right?"""
    return lambda client: client.post("/v1/preaudit/marks", PreAuditPage, body=encode(MarkAsked(order_, right)))


def save_pre_audit(values: Mapping[str, Any], base: int, why: str) -> Question[Any]:
    """Put these values in force; `base` is the version that was edited."""
    return put("/v1/preaudit", {"text": encode(dict(values)).decode(), "base": base, "why": why})


def command_plan(command: str, orders: list[str], what: str) -> Question[CommandPlan]:
    """What would be done with these orders, or with everything on a list of the pre-audit."""
    asked = CommandAsked(command, orders, list=what)
    return lambda client: client.post("/v1/warehouse/preview", CommandPlan, body=encode(asked))


def command_begin(asked: CommandAsked) -> Question[CommandJob]:
    """Tell the warehouse; the same job again changes nothing."""
    return lambda client: client.post("/v1/warehouse/jobs", CommandJob, body=encode(asked))


def command_jobs() -> Question[list[CommandJob]]:
    """The newest jobs."""
    return lambda client: client.get("/v1/warehouse/jobs", list[CommandJob], params={"limit": "3"})


def command_undo(job: str) -> Question[CommandJob]:
    """Take a job back within its minute."""
    return lambda client: client.delete(f"/v1/warehouse/jobs/{part(job)}", CommandJob)


def receipts(by: str) -> Question[ReceiptPage]:
    """The last receipts; `auto` for what the tower did by itself."""
    return lambda client: client.get("/v1/warehouse/receipts", ReceiptPage, params={"by": by, "limit": "60"} if by else {"limit": "60"})
