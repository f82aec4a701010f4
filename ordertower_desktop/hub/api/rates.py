"""/v1/rates: every rule over a rate with the groups that it watches, the orders behind a group, and the rates an order counts in."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain.aggregate import Cell, subject
from ordertower_desktop.domain.fieldname import field_name
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.sentence import rated
from ordertower_desktop.domain.stage import STAGE_NAMES, Stage
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.store.judging.alarms.look import days_of, together
from ordertower_desktop.hub.store.judging.rating import SHOWN_DAYS, Rated, live, tallied, today
from ordertower_desktop.hub.store.tables import alarms, rates, search
from ordertower_desktop.wire.alarms import Behind, BehindPage, GroupLine, Part, RatePage

MOST_GROUPS = 200
RANK = {"low": 0, "few": 1, "ok": 2}


def listed(call: Call) -> Answer:
    """The rules over rates that are on, and the shadows, each with its groups, the failing ones first."""
    with call.tower.db.read() as conn:
        floor = call.tower.floors.current(conn)
        known = rates.counted(conn)
        here = {one.case.order: one.case.id for one in alarms.standing(conn)}
        return as_json([_page(conn, one, call, floor=floor, known=known, here=here) for one in live(floor)])


def behind(call: Call) -> Answer:
    """The orders of a group to which it did not happen, on the days that decide."""
    with call.tower.db.read() as conn:
        floor = call.tower.floors.current(conn)
        one = _rated(floor, call.params["rule"])
        limit, over = call.limit(), today(call.now, floor)
        found = rates.behind(
            conn, one.rule.id, call.query.get("group", ""), first=over - timedelta(days=one.rate.days), last=over - timedelta(days=1),
            limit=limit + 1,
        )  # fmt: skip
        open_cases = search.open_cases(conn, [row.order_id for row in found])
    lines = [
        Behind(row.order_id, row.day, STAGE_NAMES[Stage(row.stage)], row.platform, open_cases.get(row.order_id, ""))
        for row in found[:limit]
    ]
    return as_json(BehindPage(lines, len(found) > limit))


def of_order(call: Call) -> Answer:
    """Every rate in which an order counts, with the alarm about its group there."""
    with call.tower.db.read() as conn:
        floor = call.tower.floors.current(conn)
        names = {one.rule.id: one.rule.name for one in live(floor)}
        counted = [one for one in rates.rules_of(conn, call.params["order_id"]) if one[0] in names]
        about = alarms.latest(conn, [subject(rule, group) for rule, _, group, _ in counted])
    here = {key: one.case.id for key, one in about.items() if one.case.open}
    return as_json([Part(rule, names[rule], group, day, good, here.get(subject(rule, group), "")) for rule, day, group, good in counted])


def _rated(floor: Floor, key: str) -> Rated:
    one = next((one for one in live(floor) if one.rule.id == key), None)
    if one is None:
        raise Refused(404, f"没有在判断的比率规则 {key[:40]}，请在规则页启用它", kind="not_found")
    return one


def _page(
    conn: Connection, one: Rated, call: Call, *, floor: Floor, known: Mapping[str, tuple[str, str, bool]], here: Mapping[str, str]
) -> RatePage:
    cells = tallied(conn, one, now=call.now, floor=floor, days=max(SHOWN_DAYS, one.rate.days))
    spec, _, done = known.get(one.rule.id, ("", "", False))
    lines = _groups(one, call, cells, floor=floor, here=here)
    return RatePage(
        rule=one.rule.id,
        name=one.rule.name,
        said=rated(one.rate),
        by=field_name(one.rate.group),
        under=one.rate.under,
        minimum=one.rate.minimum,
        days=one.rate.days,
        groups=lines[:MOST_GROUPS],
        counting=not done or spec != one.spec,
        state=str(one.rule.state),
    )


def _groups(one: Rated, call: Call, cells: Counter[Cell], *, floor: Floor, here: Mapping[str, str]) -> list[GroupLine]:
    last, number = today(call.now, floor) - timedelta(days=1), max(SHOWN_DAYS, one.rate.days)
    found = []
    for group in {group for _, group, _ in cells}:
        days = days_of(one.rate, group, cells, last=last, number=number)
        word = together(days, last=last, decides=one.rate.days)
        found.append(GroupLine(group, word, days, here.get(subject(one.rule.id, group), "")))
    return sorted(found, key=lambda line: (not line.alarm, RANK[line.word], -sum(day.total for day in line.days), line.group))
