"""What is told and acted on as cases are, and is about no single order: groups below their rate, and a level that rose."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.aggregate import of_group
from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.people import Actor
from ordertower_desktop.domain.reporting import of_path
from ordertower_desktop.hub.store.judging import levelreports
from ordertower_desktop.hub.store.judging.alarms import acts, row
from ordertower_desktop.hub.store.tables import alarms, reports
from ordertower_desktop.hub.store.tables.deliveries import Outcome
from ordertower_desktop.wire.rows import PoolRow
from ordertower_desktop.wire.sync import Result


def of_no_order(key: str) -> bool:
    """Whether a case is about something else than one order."""
    return of_group(key) or of_path(key)


def answers_for_itself(action: do.CaseAction) -> bool:
    """Whether it says itself who may do it, whatever a post may do to orders: who is told of a level may always answer."""
    return of_path(action.case)


def told_of(conn: Connection, ids: Sequence[str], *, now: datetime, floor: Floor) -> dict[str, PoolRow]:
    """Id -> what is told of it, of those of these that are about no single order."""
    return {**row.told_of(conn, ids, now=now, floor=floor), **levelreports.told_of(conn, ids, floor=floor)}


def cases_about(conn: Connection, about: Sequence[str]) -> dict[str, Case]:
    """What it is about -> the newest case about it."""
    groups, levels = [key for key in about if of_group(key)], [key for key in about if of_path(key)]
    found = {one.case.order: one.case for one in alarms.latest(conn, groups).values()} if groups else {}
    return found | ({key: one.case for key, one in reports.some(conn, levels).items()} if levels else {})


def perform(conn: Connection, action: do.CaseAction, actor: Actor, *, now: datetime, floor: Floor) -> Result:
    """What somebody does to it, answered as any other action is."""
    if of_path(action.case):
        return levelreports.perform(conn, action, actor, now=now, floor=floor)
    return acts.perform(conn, action, actor, now=now, floor=floor)


def missed(conn: Connection, outcome: Outcome, *, now: datetime, floor: Floor) -> None:
    """A step of its chain reached nobody, so the next one comes at once."""
    way = levelreports.missed if of_path(outcome.held.case) else acts.missed
    way(conn, outcome, now=now, floor=floor)
