"""/v1/kpi, /v1/drill, /v1/trends and /v1/alarms: weeks in figures, by whatever days are asked for."""

from datetime import date, timedelta

from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.store.judging import stretches
from ordertower_desktop.hub.store.judging.stretches import Days
from ordertower_desktop.hub.store.tables import measures, tallies
from ordertower_desktop.wire.kpi import DrillPage, FoundPage

LONGEST = 366
WHICH = ("open", "slow", "late", "missed", "all")


def compared(call: Call) -> Answer:
    """A stretch against an earlier one."""
    days = _days(call)
    against = stretches.before(days)
    if "against" in call.query:
        first = _day(call, "against")
        against = Days(first, first + (days.last - days.first))
        if against.first >= days.first:
            raise Refused(400, f"对比的时段要早于 {days.first}，收到 {first}", kind="malformed")
    with call.tower.db.read() as conn:
        return as_json(stretches.kpi(conn, days, against, now=call.now))


def drilled(call: Call) -> Answer:
    """Orders by one or two columns, among those that are as the other parameters say."""
    days, by, where = _days(call), _by(call), _where(call)
    with call.tower.db.read() as conn:
        asked = tallies.Asked(days.window.since, days.window.until, where, call.now)
        found = tallies.cells(conn, asked, by)
        return as_json(DrillPage(days.told, by, where, tallies.tally(conn, asked), found, measures.waiting(conn)))


def behind(call: Call) -> Answer:
    """The orders behind a number of the drill-down."""
    days, where, which = _days(call), _where(call), call.query.get("which", "open")
    if which not in WHICH:
        raise Refused(400, f"which 可写 {'、'.join(WHICH)}，收到 {which[:20]}", kind="malformed")
    with call.tower.db.read() as conn:
        found = tallies.behind(
            conn, tallies.Asked(days.window.since, days.window.until, where, call.now), which=which, limit=call.limit(200)
        )
    return as_json(FoundPage(which, found))


def trends(call: Call) -> Answer:
    """Each rule, week by week."""
    days = _days(call)
    with call.tower.db.read() as conn:
        return as_json(stretches.trends(conn, days, floor=call.tower.floors.current(conn)))


def alarms(call: Call) -> Answer:
    """What alarms did to people."""
    days = _days(call)
    with call.tower.db.read() as conn:
        return as_json(stretches.hygiene(conn, days, floor=call.tower.floors.current(conn), now=call.now))


def _days(call: Call) -> Days:
    days = Days(_day(call, "since"), _day(call, "until"))
    if days.last < days.first:
        raise Refused(400, f"结束的日子 {days.last} 早于开始的 {days.first}", kind="malformed")
    if days.last - days.first >= timedelta(days=LONGEST):
        raise Refused(400, f"一次最多看 {LONGEST} 天，请缩短", kind="malformed")
    return days


def _day(call: Call, name: str) -> date:
    text = call.query.get(name, "")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused(400, f"{name} 要写成 2025-11-12 这样，收到 {text[:20] or '空'}", kind="malformed") from None
    if not 2000 <= day.year <= call.now.year + 1:
        raise Refused(400, f"{name} 不在能查的年份里：{day}", kind="malformed")
    return day


def _by(call: Call) -> list[str]:
    names = [name for name in call.query.get("by", "").split(",") if name]
    unknown = [name for name in names if name not in tallies.DIMENSIONS]
    if unknown or len(set(names)) != len(names) or not 1 <= len(names) <= 2:
        raise Refused(
            400, f"by 写一项或两项不同的：{'、'.join(tallies.DIMENSIONS)}，收到 {call.query.get('by', '')[:40]}", kind="malformed"
        )
    return names


def _where(call: Call) -> dict[str, str]:
    found = {name: call.query[name] for name in tallies.DIMENSIONS if name in call.query}
    if not found.get("hour", "0").isdecimal() or len(found.get("hour", "0")) > 2:
        raise Refused(400, f"hour 要是 0 到 23，收到 {found['hour'][:20]}", kind="malformed")
    if "day" in found:
        found["day"] = _day(call, "day").isoformat()
    return found
