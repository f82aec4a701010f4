"""The pre-audit as people see it: how it stands, its shares with their formulas, and the orders that wait with their reasons."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain.case import CaseState
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.preaudit import BAR, PreAudit
from ordertower_desktop.hub.store.judging.commandpages import receipts
from ordertower_desktop.hub.store.judging.region import short
from ordertower_desktop.hub.store.tables import audits, cases, commands, orders, people, versions
from ordertower_desktop.hub.store.tables.audits import AUTO, Audit, Mark
from ordertower_desktop.wire import preaudit as wire
from ordertower_desktop.wire.warehouse import Receipt

WEEK = timedelta(days=7)
WAITING = ("pass", "hand", "sampled", "address")
AUDITED = "近 7 天：预审放行的单 ÷ 审完的全部单（预审、人工放行、来源系统里审的）"
HANDLED = "近 7 天：没有人接手就自己恢复的异常 ÷ 了结的全部异常"
CHECKED = "本版启用以来：抽检判错的单 ÷ 抽检过的单"
MINUTES = "近 7 天：审完时间减付款时间，全部单的平均"


def page(conn: Connection, floor: Floor, now: datetime, *, what: str, limit: int) -> wire.PreAuditPage:
    """How it stands, and the orders of one list."""
    rule, current = floor.pre_audit, versions.current(conn, "preaudit")
    names = {person.id: person.name for person in people.everyone(conn)}
    ends = audits.ended(conn, now - WEEK)
    whole, minutes = sum(one.count for one in ends), sum(one.minutes for one in ends)
    auto = next((one for one in ends if one.by == AUTO), None)
    marks = audits.marks(conn, current.at, limit=rule.window) if current else []
    closed = cases.closings(conn, now - WEEK)
    recovered = sum(one.state == CaseState.RECOVERED for one in closed)
    return wire.PreAuditPage(
        now, rule.state, rule.address, current.version if current else 0, names.get(current.by, "系统") if current else "",
        current.at if current else None, current.why if current else "", settings(rule), list(commands.connected(conn).values()),
        {key: audits.count(conn, key) for key in WAITING}, wire.Share(auto.count if auto else 0, whole, AUDITED, BAR),
        wire.Share(recovered, len(closed), HANDLED), wire.Share(sum(one is Mark.WRONG for one in marks), len(marks), CHECKED, rule.limit),
        minutes / whole if whole else None, auto.minutes / auto.count if auto else None, MINUTES, _stoppers(conn),
        lines(conn, audits.waiting(conn, what, limit=limit)),
    )  # fmt: skip


def settings(rule: PreAudit) -> dict[str, object]:
    """The values as they are written."""
    return {
        "state": rule.state, "address": rule.address, "most_yuan": rule.most_fen / 100, "payments": list(rule.payments),
        "trust_days": rule.trust_days, "platform_money": rule.platform_money, "sample": rule.sample, "limit": rule.limit,
        "window": rule.window, "key": rule.key,
    }  # fmt: skip


def lines(conn: Connection, found: Sequence[Audit]) -> list[wire.AuditLine]:
    """Each with its reasons, and what its warehouse was told last."""
    ids = [one.order for one in found]
    known, told = orders.load(conn, ids), commands.of_orders(conn, ids)
    last = [commands_of[-1] for commands_of in told.values() if commands_of]
    shown = {receipt.order: receipt for receipt in receipts(conn, last)}
    return [_line(one, known.get(one.order), shown) for one in found]


def _line(one: Audit, order: Order | None, shown: dict[str, Receipt]) -> wire.AuditLine:
    clauses = [wire.ClauseLine(clause.key, clause.name, clause.ok, clause.said) for clause in one.decision.clauses]
    amount = order.value("amount_fen") if order else None
    place = [short(order.text("province")), order.text("city"), order.text("district")] if order else []
    return wire.AuditLine(
        one.order, one.at, one.decision.passed, order.text("platform") if order else "", order.text("shop") if order else "",
        amount if isinstance(amount, int) else 0, " ".join(part for part in place if part), one.paid_at, one.sampled, one.address, one.mark,
        one.state, clauses, one.done_at, one.done_by, shown.get(one.order),
    )  # fmt: skip


def _stoppers(conn: Connection) -> list[wire.Stopper]:
    """The clauses that keep most of what waits for people."""
    kept = Counter(clause.name for one in audits.waiting(conn, "hand", limit=2000) for clause in one.decision.against)
    return [wire.Stopper(name, count) for name, count in kept.most_common(4)]
