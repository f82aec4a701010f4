"""What looks and people make of alarms, stored with everything it causes."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain import alarm, watch
from ordertower_desktop.domain.answer import Conflict, Refused
from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.effect import Assigned, Effect, Quiet, StepDue
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.people import Actor
from ordertower_desktop.domain.step import State
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging.alarms.look import Looked
from ordertower_desktop.hub.store.judging.alarms.row import alarm_row
from ordertower_desktop.hub.store.judging.telling import call_off, owed
from ordertower_desktop.hub.store.tables import alarms, deliveries, notices
from ordertower_desktop.hub.store.tables.alarms import Alarm
from ordertower_desktop.hub.store.tables.deliveries import Outcome
from ordertower_desktop.wire.rows import NoticeRow
from ordertower_desktop.wire.sync import Result


def settle(conn: Connection, looked: Sequence[Looked], *, now: datetime, floor: Floor) -> None:
    """Store these alarms, show them, and do what they ask for."""
    alarms.put(conn, [one.alarm for one in looked])
    put(conn, [Document("alarm", one.alarm.case.id, alarm_row(one.alarm, now=now, floor=floor)) for one in looked])
    for one in looked:
        _caused(conn, one.alarm, one.effects, now=now, floor=floor)


def _caused(conn: Connection, one: Alarm, effects: Iterable[Effect], *, now: datetime, floor: Floor) -> None:
    for effect in effects:
        match effect:
            case StepDue():
                deliveries.queue(conn, [deliveries.row(owed(effect, State(Order(one.case.order), one.case), now))])
            case Quiet(case=case):
                put(conn, call_off(conn, [case], now=now))
            case Assigned(person=""):
                put(conn, notices.put(conn, _nobody(one, now=now, floor=floor)))
            case _:
                pass


def _nobody(one: Alarm, *, now: datetime, floor: Floor) -> list[NoticeRow]:
    """Nobody of the post is on duty: its supervisors are told, once an alarm."""
    row, post = alarm_row(one, now=now, floor=floor), floor.post_names.get(one.case.post, one.case.post)
    return [
        NoticeRow(
            id=f"{row.id}/queue/{person.id}",
            person=person.id,
            case=row.id,
            order="",
            kind="unowned",
            severity="warning",
            title=f"{row.title}，无人在岗",
            body=f"{post} 现在无人在岗，这条比率告警在岗位队列里，请指派",
            at=now,
            cause=f"rate:{row.rule}",
            cause_name=row.rule_name,
            path=[f"规则 {row.rule}", f"岗位 {post} 无人在岗"],
        )
        for person in floor.on_duty("supervisor")
    ]


def perform(conn: Connection, action: do.CaseAction, actor: Actor, *, now: datetime, floor: Floor) -> Result:
    """What somebody does to an alarm, answered as any other action is."""
    found = alarms.one(conn, action.case)
    if found is None:
        return Result("refused", "找不到这条比率告警，可能已被清理，请刷新", case=action.case)
    match alarm.act(found.case, action, actor, now=now):
        case Refused(why=why):
            return Result("refused", why, case=action.case, version=found.case.version)
        case Conflict(why=why, winner=winner):
            return Result("conflict", why, winner, action.case, found.case.version)
        case (Case() as made, effects):
            settle(conn, [Looked(Alarm(found.rule, found.group, made, found.days), effects)], now=now, floor=floor)
            undo = now + timedelta(seconds=do.UNDO_SECONDS) if isinstance(action, do.UNDOABLE) else None
            return Result("done", case=action.case, version=made.version, at=now, undo_until=undo)


def missed(conn: Connection, outcome: Outcome, *, now: datetime, floor: Floor) -> None:
    """A step of its chain reached nobody, so the next one comes at once."""
    held, found = outcome.held, alarms.one(conn, outcome.held.case)
    if found is None:
        return
    case = watch.missed(found.case, held.cycle, held.number, now=now, why=f"{held.step}（{outcome.why}）")
    if case != found.case:
        case, effects = watch.advance(case, alarm.running(case, now=now, floor=floor), now=now, floor=floor)
        settle(conn, [Looked(Alarm(found.rule, found.group, case, found.days), effects)], now=now, floor=floor)
