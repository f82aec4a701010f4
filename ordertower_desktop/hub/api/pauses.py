"""/v1/pauses: who pauses clocks, for whom, for how long, and how many breaches there are none of only for that."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from ordertower_desktop.domain.pausing import Use, by_party, by_person, pauses_of
from ordertower_desktop.hub.api import veil
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.store.tables import auditing, orders
from ordertower_desktop.wire.pauses import PausePage, PauseUse

USUAL_DAYS, MOST_DAYS = 7, 92


def used(call: Call) -> Answer:
    """The last `days` days."""
    days = call.number("days", USUAL_DAYS)
    if not 1 <= days <= MOST_DAYS:
        raise Refused(422, f"days 要写成 1 到 {MOST_DAYS} 的整数，收到 {days}", kind="refused")
    since = call.now - timedelta(days=days)
    with call.tower.db.read() as conn:
        terms = call.tower.floors.current(conn).terms
        held = auditing.paused_since(conn, since)
        known = orders.load(conn, [case.order for case in held])
        seen = veil.eyes_of(call, conn)
    found = [one for case in held if (order := known.get(case.order)) for one in pauses_of(order, case, terms=terms, now=call.now)]
    reasons = Counter(one.reason for one in found)
    page = PausePage(since, len(held), _lines(by_person(found)), _lines(by_party(found)), dict(reasons.most_common(20)))
    return as_json(veil.pauses(page, seen))


def _lines(uses: Iterable[Use]) -> list[PauseUse]:
    return [
        PauseUse(one.name, one.count, int(one.lasted / timedelta(minutes=1)), one.avoided, one.broke, round(one.share, 3)) for one in uses
    ]
