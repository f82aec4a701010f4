"""/v1/write-backs: the ledger of what shops were told, and what people may do about it."""

from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.store.judging.writebackpages import lines, of_nights, summary
from ordertower_desktop.hub.store.tables import audit, halts, questions, versions, writebacks
from ordertower_desktop.hub.store.tables.writebacks import HANDED, OPEN, State
from ordertower_desktop.wire.writebacks import WriteBackAgain, WriteBackBegun, WriteBackPage, WriteBackSwitch

GROUPS = {"open": OPEN, "handed": HANDED, "": tuple(State)}
MOST_AGAIN = 1000


def listed(call: Call) -> Answer:
    """The last that changed first; `state` is a state, `open` or `handed`."""
    limit, asked = call.limit(), call.query.get("state", "")
    if asked not in GROUPS and asked not in list(State):
        raise Refused(400, f"state 可以是 {'、'.join([*State, 'open', 'handed'])}，收到 {asked[:20]}")
    where = {"source": call.query.get("source", ""), "order_id": call.query.get("order", "")}
    states = GROUPS.get(asked) or (State(asked),)
    with call.tower.db.read() as conn:
        found = writebacks.newest(conn, after=call.query.get("after", ""), limit=limit, states=states, where=where)
        told = lines(conn, found)
    return as_json(WriteBackPage(told, writebacks.mark(found[-1]) if len(found) == limit else ""))


def summed(call: Call) -> Answer:
    """Each shop's queue, breaker and timeliness."""
    with call.tower.db.read() as conn:
        return as_json(summary(conn, call.now))


def nightly(call: Call) -> Answer:
    """Each shop's last nights, and what we told while the platform shows otherwise."""
    with call.tower.db.read() as conn:
        return as_json(of_nights(conn))


def again(call: Call) -> Answer:
    """Begin anew what people have in hand, or do not want to wait for."""
    wanted = call.read(WriteBackAgain)
    if bool(wanted.ids) == wanted.all:
        raise Refused(400, "请写 ids（要重新回传的编号），或写 all = true（全部要人处理的），两者选一")
    if len(wanted.ids) > MOST_AGAIN:
        raise Refused(400, f"一次最多 {MOST_AGAIN} 条，请分几次")
    if wanted.agree and wanted.all:
        raise Refused(400, "对方系统要人确认的，请逐条看过再确认，不能一次全部确认")
    with call.tower.db.write() as conn:
        ids = wanted.ids or writebacks.handed(conn, wanted.source, limit=MOST_AGAIN)
        begun = writebacks.again(conn, ids, now=call.now)
        for key in begun:
            audit.append(conn, audit.Record(call.now, call.actor.id, "write_back_again", key))
        for key in questions.agree(conn, begun, by=call.actor.id, now=call.now) if wanted.agree else ():
            audit.append(conn, audit.Record(call.now, call.actor.id, "write_back_agreed", key))
    return as_json(WriteBackBegun(len(begun), [key for key in ids if key not in set(begun)]))


def switch(call: Call) -> Answer:
    """Stop every write-back of the floor at once, or let them go on."""
    wanted = call.read(WriteBackSwitch)
    if wanted.stopped and not wanted.why.strip():
        raise Refused(422, "停止全部回传要写明原因", kind="refused")
    word = "stop" if wanted.stopped else "go"
    with call.tower.db.write() as conn:
        versions.add(conn, halts.KIND, halts.body(word), by=call.actor.id, now=call.now, why=wanted.why[:200])
        audit.append(conn, audit.Record(call.now, call.actor.id, f"write_back_{word}", "write-backs", wanted.why[:200]))
        return as_json(summary(conn, call.now))
