"""An alarm as desks show it, and as those who are told of it read it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain import alarm as watched
from ordertower_desktop.domain.aggregate import of_group
from ordertower_desktop.domain.case import Entry
from ordertower_desktop.domain.clock import governing
from ordertower_desktop.domain.escalation import next_at
from ordertower_desktop.domain.fieldname import event_name, field_name
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.kind import kind_name
from ordertower_desktop.hub.store.tables import alarms
from ordertower_desktop.hub.store.tables.alarms import Alarm
from ordertower_desktop.wire.alarms import AlarmRow, Day, Line
from ordertower_desktop.wire.rows import PoolRow

LINES = 30
"""Of the history, on desks; all of it stands in the hub."""


def alarm_row(one: Alarm, *, now: datetime, floor: Floor) -> AlarmRow:
    """Everything about it that a desk shows without asking."""
    case, rule = one.case, floor.rules.get(one.rule)
    handling, leading = case.handling, case.leading
    names = {person.id: person.name for person in floor.people}
    clock = governing(watched.running(case, now=now, floor=floor), now) if case.open else None
    chain, coming = handling.chain, next_at(handling.chain)
    rate = rule.rate if rule is not None else None
    return AlarmRow(
        id=case.id,
        rule=one.rule,
        rule_name=rule.name if rule is not None else one.rule,
        group=one.group,
        by=field_name(rate.group) if rate is not None else "",
        version=case.version,
        state=str(handling.state),
        kind=leading.kind,
        kind_name=kind_name(leading.kind),
        severity=leading.severity,
        under=rate.under if rate is not None else 0.0,
        said=said(one, floor),
        opened_at=case.opened_at,
        share=worst(one.days),
        orders=sum(day.total for day in one.days),
        days=list(one.days),
        owner=handling.owner,
        owner_name=names.get(handling.owner, handling.owner),
        post=case.post,
        post_name=floor.post_names.get(case.post, case.post),
        acknowledged_at=handling.acknowledged_at,
        snoozed_until=handling.snoozed_until,
        quiet_since=case.cleared_at or next((standing.cleared_at for standing in case.standings if standing.cleared_at), None),
        closed_at=handling.closed_at,
        due_at=clock.due_at if clock is not None else None,
        step=chain.policy.steps[chain.taken - 1].name if chain is not None and chain.taken else "",
        next_step=chain.policy.steps[chain.taken].name if chain is not None and coming is not None else "",
        next_step_at=coming,
        mark=handling.mark,
        log=[Line(entry.at, entry.who, _sentence(entry, names)) for entry in case.log[-LINES:]],
    )


def _sentence(entry: Entry, names: Mapping[str, str]) -> str:
    """As people read it: a group enters no pool, and people have names."""
    if entry.what == "opened":
        return f"开始告警：{entry.text}"
    head, _, last = entry.sentence.rpartition(" ")
    return f"{head} {names[last]}" if head and last in names else entry.sentence


def worst(days: Sequence[Day]) -> float:
    return min((day.good / day.total for day in days), default=1.0)


def said(one: Alarm, floor: Floor) -> str:
    """`派送当日签收的比率：11月9日 71 %、10日 74 %、11日 70 %，都低于 85 %`."""
    rule = floor.rules.get(one.rule)
    if rule is None or rule.rate is None:
        return ""
    rate = rule.rate
    days = "、".join(f"{day.day.month}月{day.day.day}日 {100 * day.good / day.total:.0f} %（{day.total} 单）" for day in one.days)
    under = f"{'都' if len(one.days) > 1 else ''}低于 {rate.under * 100:g} %"
    return f"{event_name(rate.of)}当日{event_name(rate.event)}的比率：{days}，{under}"


def told(row: AlarmRow) -> PoolRow:
    """As those who are told of a case read one: it names a group where a case names its order."""
    return PoolRow(
        case=row.id,
        order="",
        version=row.version,
        state=row.state,
        kind=row.kind,
        kind_name=row.kind_name,
        opened_at=row.opened_at,
        title=row.title,
        cause=f"rate:{row.rule}",
        cause_name=row.rule_name,
        cause_detail=row.said,
        owner=row.owner,
        owner_name=row.owner_name,
        post=row.post,
        acknowledged=row.acknowledged_at is not None,
        due_at=row.due_at,
        severity=row.severity,
        verdicts=[row.rule],
        snoozed_until=row.snoozed_until,
    )


def told_of(conn: Connection, ids: Sequence[str], *, now: datetime, floor: Floor) -> dict[str, PoolRow]:
    """Id -> what is told of it, of those of these that are alarms."""
    wanted = [key for key in ids if of_group(key)]
    return {one.case.id: told(alarm_row(one, now=now, floor=floor)) for one in alarms.some(conn, wanted)} if wanted else {}
