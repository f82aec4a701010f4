"""Reports of a risen level, stored with what they ask for: steps that fall due, answers, and the end of all of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain import reporting, watch
from ordertower_desktop.domain.answer import Conflict, Refused
from ordertower_desktop.domain.crisis import LEVEL_NAMES, ResponseLevel
from ordertower_desktop.domain.effect import Effect, StepDue
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.people import Actor, Role
from ordertower_desktop.domain.post import names
from ordertower_desktop.domain.reporting import Report
from ordertower_desktop.domain.response import Did, Mark, refused
from ordertower_desktop.domain.step import State
from ordertower_desktop.hub.store.feed.write import put
from ordertower_desktop.hub.store.judging.telling import call_off, owed
from ordertower_desktop.hub.store.tables import crises, deliveries, reports
from ordertower_desktop.hub.store.tables.deliveries import Outcome
from ordertower_desktop.wire.rows import PoolRow
from ordertower_desktop.wire.sync import Result


def keep(conn: Connection, made: Sequence[tuple[Report, Iterable[Effect]]], *, now: datetime) -> None:
    """Store these, and queue the steps that they took."""
    reports.put(conn, [report for report, _ in made])
    steps = [(report.case, effect) for report, effects in made for effect in effects if isinstance(effect, StepDue)]
    deliveries.queue(conn, [deliveries.row(owed(effect, State(Order(case.order), case), now)) for case, effect in steps])


def advance(conn: Connection, *, now: datetime, floor: Floor) -> int:
    """Take the steps that are due; returns of how many reports."""
    found = reports.due(conn, now)
    keep(conn, [reporting.advanced(one, now=now, floor=floor) for one in found], now=now)
    return len(found)


def over(conn: Connection, now: datetime) -> None:
    """The level has changed: what is owed is called off, what is on desks goes away."""
    old = reports.standing(conn)
    reports.put(conn, [reporting.over(one, now=now) for one in old])
    put(conn, call_off(conn, [one.case.id for one in old], now=now))


def perform(conn: Connection, action: do.CaseAction, actor: Actor, *, now: datetime, floor: Floor) -> Result:
    """Somebody who was told says that they know; in a response under way it is written down as told."""
    found = reports.some(conn, [action.case]).get(action.case)
    if found is None:
        return Result("refused", "找不到这次上报，级别可能已经变了，请刷新", case=action.case)
    if why := _stranger(found, actor, floor):
        return Result("refused", why, case=action.case, version=found.case.version)
    match reporting.answered(found, action, actor, now=now):
        case Refused(why=why):
            return Result("refused", why, case=action.case, version=found.case.version)
        case Conflict(why=why, winner=winner):
            return Result("conflict", why, winner, action.case, found.case.version)
        case made:
            _answered(conn, made, now=now)
            _told(conn, made, actor, now=now)
            return Result("done", case=action.case, version=made.case.version, at=now)


def _stranger(found: Report, actor: Actor, floor: Floor) -> str:
    """Why somebody cannot answer for this post; empty where they can: they stand on it, or are a supervisor."""
    person = floor.person(actor.id)
    if person is not None and (person.stands_on == found.rung.post or actor.role in (Role.SUPERVISOR, Role.ADMIN)):
        return ""
    return f"这是要{names(floor.posts).get(found.rung.post, found.rung.post)}应答的，请本人或主管来应答"


def told_by_hand(conn: Connection, post: str, action: str, actor: Actor, *, now: datetime) -> None:
    """Somebody has told the post themselves: its chain stops."""
    for one in reports.standing(conn):
        if one.rung.post == post and one.stands:
            made = reporting.answered(one, do.Acknowledge(id=action, case=one.case.id, version=one.case.version), actor, now=now)
            if isinstance(made, Report):
                _answered(conn, made, now=now)


def _answered(conn: Connection, made: Report, *, now: datetime) -> None:
    reports.put(conn, [made])
    put(conn, call_off(conn, [made.case.id], now=now))


def _told(conn: Connection, made: Report, actor: Actor, *, now: datetime) -> None:
    response = crises.open_one(conn)
    mark = Mark(f"answered/{made.case.id}", Did.TOLD, now, made.rung.post, actor.id, "本人应答")
    if response is not None and not refused(response, mark):
        crises.add(conn, response.id, [mark])


def missed(conn: Connection, outcome: Outcome, *, now: datetime, floor: Floor) -> None:
    """A step reached nobody, so the next one comes at once."""
    held = outcome.held
    found = reports.some(conn, [held.case]).get(held.case)
    if found is None or not found.stands:
        return
    case = watch.missed(found.case, held.cycle, held.number, now=now, why=f"{held.step}（{outcome.why}）")
    if case != found.case:
        keep(conn, [reporting.advanced(replace(found, case=case), now=now, floor=floor)], now=now)


def told_of(conn: Connection, ids: Sequence[str], *, floor: Floor) -> dict[str, PoolRow]:
    """Id -> what is told of it, of those of these that are reports of a level."""
    wanted = [key for key in ids if reporting.of_path(key)]
    return {key: told(one, floor) for key, one in reports.some(conn, wanted).items()} if wanted else {}


def told(one: Report, floor: Floor) -> PoolRow:
    """As those who are told of a case read one: it names a level where a case names its order."""
    case, post = one.case, names(floor.posts).get(one.rung.post, one.rung.post)
    return PoolRow(
        case=case.id,
        order="",
        version=case.version,
        state=str(case.handling.state),
        kind=reporting.KIND,
        kind_name="响应级别",
        opened_at=one.at,
        title=f"升{LEVEL_NAMES[ResponseLevel(one.level)]}响应",
        cause=reporting.KIND,
        cause_name="响应级别",
        cause_detail=words(one, post),
        post=case.post,
        acknowledged=case.handling.acknowledged_at is not None,
        due_at=one.due_at,
        severity="critical",
        verdicts=["上报路径"],
    )


def words(one: Report, post: str) -> str:
    """Why the level rose, who has to know of it, by when and how."""
    how = f"，{one.rung.how}" if one.rung.how else ""
    return f"{one.why}。{post}要在 {one.due_at.astimezone(SHANGHAI):%H:%M} 前知情{how}"
