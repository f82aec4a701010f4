"""/v1/scores: the health of a month, and its freezing."""

from sqlalchemy import Connection

from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.store.judging import monthly
from ordertower_desktop.hub.store.tables import audit, healths, measures
from ordertower_desktop.wire.kpi import HealthPage, MonthBody

LONGEST_WHY = 200


def listed(call: Call) -> Answer:
    """The months that were frozen, newest first."""
    with call.tower.db.read() as conn:
        return as_json(healths.frozen(conn))


def one(call: Call) -> Answer:
    """A month as it was frozen last, else as it stands."""
    month = _month(call)
    with call.tower.db.read() as conn:
        return as_json(monthly.page(conn, month, now=call.now))


def freeze(call: Call) -> Answer:
    """Freeze a month that is over, or correct a frozen one as a further revision that says why."""
    month, why = _month(call), call.read(MonthBody).why.strip()[:LONGEST_WHY]
    with call.tower.db.write() as conn:
        page = monthly.page(conn, month, now=call.now)
        _may(conn, page, why)
        made = monthly.freeze(conn, month, by=call.actor.id, why=why, now=call.now)
        audit.append(conn, audit.Record(call.now, call.actor.id, "month_frozen", month, f"第 {made.revision} 版 {why}".strip()))
        after = monthly.page(conn, month, now=call.now)
    return as_json(after)


def _may(conn: Connection, page: HealthPage, why: str) -> None:
    if not page.over:
        raise Refused(409, f"{page.month} 还没过完，月底以后再封存", kind="refused")
    if page.revision and not page.moved:
        raise Refused(409, f"{page.month} 已封存，重算的结果一样，不用再存一版", kind="refused")
    if page.revision and not why:
        raise Refused(422, f"{page.month} 已封存，更正要写明原因", kind="refused")
    if waiting := measures.waiting(conn):
        raise Refused(409, f"还有 {waiting} 单没有计入，过一会儿再封存", kind="refused")


def _month(call: Call) -> str:
    text = call.params["month"]
    try:
        days = monthly.days_of(text)
    except ValueError:
        raise Refused(400, f"月份要写成 2025-11 这样，收到 {text[:20]}", kind="malformed") from None
    if not days.first.year >= 2000 or days.first > call.now.astimezone(SHANGHAI).date():
        raise Refused(404, f"{text[:20]} 还没有记录", kind="not_found")
    return text
