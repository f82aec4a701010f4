"""/v1/conflicts: what the systems contradict each other about now (S20)."""

from ordertower_desktop.hub.api import veil
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.store.judging.contradicting import listed
from ordertower_desktop.hub.store.tables.conflicts import Asked


def shown(call: Call) -> Answer:
    """The oldest first, as somebody may see it who sees in part."""
    asked = Asked(call.now, *(call.query.get(name, "") for name in ("field", "source", "platform")))
    with call.tower.db.read() as conn:
        try:
            found = listed(conn, asked, after=call.query.get("after", ""), limit=call.limit())
        except ValueError as error:
            raise Refused(400, "after 要用上一页给出的值", kind="malformed") from error
        return as_json(veil.conflicts(found, veil.eyes_of(call, conn)))
