"""/v1/sources: the systems we read, and how they are doing."""

from ordertower_desktop.hub.api import veilwarehouse
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging.rows import source_row
from ordertower_desktop.hub.store.tables import audit, sources


def listed(call: Call) -> Answer:
    with call.tower.db.read() as conn:
        found = sources.every(conn)
    rows = [source_row(source, call.now) for source in found]
    return as_json([veilwarehouse.source(row) for row in rows] if call.actor.warehouses else rows)


def pull_now(call: Call) -> Answer:
    """Ask a connected source to be read at once."""
    with call.tower.db.write() as conn:
        source = sources.one(conn, call.params["source"])
        if source is None:
            raise Refused(404, "没有这个来源", kind="not_found")
        if not source.connected:
            raise Refused(422, "此来源是导入的文件，无法重新拉取；请重新导入", kind="not_connected")
        sources.ask(conn, source.id, order="", why="重新拉取", by=call.actor.id, now=call.now)
        audit.append(conn, audit.Record(call.now, call.actor.id, "pull_now", source.id))
    return Answer(status=202)


def forget(call: Call) -> Answer:
    """Take a file source off the list; its orders stay."""
    with call.tower.db.write() as conn:
        source = sources.one(conn, call.params["source"])
        if source is None:
            raise Refused(404, "没有这个来源", kind="not_found")
        if source.connected:
            raise Refused(422, "此来源正在接入中，要先在设置里去掉它的映射文件", kind="connected")
        sources.forget(conn, source.id)
        put(conn, [Document("source", source.id, gone=True)])
        audit.append(conn, audit.Record(call.now, call.actor.id, "source_forgotten", source.id))
    return Answer(status=204)
