"""/v1/preaudit beside its versions: how the pre-audit stands, the orders that wait, and people's answers to the sample."""

from ordertower_desktop.hub.api.housing import refuse_strange
from ordertower_desktop.hub.api.http import AGENT, Answer, Call, Refused, Route, as_json
from ordertower_desktop.hub.api.sync import number
from ordertower_desktop.hub.store.judging.preauditpages import WAITING, page
from ordertower_desktop.hub.store.judging.preaudits import mark
from ordertower_desktop.hub.store.tables.audits import Mark
from ordertower_desktop.wire.preaudit import MarkAsked, PreAuditPage


def routes() -> list[Route]:
    query = ("list", "limit")
    return [
        Route("GET", "/v1/preaudit/page", AGENT, shown, "预审的状态、占比与等着的订单", gives=PreAuditPage, query=query),
        Route("POST", "/v1/preaudit/marks", AGENT, marked, "抽检：判得对还是错", MarkAsked, PreAuditPage),
    ]


def shown(call: Call) -> Answer:
    """`list`: pass | hand | sampled | address."""
    return _page(call, call.query.get("list", "") or "hand")


def marked(call: Call) -> Answer:
    """The answer is the list of what is still to be looked at."""
    asked = call.read(MarkAsked)
    if not call.actor.id:
        raise Refused(403, "这个令牌没有绑定成员，不能抽检", kind="role")
    refuse_strange(call, [asked.order])
    said = Mark.RIGHT if asked.right else Mark.WRONG
    with call.tower.db.write() as conn:
        mark(conn, asked.order, said, by=call.actor.id, floor=call.tower.floors.current(conn), now=call.now)
    number(call.tower)
    return _page(call, "sampled")


def _page(call: Call, what: str) -> Answer:
    if what not in WAITING:
        raise Refused(400, f"list 可以是 {'、'.join(WAITING)}，收到 {what[:20]}")
    limit = call.limit() if call.query.get("limit") else 200
    with call.tower.db.read() as conn:
        return as_json(page(conn, call.tower.floors.current(conn), call.now, what=what, limit=limit))
