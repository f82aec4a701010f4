"""/v1/roster/changes: what each version of the roster changed, in words."""

from ordertower_desktop.hub.api.http import Answer, Call, as_json
from ordertower_desktop.hub.store.judging import rostering
from ordertower_desktop.hub.store.tables import people
from ordertower_desktop.wire.roster import RosterChange


def changes(call: Call) -> Answer:
    with call.tower.db.read() as conn:
        names = {one.id: one.name for one in people.everyone(conn)}
        found = list(rostering.history(conn, limit=call.limit()))
    told = [
        RosterChange(one.version.version, names.get(one.version.by, one.version.by) or "系统", one.version.at, one.version.why, one.says)
        for one in found
    ]
    return as_json(told)
