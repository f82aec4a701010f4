"""Tells people: claims the steps that fell due, looks again whether they still stand, and tells, hands on or records them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.escalation import Channel
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.people import Person
from ordertower_desktop.hub.store.feed.write import put
from ordertower_desktop.hub.store.judging.handing import record
from ordertower_desktop.hub.store.judging.matters import told_of
from ordertower_desktop.hub.store.judging.missing import move_on
from ordertower_desktop.hub.store.judging.telling import addressees, notice, unconnected, with_receipts
from ordertower_desktop.hub.store.tables import deliveries, notices, search
from ordertower_desktop.hub.store.tables.deliveries import Delivery, Outcome, State
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.wire.rows import NoticeRow, PoolRow

BATCH = 500


@dataclass(frozen=True, slots=True)
class _Round:
    """What one round has to say, gathered to be stored at once."""

    outcomes: list[Outcome]
    told: list[NoticeRow]
    owed: list[tuple[Delivery, Sequence[Person]]]
    further: list[Delivery]
    connected: Collection[str]


def tick(tower: Tower, now: datetime, connected: Collection[str] = ()) -> int:
    """Claim, re-check, tell; returns how many steps were settled. What goes out by a `connected` channel is left to `deliver`.

    A claim is a lease with an epoch: a worker that froze and wakes finds its epoch outrun and settles nothing. Whoever answered
    meanwhile has called the step off in the transaction of the answer, so a step that is still queued still stands.
    """
    with tower.db.read() as conn:
        if not deliveries.waiting(conn, now):
            return 0
    with tower.db.write() as conn:
        held = deliveries.claim(conn, now, limit=BATCH)
    with tower.db.write() as conn:
        ours = deliveries.still_held(conn, held)
        made = _Round([], [], [], [], connected)
        floor, ids = tower.floors.current(conn), [one.case for one in ours]
        _look(made, ours, {**search.rows_of(conn, ids), **told_of(conn, ids, now=now, floor=floor)}, now=now, floor=floor)
        _store(conn, made, now=now)
        record(conn, made.outcomes, now=now, floor=floor)
        move_on(conn, made.outcomes, now=now, floor=floor)
    return len(made.outcomes)


def _look(made: _Round, held: Sequence[Delivery], rows: Mapping[str, PoolRow], *, now: datetime, floor: Floor) -> None:
    for one in held:
        row = rows.get(one.case)
        if row is None or row.state != "open" or (row.snoozed_until is not None and row.snoozed_until > now):
            made.outcomes.append(Outcome(one, State.CANCELLED, why="此单已有人处理"))
            continue
        found = addressees(row, one, floor=floor)
        people, to = found.people, ",".join(person.id for person in found.people)
        if not people:
            made.outcomes.append(Outcome(one, State.FAILED, why=found.why))
        elif one.channel == Channel.IN_APP:
            made.told.extend(notice(one, person, row, now=now) for person in people)
            made.outcomes.append(Outcome(one, State.DELIVERED, to, found.instead))
        elif one.channel in made.connected:
            made.owed.append((one, people))
            made.outcomes.append(Outcome(one, State.PENDING, people[0].id))
            made.further.extend(_to(one, person, now) for person in people[1:])
        else:
            made.owed.append((one, people))
            made.outcomes.append(Outcome(one, State.DUE, to, unconnected(one.channel)))


def _to(held: Delivery, person: Person, now: datetime) -> Delivery:
    """The same step to a further person: each number and mailbox has a fate of its own."""
    return replace(held, id=f"{held.id}/{person.id}", person=person.id, state=State.PENDING, at=now, epoch=0)


def _store(conn: Connection, made: _Round, *, now: datetime) -> None:
    put(conn, notices.put(conn, made.told))
    put(conn, with_receipts(conn, made.owed, now=now, connected=made.connected))
    deliveries.settle(conn, made.outcomes, now=now)
    deliveries.queue(conn, [deliveries.row(one) for one in made.further])
