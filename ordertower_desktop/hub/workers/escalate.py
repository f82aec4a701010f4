"""Tells people: claims the steps that fell due, looks again whether they still stand, and sends or records them."""

from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.escalation import Channel
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.step import State
from ordertower_desktop.hub.store.feed.write import put
from ordertower_desktop.hub.store.judging.row import Surroundings, pool_row, surroundings
from ordertower_desktop.hub.store.judging.telling import addressees, notice, unconnected, with_receipt
from ordertower_desktop.hub.store.tables import cases, deliveries, notices, orders
from ordertower_desktop.hub.store.tables.deliveries import Delivery
from ordertower_desktop.hub.store.tower import Tower

BATCH = 200


def tick(tower: Tower, now: datetime) -> int:
    """Claim, re-check, tell; returns how many steps were settled.

    A claim is a lease with an epoch: a worker that froze and wakes finds its epoch outrun and can settle nothing.
    """
    with tower.db.read() as conn:
        if not deliveries.waiting(conn, now):
            return 0
    with tower.db.write() as conn:
        held = deliveries.claim(conn, now, limit=BATCH)
    with tower.db.write() as conn:
        floor = tower.floors.current(conn)
        return _settle_all(conn, held, now=now, floor=floor)


def _settle_all(conn: Connection, held: list[Delivery], *, now: datetime, floor: Floor) -> int:
    known = orders.load(conn, (one.order for one in held))
    newest = cases.latest(conn, known)
    around = surroundings(conn, floor, now)
    done = 0
    for one in held:
        case = newest.get(one.order)
        if case is None or case.id != one.case or not _still_stands(case, now):
            done += deliveries.settle(conn, one, deliveries.State.CANCELLED, now=now, person="", why="此单已有人处理")
            continue
        done += _tell(conn, one, State(known[one.order], case), now=now, floor=floor, around=around)
    return done


def _still_stands(case: Case, now: datetime) -> bool:
    """Nobody has answered meanwhile."""
    chain = case.handling.chain
    snoozed = case.handling.snoozed_until is not None and case.handling.snoozed_until > now
    return case.open and not snoozed and chain is not None and chain.stopped_at is None


def _tell(conn: Connection, held: Delivery, state: State, *, now: datetime, floor: Floor, around: Surroundings) -> bool:
    if state.case is None:
        return False
    people = addressees(state.case, held.role, floor=floor)
    to = ",".join(person.id for person in people)
    if not people:
        return deliveries.settle(conn, held, deliveries.State.FAILED, now=now, person="", why="没有人在岗，也没有主管在岗")
    if held.channel != Channel.IN_APP:
        why = unconnected(held.channel)
        put(conn, with_receipt(conn, held, people, why=why, now=now))
        return deliveries.settle(conn, held, deliveries.State.DUE, now=now, person=to, why=why)
    row = pool_row(state, now, floor=floor, around=around)
    put(conn, notices.put(conn, [notice(held, person, row, now=now) for person in people]))
    return deliveries.settle(conn, held, deliveries.State.DELIVERED, now=now, person=to)
