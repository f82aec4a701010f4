"""/v1/warehouse: what warehouses are told of orders, in jobs of many with a receipt for each."""

import re
from dataclasses import replace

from ordertower_desktop.domain.people import Role
from ordertower_desktop.domain.warehouse import MOST_ORDERS, Command
from ordertower_desktop.hub.api.housing import refuse_strange
from ordertower_desktop.hub.api.http import AGENT, Answer, Call, Refused, Route, as_json
from ordertower_desktop.hub.store.judging.commanding import Sorted, lay, sort, undo
from ordertower_desktop.hub.store.judging.commandpages import brief, job, jobs, plan, receipts
from ordertower_desktop.hub.store.tables import audits, commands
from ordertower_desktop.hub.store.tables.commands import Job
from ordertower_desktop.hub.store.tables.writebacks import HANDED, OPEN, State
from ordertower_desktop.wire.warehouse import CommandAsked, CommandJob, CommandPlan, ReceiptPage

GROUPS = {"": tuple(State), "open": OPEN, "accepted": (State.DONE,), "refused": HANDED, "cancelled": (State.CANCELLED,)}
SUPERVISORS = (Role.SUPERVISOR, Role.ADMIN)
ID = re.compile(r"[\w.-]{1,64}")
LONGEST_WHY = 200


def routes() -> list[Route]:
    one, filters = "/v1/warehouse/jobs/{job}", ("state", "order", "job", "command", "by", "after", "limit")
    return [
        Route("POST", "/v1/warehouse/preview", AGENT, previewed, "放行、暂停、加急之前：哪些能做，哪些跳过", CommandAsked, CommandPlan),
        Route("POST", "/v1/warehouse/jobs", AGENT, begun, "发给仓库；同一个 id 再发一次还是同一批", CommandAsked, CommandJob),
        Route("GET", "/v1/warehouse/jobs", AGENT, listed, "最近的批次", gives=list[CommandJob], query=("limit",)),
        Route("GET", one, AGENT, shown, "一批的回执", gives=CommandJob),
        Route("DELETE", one, AGENT, taken_back, "60 秒内撤回整批", gives=CommandJob),
        Route("GET", "/v1/warehouse/receipts", AGENT, told, "每一条仓库指令的回执", gives=ReceiptPage, query=filters),
    ]


def previewed(call: Call) -> Answer:
    """What would be done with each; nothing is done."""
    wanted = call.read(CommandAsked)
    if bool(wanted.orders) == bool(wanted.list) or wanted.list not in ("", "pass", "hand"):
        raise Refused(400, "请写 orders（订单号），或写 list = pass 或 hand（预审里等着的），两者选一")
    refuse_strange(call, wanted.orders)
    with call.tower.db.read() as conn:
        orders = wanted.orders or [one.order for one in audits.waiting(conn, wanted.list, limit=MOST_ORDERS)]
    with call.tower.all.read() as conn:
        found = sort(conn, _command(wanted), orders, twin_days=call.tower.floors.current(conn).merging.twin_days)
    return as_json(plan(_command(wanted), _told(call, found), total=len(set(orders))))


def begun(call: Call) -> Answer:
    """Lay the job down; workers tell the warehouse. Orders that need a supervisor go along only when one has agreed."""
    wanted = call.read(CommandAsked)
    command = _command(wanted)
    if not ID.fullmatch(wanted.id):
        raise Refused(400, "批次缺少 id：1 到 64 个字母、数字或 . _ -", kind="malformed")
    if not call.actor.id:
        raise Refused(403, "这个令牌没有绑定成员，不能给仓库发指令", kind="role")
    if wanted.agreed and call.actor.role not in SUPERVISORS:
        raise Refused(403, "这些订单要主管同意，请主管来放行", kind="role")
    refuse_strange(call, wanted.orders)
    with call.tower.db.write() as conn:
        known = commands.job(conn, wanted.id)
        if known is not None:
            if known.by != call.actor.id or known.command is not command:
                raise Refused(409, "这个批次编号已用于另一批", kind="reused_id")
            return as_json(brief(conn, known, call.now))
        days = call.tower.floors.current(conn).merging.twin_days
        found = _told(call, sort(conn, command, wanted.orders, agreed="yes" if wanted.agreed else "", twin_days=days))
        if not found.able:
            raise Refused(422, "没有能发给仓库的订单", kind="refused", detail=_said(found.skips | found.consent))
        made = Job(wanted.id, call.now, call.actor.id, command, wanted.why.strip()[:LONGEST_WHY])
        lay(conn, made, found.able.items())
        return as_json(brief(conn, made, call.now, left=found))


def listed(call: Call) -> Answer:
    with call.tower.db.read() as conn:
        found = jobs(conn, call.now, limit=min(call.limit(), 50))
    return as_json([one for one in found if one.total or not call.actor.warehouses])


def shown(call: Call) -> Answer:
    with call.tower.db.read() as conn:
        return as_json(job(conn, _there(commands.job(conn, call.params["job"])), call.now))


def taken_back(call: Call) -> Answer:
    """By whoever sent it, or a supervisor."""
    with call.tower.db.write() as conn:
        one = _there(commands.job(conn, call.params["job"]))
        if one.by != call.actor.id and call.actor.role not in SUPERVISORS:
            raise Refused(403, "只有发出的人或主管能撤回", kind="role")
        undo(conn, one, by=call.actor.id, now=call.now)
        return as_json(brief(conn, _there(commands.job(conn, one.id)), call.now))


def told(call: Call) -> Answer:
    """The last that changed first; `state`: open | accepted | refused | cancelled; `by=auto`: what the tower did by itself."""
    limit, state = call.limit(), call.query.get("state", "")
    if state not in GROUPS:
        raise Refused(400, f"state 可以是 {'、'.join(key for key in GROUPS if key)}，收到 {state[:20]}")
    asked = {"order_id": "order", "job": "job", "command": "command", "by": "by"}
    where = {column: call.query[name] for column, name in asked.items() if call.query.get(name)}
    if where.get("by") == "auto":
        where["by"] = ""
    with call.tower.db.read() as conn:
        found = commands.newest(conn, after=call.query.get("after", ""), limit=limit, states=GROUPS[state], where=where)
        lines = receipts(conn, found)
    return as_json(ReceiptPage(lines, commands.mark(found[-1]) if len(found) == limit else ""))


def _told(call: Call, found: Sorted) -> Sorted:
    """Twins are looked for in all warehouses; one of elsewhere is not named to somebody who sees their own."""
    if not call.actor.warehouses:
        return found
    asks: dict[str, list[str]] = {}
    for why, ids in found.consent.items():
        asks.setdefault(why.partition("：")[0], []).extend(ids)
    return replace(found, consent=asks)


def _command(wanted: CommandAsked) -> Command:
    if wanted.command not in list(Command):
        raise Refused(400, f"command 可以是 {'、'.join(Command)}，收到 {wanted.command[:20]}")
    return Command(wanted.command)


def _there(found: Job | None) -> Job:
    if found is None:
        raise Refused(404, "没有这一批", kind="not_found")
    return found


def _said(parts: dict[str, list[str]]) -> str:
    return "；".join(f"{why} {len(ids)} 单" for why, ids in parts.items())[:1000]
