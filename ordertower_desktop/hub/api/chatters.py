"""/v1/rules/chatters: rules that come and go on the same orders (S58)."""

from datetime import timedelta

from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.store.tables import measures
from ordertower_desktop.insight.kpi.chattering import Chatter, chattering
from ordertower_desktop.insight.postmortem.figures import Window
from ordertower_desktop.wire.backtests import ChatterRow

USUAL, MOST, MOST_NAMED = 7, 31, 500
AT_ONCE = timedelta(microseconds=1)
"""What happened just now counts."""


def listed(call: Call) -> Answer:
    """Which rules came and went on which orders in the last `days` days."""
    days = call.number("days", USUAL)
    if not 1 <= days <= MOST:
        raise Refused(400, f"days 要在 1 到 {MOST} 之间，收到 {days}")
    window = Window(call.now - timedelta(days=days), call.now + AT_ONCE)
    with call.tower.db.read() as conn:
        found = chattering(measures.standing_in(conn, window.since, window.until), window)
    return as_json([_chatter(one) for one in found[:MOST_NAMED]])


def _chatter(one: Chatter) -> ChatterRow:
    shortest = int(one.shortest.total_seconds()) if one.shortest is not None else None
    return ChatterRow(one.rule, one.order, one.times, one.first, one.last, shortest)
