"""The status board of this moment, put together from the pool, the day's breaches and closings, and the boards before it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain import crisis, recovery, tally
from ordertower_desktop.domain.board import Board, Broken, Decision, Point
from ordertower_desktop.domain.case import CaseState
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.kind import kind_name
from ordertower_desktop.domain.levelling import Counted, Standing, unconfirmed
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.tally import Line, Shift
from ordertower_desktop.domain.triage import Triage
from ordertower_desktop.hub.store.judging.alarms.row import worst
from ordertower_desktop.hub.store.judging.broken import left_alone
from ordertower_desktop.hub.store.judging.pool import Pool
from ordertower_desktop.hub.store.judging.swift import Punctual, Swift
from ordertower_desktop.hub.store.tables import alarms, boards, cases, platformnotices, sources
from ordertower_desktop.hub.store.tables.alarms import Alarm
from ordertower_desktop.hub.store.tables.cases import Closing
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.wire.rows import LevelRow

PLATFORM_NAMES = {"taobao": "天猫", "tmall": "天猫", "jd": "京东", "pdd": "拼多多", "douyin": "抖音", "kuaishou": "快手", "own": "官网"}
DIFFICULTY = {Triage.URGENT: 1.9, Triage.ABNORMAL: 1.6, Triage.ROUTINE: 1.2}
MORE_PEOPLE = 2
HOUR = timedelta(hours=1)
HISTORY = timedelta(days=3)
NOBODY = Punctual()


@dataclass(frozen=True, slots=True)
class Day:
    """What the database adds to the pool: breaches, closings, past boards, sources, and platforms' notices that were entered."""

    breached: int
    vip_breached: int
    breached_last_hour: int
    closed: Sequence[Closing]
    trend: Sequence[Point]
    sources: Sequence[Source]
    alarms: Sequence[Alarm] = ()
    notices: int = 0
    broken: Sequence[Broken] = ()
    punctual: Punctual = NOBODY


def day_began(now: datetime) -> datetime:
    """Midnight in Shanghai."""
    return now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)


def look(conn: Connection, now: datetime, swift: Swift) -> Day:
    """Read what a board needs besides the pool."""
    began, soon = day_began(now), now + timedelta(microseconds=1)
    trend = boards.trend(conn, now - HISTORY)
    breached, vip = cases.breached_orders(conn, began, soon)
    last_hour, _ = cases.breached_orders(conn, now - HOUR, soon)
    since = min(began, recovery.peak_began(trend, now))
    standing, notices = alarms.standing(conn), platformnotices.standing(conn)
    known = sources.every(conn)
    closed, alone = cases.closings(conn, since), left_alone(conn, known, now)
    return Day(breached, vip, last_hour, closed, trend, known, standing, notices, alone, swift.of(conn, now))


def counted(pool: Pool, day: Day) -> Counted:
    """The level that the day's counts ask for (D2), and why, in words."""
    notices = pool.notices() + day.notices
    level = crisis.level(day.breached, vip_breached=day.vip_breached, platform_notices=notices)
    vip = f"，其中 VIP {day.vip_breached} 单" if day.vip_breached else ""
    return Counted(level, f"今日超时 {day.breached} 单{vip}" + (f"，平台通知 {notices} 条" if notices else ""))


def board(pool: Pool, day: Day, *, floor: Floor, now: datetime, standing: Standing) -> Board:
    """Every number of the board, exact; the level is the one in force."""
    lines, level = pool.lines, standing.level
    due = sorted(line.due_at for line in lines if line.due_at is not None)
    today = [one for one in day.closed if one.at >= day_began(now)]
    counted = Board(
        at=now,
        open=len(lines),
        overdue=sum(tally.overdue(line, now) for line in lines),
        due_2h=tally.due_soon(lines, now),
        breached_today=day.breached,
        level=int(level),
        level_name=crisis.LEVEL_NAMES[level],
        vip_open=sum(line.vip for line in lines),
        unowned=sum(not line.owner for line in lines),
        oldest_due_at=due[0] if due and due[0] <= now else None,
        next_due_at=next((at for at in due if at > now), None),
        breach_rate_per_h=day.breached_last_hour,
        closed_today=len(today),
        platforms=tally.shares(lines, lambda line: line.platform, now=now, names=PLATFORM_NAMES),
        regions=tally.shares(lines, lambda line: line.region, now=now, names={}),
        causes=tally.shares(lines, lambda line: line.cause, now=now, names=pool.names() | {"": "原因未明"}),
        provinces=tally.shares(lines, lambda line: line.province, now=now, names={}),
        stages=tally.stages(lines, now=now),
        people=tally.people(lines, _shifts(floor, today), now=now),
        overdue_list=tally.longest_overdue(lines, now=now),
        heat=tally.heat(lines, now=now),
        trend=[*day.trend, Point(now, len(lines))],
        decisions=[*_level_decision(standing), *_decisions(lines, day.sources), *_alarm_decisions(day.alarms, floor)],
        surge=pool.surge(now),
        broken=list(day.broken),
        swift=day.punctual.swift,
        ripe=day.punctual.ripe,
    )
    return _recovered(_forecast(counted, day, now=now), day, now=now)


def level_row(made: Board, before: LevelRow | None, standing: Standing) -> LevelRow:
    """The response level as the feed shows it; `since` moves only when the level does."""
    since = before.since if before is not None and before.level == made.level else made.at
    held = standing.hold
    why = f"{held.why}（人工保持）" if held is not None else standing.why
    forecast = ""
    if made.forecast_at is not None:
        at = made.forecast_at.astimezone(SHANGHAI)
        forecast = f"约 {at:%H:%M} 升{crisis.LEVEL_NAMES[crisis.ResponseLevel(made.forecast_level)]}，还差 {made.to_next_level} 单"
    by = standing.confirmed.by if standing.confirmed is not None else ""
    return LevelRow(made.level, made.level_name, made.breached_today, since, why, by, forecast)


def _forecast(made: Board, day: Day, *, now: datetime) -> Board:
    found = crisis.forecast(day.breached, crisis.ResponseLevel(made.level), per_hour=day.breached_last_hour, now=now)
    if found is None:
        return made
    return replace(made, forecast_level=int(found.level), forecast_at=found.at, to_next_level=found.missing)


def _recovered(made: Board, day: Day, *, now: datetime) -> Board:
    """The cohort since the peak began, and when it will be cleared."""
    began = recovery.peak_began(day.trend, now)
    cleared = [one for one in day.closed if one.at >= began]
    net = recovery.net_per_hour(day.trend, made.open, now)
    clearing = recovery.clearing(day.trend, made.open, net, now=now)
    here = max(1, sum(1 for person in made.people if person.presence == "on"))
    last_hour = sum(1 for one in day.closed if one.at > now - HOUR and one.state != CaseState.RECOVERED)
    more = recovery.clearing_with(made.open, net, closed_per_person=last_hour / here, more=MORE_PEOPLE, now=now) if clearing.at else None
    return replace(
        made,
        net_per_h=net,
        cohort=made.open + len(cleared),
        cleared=len(cleared),
        cleared_auto=sum(one.state == CaseState.RECOVERED for one in cleared),
        clear_at=clearing.at,
        clear_band_s=int(clearing.band.total_seconds()),
        clear_more_people=MORE_PEOPLE if more else 0,
        clear_at_more=more,
    )


def _shifts(floor: Floor, today: Sequence[Closing]) -> list[Shift]:
    closed: Counter[str] = Counter(one.owner for one in today if one.state != CaseState.RECOVERED)
    points: Counter[str] = Counter()
    for one in today:
        if one.state != CaseState.RECOVERED:
            points[one.owner] += round(10 * DIFFICULTY[Triage(one.triage)])
    return [
        Shift(p.id, p.name, p.limit, p.presence, closed[p.id], round(points[p.id] / 10))
        for p in floor.people
        if not p.disabled and p.role != "display"
    ]


def _level_decision(standing: Standing) -> list[Decision]:
    """A level that rose by itself waits for somebody who stands to it."""
    if not unconfirmed(standing):
        return []
    return [Decision("level", f"{crisis.LEVEL_NAMES[standing.level]}响应待确认", standing.why, "确认级别")]


def _alarm_decisions(standing: Sequence[Alarm], floor: Floor) -> list[Decision]:
    """Groups of orders below their rate that nobody has taken in hand."""
    names, posts = {person.id: person.name for person in floor.people}, floor.post_names
    return [
        Decision(
            one.case.id,
            f"{one.group} {kind_name(one.case.leading.kind)}",
            f"{100 * worst(one.days):.0f}% · 等{names.get(one.case.handling.owner) or posts.get(one.case.post, one.case.post)}",
            "查看比率",
        )
        for one in standing
        if one.case.handling.acknowledged_at is None and one.case.active
    ]


def _decisions(lines: Sequence[Line], known: Sequence[Source]) -> list[Decision]:
    """What only a supervisor can settle: a source that refuses, VIPs that nobody has taken."""
    found = [
        Decision(f"source:{s.id}", f"{s.name} 拒绝访问", f"自 {s.refused_since.astimezone(SHANGHAI):%H:%M} 起 {s.reason_code}", "查看来源")
        for s in known
        if s.refused_since is not None
    ]
    waiting = [line for line in lines if line.vip and not line.owner]
    if waiting:
        found.append(Decision("vip_unclaimed", f"{len(waiting)} 单 VIP 待认领", "还没有人接手", "指派", waiting[0].case))
    return found
