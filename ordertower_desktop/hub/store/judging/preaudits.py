"""The pre-audit at work: decides, lets pass what passes, holds unclear addresses, hears people's answers, and stops itself."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace as changed
from sqlalchemy import Connection

from ordertower_desktop.domain.address import trouble
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.preaudit import PreAudit, State, decide, returns_told, sampled, too_often_wrong
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.domain.stage import RANK, Stage
from ordertower_desktop.domain.warehouse import Command
from ordertower_desktop.hub.store.feed import write
from ordertower_desktop.hub.store.judging import books
from ordertower_desktop.hub.store.judging.commanding import lay, sort
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.tables import audit, audits, cases, commands, notices, orders, returns, versions
from ordertower_desktop.hub.store.tables.audits import Audit, Mark
from ordertower_desktop.hub.store.tables.commands import Job
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.rows import NoticeRow

KIND = "preaudit"
AGAIN, BATCH = timedelta(minutes=10), 200
"""What is said of an order has it looked at anew at once; so often it is looked at for what time alone changes."""
WHY = {Command.RELEASE: "预审通过", Command.HOLD: "地址不清，打单前暂停"}


def go_round(conn: Connection, floor: Floor, now: datetime) -> int:
    """Decide what is due, act on it as far as the floor allows, and note which audits ended elsewhere; returns how many orders."""
    rule = floor.pre_audit
    gone = _ended_elsewhere(conn, now)
    if rule.state is State.DRAFT and rule.address is State.DRAFT:
        return gone
    version = versions.numbers(conn).get(KIND, 0)
    due = audits.undecided(conn, now - AGAIN, version=version, limit=BATCH)
    made = decided(conn, due, rule, now=now, version=version)
    audits.put(conn, made)
    if commands.connected(conn):
        passed = [one.order for one in made if one.decision.passed and not one.sampled] if rule.state is State.ON else []
        _act(conn, Command.RELEASE, passed, now, twin_days=floor.merging.twin_days)
        _act(conn, Command.HOLD, [one.order for one in made if one.address] if rule.address is State.ON else [], now)
    return len(made) + gone


def decided(conn: Connection, wanted: Sequence[str], rule: PreAudit, *, now: datetime, version: int) -> list[Audit]:
    """What the rule makes of these orders; stores nothing."""
    known, had = orders.load(conn, wanted), cases.latest(conn, wanted)
    back = returns.of_buyers(conn, list(known), now - timedelta(days=rule.trust_days))
    made = []
    for key, order in known.items():
        told = returns_told(order)
        decision = decide(order, had.get(key), back[key] if told is None else told, rule, now=now)
        chosen = decision.passed and sampled(key, rule)
        at = order.at("payment_approved")
        made.append(Audit(key, now, rule.state, version, decision, at, chosen, trouble(order)))
    return made


def _act(conn: Connection, command: Command, wanted: Sequence[str], now: datetime, *, twin_days: int = 0) -> None:
    """By itself each order is told once of a thing: what a person or the warehouse has decided since is not decided again."""
    told = commands.of_orders(conn, wanted)
    fresh = [order for order in wanted if not any(one.command in _SPOKEN[command] for one in told[order])]
    if able := sort(conn, command, fresh, twin_days=twin_days).able if fresh else {}:
        lay(conn, Job(f"auto:{command}:{micros(now)}", now, "", command, WHY[command]), able.items())


_SPOKEN = {
    Command.RELEASE: (Command.RELEASE, Command.INTERCEPT, Command.HOLD),
    Command.HOLD: (Command.HOLD, Command.RESUME),
}


def _ended_elsewhere(conn: Connection, now: datetime) -> int:
    """Audited, printed or cancelled without us."""
    gone = audits.left(conn, limit=BATCH)
    for key, order in orders.load(conn, gone).items():
        at = _when(order)
        audits.done(conn, key, by=audits.SOURCE if at else audits.GONE, at=at or now)
    return len(gone)


def _when(order: Order) -> datetime | None:
    """When it was audited elsewhere, or had been for sure; None for one that was given up before."""
    if at := next((at for name in ("audited", "printed", "packed", "outbound") if (at := order.at(name))), None):
        return at
    return None if RANK[order.stage] < RANK[Stage.TO_PACK] else order.entered


def mark(conn: Connection, order: str, said: Mark, *, by: str, floor: Floor, now: datetime) -> None:
    """A person's answer to a sampled decision: right lets it go, wrong counts, and too many of them switch the pre-audit off."""
    one = audits.one(conn, order)
    if one is None or not one.sampled:
        raise Refusal("这一单不在抽检里，请刷新")
    if not audits.marked(conn, order, said, by=by, now=now):
        raise Refusal("已有人抽检过这一单，请刷新")
    audit.append(conn, audit.Record(now, by, f"preaudit_{said}", order))
    if said is Mark.RIGHT and floor.pre_audit.state is State.ON:
        able = sort(conn, Command.RELEASE, [order]).able if commands.connected(conn) else {}
        if able:
            lay(conn, Job(f"check:{order}:{micros(now)}", now, by, Command.RELEASE, "抽检通过"), able.items())
    if said is Mark.WRONG:
        _judge_itself(conn, floor, now)


def _judge_itself(conn: Connection, floor: Floor, now: datetime) -> None:
    """Off, with a new version that says why, as soon as it is wrong too often; a supervisor may switch it on again."""
    rule, current = floor.pre_audit, versions.current(conn, KIND)
    if rule.state is not State.ON or current is None:
        return
    answers = [one is Mark.WRONG for one in audits.marks(conn, current.at, limit=rule.window)]
    if not (why := too_often_wrong(answers, rule)):
        return
    table = dict(books.table_of(current.body.decode("utf-8"), file=KIND))
    text = encode(table | {"state": State.SHADOW})
    number = versions.add(conn, KIND, text, by="", now=now, why=f"自动停用：{why}")
    audit.append(conn, audit.Record(now, "", "preaudit_stopped", KIND, f"第 {number} 版 {why}"))
    write.put(conn, notices.put(conn, _told_off(floor, number, why, now)))


def _told_off(floor: Floor, number: int, why: str, now: datetime) -> Iterable[NoticeRow]:
    body = f"{why}。新的订单改由人工审核，已放行的不受影响；查明原因后由主管在“放行”页重新启用"
    blank = NoticeRow(
        id=f"preaudit/{number}", person="", case="", order="", kind="preaudit_off", severity="critical", title="预审已自动停用",
        body=body, at=now, path=["预审", "抽检错误率超过上限"],
    )  # fmt: skip
    return [changed(blank, id=f"{blank.id}/{person.id}", person=person.id) for person in floor.on_duty("supervisor")]
