"""仓库指令: what a warehouse system may be told of one order, whom it would concern, and what its own record makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from ordertower_desktop.domain.address import trouble
from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.kind import kind_name
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.stage import RANK, Fact, Stage
from ordertower_desktop.domain.writeback import Answer, Outcome

UNDO = timedelta(seconds=60)
MOST_ORDERS = 2000
DEAR_FEN = 500_000
"""From so much on a supervisor has to agree."""


class Command(StrEnum):
    """What a warehouse is told to do with an order."""

    RELEASE = "release"
    INTERCEPT = "intercept"
    HOLD = "hold"
    RESUME = "resume"
    URGENT = "urgent"


NAMES: Mapping[Command, str] = {
    Command.RELEASE: "放行", Command.INTERCEPT: "拦截", Command.HOLD: "暂停打单", Command.RESUME: "恢复打单", Command.URGENT: "急单单打",
}  # fmt: skip
BACK: Mapping[Command, Command] = {
    Command.RELEASE: Command.INTERCEPT, Command.HOLD: Command.RESUME, Command.RESUME: Command.HOLD, Command.INTERCEPT: Command.RELEASE,
}  # fmt: skip
"""What takes a command back. A wave that was put in front cannot be put back: somebody is at it by then."""
NO_WAY_BACK = "急单已排到最前，撤不回；要停下请发“暂停打单”"


@dataclass(frozen=True, slots=True)
class Record:
    """What the warehouse knows of an order, asked right now."""

    absent: bool = False
    released: bool = False
    held: bool = False
    urgent: bool = False
    printed: bool = False
    shipped: bool = False


def ruled(command: Command, record: Record) -> Answer | None:
    """What the warehouse's own record makes of a command, or None where it may be told. A person's matter is a refusal here."""
    if record.absent:
        return Answer(Outcome.PERSON, "仓库没有这个订单，请核对订单号和仓库")
    match command:
        case Command.RELEASE if record.released or record.printed or record.shipped:
            return Answer(Outcome.DONE, "仓库已放行")
        case Command.RELEASE if record.held:
            return Answer(Outcome.PERSON, "仓库暂停了这一单，先恢复打单再放行")
        case Command.INTERCEPT if not record.released:
            return Answer(Outcome.DONE, "仓库没有在做这一单")
        case Command.HOLD if record.held:
            return Answer(Outcome.DONE, "仓库已暂停这一单")
        case Command.RESUME if not record.held:
            return Answer(Outcome.DONE, "仓库没有暂停这一单")
        case Command.URGENT if record.urgent:
            return Answer(Outcome.DONE, "仓库已排到最前")
        case Command.URGENT if record.printed or record.shipped:
            return Answer(Outcome.DONE, "仓库已打单，不用再排")
        case Command.RESUME:
            return None
        case _:
            return _too_late(record)


def _too_late(record: Record) -> Answer | None:
    if record.shipped:
        return Answer(Outcome.PERSON, "仓库已出库，请联系物流拦截")
    return Answer(Outcome.PERSON, "仓库已打单，请到现场处理") if record.printed else None


def refused(command: Command, order: Order) -> str:
    """Why an order is left out, by what is known here; empty where it may be told."""
    if RANK[order.stage] >= RANK[Stage.TO_COLLECT]:
        return "已出库"
    if order.facts & {Fact.CANCELLED, Fact.REFUNDED} and command is not Command.INTERCEPT:
        return "已取消或已退款"
    match command:
        case Command.RELEASE:
            return _not_releasable(order)
        case Command.RESUME:
            return trouble(order)
        case Command.HOLD | Command.URGENT | Command.INTERCEPT:
            return "已打单" if RANK[order.stage] >= RANK[Stage.TO_PACK] else ""


def _not_releasable(order: Order) -> str:
    if order.stage is Stage.UNPAID:
        return "还没有付款"
    if RANK[order.stage] >= RANK[Stage.TO_PACK]:
        return "已打单"
    if Fact.REFUNDING in order.facts:
        return "退款中"
    return "平台挂起，暂不能发" if Fact.HELD in order.facts else trouble(order)


def consent(command: Command, order: Order, case: Case | None) -> str:
    """Why a supervisor has to agree first; empty where nobody has to."""
    if command is not Command.RELEASE:
        return ""
    if "vip" in order.tags:
        return "VIP 订单"
    if case is not None and case.open:
        return f"有未结异常：{kind_name(case.leading.kind)}"
    amount = order.value("amount_fen")
    return f"金额不低于 {DEAR_FEN // 100:,} 元" if isinstance(amount, int) and amount >= DEAR_FEN else ""
